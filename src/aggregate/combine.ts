import type { Combine } from '../experiment.ts';

/** What a criterion says of a row; null where its panel is undecided. */
export type CriterionVerdict = { readonly criterion: string; readonly passed: boolean | null };

export type CombinedVerdict = 'pass' | 'fail' | 'undecided';

/** All criteria that a combination counts, those in sets last. */
export const combinedCriteria = ({ weights, sets = [] }: Pick<Combine, 'weights' | 'sets'>): readonly string[] =>
  [weights, ...sets.map((set) => set.weights)].flatMap((of) => Object.keys(of));

/** Sums of weights such as 0.1 are off by a rounding error, which may depend on their order. */
export const reaches = (sum: number, atLeast: number): boolean => sum >= atLeast - 1e-9 * Math.max(1, atLeast);

/**
 * One verdict of several, sets of them counted first: `pass` once the weights of the criteria that passed reach `atLeast`, `fail` once they can't even if every
 * undecided one passed, else `undecided`. A weighed criterion without a verdict is undecided, unless rows differ in what they are asked:
 * then it counts for nothing there, as one without a weight does everywhere.
 *
 *     combine([{ criterion: 'a', passed: true }, { criterion: 'b', passed: null }], { weights: { a: 1, b: 1 }, atLeast: 1 }) // => 'pass'
 */
export const combine = (
  verdicts: readonly CriterionVerdict[],
  {
    weights,
    atLeast,
    asked = false,
    sets = [],
  }: Pick<Combine, 'weights' | 'atLeast'> & Partial<Pick<Combine, 'asked' | 'sets'>>,
): CombinedVerdict => {
  const passed = new Map(verdicts.map((verdict) => [verdict.criterion, verdict.passed]));
  const parts: Part[] = partsOf(passed, weights, asked);
  for (const set of sets) {
    const own = partsOf(passed, set.weights, true);
    if (own.length > 0) parts.push({ passed: judged(own, set.atLeast * sumOf(own)), weight: set.weight });
  }
  const verdict = judged(parts, asked ? atLeast * sumOf(parts) : atLeast);
  return verdict === null ? 'undecided' : verdict ? 'pass' : 'fail';
};

type Part = { readonly passed: boolean | null; readonly weight: number };

const partsOf = (
  passed: ReadonlyMap<string, boolean | null>,
  weights: Readonly<Record<string, number>>,
  asked: boolean,
): Part[] =>
  Object.entries(weights).flatMap(([criterion, weight]) =>
    asked && !passed.has(criterion) ? [] : [{ passed: passed.get(criterion) ?? null, weight }],
  );

const sumOf = (parts: readonly Part[]): number => parts.reduce((sum, { weight }) => sum + weight, 0);

const judged = (parts: readonly Part[], atLeast: number): boolean | null => {
  if (reaches(sumOf(parts.filter(({ passed }) => passed === true)), atLeast)) return true;
  return reaches(sumOf(parts.filter(({ passed }) => passed !== false)), atLeast) ? null : false;
};
