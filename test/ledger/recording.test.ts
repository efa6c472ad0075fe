import fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyse } from '../../src/analyse/analyse.ts';
import { defaults } from '../../src/analyse/settings.ts';
import { exportBallots } from '../../src/ledger/export.ts';
import type { RawLine } from '../../src/ledger/json-lines.ts';
import { recordingOf } from '../../src/ledger/recording.ts';
import { parseScale } from '../../src/ledger/scale.ts';
import { essence, lines, readFiles } from './files.ts';

const sources = ['reports/harbour/run.db'];

const entry = fc
  .record({ row: fc.nat(4), judge: fc.nat(2), sample: fc.nat(3), vote: fc.nat(4) })
  .map(({ row, judge, sample, vote }): RawLine => ({
    row: `r${row}`,
    group: `g${row % 2}`,
    criterion: 'c',
    judge: `j${judge}`,
    sample,
    gold: 'pass',
    cost: 0.5,
    ...[{ value: 'pass' }, { value: 'fail' }, { value: null }, { outcome: 'invalid' }, { outcome: 'failed' }][vote],
  }));

test('ballots at hand make the recording that the same lines in a file make', async () => {
  const ballots = fc.uniqueArray(entry, {
    minLength: 1,
    maxLength: 20,
    selector: ({ row, judge, sample }) => JSON.stringify([row, judge, sample]),
  });
  await fc.assert(
    fc.asyncProperty(ballots, fc.boolean(), fc.boolean(), async (entries, simulated, rehearsal) => {
      const told = entries.map((one) => ({ ...one, simulated, rehearsal }));
      const fromFile = await readFiles({ 'a.jsonl': lines(...told) });
      expect(essence(recordingOf(entries, { sources, simulated, rehearsal }))).toEqual(essence(fromFile));
      expect(essence(recordingOf(told, { sources }))).toEqual(essence(fromFile));
    }),
    { numRuns: 50 },
  );
});

test('rows stay in the order of the data set, and with their gold, though no ballot is on them', () => {
  const { rows, polls, notes } = recordingOf(
    [
      { row: 'b', criterion: 'c', gold: 2 },
      { row: 'a', criterion: 'c', gold: 1 },
      { row: 'a', criterion: 'c', judge: 'j', sample: 0, value: 1 },
    ],
    {
      sources,
      scales: [parseScale('ordinal:1..3')],
      rows: [
        { id: 'c', group: null },
        { id: 'b', group: 'g' },
        { id: 'a', group: 'g' },
      ],
    },
  );
  expect(rows).toEqual([
    { id: 'c', group: null },
    { id: 'b', group: 'g' },
    { id: 'a', group: 'g' },
  ]);
  expect(polls[0]).toEqual({
    criterion: { id: 'c', scale: { kind: 'ordinal', levels: [1, 2, 3] }, declared: true },
    values: [1, 2],
    gold: [null, 1, 0],
    cells: [{ row: 2, judge: 0, codes: [0], scores: null, costs: null, latencies: null }],
  });
  expect(notes).toEqual([]);
});

test('a row without a ballot stays out of the curve, and is no reason for the analysis to fail', () => {
  const some = Array.from({ length: 40 }, (_, row): RawLine[] => {
    const about = { row: `r${row}`, criterion: 'c', gold: 'pass' };
    if (row % 10 === 9) return [about];
    return [0, 1, 2].map((sample) => ({ ...about, judge: 'j', sample, value: (row + sample) % 3 ? 'pass' : 'fail' }));
  }).flat();
  const whole = analyse(recordingOf(some, { sources }), defaults);
  const cast = analyse(
    recordingOf(
      some.filter((one) => 'judge' in one),
      { sources },
    ),
    defaults,
  );
  expect(whole.curves.map(({ points }) => points)).toEqual(cast.curves.map(({ points }) => points));
  expect(whole.curves[0]?.points.length).toBe(3);
});

test.for([
  { told: {}, marks: [false, false] },
  { told: { simulated: true }, marks: [true, false] },
  { told: { rehearsal: true }, marks: [true, true] },
])('one line with $told marks the whole recording, and every line of its export', async ({ told, marks }) => {
  const text = lines(
    { row: 1, criterion: 'c', judge: 'a', values: ['x'] },
    { row: 2, criterion: 'c', judge: 'a', values: ['y'], ...told },
  );
  const read = await readFiles({ 'a.jsonl': text });
  expect([read.simulated, read.rehearsal]).toEqual(marks);
  const exported = Array.from(exportBallots(read), (line) => JSON.parse(line) as RawLine);
  expect(exported.map((line) => [line['simulated'] === true, line['rehearsal'] === true])).toEqual([marks, marks]);
  const again = await readFiles({ 'a.jsonl': [...exportBallots(read)].join('') });
  expect(essence(again)).toEqual(essence(read));
});

test('CSV tells a rehearsal in a column', async () => {
  const { rehearsal } = await readFiles({ 'a.csv': 'row,criterion,judge,value,rehearsal\n1,c,a,x,true\n' });
  expect(rehearsal).toBe(true);
});

test('an entry that is no ballot is named by its number', () => {
  const entries = [
    { row: '1', criterion: 'c', value: 'pass' },
    { row: '1', value: 'pass' },
  ];
  expect(() => recordingOf(entries, { sources })).toThrow(
    expect.objectContaining({ code: 'input/not-a-ballot', where: 'reports/harbour/run.db:2' }),
  );
});

test('a hundred thousand ballots take no file and little time', () => {
  function* entries(): Generator<RawLine> {
    for (let index = 0; index < 100_000; index += 1) {
      yield {
        row: `r${Math.floor(index / 100)}`,
        criterion: 'c',
        judge: `j${Math.floor(index / 20) % 5}`,
        model: 'm',
        sample: index % 20,
        value: index % 3 === 0 ? 'fail' : 'pass',
        cost: 0.001,
      };
    }
  }
  const { polls } = recordingOf(entries(), { sources });
  expect(polls[0]?.cells.reduce((sum, { codes }) => sum + codes.length, 0)).toBe(100_000);
});
