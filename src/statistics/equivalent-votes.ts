import { incompleteBeta } from './beta.ts';

/**
 * How many independent votes of the same mean accuracy would err as seldom as the panel does: the real k >= 1 that solves
 * I_{1-accuracy}((k + 1)/2, (k + 1)/2) = error, which at odd k is Condorcet 1785 exactly. No model of the dependence is needed.
 * Null where no number fits: accuracy of a half or less, a panel worse than one vote, or no error at all.
 *
 *     equivalentIndependentVotes({ meanAccuracy: 0.8, error: 0.104 }) // => 3
 */
export const equivalentIndependentVotes = (panel: {
  readonly meanAccuracy: number;
  readonly error: number;
}): number | null => {
  const { meanAccuracy, error } = panel;
  if (!(meanAccuracy > 0.5 && error > 0) || error > 1 - meanAccuracy + 1e-12) return null;
  if (error >= 1 - meanAccuracy - 1e-12) return 1;
  const errorOf = (k: number): number => incompleteBeta((k + 1) / 2, (k + 1) / 2, 1 - meanAccuracy);
  let lower = 1;
  let upper = 2;
  while (errorOf(upper) > error) {
    lower = upper;
    upper *= 2;
    if (upper > 1e6) return null;
  }
  for (let step = 0; step < 100 && upper - lower > 1e-13 * upper; step++) {
    const middle = (lower + upper) / 2;
    if (errorOf(middle) > error) lower = middle;
    else upper = middle;
  }
  return (lower + upper) / 2;
};

/**
 * Kish's effective sample size n / (1 + (n - 1) icc) (Kish 1965): right for the variance of a mean score, but too generous
 * for the error of a majority; report it beside the equivalent votes.
 *
 *     kishEffectiveSampleSize(21, 0.3) // => 3
 */
export const kishEffectiveSampleSize = (n: number, icc: number): number => n / (1 + (n - 1) * icc);
