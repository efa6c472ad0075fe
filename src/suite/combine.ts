import type { Combine, CombineSet } from '../experiment.ts';
import type { Gathered } from './criteria.ts';
import type { TestCase } from './test-case.ts';

/**
 * How a row's criteria make one verdict: all that it is asked has to pass, or the share of their weights that the tests' `threshold` asks
 * for. Where tests differ in it, each has it on a set of its own. Null where there is one criterion only.
 */
export const combineOf = (criteria: readonly Gathered[], tests: readonly TestCase[]): Combine | null => {
  if (criteria.length < 2) return null;
  const thresholds = thresholdsOf(tests);
  const share = thresholds.length === 1 ? (thresholds[0] ?? null) : null;
  const alone = criteria.filter(({ set }) => set === null);
  return {
    weights: Object.fromEntries(alone.map(({ criterion, weight }) => [criterion.id, weight])),
    atLeast: share ?? 1,
    label: thresholds.length > 1 ? 'as each test asks' : share === null ? 'all' : `at least ${share} of the weight`,
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

/** The thresholds that tests have, each once; null is that of tests without one. */
export const thresholdsOf = (tests: readonly TestCase[]): readonly (number | null)[] => [
  ...new Set(tests.map(({ threshold }) => threshold?.share ?? null)),
];
