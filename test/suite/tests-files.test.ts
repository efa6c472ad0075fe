import { describe, expect, test } from 'vitest';
import { expectedIn } from '../../src/suite/expected.ts';
import { testOfRecord } from '../../src/suite/csv-test.ts';
import { experiment } from './files.ts';

describe('A cell of __expected', () => {
  // As promptfoo 0.123.1 reads them.
  test.for([
    { cell: 'Paris', type: 'equals', value: 'Paris' },
    { cell: 'grade: is it kind?', type: 'llm-rubric', value: ' is it kind?' },
    { cell: 'llm-rubric: kind', type: 'llm-rubric', value: ' kind' },
    { cell: 'fn: output.length > 2', type: 'javascript', value: 'output.length > 2' },
    { cell: 'eval:true', type: 'javascript', value: 'true' },
    { cell: 'javascript: a\n b', type: 'javascript', value: 'a\n b' },
    { cell: 'file://check.js:named', type: 'javascript', value: 'file://check.js:named' },
    { cell: 'python: True', type: 'python', value: 'True' },
    { cell: 'file://check.py', type: 'python', value: 'file://check.py' },
    { cell: 'contains: yes ', type: 'contains', value: 'yes' },
    { cell: 'not-icontains:no', type: 'not-icontains', value: 'no' },
    { cell: 'contains-any: yes, "no, never" ,', type: 'contains-any', value: ['yes', 'no, never'] },
    { cell: 'contains-all:', type: 'contains-all', value: '' },
    { cell: 'is-json', type: 'is-json', value: undefined },
    { cell: 'contains-json: {"a": 1}', type: 'contains-json', value: ' {"a": 1}' },
    { cell: 'levenshtein(3): Paris', type: 'levenshtein', value: 'Paris', threshold: 3 },
    { cell: 'starts-with: P', type: 'starts-with', value: 'P', threshold: 0.75 },
    { cell: 'similar(0.8): P', type: 'similar', value: 'P', threshold: 0.8 },
    { cell: 'factuality(0.5): P', type: 'factuality', value: 'P' },
    { cell: 'unknown: x', type: 'equals', value: 'unknown: x' },
  ])('$cell', ({ cell, ...expected }) => expect(expectedIn(cell, 'rows.csv:2')).toEqual(expected));
});

test('The columns of a CSV file with two underscores are settings, all others variables', () => {
  const record = {
    q: ' x ',
    __expected: 'a',
    __expected2: 'contains: b',
    __expected3: ' ',
    __prefix: 'P ',
    __suffix: ' S',
    __description: 'd',
    __providerOutput: 'said',
    __metric: 'm',
    __threshold: '0.5',
    '__metadata:id': 'r1',
    '__metadata:tags[]': 'a, b\\, c',
    '__config:__expected2:threshold': '0.25',
  };
  expect(testOfRecord(record, 'rows.csv:2')).toEqual({
    vars: { q: ' x ' },
    assert: [
      { type: 'equals', value: 'a', metric: 'm' },
      { type: 'contains', value: 'b', metric: 'm', threshold: 0.25 },
    ],
    options: { prefix: 'P ', suffix: ' S' },
    metadata: { id: 'r1', tags: ['a', 'b, c'] },
    description: 'd',
    providerOutput: 'said',
    threshold: 0.5,
  });
});

test('Tests come from every kind of file, in the order in which they are named', async () => {
  const assert = [{ type: 'contains', value: 'a' }];
  const { rows, sources } = await experiment(
    {
      tests: ['file://a.csv', 'b.json', 'file://c/*.yaml', 'file://d.jsonl', { vars: { q: 'inline' } }],
      defaultTest: { assert },
    },
    {
      'a.csv': 'q\none\n"two\n, lines"\n',
      'b.json': '[{"vars": {"q": "three"}}]',
      'c/1.yaml': '- vars: {q: four}\n',
      'c/2.yaml': 'vars: {q: five}\n',
      'd.jsonl': '{"vars": {"q": "six"}}\n\n{"vars": {"q": "seven"}}\n',
    },
  );
  expect(rows.map(({ vars }) => vars['q'])).toEqual([
    'one',
    'two\n, lines',
    'three',
    'four',
    'five',
    'six',
    'seven',
    'inline',
  ]);
  expect(sources.map((each) => each.split('/').at(-1))).toEqual([
    'promptfooconfig.yaml',
    'a.csv',
    'b.json',
    '1.yaml',
    '2.yaml',
    'd.jsonl',
  ]);
});

test('Variables may stand in files, and so may what a variable stands for', async () => {
  const { rows } = await experiment(
    { tests: [{ vars: 'file://vars.yaml', assert: [{ type: 'contains', value: 'a' }] }] },
    { 'vars.yaml': 'q: file://q.txt\nmap: file://map.yaml\n', 'q.txt': ' hello\n', 'map.yaml': 'a: [1]\n' },
  );
  expect(rows[0]?.vars).toEqual({ q: 'hello', map: '{"a":[1]}' });
});

test('A scenario is every entry of its config with every one of its tests', async () => {
  const { rows, criteria } = await experiment({
    prompts: ['{{q}} {{lang}}'],
    tests: undefined,
    scenarios: [
      {
        config: [
          { vars: { lang: 'French' }, assert: [{ type: 'contains', value: 'le' }] },
          { vars: { lang: 'German' }, assert: [{ type: 'contains', value: 'der' }] },
        ],
        tests: [
          { vars: { q: 'one' }, assert: [{ type: 'equals', value: 'x' }] },
          { vars: { q: 'two', lang: 'Latin' } },
        ],
      },
    ],
  });
  expect(rows.map(({ vars }) => vars)).toEqual([
    { lang: 'French', q: 'one' },
    { lang: 'Latin', q: 'two' },
    { lang: 'German', q: 'one' },
    { lang: 'Latin', q: 'two' },
  ]);
  expect(criteria.map((each) => [each.id, each.kind === 'assertion' ? [...each.on.keys()] : []])).toEqual([
    ['contains', ['test-0001', 'test-0002', 'test-0003', 'test-0004']],
    ['equals', ['test-0001', 'test-0003']],
  ]);
});
