import type { Combine, CombineSet } from '../experiment.ts';
import { Fault } from '../fault.ts';
import type { Gathered } from './criteria.ts';
import type { TestCase } from './test-case.ts';

/**
 * How a row's criteria make one verdict: all that it is asked has to pass, or the share of their weights that the tests' `threshold` asks
 * for. Null where there is one criterion only.
 */
export const combineOf = (criteria: readonly Gathered[], tests: readonly TestCase[]): Combine | null => {
  if (criteria.length < 2) return null;
  const share = thresholdOf(tests);
  const alone = criteria.filter(({ set }) => set === null);
  return {
    weights: Object.fromEntries(alone.map(({ criterion, weight }) => [criterion.id, weight])),
    atLeast: share ?? 1,
    label: share === null ? 'all' : `at least ${share} of the weight`,
    asked: true,
    sets: setsOf(criteria),
  };
};

const setsOf = (criteria: readonly Gathered[]): readonly CombineSet[] => {
  const sets = Map.groupBy(
    criteria.filter(({ set }) => set !== null),
    ({ set }) => JSON.stringify(set),
  );
  return sets
    .values()
    .flatMap((members): CombineSet[] => {
      const set = members[0]?.set ?? null;
      if (set === null) return [];
      return [
        {
          id: set.name,
          weights: Object.fromEntries(members.map(({ criterion, weight }) => [criterion.id, weight])),
          atLeast: set.share,
          weight: set.weight,
        },
      ];
    })
    .toArray();
};

/** The share that all tests ask for; null where none does. A verdict on all rows needs one. */
const thresholdOf = (tests: readonly TestCase[]): number | null => {
  const [first] = tests;
  const share = first?.threshold?.share ?? null;
  const other = tests.find(({ threshold }) => (threshold?.share ?? null) !== share);
  if (other === undefined || first === undefined) return share;
  const said = (each: TestCase): string =>
    each.threshold === null ? 'no threshold' : `a threshold of ${each.threshold.share}`;
  throw new Fault(
    'config/value',
    `The test has ${said(other)} and another one has ${said(first)} (${first.threshold?.where ?? first.where}), and a panel combines the verdicts of every row in one way.\nGive all tests the same, best under "defaultTest", or part them into two configs.`,
    { where: other.threshold?.where ?? other.where },
  );
};
