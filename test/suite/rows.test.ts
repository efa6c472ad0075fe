import { expect, test } from 'vitest';
import { experiment, good } from './files.ts';

const contains = { defaultTest: { assert: [{ type: 'contains', value: 'a' }] } };
const ids = async (top: object): Promise<readonly unknown[]> =>
  (await experiment({ ...contains, ...top })).rows.map(({ id, group }) => [id, group]);

test('A row is called as its test says: by metadata, by its variable "id", else by its place', async () => {
  const tests = [{ vars: { q: 'x' }, metadata: { id: 'greeting' } }, { vars: { q: 'y', id: 7 } }, { vars: { q: 'z' } }];
  expect(await ids({ tests })).toEqual([
    ['greeting', null],
    ['7', null],
    ['test-0003', null],
  ]);
});

test('Where two tests share an id all are numbered, so duplicates stay apart', async () => {
  const test = { vars: { q: 'x', id: 'same' } };
  expect(await ids({ tests: [test, test] })).toEqual([
    ['test-0001', null],
    ['test-0002', null],
  ]);
});

test('Lists of texts are rows in all their combinations, and other lists are one value', async () => {
  expect(await ids({ tests: [{ vars: { q: ['a', 'b'], s: ['x', 'y'], n: [1, 2] } }] })).toEqual([
    ['test-0001 [q=a, s=x]', null],
    ['test-0001 [q=a, s=y]', null],
    ['test-0001 [q=b, s=x]', null],
    ['test-0001 [q=b, s=y]', null],
  ]);
  const long = 'a'.repeat(80);
  expect(await ids({ tests: [{ vars: { q: [`${long}1`, `${long}2`] } }] })).toEqual([
    ['test-0001 #1', null],
    ['test-0001 #2', null],
  ]);
  expect(await ids({ tests: [{ vars: { q: ['a', 'b'] }, options: { disableVarExpansion: true } }] })).toEqual([
    ['test-0001', null],
  ]);
});

test('Repeats, prompts and providers of a record are one group', async () => {
  const tests = [{ vars: { q: 'x' } }, { vars: { q: 'y' }, options: { repeat: 1 } }];
  expect(await ids({ tests, evaluateOptions: { repeat: 2 } })).toEqual([
    ['test-0001', 'test-0001'],
    ['test-0001 ×2', 'test-0001'],
    ['test-0002', null],
  ]);
  expect(
    await ids({
      tests: [{ vars: { q: 'x' } }],
      prompts: ['A {{q}}', { raw: 'B {{q}}', label: 'b' }],
      providers: ['echo', 'openai:gpt-4o'],
    }),
  ).toEqual([
    ['test-0001 · echo · prompt-1', 'test-0001'],
    ['test-0001 · openai:gpt-4o · prompt-1', 'test-0001'],
    ['test-0001 · echo · b', 'test-0001'],
    ['test-0001 · openai:gpt-4o · b', 'test-0001'],
  ]);
});

test('Outputs are what the test has, what echo repeats, or what a model will write', async () => {
  const tests = [
    { vars: { q: 'x' } },
    { vars: { q: 'y' }, providerOutput: 'Said before' },
    { vars: { q: 'z' }, providerOutput: { a: 1 } },
  ];
  const { rows, generators } = await experiment({ ...contains, tests, providers: ['echo', 'openai:gpt-4o'] });
  expect(rows.map(({ output }) => output)).toEqual([
    { kind: 'given', text: 'Answer x' },
    { kind: 'sampled', generator: 0, prompt: 'Answer x' },
    { kind: 'given', text: 'Said before' },
    { kind: 'given', text: 'Said before' },
    { kind: 'given', text: '{"a":1}' },
    { kind: 'given', text: '{"a":1}' },
  ]);
  expect(generators.map(({ id }) => id)).toEqual(['openai:gpt-4o']);
});

test('Columns are texts, and maps are shown as JSON', async () => {
  const { rows } = await experiment({
    ...contains,
    tests: [{ vars: { q: 'x\n', n: 3, user: { name: 'Ann' }, none: null } }],
  });
  expect(rows[0]?.vars).toEqual({ q: 'x', n: '3', user: '{"name":"Ann"}', none: '' });
});

test('The first rows can be had alone, repeats and candidates and all', async () => {
  const top = {
    ...contains,
    tests: [{ vars: { q: ['a', 'b'] } }, { vars: { q: 'c' } }],
    evaluateOptions: { repeat: 2 },
  };
  expect((await experiment(top, {}, { maxRows: 2 })).rows.map(({ id }) => id)).toEqual([
    'test-0001 [q=a]',
    'test-0001 [q=a] ×2',
    'test-0001 [q=b]',
    'test-0001 [q=b] ×2',
  ]);
});

test('What a data set holds is text: it is never a template, and a note says so', async () => {
  const { rows, notes } = await experiment(
    { ...contains, tests: 'file://rows.csv' },
    { 'rows.csv': 'q,name\n{{ name | upper }} and {{name}},Ann\n' },
  );
  expect(rows[0]?.output).toEqual({ kind: 'sampled', generator: 0, prompt: 'Answer {{ name | upper }} and Ann' });
  expect(notes).toEqual([
    '"q" of the data set holds marks of a template, such as "{{". They are read as text; promptfoo would render them.',
  ]);
});

test('Rows that are given in code take the place of the tests', async () => {
  const given = [{ vars: { q: 'x' }, output: 'Kind.', id: 'one', group: 'g' }, { vars: { q: 'y' } }];
  const { rows, criteria } = await experiment({ ...contains, tests: [{ vars: { q: 'never' } }] }, {}, { rows: given });
  expect(rows.map(({ id, group, output }) => [id, group, output])).toEqual([
    ['one', 'g', { kind: 'given', text: 'Kind.' }],
    ['test-0002', null, { kind: 'sampled', generator: 0, prompt: 'Answer y' }],
  ]);
  expect(criteria.map(({ id }) => id)).toEqual(['contains: a']);
});

test('A suite without a panel has rows and criteria, no rubric and no gold', async () => {
  const { rubric, rows, answerPrompts, name, description } = await experiment({
    description: 'Kindness',
    empanel: { name: 'Kind!' },
  });
  expect({ rubric, gold: rows[0]?.gold, answerPrompts, name, description }).toEqual({
    rubric: null,
    gold: {},
    answerPrompts: [],
    name: 'kind',
    description: 'Kindness',
  });
  expect(good.prompts).toHaveLength(1);
});
