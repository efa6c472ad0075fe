import type { Combine } from '../experiment.ts';

/** What a criterion says of a row; null where its panel is undecided. */
export type CriterionVerdict = { readonly criterion: string; readonly passed: boolean | null };

export type CombinedVerdict = 'pass' | 'fail' | 'undecided';

/** Sums of weights such as 0.1 are off by a rounding error, which may depend on their order. */
export const reaches = (sum: number, atLeast: number): boolean => sum >= atLeast - 1e-9 * Math.max(1, atLeast);

/**
 * One verdict of several: `pass` once the weights of the criteria that passed reach `atLeast`, `fail` once they can't even if every
 * undecided one passed, else `undecided`. A weighed criterion without a verdict is undecided; one without a weight counts for nothing.
 *
 *     combine([{ criterion: 'a', passed: true }, { criterion: 'b', passed: null }], { weights: { a: 1, b: 1 }, atLeast: 1 }) // => 'pass'
 */
export const combine = (
  verdicts: readonly CriterionVerdict[],
  { weights, atLeast }: Pick<Combine, 'weights' | 'atLeast'>,
): CombinedVerdict => {
  const passed = new Map(verdicts.map((verdict) => [verdict.criterion, verdict.passed]));
  let [sure, possible] = [0, 0];
  for (const [criterion, weight] of Object.entries(weights)) {
    const verdict = passed.get(criterion) ?? null;
    if (verdict === true) sure += weight;
    if (verdict !== false) possible += weight;
  }
  if (reaches(sure, atLeast)) return 'pass';
  return reaches(possible, atLeast) ? 'undecided' : 'fail';
};
