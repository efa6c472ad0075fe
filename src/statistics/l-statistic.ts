import { LAST_BINOMIAL_ROW, binomialRow } from './binomial.ts';

/** Which average of the sorted scores. */
export type LStatistic = 'mean' | 'median' | 'trimmed' | 'winsorised' | 'min' | 'max';

/** The possible values of a sum of whole scores, ascending, each with its probability. */
export type SumDistribution = { readonly sum: number[]; readonly probability: number[] };

/**
 * Whole weights of the ascending ranks 1 … n; the statistic is their weighted sum over the sum of the weights.
 * `trimmed` and `winsorised` treat floor(share n) scores at each end, by rank, so that ties cannot change how many
 * (Tukey 1962; R: `mean(x, trim = share)`, `DescTools::Winsorize`).
 *
 *     rankWeights(5, 'winsorised', 0.2) // => [0, 2, 1, 2, 0]
 */
export const rankWeights = (n: number, kind: LStatistic, share = 0): number[] => {
  if (!(n >= 1)) throw new RangeError('An average needs at least one score.');
  const ranks = Array.from({ length: n }, (_, r) => r);
  if (kind === 'mean') return ranks.map(() => 1);
  if (kind === 'min') return ranks.map((r) => (r === 0 ? 1 : 0));
  if (kind === 'max') return ranks.map((r) => (r === n - 1 ? 1 : 0));
  if (kind === 'median') return ranks.map((r) => (r === Math.floor((n - 1) / 2) || r === Math.floor(n / 2) ? 1 : 0));
  // A share such as 0.29 of 100 is 28.999… in doubles, and means 29.
  const cut = Math.floor(share * n + 1e-9);
  if (!(share >= 0 && 2 * cut < n)) throw new RangeError(`A share of ${share} at each end leaves none of ${n} scores.`);
  const weights: number[] = ranks.map((r) => (r >= cut && r < n - cut ? 1 : 0));
  if (kind === 'winsorised') {
    for (const edge of [cut, n - cut - 1]) weights[edge] = (weights[edge] as number) + cut;
  }
  return weights;
};

/**
 * The exact law of a weighted sum of order statistics over all n-subsets of whole scores (an L-statistic; Hoeffding 1948).
 * Scores enter in ascending order; the k-th taken weighs `weights[k]`. The state holds probabilities, by selection sampling
 * (Fan, Muller & Rezucha 1962): after i scores with k taken, the next is taken with chance (n - k) / (N - i).
 *
 *     lStatisticDistribution([1, 2, 4], 2, [1, 1]) // => { sum: [3, 5, 6], probability: [1/3, 1/3, 1/3] }
 */
export const lStatisticDistribution = (
  scores: readonly number[],
  n: number,
  weights: readonly number[],
): SumDistribution => {
  const { low, steps } = sortedSteps(scores, n);
  const total = steps.length;
  const partial = [0];
  for (let k = 0; k < n; k++) partial.push((partial[k] as number) + (weights[k] ?? 0));
  const width = (steps.at(-1) ?? 0) * (partial[n] as number) + 1;
  const state = new Float64Array((n + 1) * width);
  state[0] = 1;
  steps.forEach((step, i) => {
    for (let k = Math.min(i, n); k >= Math.max(0, n - total + i); k--) {
      const take = (n - k) / (total - i);
      const from = k * width;
      const to = from + width + (weights[k] ?? 0) * step;
      // No score so far exceeds this one, so no sum of k of them exceeds this bound.
      const last = (partial[k] as number) * step;
      for (let s = 0; s <= last; s++) {
        const p = state[from + s] as number;
        if (p === 0) continue;
        if (k < n) state[to + s] = (state[to + s] as number) + p * take;
        state[from + s] = p * (1 - take);
      }
    }
  });
  return nonZero(state.subarray(n * width), low * (partial[n] as number), 1);
};

/**
 * Probability that the mean, median, … of n scores, drawn without replacement, reaches the threshold. Scores are whole numbers;
 * scale a finer grid, and the threshold with it.
 *
 *     lStatisticPassProb({ scores: [1, 2, 2, 3, 4, 4, 5, 5, 3], n: 3, threshold: 3, statistic: 'mean' }) // => 5/7
 */
export const lStatisticPassProb = (vote: {
  readonly scores: readonly number[];
  readonly n: number;
  readonly threshold: number;
  readonly statistic: LStatistic;
  readonly trim?: number;
}): number => {
  const weights = rankWeights(vote.n, vote.statistic, vote.trim);
  const goal = vote.threshold * weights.reduce((sum, weight) => sum + weight, 0) - 1e-9;
  const { sum, probability } = lStatisticDistribution(vote.scores, vote.n, weights);
  return probability.reduce((pass, p, i) => ((sum[i] as number) >= goal ? pass + p : pass), 0);
};

/**
 * The law of the sum of n scores for every n = 0 … nMax (index n) from one pass; divide by n for the mean.
 *
 *     meanDistributions([1, 2, 4], 2)[2] // => { sum: [3, 5, 6], probability: [1/3, 1/3, 1/3] }
 */
export const meanDistributions = (scores: readonly number[], nMax: number): SumDistribution[] => {
  const { low, steps } = sortedSteps(scores, nMax);
  if (steps.length > LAST_BINOMIAL_ROW) {
    throw new RangeError(`meanDistributions takes at most ${LAST_BINOMIAL_ROW} scores, but got ${steps.length}.`);
  }
  const width = (steps.at(-1) ?? 0) * nMax + 1;
  const ways = new Float64Array((nMax + 1) * width);
  ways[0] = 1;
  steps.forEach((step, i) => {
    for (let k = Math.min(i, nMax - 1); k >= 0; k--) {
      const from = k * width;
      const to = from + width + step;
      const last = k * step;
      for (let s = 0; s <= last; s++) ways[to + s] = (ways[to + s] as number) + (ways[from + s] as number);
    }
  });
  const subsets = binomialRow(steps.length);
  return Array.from({ length: nMax + 1 }, (_, n) =>
    nonZero(ways.subarray(n * width, (n + 1) * width), low * n, subsets[n] as number),
  );
};

/** Scores ascending, as steps above the lowest. */
const sortedSteps = (scores: readonly number[], n: number): { low: number; steps: number[] } => {
  if (n > scores.length) throw new RangeError(`Cannot draw ${n} scores from ${scores.length}.`);
  if (!scores.every(Number.isInteger)) throw new RangeError('Scores must be whole numbers; scale the grid first.');
  const sorted = scores.toSorted((a, b) => a - b);
  const low = sorted[0] ?? 0;
  return { low, steps: sorted.map((score) => score - low) };
};

const nonZero = (weights: Float64Array, offset: number, divisor: number): SumDistribution => {
  const sum: number[] = [];
  const probability: number[] = [];
  weights.forEach((weight, s) => {
    if (weight === 0) return;
    sum.push(offset + s);
    probability.push(weight / divisor);
  });
  return { sum, probability };
};
