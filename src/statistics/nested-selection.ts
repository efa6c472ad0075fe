import { sum } from 'simple-statistics';
import { type Random, shuffle } from './random.ts';

/** `chosen` is the arm with the least error on all rows; `frequency`, the share of folds that chose each arm. */
export type NestedSelection = {
  readonly apparent: number;
  readonly nested: number;
  readonly optimism: number;
  readonly chosen: number;
  readonly frequency: number[];
};

/**
 * What the best of many arms is worth (nested cross-validation: Stone 1974; Varma & Simon 2006; R: `nestedcv` for whole models): the error
 * of the arm that is best on the rows it was chosen by is too low, by chance alone. Here each fold is judged by the arm that is best
 * on the others. `optimism`, nested less apparent, is what choosing on the same rows hides.
 * It judges the way of choosing, on a few rows less than the arm that is kept was chosen by, so it errs a little on the high side. One
 * split has luck of its own; and where no arm has most of `frequency`, the rows do not tell which arm is best.
 *
 *     nestedSelection([Float64Array.of(0, 0, 1, 1), Float64Array.of(1, 1, 0, 0)], { folds: 4, random: seeded(1) })
 *     // => { apparent: 0.5, nested: 1, optimism: 0.5, chosen: 0, frequency: [0.5, 0.5] }
 */
export const nestedSelection = (
  errors: readonly Float64Array[],
  {
    folds = 5,
    groups,
    random,
  }: { readonly folds?: number; readonly groups?: readonly (string | number)[]; readonly random: Random },
): NestedSelection => {
  const rows = errors[0]?.length ?? 0;
  if (!errors.every((arm) => arm.length === rows)) throw new RangeError('Arms are compared on the same rows.');
  const keys = groups ?? Array.from({ length: rows }, (_, row) => row);
  if (keys.length !== rows) throw new RangeError(`${rows} rows have ${keys.length} groups.`);
  const foldOf = foldsByGroup(keys, folds, random);
  const count = new Set(foldOf).size;
  const byFold = errors.map((arm) => sumsByFold(arm, foldOf, count));
  const totals = byFold.map(sum);
  const chosen = leastOf(totals);
  const picks = Array.from({ length: count }, (_, fold) =>
    leastOf(totals.map((total, arm) => total - at(byFold, arm, fold))),
  );
  const apparent = (totals[chosen] ?? Number.NaN) / rows;
  const nested = sum(picks.map((arm, fold) => at(byFold, arm, fold))) / rows;
  return {
    apparent,
    nested,
    optimism: nested - apparent,
    chosen,
    frequency: errors.map((_, arm) => picks.filter((pick) => pick === arm).length / picks.length),
  };
};

/**
 * The fold of each row: groups are shuffled and dealt out in turn, so that none is split. Fewer groups than folds make as many folds.
 *
 *     foldsByGroup(['a', 'a', 'b', 'b'], 5, seeded(1)) // => [0, 0, 1, 1] or [1, 1, 0, 0]
 */
export const foldsByGroup = (keys: readonly (string | number)[], folds: number, random: Random): number[] => {
  const groups = [...new Set(keys)];
  const count = Math.min(folds, groups.length);
  if (!(count >= 2)) throw new RangeError(`Choosing on other rows needs two folds, but got ${count}.`);
  const foldOf = new Map(shuffle(groups, random).map((group, place) => [group, place % count]));
  return keys.map((key) => foldOf.get(key) ?? 0);
};

const sumsByFold = (arm: Float64Array, foldOf: readonly number[], count: number): number[] => {
  const sums = Array<number>(count).fill(0);
  for (const [row, fold] of foldOf.entries()) sums[fold] = (sums[fold] ?? 0) + (arm[row] ?? 0);
  return sums;
};

/** The first of the least. Sums that ought to be equal differ by rounding. */
const leastOf = (sums: readonly number[]): number => {
  const least = Math.min(...sums);
  return sums.findIndex((sum) => sum <= least + 1e-9);
};

const at = (byFold: readonly (readonly number[])[], arm: number, fold: number): number => byFold[arm]?.[fold] ?? 0;
