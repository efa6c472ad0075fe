import { describe, expect, test } from 'vitest';
import { parseRule } from '../../src/aggregate/parse-rule.ts';
import { associationOf } from '../../src/analyse/association.ts';
import { poolsOf } from '../../src/analyse/pool.ts';
import { kendallTauB, pearson, spearman } from '../../src/statistics/rank-correlation.ts';
import { contextOf, record, settingsWith, type TableRow } from '../cast.ts';
import { average } from '../statistics/subsets.ts';

const table: TableRow[] = [
  { gold: 1, group: 'x', ballots: { A: [1, 2, 1] } },
  { gold: 2, group: 'x', ballots: { A: [3, 1, 2] } },
  { gold: 4, group: 'x', ballots: { A: [4, 5, 2] } },
  { gold: 3, group: 'y', ballots: { A: [2, null, 5] } },
  { gold: 5, group: 'y', ballots: { A: [5, 4, 5] } },
  { gold: 2, group: 'z', ballots: { A: [1, 1, 4] } },
  { gold: 4, group: 'z', ballots: { A: [null, null, null] } },
];
const gold = [1, 2, 4, 3, 5, 2];

const associate = (rule: string, orders = 200) => {
  const context = contextOf(record(table), settingsWith({ rule: parseRule(rule), target: 'mean' }));
  const { pools } = poolsOf(context.question.poll, { judge: null, complete: false });
  const groups = pools.map(({ row }) => table[row]?.group ?? '');
  return associationOf(context.question, pools, { groups, nMax: 3, orders, seed: 1 });
};

const together = (scores: number[], golds = gold) => ({
  pearson: pearson(scores, golds),
  spearman: spearman(scores, golds),
  kendall: kendallTauB(scores, golds),
});

describe('Scores that go with gold', () => {
  test.for([
    { rule: 'mean', scores: [4 / 3, 2, 11 / 3, 3.5, 14 / 3, 2] },
    { rule: 'median', scores: [1, 2, 4, 3.5, 5, 1] },
    { rule: 'max', scores: [2, 3, 5, 5, 5, 4] },
  ])('$rule: all ballots correlate as computed directly, rows without a score left out', ({ rule, scores }) => {
    const { rows, overall, byN } = associate(rule, 5);
    expect(rows).toBe(6);
    const direct = together(scores);
    for (const name of ['pearson', 'spearman', 'kendall'] as const)
      expect(overall[name]).toBeCloseTo(direct[name] ?? Number.NaN, 12);
    // All three ballots are the whole row, in whatever order.
    const whole = byN.find(({ n }) => n === 3);
    expect(whole?.pearson).toBeCloseTo(direct.pearson ?? Number.NaN, 12);
    expect(whole?.simulationError).toBeCloseTo(0, 12);
  });

  test('within groups it is the mean over those in which both sides vary', () => {
    const { withinGroups } = associate('mean', 5);
    const [x, y] = [together([4 / 3, 2, 11 / 3], [1, 2, 4]), together([3.5, 14 / 3], [3, 5])];
    expect(withinGroups?.groups).toBe(2);
    expect(withinGroups?.pearson).toBeCloseTo(average([x.pearson ?? 0, y.pearson ?? 0]), 12);
    expect(withinGroups?.kendall).toBeCloseTo(average([x.kendall ?? 0, y.kendall ?? 0]), 12);
  });

  test('smaller panels correlate less, each with the error of its simulation', () => {
    const { byN } = associate('mean');
    expect(byN.map(({ n }) => n)).toEqual([1, 2, 3]);
    expect(byN.map(({ orders }) => orders)).toEqual([200, 200, 200]);
    const [one, two, three] = byN.map(({ pearson: r }) => r ?? 0) as [number, number, number];
    expect(one).toBeLessThan(two);
    expect(two).toBeLessThan(three);
    expect(byN[0]?.simulationError).toBeGreaterThan(0);
    expect(byN[0]?.simulationError).toBeLessThan(0.05);
  });
});
