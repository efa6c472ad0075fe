import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { FaultCode } from '../../src/fault.ts';
import type { ReadOptions } from '../../src/ledger/read.ts';
import { parseScale } from '../../src/ledger/scale.ts';
import { faultOf, folderOf, lines } from './files.ts';

type Case = {
  readonly what: string;
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly read?: readonly string[];
  readonly options?: ReadOptions;
  readonly code: FaultCode;
  readonly where: string;
  readonly says: readonly string[];
};

const ballot = { row: '1', criterion: 'fluency', judge: 'a', sample: 0, value: 'pass' };
const good = lines(ballot);

const jsonLines = (what: string, line: string, where: number, ...says: readonly string[]): Case => ({
  what,
  files: { 'a.jsonl': good + line },
  code: 'input/not-json',
  where: `a.jsonl:${where}`,
  says,
});

const unfit = (what: string, change: object, ...says: readonly string[]): Case => ({
  what,
  files: { 'a.jsonl': good + lines({ row: '2', criterion: 'fluency', judge: 'a', value: 'pass', ...change }) },
  code: 'input/not-a-ballot',
  where: 'a.jsonl:2',
  says,
});

const csv = (what: string, text: string, where: number, ...says: readonly string[]): Case => ({
  what,
  files: { 'a.csv': text },
  code: 'input/not-a-ballot',
  where: `a.csv:${where}`,
  says,
});

