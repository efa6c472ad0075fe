import { describe, expect, test } from 'vitest';
import { benchOf, drawerOf, largestPanel } from '../../src/analyse/draw.ts';
import { poolsOf, type RowPool } from '../../src/analyse/pool.ts';
import { FAILED, type Poll } from '../../src/recording.ts';
import { seeded } from '../../src/statistics/random.ts';
import { failed, invalid, record, type TableRow } from '../cast.ts';

const pollOf = (table: readonly TableRow[]): Poll => {
  const [poll] = record(table).polls;
  if (poll === undefined) throw new Error('a recording has one criterion');
  return poll;
};

describe('The rows of a curve', () => {
  const poll = pollOf([
    { gold: 'pass', ballots: { A: ['pass', 'fail'], B: ['pass'] } },
    { gold: 'pass', ballots: { A: ['pass'] } },
    { ballots: { A: ['pass'], B: ['fail'] } },
    { gold: 'fail', ballots: { A: [failed, failed], B: [failed] } },
    { gold: 'fail', ballots: { A: [failed, 'fail', null, invalid], B: [] } },
  ]);
  const found = (judge: number | null, complete: boolean) => {
    const { pools, excluded } = poolsOf(poll, { judge, complete });
    return { rows: pools.map(({ row }) => row), excluded };
  };

  test('rows without gold and rows on which no ballot came back stay out, each counted under its reason', () => {
    expect(found(null, false)).toEqual({
      rows: [0, 1, 4],
      excluded: { noGold: 1, noBallots: 1, judgeMissing: 0, cutShort: 0 },
    });
  });

  test('where every judge must sit, rows that lack one stay out too', () => {
    expect(found(null, true)).toEqual({
      rows: [0],
      excluded: { noGold: 1, noBallots: 1, judgeMissing: 2, cutShort: 0 },
    });
  });

  test('a judge alone has the rows on which it cast a ballot', () => {
    expect(found(1, false)).toEqual({ rows: [0], excluded: { noGold: 1, noBallots: 2, judgeMissing: 0, cutShort: 0 } });
  });

  test('rows that a run did not finish stay out, as long as it finished one with gold', () => {
    const rowsOf = (cutShort: readonly number[]): unknown => {
      const { pools, excluded } = poolsOf({ ...poll, cutShort: new Set(cutShort) }, { judge: null, complete: false });
      return [pools.map(({ row }) => row), excluded.cutShort];
    };
    expect(rowsOf([1])).toEqual([[0, 4], 1]);
    expect(rowsOf([0, 1, 3, 4])).toEqual([[0, 1, 4], 0]);
  });

  test('failed ballots are not drawn; those without a value are', () => {
    const pool = poolsOf(poll, { judge: 0, complete: false }).pools.at(-1);
    expect(pool?.judges[0]?.codes).toHaveLength(3);
    expect(pool?.judges[0]?.codes).not.toContain(FAILED);
  });

  test('a score stays with its ballot where another ballot failed', () => {
    const scored = pollOf([
      { gold: 'a', ballots: { A: [{ value: 'a', score: 1 }, failed, { value: 'b', score: 3 }] } },
    ]);
    expect(poolsOf(scored, { judge: null, complete: false }).pools[0]?.judges[0]).toMatchObject({ scores: [1, 3] });
  });
});

describe('The largest panel', () => {
  const pool = (...sizes: number[]): RowPool => ({
    row: 0,
    gold: 0,
    judges: sizes.map((size, judge) => ({ judge, codes: Array<number>(size).fill(0), scores: [] })),
  });

  test.for([
    { rows: [[5, 3, 4]], random: 12, roundRobin: 9, randomJudges: 3 },
    {
      rows: [
        [5, 3, 4],
        [2, 9, 9],
      ],
      random: 12,
      roundRobin: 6,
      randomJudges: 3,
    },
    { rows: [[4], [7]], random: 4, roundRobin: 4, randomJudges: 1 },
  ])('of judges with $rows ballots: $random, in turn $roundRobin, one each $randomJudges', ({ rows, ...expected }) => {
    const pools = rows.map((sizes) => pool(...sizes));
    for (const design of ['random', 'roundRobin', 'randomJudges'] as const)
      expect(largestPanel(pools, design)).toBe(expected[design]);
  });

  test('very many rows are no obstacle', () => {
    expect(largestPanel(Array<RowPool>(300_000).fill(pool(2, 2)), 'random')).toBe(4);
  });
});

test('every prefix of an order is a draw of its design: no ballot twice, and judges in balance', () => {
  const pool: RowPool = {
    row: 0,
    gold: 0,
    judges: [4, 3, 5].map((size, judge) => ({ judge, codes: Array<number>(size).fill(0), scores: [] })),
  };
  const owner = [0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2];
  for (const design of ['random', 'roundRobin', 'randomJudges'] as const) {
    const nMax = largestPanel([pool], design);
    const draw = drawerOf(benchOf(pool), design, nMax, seeded(3));
    const order = new Int32Array(nMax);
    const seen = new Set<number>();
    for (let times = 0; times < 200; times += 1) {
      draw(order);
      expect(new Set(order).size).toBe(nMax);
      seen.add(order[0] ?? -1);
      if (design === 'random') continue;
      for (let n = 1; n <= nMax; n += 1) {
        const seats = [0, 1, 2].map((judge) => order.subarray(0, n).filter((ballot) => owner[ballot] === judge).length);
        expect(Math.max(...seats) - Math.min(...seats)).toBeLessThanOrEqual(1);
      }
    }
    expect(seen.size).toBe(12);
  }
});
