import { stringify as csvOf } from 'csv-stringify/sync';
import fc from 'fast-check';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCsv } from '../../src/config/csv.ts';
import { draftTable, type Table } from '../../src/config/table.ts';
import { config, files, folderOf, read, type Files } from './files.ts';

const errand = { code: 'dataset/unreadable', role: 'the data set' } as const;

const tableOf = async (csv: string | Uint8Array, maxRows = Infinity): Promise<Table> => {
  const folder = folderOf({ 'rows.csv': csv });
  const table = draftTable({}, maxRows);
  await readCsv(join(folder, 'rows.csv'), table, errand);
  return table.finish('');
};

const places = ({ entries }: Table): readonly (string | undefined)[] =>
  entries.map(({ where }) => where.split(':').at(-1));

const wanted = [
  { id: '1', question: 'Two plus two?', reply: '4', right: 'pass' },
  { id: '2', question: 'Say "hi",\nplease', reply: '{{7*7}}', right: 'fail' },
];

const asTests = wanted.map((vars) => ({ vars, assert: [{ type: 'equals', value: 'x' }] }));

const ways: Readonly<Record<string, readonly [unknown, Files]>> = {
  CSV: ['file://rows.csv', { 'rows.csv': csvOf(wanted, { header: true }) }],
  'CSV as spreadsheets write it': [
    'rows.csv',
    { 'rows.csv': `\uFEFF${csvOf(wanted, { header: true, record_delimiter: '\r\n' })},,,\r\n\r\n` },
  ],
  'JSON Lines': ['file://rows.jsonl', { 'rows.jsonl': wanted.map((row) => `${JSON.stringify(row)}\n`).join('\n') }],
  'JSON Lines of tests': [
    'file://rows.jsonl',
    { 'rows.jsonl': asTests.map((row) => JSON.stringify(row)).join('\r\n') },
  ],
  JSON: ['file://rows.json', { 'rows.json': JSON.stringify(wanted, null, 2) }],
  'JSON of tests': ['file://rows.json', { 'rows.json': JSON.stringify(asTests) }],
  YAML: ['file://rows.yaml', { 'rows.yaml': JSON.stringify(asTests) }],
  'a list in the config': [asTests, {}],
  'a list of files': [
    ['file://a/one.csv', 'file://two.jsonl'],
    { 'a/one.csv': csvOf(wanted.slice(0, 1), { header: true }), 'two.jsonl': JSON.stringify(wanted[1]) },
  ],
};

test.for(Object.keys(ways))('The same rows come from %s', async (name) => {
  const [tests, more] = ways[name] ?? ['', {}];
  const { experiment } = await read(files({ ...more, 'promptfooconfig.yaml': config({ tests }) }));
  expect(experiment.rows.map(({ vars }) => ({ ...vars }))).toEqual(wanted);
  expect(experiment.rows.map(({ output }) => output)).toEqual([
    { kind: 'given', text: '4' },
    { kind: 'given', text: '{{7*7}}' },
  ]);
});

describe('Values are text', () => {
  test('whatever YAML or JSON took them for', async () => {
    const vars = {
      id: 7,
      question: null,
      reply: { a: [1, true] },
      right: 'pass',
      on: true,
      half: 0.5,
      tags: ['a', 'b'],
    };
    const { experiment } = await read(files({ 'promptfooconfig.yaml': config({ tests: [{ vars }] }) }));
    expect(experiment.rows[0]?.vars).toEqual({
      id: '7',
      question: '',
      reply: '{"a":[1,true]}',
      right: 'pass',
      on: 'true',
      half: '0.5',
      tags: '["a","b"]',
    });
    expect(experiment.notes).toEqual([
      'Lists in "tags" are shown as JSON; promptfoo would make a row of each of their entries.',
    ]);
  });

  test('any text passes from a cell to the row and to the output, verbatim', async () => {
    const cell = fc
      .string({ unit: 'binary', maxLength: 30 })
      .map((text) => text.replaceAll(/[\uFEFF\uD800-\uDFFF]/g, ''));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ id: fc.uuid(), reply: cell, question: cell }), { minLength: 1, maxLength: 6 }),
        async (rows) => {
          const unique = [...new Map(rows.map((row) => [row.id, row])).values()];
          const { entries } = await tableOf(csvOf(unique, { header: true, quoted: true }));
          expect(entries.map(({ vars }) => ({ ...vars }))).toEqual(unique);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a column may have any name', async () => {
    const { entries } = await tableOf('id,__proto,constructor,a b\n1,x,y,z\n');
    expect(entries[0]?.vars).toEqual({ id: '1', constructor: 'y', 'a b': 'z' });
  });
});

describe('Every row knows the line on which it begins', () => {
  test('in CSV, line breaks inside quotes and empty lines included', async () => {
    const lines = ['id,text', '1,"a', 'b"', '', '2,c', ',', '3,"d', '', 'e"', '4,f', ''];
    for (const end of ['\n', '\r\n']) expect(places(await tableOf(lines.join(end)))).toEqual(['2', '5', '7', '10']);
    expect(places(await tableOf('id,text\n1,"a\r\nb"\n2,"c\rd"\n3,e\n'))).toEqual(['2', '4', '5']);
  });

  test('in JSON, as its gold shows', async () => {
    const json =
      '[\n  {"id": "1", "question": "[{\\"", "reply": "", "right": "pass"},\n\n  {"id": "1", "question": "", "reply": ""}\n]';
    const folder = files({ 'promptfooconfig.yaml': config({ tests: 'file://rows.json' }), 'rows.json': json });
    await expect(read(folder)).rejects.toThrow(/the other at .*rows\.json:2\)/);
    await expect(read(folder)).rejects.toMatchObject({ where: expect.stringMatching(/rows\.json:4$/) as string });
  });
});

test("promptfoo's own columns are no part of a row, and are noted", async () => {
  const { columns, entries, notes } = await tableOf('id,__expected,__metadata:x,reply,\n1,equals: 4,y,z,\n');
  expect(columns).toEqual(['id', 'reply']);
  expect(entries[0]?.vars).toEqual({ id: '1', reply: 'z' });
  expect(notes).toEqual([
    'Passed over in the tests, for promptfoo alone uses it: "__expected", "__metadata:x", "a column without a name".',
  ]);
});

test('What a test says to promptfoo alone is counted', async () => {
  const { experiment } = await read(files({ 'promptfooconfig.yaml': config({ tests: asTests }) }));
  expect(experiment.notes).toEqual(['Passed over in the tests, for promptfoo alone uses it: "assert" (2 times).']);
});

test('The first so many rows are read, and no more than is needed of the file', async () => {
  const body = Array.from({ length: 20_000 }, (_, at) => `${at},some text of a row\n`).join('');
  const broken = `id,text\n${body}9,"never closed\n`;
  const { entries, cut } = await tableOf(broken, 3);
  expect(entries.map(({ vars }) => vars['id'])).toEqual(['0', '1', '2']);
  expect(cut).toBe(true);
});
