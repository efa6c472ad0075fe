import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commaList } from '../../src/assertions/comma-list.ts';
import { jsonSchema } from '../../src/assertions/json-schema.ts';
import { levenshtein } from '../../src/assertions/levenshtein.ts';
import { objectsIn } from '../../src/assertions/objects-in.ts';
import { inOrder } from '../../src/assertions/words.ts';
import { Fault } from '../../src/fault.ts';

const refuse = (what: string): Fault => new Fault('assertion/value', what);
const holds = (schema: Readonly<Record<string, unknown>>, value: unknown): boolean => jsonSchema(schema, refuse)(value);

// Each agrees with Ajv 8 and its formats, the validator that promptfoo has.
describe('A JSON schema holds what it says', () => {
  test.for<[Readonly<Record<string, unknown>>, readonly unknown[], readonly unknown[]]>([
    [{ type: 'integer', minimum: 1, exclusiveMaximum: 3 }, [1, 2, 2.0], [0, 3, 1.5, '1', null]],
    [{ type: ['string', 'null'], maxLength: 1 }, ['', '😀', null], ['ab', 1]],
    [{ type: 'string', nullable: true }, ['a', null], [1]],
    [{ enum: ['a', 1, { b: [1] }] }, ['a', 1, { b: [1] }], ['1', { b: [2] }]],
    [{ const: null }, [null], [0, '']],
    [{ pattern: '^a' }, ['ab', 7], ['ba']],
    [{ multipleOf: 0.5 }, [1.5, 0, 'x'], [1.2]],
    [{ items: { type: 'string' }, minItems: 1, uniqueItems: true }, [['a'], 'x'], [[], [1], ['a', 'a']]],
    [{ items: [{ type: 'string' }], additionalItems: false }, [['a'], []], [['a', 1], [1]]],
    [{ contains: { type: 'number' } }, [[1, 'a']], [['a'], []]],
    [{ required: ['a'], properties: { a: { type: 'number' } } }, [{ a: 1, b: 2 }, 'no object'], [{}, { a: '1' }]],
    [{ properties: { a: true }, additionalProperties: false }, [{ a: 1 }, {}], [{ b: 1 }]],
    [
      { patternProperties: { '^n': { type: 'number' } }, additionalProperties: { type: 'string' } },
      [{ n: 1, x: 'a' }],
      [{ n: 'a' }, { x: 1 }],
    ],
    [
      { propertyNames: { maxLength: 1 }, minProperties: 1, maxProperties: 2 },
      [{ a: 1 }],
      [{}, { ab: 1 }, { a: 1, b: 2, c: 3 }],
    ],
    [{ anyOf: [{ type: 'string' }, { minimum: 5 }] }, ['a', 5], [4]],
    [{ oneOf: [{ type: 'integer' }, { minimum: 5 }] }, [4, 5.5], [5, 4.5]],
    [{ allOf: [{ minimum: 1 }, { maximum: 2 }], not: { const: 1.5 } }, [1, 2], [0, 1.5]],
    [
      JSON.parse(
        '{ "if": { "type": "string" }, "then": { "minLength": 2 }, "else": { "type": "number" } }',
      ) as object as Readonly<Record<string, unknown>>,
      ['ab', 1],
      ['a', null],
    ],
    [
      {
        $ref: '#/definitions/tree',
        definitions: { tree: { type: 'object', properties: { next: { $ref: '#/definitions/tree' } } } },
      },
      [{ next: { next: {} } }],
      [{ next: { next: 1 } }],
    ],
    [{ format: 'date' }, ['2020-02-29', 1], ['2021-02-29', '2020-1-1']],
    [
      { format: 'date-time' },
      ['2020-01-01T10:00:00Z', '2020-01-01 10:00:00.5+01:00'],
      ['2020-01-01T10:00:00', '2020-01-01'],
    ],
    [{ format: 'email' }, ['a.b+c@x-y.org'], ['a', 'a b@c.d']],
    [{ format: 'uri' }, ['http://a.b/c?d#e', 'urn:x:y'], ['a/b', 'http://a b']],
    [{ title: 'x', description: 'y', default: 1, examples: [2], type: 'number' }, [1], ['1']],
  ])('%o', ([schema, good, bad]) => {
    expect(good.filter((value) => !holds(schema, value))).toEqual([]);
    expect(bad.filter((value) => holds(schema, value))).toEqual([]);
  });

  test.for<[Readonly<Record<string, unknown>>, string]>([
    [{ requird: ['a'] }, 'the keyword "requird"'],
    [{ properties: { a: { typ: 'x' } } }, 'the keyword "typ"'],
    [{ type: 'sort' }, '"type": "sort"'],
    [{ format: 'colour' }, '"format": "colour"'],
    [{ pattern: '(' }, '"pattern": "("'],
    [{ $ref: 'http://x/y' }, '"$ref": "http://x/y"'],
    [{ $ref: '#/definitions/none' }, 'Unresolved $ref "#/definitions/none"'],
    [{ items: 5 }, '5 in the place of a schema'],
    [{ toString: 1 }, 'the keyword "toString"'],
  ])('%o is refused', ([schema, what]) => {
    expect(() => jsonSchema(schema, refuse)).toThrow(what);
  });
});

describe('Objects are found wherever they stand', () => {
  test.for<[string, readonly unknown[]]>([
    ['see {"a":1} and {"b":{"c":2}}', [{ a: 1 }, { b: { c: 2 } }]],
    ['{a: 1, \'b\': "x",}', [{ a: 1, b: 'x' }]],
    ['{"a": 1, // why\n "b": "http://x"}', [{ a: 1, b: 'http://x' }]],
    ['{"a": {"b": 2}', [{ a: { b: 2 } }]],
    ['{"a": "b" "c"} {"d": 1}', [{ d: 1 }]],
    ['no', []],
    ['{', []],
  ])('%s', ([text, objects]) => {
    expect(objectsIn(text)).toEqual(objects);
  });

  test('an object of JSON is found between any texts without braces', () => {
    const around = fc.string().map((text) => text.replaceAll(/[{}]/g, ''));
    const object = fc
      .dictionary(fc.string(), fc.oneof(fc.integer(), fc.boolean(), fc.constant(null)))
      .map((plain) => ({ ...plain }));
    fc.assert(
      fc.property(around, object, around, (before, value, after) => {
        const text = JSON.stringify(value);
        fc.pre(!/[{}]/.test(text.slice(1, -1)));
        expect(objectsIn(before + text + after)).toEqual([JSON.parse(text)]);
      }),
    );
  });

  test('a text of braces alone takes no hours', () => {
    for (const brace of ['{', '{"a":', '{a ']) expect(objectsIn(brace.repeat(20_000))).toEqual([]);
  });
});

test('texts come back from a list with commas', () => {
  const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
  fc.assert(
    fc.property(fc.array(fc.string()), (texts) => {
      expect(commaList(texts.map(quoted).join(', '))).toEqual(texts);
    }),
  );
});

test('edits are a distance', () => {
  expect(levenshtein('kitten', 'sitting')).toBe(3);
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (a, b, c) => {
      expect(levenshtein(a, b)).toBe(levenshtein(b, a));
      expect(levenshtein(a, b) === 0).toBe(a === b);
      expect(levenshtein(a, c)).toBeLessThanOrEqual(levenshtein(a, b) + levenshtein(b, c));
      expect(levenshtein('', a)).toBe(a.length);
    }),
  );
});

test('equal content is equal text', () => {
  expect(inOrder({ b: 1, a: undefined })).toBe('{"a":null,"b":1}');
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(inOrder(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