const cases: readonly Case[] = [
  jsonLines('a slip in the JSON', '{"row":"1" "criterion":"x"}\n', 2, 'not JSON at column 12', 'Correct the line'),
  jsonLines('NaN', '{"row":"1","criterion":"x","value":NaN}\n', 2, 'no NaN', 'null'),
  jsonLines('single quotes', "{'row': '1'}\n", 2, 'double quotes'),
  jsonLines(
    'plain text',
    'hello \u001b[31mred\u001b[0m \u0007bell\n',
    2,
    '"hello red \\u0007bell"',
    'one JSON object a line',
  ),
  jsonLines('a bare number', '42\n', 2, '"42"', 'no object'),
  jsonLines('an open line in the middle', '{"row":"1","criterion":\n{}\n', 2, 'not JSON'),
  {
    what: 'a last line cut off',
    files: { 'a.jsonl': `${good}{"row":"2","criterion":"flu` },
    code: 'input/cut-off',
    where: 'a.jsonl:2',
    says: ['last line is cut off at column 27', 'still being written', 'Remove the line'],
  },
  {
    what: 'a JSON array',
    files: { 'a.json': JSON.stringify([ballot]) },
    code: 'input/not-json',
    where: 'a.json:1',
    says: ['a JSON array', "jq -c '.[]'"],
  },
  {
    what: 'a printed JSON array',
    files: { 'a.json': JSON.stringify([ballot], null, 2) },
    code: 'input/not-json',
    where: 'a.json:1',
    says: ['a JSON array', "jq -c '.[]'"],
  },
  {
    what: 'a printed JSON object',
    files: { 'a.json': JSON.stringify(ballot, null, 2) },
    code: 'input/not-json',
    where: 'a.json:1',
    says: ['several lines', 'jq -c .'],
  },

  unfit(
    'row under another name',
    { row: undefined, row_id: '2' },
    'has "row_id" but no "row"',
    'Rename "row_id" to "row"',
  ),
  unfit(
    'value under another name',
    { value: undefined, label: 'pass' },
    'has "label" but no "value"',
    'Rename "label" to "value"',
  ),
  unfit(
    'values misspelt',
    { value: undefined, valuse: ['pass'] },
    'has "valuse" but no "value"',
    'Rename "valuse" to "values"',
  ),
  unfit('no criterion', { criterion: undefined }, '"row", "judge" and "value"', 'no "criterion"', 'Add "criterion"'),
  unfit('no value', { value: undefined }, 'no "value"', 'how the judge voted'),
  unfit('an object as value', { value: { label: 'pass' } }, '"value" is {"label":"pass"}', 'ranked list'),
  unfit('an object in values', { value: undefined, values: ['pass', { a: 1 }] }, '"values" holds', 'at index 1'),
  unfit('values that is no list', { value: undefined, values: 'pass' }, '"values" is', 'a list'),
  unfit('value and values', { values: ['pass'] }, '"values" and "value"', 'Remove one'),
  unfit('a row that is a list', { row: ['2'] }, '"row" is', 'text or a number'),
  unfit('a sample that is no index', { sample: -1 }, '"sample" is -1', 'whole number'),
  unfit('a temperature in words', { temperature: 'hot' }, '"temperature" is', 'a number or null'),
  unfit('a model that is a number', { model: 5 }, '"model" is 5', 'text or null'),
  unfit('a gold that is a list', { gold: ['pass'] }, '"gold" is'),
  unfit('an unknown outcome', { outcome: 'lost' }, '"outcome" is', '"abstained"'),
  unfit('a cast ballot without a value', { outcome: 'cast', value: null }, '"value" is null', 'cast'),
  unfit('a latency in words', { latency_ms: '1.2 s' }, '"latency_ms" is "1.2 s"', 'a number or null'),
  unfit('latencies of another length', { value: undefined, values: ['a', 'b'], latencies_ms: [1] }, 'list of 2'),
  unfit('scores of another length', { value: undefined, values: ['a', 'b'], scores: [1] }, '"scores" is', 'list of 2'),
  {
    what: 'an endless number',
    files: { 'a.jsonl': '{"row":1,"criterion":"x","value":1e999}\n' },
    code: 'input/not-a-ballot',
    where: 'a.jsonl:1',
    says: ['"value" is Infinity', 'finite'],
  },

  csv('a header without row', 'id,criterion,value\n1,x,pass\n', 1, '"id", "criterion" and "value"', 'not "row"'),
  csv('semicolons', 'row;criterion;value\n1;x;pass\n', 1, 'one column', 'commas'),
  csv('a column twice', 'row,criterion,value,value\n1,x,a,b\n', 1, '"value" stands twice'),
  csv('a record without a criterion', 'row,criterion,value\n1,x,pass\n2,,pass\n', 3, 'no "criterion"'),
  {
    ...csv('broken quotes', 'row,criterion,value\n1,x,pass\n2,x,"pa"ss"\n', 3, 'quotes are broken', 'double a quote'),
    code: 'input/not-json',
  },
  {
    ...csv(
      'a cell too many',
      'row,criterion,value\n1,x,pass\n2,x,a,b\n',
      3,
      '4 cells and the header 3',
      'wrong columns',
    ),
    code: 'input/not-json',
  },
  { ...csv('a list that is none', 'row,criterion,values\n1,x,pass\n', 2, 'no JSON list'), code: 'input/not-json' },

  {
    what: 'an empty file',
    files: { 'a.jsonl': '' },
    code: 'input/no-ballots',
    where: 'a.jsonl',
    says: ['holds no ballots'],
  },
  {
    what: 'blank lines only',
    files: { 'a.jsonl': '\n \r\n', 'b.csv': 'row,criterion,value\n' },
    code: 'input/no-ballots',
    where: '',
    says: ['holds no ballots'],
  },
  {
    what: 'gold only',
    files: { 'a.jsonl': lines({ row: 1, criterion: 'x', gold: 'a' }) },
    code: 'input/no-ballots',
    where: 'a.jsonl',
    says: ['tells the gold', 'holds no ballot'],
  },
  { what: 'no paths', files: {}, code: 'input/no-ballots', where: '', says: ['Name a file of ballots'] },

  {
    what: 'a missing file',
    files: { 'ballots.jsonl': good },
    read: ['ballot.jsonl'],
    code: 'input/unreadable',
    where: 'ballot.jsonl',
    says: ['does not exist', 'Did you mean "ballots.jsonl"?'],
  },
  {
    what: 'a missing file unlike any other',
    files: { 'ballots.jsonl': good },
    read: ['x.csv'],
    code: 'input/unreadable',
    where: 'x.csv',
    says: ['The folder holds "ballots.jsonl"'],
  },
  {
    what: 'a missing folder',
    files: {},
    read: ['runs/a.jsonl'],
    code: 'input/unreadable',
    where: 'runs/a.jsonl',
    says: ['folder "runs" does not exist'],
  },
  {
    what: 'a folder',
    files: { 'a.jsonl': good },
    read: [''],
    code: 'input/unreadable',
    where: 'FOLDER',
    says: ['is a folder', '"a.jsonl"'],
  },
  {
    what: 'gzip that is none',
    files: { 'a.jsonl.gz': good },
    code: 'input/unreadable',
    where: 'a.jsonl.gz',
    says: ['not sound gzip'],
  },
  {
    what: 'gzip cut off',
    files: { 'a.jsonl.gz': gzipSync(good).subarray(0, 40) },
    code: 'input/unreadable',
    where: 'a.jsonl.gz',
    says: ['ends in the middle', 'truncated'],
  },
  {
    what: 'bytes that are not UTF-8',
    files: { 'a.jsonl': Buffer.concat([Buffer.from(good), Buffer.from('{"row":"caf\xe9"}\n', 'latin1')]) },
    code: 'input/unreadable',
    where: 'a.jsonl:2',
    says: ['not UTF-8', 'iconv'],
  },
  {
    what: 'CSV that is not UTF-8',
    files: { 'a.csv': Buffer.from('row,criterion,value\n1,x,a\n2,x,caf\xe9\n', 'latin1') },
    code: 'input/unreadable',
    where: 'a.csv:3',
    says: ['not UTF-8'],
  },
  {
    what: 'UTF-16',
    files: { 'a.jsonl': Buffer.from(`\uFEFF${good}`, 'utf16le') },
    code: 'input/unreadable',
    where: 'a.jsonl:1',
    says: ['UTF-16', 'iconv'],
  },

  {
    what: 'two golds',
    files: {
      'a.jsonl': lines({ ...ballot, gold: 'pass' }),
      'b.jsonl': lines({ row: '1', criterion: 'fluency', gold: 'fail' }),
    },
    code: 'row/gold-differs',
    where: 'b.jsonl:1',
    says: ['gold "pass" at a.jsonl:1', '"fail" at b.jsonl:1'],
  },
  {
    what: 'two groups',
    files: {
      'a.jsonl': lines({ ...ballot, group: 'g1' }),
      'b.jsonl': `\n${lines({ ...ballot, sample: 1, group: 'g2' })}`,
    },
    code: 'row/group-differs',
    where: 'b.jsonl:2',
    says: ['group "g1" at a.jsonl:1', 'group "g2" at b.jsonl:2'],
  },
  {
    what: 'a slot filled twice',
    files: {
      'a.jsonl': good + lines({ ...ballot, sample: 1 }, { ...ballot, sample: 2, value: 'fail' }),
      'b.jsonl': lines({ ...ballot, sample: 1, value: null }),
    },
    code: 'slot/duplicate',
    where: 'b.jsonl:1',
    says: ['Sample 1 of judge "a"', '"pass" at a.jsonl:2', 'an abstention at b.jsonl:1'],
  },
  {
    what: 'a cell told twice',
    files: { 'a.jsonl': lines({ row: 1, criterion: 'x', values: [1, 2] }, { row: 1, criterion: 'x', values: [1, 3] }) },
    code: 'slot/duplicate',
    where: 'a.jsonl:2',
    says: ['Sample 1', '"2" at a.jsonl:1', '"3" at a.jsonl:2'],
  },
  {
    what: 'gold off the declared scale',
    files: { 'a.jsonl': good + lines({ ...ballot, row: 2, gold: 'PASS' }) },
    options: { scales: [parseScale('nominal:pass,fail')] },
    code: 'row/gold-off-scale',
    where: 'a.jsonl:2',
    says: ['Row "2" has the gold "PASS"', '"pass" and "fail"'],
  },
  {
    what: 'a pattern for no judge',
    files: { 'a.jsonl': good },
    options: { select: { judges: ['gpt*'] } },
    code: 'option/value',
    where: '',
    says: ['"gpt*" matches no judge', 'The judges are "a"'],
  },
  {
    what: 'a pattern for no group',
    files: { 'a.jsonl': good },
    options: { select: { groups: ['*'] } },
    code: 'option/value',
    where: '',
    says: ['matches no group', 'name no groups'],
  },
  {
    what: 'a selection that leaves nothing',
    files: { 'a.jsonl': good + lines({ ...ballot, criterion: 'tone', judge: 'b' }) },
    options: { select: { judges: ['b'], criteria: ['flu*'] } },
    code: 'input/no-ballots',
    where: 'a.jsonl',
    says: ['selection leaves no ballot'],
  },
  {
    what: 'a scale for no criterion',
    files: { 'a.jsonl': good },
    options: { scales: [parseScale('tone=nominal')] },
    code: 'option/value',
    where: '',
    says: ['criterion "tone"', 'The criteria are "fluency"'],
  },
  {
    what: 'abstentions as a label on a scale of numbers',
    files: { 'a.jsonl': good },
    options: { scales: [parseScale('ordinal:1..5')], abstainAsLabel: true },
    code: 'option/value',
    where: '',
    says: ['ordinal', 'nominal'],
  },
];

test.for(cases)('$what is a fault that says what was found and what to do', async (wrong) => {
  const told = await faultOf(folderOf(wrong.files), wrong.read ?? Object.keys(wrong.files), wrong.options);
  expect(told).toMatchObject({ code: wrong.code, where: wrong.where });
  for (const words of wrong.says) expect(told.message).toContain(words);
});

test('all messages read as prose', async () => {
  const told: string[] = [];
  for (const wrong of cases) {
    const { code, where, message } = await faultOf(
      folderOf(wrong.files),
      wrong.read ?? Object.keys(wrong.files),
      wrong.options,
    );
    told.push(`# ${wrong.what}\n[${code}]${where === '' ? '' : ` ${where}`}\n${message}\n`);
  }
  await expect(told.join('\n')).toMatchFileSnapshot('__snapshots__/faults.txt');
});
