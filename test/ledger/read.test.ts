import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { ABSTAINED, FAILED, INVALID } from '../../src/recording.ts';
import { readRecording } from '../../src/ledger/read.ts';
import { parseScale } from '../../src/ledger/scale.ts';
import { essence, folderOf, lines, readFiles } from './files.ts';

const ballots = [
  {
    row: '1',
    criterion: 'fluency',
    judge: 'a',
    model: 'm',
    temperature: 0.5,
    sample: 0,
    value: 'pass',
    gold: 'pass',
    group: 'g',
    cost: 0.01,
    latency_ms: 640.5,
  },
  {
    row: '1',
    criterion: 'fluency',
    judge: 'a',
    model: 'm',
    temperature: 0.5,
    sample: 1,
    value: null,
    gold: 'pass',
    group: 'g',
    cost: 0.02,
  },
  { row: '1', criterion: 'fluency', judge: 'b', sample: 0, outcome: 'failed' },
  { row: '2', criterion: 'fluency', judge: 'a', sample: 0, value: 'fail', score: 0.25 },
];

test('one ballot a line becomes rows, judges and cells', async () => {
  const { rows, judges, polls, simulated, notes } = await readFiles({ 'a.jsonl': lines(...ballots) });
  expect(rows).toEqual([
    { id: '1', group: 'g' },
    { id: '2', group: null },
  ]);
  expect(judges).toEqual([
    { id: 'a', model: 'm', temperature: 0.5 },
    { id: 'b', model: null, temperature: null },
  ]);
  expect(polls).toEqual([
    {
      criterion: { id: 'fluency', scale: { kind: 'nominal', labels: null }, declared: false },
      values: ['pass', 'fail'],
      gold: [0, null],
      cells: [
        { row: 0, judge: 0, codes: [0, ABSTAINED], scores: null, costs: [0.01, 0.02], latencies: [640.5, null] },
        { row: 0, judge: 1, codes: [FAILED], scores: null, costs: null, latencies: null },
        { row: 1, judge: 0, codes: [1], scores: [0.25], costs: null, latencies: null },
      ],
    },
  ]);
  expect([simulated, notes]).toEqual([false, []]);
});

test('one cell a line tells the same as one ballot a line', async () => {
  const cells = lines(
    { row: 1, criterion: 'c', judge: 'a', values: ['x', null, true], gold: 'x', cost: 2, scores: [1, null, 3] },
    { row: 2, criterion: 'c', judge: 'a', values: ['y'], costs: [0], latencies_ms: [7] },
    { row: 2, criterion: 'c', judge: 'b', values: ['y', 'z'], latencies_ms: [7, null] },
  );
  const single = lines(
    { row: '1', criterion: 'c', judge: 'a', sample: 2, value: 'true', cost: 2, score: 3 },
    { row: '1', criterion: 'c', gold: 'x' },
    { row: '1', criterion: 'c', judge: 'a', sample: 0, value: 'x', cost: 2, score: 1 },
    { row: '1', criterion: 'c', judge: 'a', sample: 1, outcome: 'abstained', cost: 2 },
    { row: '2', criterion: 'c', judge: 'a', value: 'y', cost: 0, latency_ms: 7 },
    { row: '2', criterion: 'c', judge: 'b', value: 'y', latency_ms: 7 },
    { row: '2', criterion: 'c', judge: 'b', value: 'z' },
  );
  expect(essence(await readFiles({ 'a.jsonl': single }))).toEqual(essence(await readFiles({ 'a.jsonl': cells })));
});

test('CSV tells the same as JSON Lines', async () => {
  const csv = [
    '\uFEFFrow,criterion,judge,model,temperature,sample,value,gold,group,cost,latency_ms,outcome,score,comment',
    '1,fluency,a,m,0.5,0,pass,pass,g,0.01,640.5,,,"two',
    'lines"',
    '1,fluency,a,m,0.5,1,,pass,g,0.02,,,,',
    ',,,,,,,,,,,,,',
    '1,fluency,b,,,0,,,,,,failed,,',
    '2,fluency,a,,,0,fail,,,,,,0.25,',
  ];
  const read = await readFiles({ 'a.csv': csv.join('\r\n') });
  expect(essence(read)).toEqual(essence(await readFiles({ 'a.jsonl': lines(...ballots) })));
});

