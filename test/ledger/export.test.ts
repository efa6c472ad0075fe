import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exportBallots } from '../../src/ledger/export.ts';
import { essence, lines, readFiles } from './files.ts';

test('a cell is a line, and a ballot is a line where a cell has invalid or failed ones', async () => {
  const text = lines(
    {
      row: '1',
      group: 'g',
      criterion: 'c',
      judge: 'a',
      model: 'm',
      temperature: 0,
      values: ['x', null],
      costs: [1, null],
      latencies_ms: [640.5, 31],
      gold: 'x',
      simulated: true,
    },
    {
      row: '1',
      group: 'g',
      criterion: 'c',
      judge: 'b',
      sample: 0,
      outcome: 'invalid',
      latency_ms: 31,
      gold: 'x',
      simulated: true,
    },
    { row: '1', group: 'g', criterion: 'c', judge: 'b', sample: 1, value: 'y', score: 0.5, gold: 'x', simulated: true },
    { row: '1', group: 'g', criterion: 'c', judge: 'b', sample: 2, value: null, gold: 'x', simulated: true },
  );
  expect([...exportBallots(await readFiles({ 'a.jsonl': text }))].join('')).toBe(text);
});

const id = fc.constantFrom('a', 'b', 'c', '', 'é"\n');
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((drawn) => drawn + 0);
const value = fc.oneof(fc.constantFrom('x', 'y', '1', 1, 2, true), fc.string(), number);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const aBallot = fc.record({
  criterion: id,
  judge: id,
  score: optional(number),
  cost: optional(number),
  latency_ms: optional(number),
});
const vote = fc.oneof(
  fc.record({ value: fc.option(value) }),
  fc.record({ outcome: fc.constantFrom('invalid', 'failed', 'abstained') }),
  fc.record({ values: fc.array(fc.option(value), { maxLength: 4 }) }),
);

// What a row, a row's gold and a judge say of themselves is fixed by their names, so that no two lines contradict each other.
const line = fc.tuple(fc.nat(6), aBallot, vote, fc.boolean()).map(([row, about, what, isGold]) => {
  const gold = row % 3 === 0 ? undefined : `gold ${row}`;
  if (isGold && gold !== undefined) return { row, criterion: about.criterion, gold };
  const latencies = 'values' in what ? what.values.map((_, sample) => (sample % 2 === row % 2 ? sample : null)) : [];
  const own = 'values' in what ? { score: undefined, latencies_ms: row > 4 ? null : latencies } : {};
  return { row, group: row % 2 === 0 ? null : `g${row}`, model: about.judge, ...about, ...own, ...what, gold };
});

test('reading an export again gives an equal recording', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 25 }), fc.boolean(), async (drawn, simulated) => {
      const ballots = drawn.filter((one) => !('values' in one) || one.values.length > 0);
      // A cell told twice would fill its slots twice.
      const cells = new Set<string>();
      const sound = ballots.filter((one) => {
        if (!('judge' in one)) return true;
        const cell = JSON.stringify([one.row, one.criterion, one.judge]);
        if ('values' in one && cells.has(cell)) return false;
        cells.add(cell);
        return true;
      });
      if (!sound.some((one) => 'judge' in one)) return;
      const read = await readFiles({ 'a.jsonl': lines(...sound.map((one) => ({ ...one, simulated }))) });
      const again = await readFiles({ 'a.jsonl': [...exportBallots(read)].join('') });
      expect(essence(again)).toEqual(essence(read));
    }),
    { numRuns: 200 },
  );
});
