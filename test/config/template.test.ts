import { Fault } from '../../src/fault.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { template } from '../../src/config/template.ts';

const place = (line: number): string => `prompt:${line}`;

test('A column in braces gives the cell, whatever stands in it', () => {
  const { render } = template('{{answer}}', place);
  for (const cell of ['{{7*7}}', '{% raw %}', '<b>&amp;', '\'"`', 'a\r\nb\n', '  ', '${process.env.HOME}', '{# no #}'])
    expect(render({ answer: cell })).toBe(cell);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (cell) => {
      expect(render({ answer: cell })).toBe(cell);
    }),
  );
});

describe('The variables of a template are those that it needs to be given', () => {
  test.for([
    ['{{ a }} {{ b | upper }}', ['a', 'b']],
    ['{% for x in items %}{{ x.name }} {{ loop.index }} {{ y }}{% endfor %}', ['items', 'y']],
    ['{% set z = a %}{{ z }}', ['a']],
    ['{% set z %}{{ a }}{% endset %}{{ z }}', ['a']],
    ['{% if a is defined and b is divisibleby(c) %}x{% endif %}', ['a', 'b', 'c']],
    ['{{ a if b else c }}', ['a', 'b', 'c']],
    ['{{ {k: v} | dump }} {{ a.b["c"] }} {{ items | sort(attribute="x") }}', ['v', 'a', 'items']],
    ['{% macro f(p, q=d) %}{{ p }}{{ q }}{% endmacro %}{{ f(a) }}', ['d', 'a']],
    ['{% raw %}{{ no }}{% endraw %}{# {{ no }} #}{{ range(3) }} {{ true }} {{ none }}', []],
    ['{{ a["k" + m] }}', ['a', 'm']],
  ] as const)('%s', ([text, names]) => {
    expect(new Set(template(text, place).variables.map(({ name }) => name))).toEqual(new Set(names));
  });

  test('and each has its line', () => {
    expect(template('one\n{{ a }}\n\n{{ b }}', place).variables).toEqual([
      { name: 'a', line: 2 },
      { name: 'b', line: 4 },
    ]);
  });
});

test('What some rows lack renders empty', () => {
  expect(template('[{{ a }}] {% if a %}x{% endif %}', place).render({})).toBe('[] ');
});

describe('A template is data: it runs nothing and reads no file', () => {
  test.for([
    '{{ "".constructor.constructor("return process.version")() }}',
    '{{ a["constr" + "uctor"]["constructor"]("return 7")() }}',
    '{{ range.constructor("return 7")() }}',
    '{{ cycler.__proto__.constructor("return 7")() }}',
    '{% set f = joiner.constructor %}{{ f("return 7")() }}',
    '{{ ({}).__lookupGetter__ }}{{ constructor }}',
  ])('%s', (text) => {
    let rendered = '';
    try {
      rendered = template(text, place).render({ a: 'x' });
    } catch (error) {
      expect(error).toBeInstanceOf(Fault);
    }
    expect(rendered.trim()).toBe('');
  });

  test.for(['{% include "package.json" %}', '{% import "package.json" as x %}', '{% extends "package.json" %}'])(
    '%s',
    (text) => {
      expect(() => template(text, place).render({})).toThrow(Fault);
    },
  );

  test('whatever a cell holds', () => {
    expect(template('{{ a }}', place).render({ a: '{{ 1 + 1 }}{% include "x" %}' })).toBe(
      '{{ 1 + 1 }}{% include "x" %}',
    );
  });
});
