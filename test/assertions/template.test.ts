import { describe, expect, test } from 'vitest';
import { template } from '../../src/assertions/template.ts';
import { Fault } from '../../src/fault.ts';

const render = (text: string, vars: Readonly<Record<string, unknown>> = {}): string =>
  template(text, { at: (line) => `config.yaml:${line}`, env: { PLANET: 'Mars' } })(vars);

describe('A template can read values, and run no code', () => {
  test.for([
    "{{ ''.constructor.constructor('return 1')() }}",
    "{{ ''['constructor']['constructor']('return 1')() }}",
    "{{ ''[['constructor']][['constructor']]('return 1')() }}",
    "{{ range.constructor('return 1')() }}",
    "{{ constructor.constructor('return 1')() }}",
    "{{ constructor.getPrototypeOf(range)['constructor']('return 1')() }}",
    "{% set c = cycler('x', 'constructor') %}{% set d = cycler('x', 'constructor') %}{{ ''[{toString: c.next}][{toString: d.next}]('return 1')() }}",
    "{{ __proto__.__defineGetter__('stolen', range) }}{{ x.stolen }}",
    "{% macro m() %}{% endmacro %}{{ m.constructor('return 1')() }}",
    "{{ name.constructor.constructor('return 1')() }}",
    "{{ list.constructor.constructor('return 1')() }}",
    "{{ cycler('a').constructor.constructor('return 1')() }}",
  ])('%s', (text) => {
    let made = '';
    try {
      made = render(text, { name: 'Ada', list: ['a'], x: {} });
    } catch (error) {
      expect(error).toBeInstanceOf(Fault);
    }
    expect(made).not.toContain('1');
    expect({}).not.toHaveProperty('stolen');
  });

  test.for(["{% include 'secret.txt' %}", "{% import 'secret.txt' as s %}", "{% extends 'views/secret.txt' %}"])(
    '%s reads no file',
    (text) => {
      expect(() => render(text)).toThrow(/can't be rendered: .*template not found/);
    },
  );

  test('what a variable holds is never read as a template', () => {
    expect(render('{{ name }}', { name: '{{ env.PLANET }}' })).toBe('{{ env.PLANET }}');
  });
});

test.for([
  ['{{ name }} {{ name | upper }} {{ name.length }} {{ name.toUpperCase() }}', 'Ada ADA 3 ADA'],
  ['{{ user.age }} {{ user["age"] }} {{ list[1] }} {{ list.join("+") }}', '36 36 y x+y'],
  ['{% for each in list %}{{ loop.index }}{{ each }}{% endfor %}', '1x2y'],
  ['{{ env.PLANET }} {{ env.NONE }}{{ missing }}{{ missing.deeper }}|', 'Mars |'],
  ['{{ json | load | dump }}', '{"a":1}'],
  ['{% macro hi(n) %}Hi {{ n }}{% endmacro %}{{ hi(name) }}', 'Hi Ada'],
  ['{% set x = joiner(", ") %}{% for each in list %}{{ x() }}{{ each }}{% endfor %}', 'x, y'],
  ['{{ own.constructor }}', 'a column of this name'],
  ['<b> & "q"', '<b> & "q"'],
] as const)('%s → %s', ([text, made]) => {
  const own = { constructor: 'a column of this name' };
  expect(render(text, { name: 'Ada', user: { age: 36 }, list: ['x', 'y'], json: '{"a": 1}', own })).toBe(made);
});

test('a mistake is told at its line', () => {
  const fault = ((): unknown => {
    try {
      return render('one\ntwo {% if %}');
    } catch (error) {
      return error;
    }
  })();
  expect(fault).toMatchObject({ code: 'template/broken', where: 'config.yaml:2' });
  expect(String(fault)).toMatchInlineSnapshot(`
    "Fault: The template of an assertion can't be rendered: unexpected token: %}.
    Correct it; its language is nunjucks: {{ column }}, {% if column %}…{% endif %}. Files can't be included, and filters of the config are not known here."
  `);
});