test('a record of CSV that nobody was asked for only tells the gold', async () => {
  const { polls } = await readFiles({ 'a.csv': 'row,criterion,judge,value,gold\n1,c,,,x\n1,c,a,x,\n1,c,b,,\n' });
  expect(polls[0]).toMatchObject({ gold: [0], cells: [{ codes: [0] }, { codes: [ABSTAINED] }] });
});

test('a column of lists in CSV is a cell a record', async () => {
  const { polls } = await readFiles({ 'a.csv': 'row,criterion,values,gold\n1,c,"[1,null,2]",1.5\n' });
  expect(polls[0]).toMatchObject({ values: [1, 2, 1.5], gold: [2], cells: [{ codes: [0, ABSTAINED, 1] }] });
});

test('packed files, other endings and several files join into one recording', async () => {
  const [first = {}, second = {}, ...others] = ballots;
  const csv = 'row,criterion,judge,sample,outcome\n1,fluency,b,0,failed\n';
  const read = await readFiles({
    'a.jsonl.gz': gzipSync(lines(first)),
    'b.txt': ` \n${lines(second)}`,
    'c.csv.gz': gzipSync(csv),
    'd.NDJSON': lines(...others.slice(1)).trimEnd(),
  });
  expect(essence(read)).toEqual(essence(await readFiles({ 'a.jsonl': lines(...ballots) })));
  expect(read.sources.map((source) => source.replace(/.*\//, ''))).toEqual([
    'a.jsonl.gz',
    'b.txt',
    'c.csv.gz',
    'd.NDJSON',
  ]);
});

test('a byte order mark, blank lines and CRLF are passed over', async () => {
  const text = `\uFEFF\r\n${lines(...ballots).replaceAll('\n', '\r\n\r\n')}`;
  expect(essence(await readFiles({ 'a.jsonl': text }))).toEqual(
    essence(await readFiles({ 'a.jsonl': lines(...ballots) })),
  );
});

test('characters of several bytes survive wherever the chunks are cut', async () => {
  const values = ['é', '漢字', '👩‍⚖️', '𝒳'];
  const many = Array.from({ length: 9000 }, (_, row) => ({
    row: `${'ü'.repeat(row % 7)}${row}`,
    criterion: 'c',
    values,
  }));
  const { rows, polls } = await readFiles({ 'a.jsonl': lines(...many) });
  expect(rows.map(({ id }) => id)).toEqual(many.map(({ row }) => row));
  expect(polls[0]?.values).toEqual(values);
});

test('a line longer than many chunks is one line', async () => {
  const values = Array.from({ length: 200_000 }, (_, index) => (index % 2 === 0 ? 'pass' : 'fail'));
  const { polls } = await readFiles({ 'a.jsonl': lines({ row: 1, criterion: 'c', values }) });
  expect(polls[0]?.cells[0]?.codes).toHaveLength(200_000);
});

test('a very long line that is cut off is told as such', async () => {
  const text = `{"row":1,"criterion":"c","value":"${'x\\"y'.repeat(1_000_000)}`;
  await expect(readFiles({ 'a.jsonl': text })).rejects.toMatchObject({ code: 'input/cut-off' });
});

test('markup and control characters are data', async () => {
  const value = '<script>alert("x")</script>\u0000\u001b[31m\u2028';
  const { polls, rows } = await readFiles({
    'a.jsonl': lines({ row: '<b>&', criterion: '__proto__', value, gold: value }),
  });
  expect([polls[0]?.values, polls[0]?.criterion.id, rows[0]?.id]).toEqual([[value], '__proto__', '<b>&']);
});

test('samples come in any order and with gaps', async () => {
  const samples = [7, 2, 5, 2, 900];
  const { polls, notes } = await readFiles({
    'a.jsonl': lines(...samples.map((sample) => ({ row: 1, criterion: 'c', sample, value: `v${sample}` }))),
  });
  expect(polls[0]).toMatchObject({ values: ['v2', 'v5', 'v7', 'v900'], cells: [{ codes: [0, 1, 2, 3] }] });
  expect(notes).toMatchObject([{ code: 'slot/repeated', count: 1 }]);
});

test('only the first samples of each cell are kept', async () => {
  const { polls } = await readFiles(
    {
      'a.jsonl': lines({
        row: 1,
        criterion: 'c',
        values: ['x', 'y', 'z'],
        scores: [null, null, 1],
        latencies_ms: [31, null, 640.5],
      }),
    },
    { samples: 2 },
  );
  expect(polls[0]).toMatchObject({
    values: ['x', 'y'],
    cells: [{ codes: [0, 1], scores: null, latencies: [31, null] }],
  });
});

test.for([
  { select: { judges: ['openai:*'] }, kept: ['openai:a/1', 'openai:b'] },
  { select: { judges: ['*/1', 'x'] }, kept: ['openai:a/1', 'x'] },
  { select: { groups: ['g*'] }, kept: ['openai:a/1'] },
  { select: { criteria: ['to?e', 't*e'] }, kept: null },
  { select: { criteria: ['t*e'] }, kept: ['x'] },
])('$select keeps the judges $kept', async ({ select, kept }) => {
  const text = lines(
    { row: 1, criterion: 'fluency', judge: 'openai:a/1', value: 1, group: 'g1' },
    { row: 2, criterion: 'fluency', judge: 'openai:b', value: 2 },
    { row: 3, criterion: 'tone', judge: 'x', value: 'y', group: 'h' },
  );
  const read = readFiles({ 'a.jsonl': text }, { select });
  if (kept === null) await expect(read).rejects.toMatchObject({ code: 'option/value' });
  else expect((await read).judges.map(({ id }) => id)).toEqual(kept);
});

test('without groups every row stands for itself, and groups may differ', async () => {
  const text = lines(
    { row: 1, criterion: 'c', value: 'x', group: 'g' },
    { row: 1, criterion: 'd', value: 'x', group: 'h' },
  );
  const { rows } = await readFiles({ 'a.jsonl': text }, { ignoreGroups: true });
  expect(rows).toEqual([{ id: '1', group: null }]);
});

test.for([
  { values: ['a', 'b'], scale: { kind: 'nominal', labels: null } },
  { values: [null], scale: { kind: 'nominal', labels: null } },
  { values: [3, 1], gold: 2.5, scale: { kind: 'ordinal', levels: [1, 3] } },
  { values: [0, 10], scale: { kind: 'ordinal', levels: [0, 10] } },
  { values: [0, 11], scale: { kind: 'interval', min: 0, max: 11 } },
  { values: [1, 2.5], gold: 4, scale: { kind: 'interval', min: 1, max: 4 } },
  { values: [1, 'n/a'], scale: { kind: 'nominal', labels: null } },
])('$values with gold $gold suggest $scale', async ({ values, gold, scale }) => {
  const { polls } = await readFiles({ 'a.jsonl': lines({ row: 1, criterion: 'c', values, gold }) });
  expect(polls[0]?.criterion).toEqual({ id: 'c', scale, declared: false });
});

test('numbers and text in one criterion are compared as text, in the spelling of CSV', async () => {
  const read = await readFiles({
    'a.csv': 'row,criterion,value\n1,c,1.0\n1,c,1\n1,c,n/a\n',
    'b.jsonl': lines({ row: 1, criterion: 'c', gold: 1 }),
  });
  expect(read.polls[0]).toMatchObject({ values: ['1.0', '1', 'n/a'], gold: [1], cells: [{ codes: [0, 1, 2] }] });
  expect(read.notes).toMatchObject([{ code: 'scale/mixed', count: 1 }]);
});

test('two spellings of a number are one number', async () => {
  const { polls } = await readFiles({ 'a.csv': 'row,criterion,value,gold\n1,c,1.0,1e0\n1,c,1,1\n' });
  expect(polls[0]).toMatchObject({ values: [1], gold: [0], cells: [{ codes: [0, 0] }] });
});

test('a value off the declared scale counts as invalid, and is noted', async () => {
  const { polls, notes } = await readFiles(
    { 'a.jsonl': lines({ row: 1, criterion: 'c', values: [1, '2', 1805, 9, 'x', 8], gold: 1.5 }) },
    { scales: [parseScale('ordinal:1..5')] },
  );
  expect(polls[0]).toMatchObject({
    values: [1, 2, 1.5],
    cells: [{ codes: [0, 1, INVALID, INVALID, INVALID, INVALID] }],
  });
  expect(polls[0]?.criterion).toEqual({ id: 'c', declared: true, scale: { kind: 'ordinal', levels: [1, 2, 3, 4, 5] } });
  expect(notes).toEqual([
    {
      code: 'scale/off-scale',
      count: 4,
      message:
        '4 ballots on criterion "c" lie off the declared scale (such as "1805", "9" and "x"). They count as invalid, and are not values.',
    },
  ]);
});

test('declared labels are compared as text', async () => {
  const { polls } = await readFiles(
    { 'a.jsonl': lines({ row: 1, criterion: 'c', values: [1, '0', true], gold: 1 }) },
    { scales: [parseScale('nominal:0,1'), parseScale('c=nominal:0,1,true')] },
  );
  expect(polls[0]).toMatchObject({ values: ['1', '0', 'true'], gold: [0], cells: [{ codes: [0, 1, 2] }] });
});

test('abstentions count as a label where that is asked for', async () => {
  const { polls } = await readFiles(
    { 'a.jsonl': lines({ row: 1, criterion: 'c', values: ['x', null] }) },
    { abstainAsLabel: true, scales: [parseScale('nominal:x,y')] },
  );
  expect(polls[0]).toMatchObject({ values: ['x', '(abstained)'], cells: [{ codes: [0, 1] }] });
  expect(polls[0]?.criterion.scale).toEqual({ kind: 'nominal', labels: ['x', 'y', '(abstained)'] });
});

test('of a ranking the first choice is counted, and that is noted', async () => {
  const { polls, notes } = await readFiles({
    'a.jsonl': lines({ row: 1, criterion: 'c', values: [['B', 'A'], ['A'], []] }),
  });
  expect(polls[0]).toMatchObject({ values: ['B', 'A'], cells: [{ codes: [0, 1, ABSTAINED] }] });
  expect(notes).toMatchObject([{ code: 'ballot/ranked', count: 3 }]);
});

test('gold without ballots, judges restated and files named twice are noted', async () => {
  const folder = folderOf({
    'a.jsonl': lines(
      { row: 9, criterion: 'c', gold: 'x' },
      { row: 1, criterion: 'c', judge: 'a', temperature: 0, value: 'x' },
      { row: 1, criterion: 'c', judge: 'a', temperature: 1, value: 'y', simulated: true },
    ),
  });
  const { rows, notes, simulated, sources } = await readRecording([`${folder}/a.jsonl`, `${folder}/./a.jsonl`], {});
  expect(notes.map(({ code, count }) => [code, count])).toEqual([
    ['input/repeated', 1],
    ['judge/differs', 1],
    ['gold/no-ballots', 1],
  ]);
  expect([rows.length, simulated, sources.length]).toEqual([1, true, 1]);
});

test('progress ends with all bytes read', async () => {
  const told: [number, number][] = [];
  const text = lines(...ballots);
  await readFiles({ 'a.jsonl': text, 'b.jsonl': '\n' }, { onProgress: (read, total) => told.push([read, total]) });
  expect(told.at(-1)).toEqual([text.length + 1, text.length + 1]);
});
