import { expect, test } from 'vitest';
import type { GivenRow } from '../../src/config/given-rows.ts';
import { config, faultOf, files, read } from './files.ts';

// Rows that are given in code stand in the place of `tests`.

const row: GivenRow = { vars: { question: 'Two plus two?' }, output: '5' };

test('Rows in code are judged as they stand, whatever the prompts, the providers and the data set say', async () => {
  const given: readonly GivenRow[] = [
    { ...row, gold: { right: 'fail', kind: 2 } },
    { ...row, id: 'mine', group: 'sums', vars: { question: 'Three?', right: 'pass', more: [1] } },
  ];
  const changed = { 'promptfooconfig.yaml': config({ tests: undefined, providers: ['openai:gpt-4.1-mini'] }) };
  const { experiment } = await read(files(changed), { rows: given });
  expect(experiment.generators).toEqual([]);
  expect(experiment.rows).toMatchObject([
    { id: 'row-0001', group: null, output: { kind: 'given', text: '5' }, gold: { right: 'fail', kind: 2 } },
    { id: 'mine', group: 'sums', output: { kind: 'given', text: '5' }, gold: {} },
  ]);
  expect(experiment.rows[1]?.vars).toMatchObject({ question: 'Three?', more: '[1]' });
});

test('Without outputs the prompts make them, and ids, groups and gold stand in their columns', async () => {
  const vars = { id: 'x', question: 'Two?', reply: '2', right: 'pass', source: 'sums' };
  const block = config({}, { rows: { group: 'source' } });
  const { experiment } = await read(files({ 'promptfooconfig.yaml': block }), { rows: [{ vars }] });
  expect(experiment.rows).toMatchObject([
    { id: 'x', group: 'sums', output: { kind: 'given', text: '2' }, gold: { right: 'pass' } },
  ]);
});

test.for<{ name: string; rows: readonly GivenRow[]; code: string; says: string }>([
  { name: 'no row', rows: [], code: 'dataset/empty', says: 'The list of rows is empty' },
  {
    name: 'an input that is missing',
    rows: [{ output: '5' }],
    code: 'dataset/column',
    says: 'is the column "question"',
  },
  { name: 'an input that one row lacks', rows: [row, { output: '5' }], code: 'dataset/column', says: '"question"' },
  {
    name: 'a variable of the prompt that is missing',
    rows: [{ vars: { question: '?' } }],
    code: 'template/variable',
    says: '{{ reply }}',
  },
  {
    name: 'an output here and none there',
    rows: [row, { vars: { question: '?' } }],
    code: 'dataset/column',
    says: 'has no output',
  },
  {
    name: 'gold of no criterion',
    rows: [{ ...row, gold: { rigt: 'pass' } }],
    code: 'rubric/gold',
    says: 'Did you mean "right"?',
  },
  {
    name: 'gold off the scale',
    rows: [{ ...row, gold: { right: 'pas' } }],
    code: 'row/gold-off-scale',
    says: 'Did you mean "pass"?',
  },
  {
    name: 'one id twice',
    rows: [
      { ...row, id: 'a' },
      { ...row, id: 'a' },
    ],
    code: 'row/duplicate',
    says: '"a"',
  },
])('A mistake in code is told: $name', async ({ rows, code, says }) => {
  const fault = await faultOf(files(), { rows });
  expect(fault.code).toBe(code);
  expect(fault.message).toContain(says);
});

test('A column of difficulty may be missing: rows in code need not say how hard they are', async () => {
  const block = { rehearsal: { difficulty: { column: 'hardness', shifts: { hard: 0.5 } } } };
  const { experiment } = await read(files({ 'promptfooconfig.yaml': config({}, block) }), { rows: [row] });
  expect(experiment.notes).toEqual([]);
});
