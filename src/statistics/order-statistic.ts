import { hypergeometricPmf } from './hypergeometric.ts';

/**
 * The law of the k-th smallest (k = 1 … n) of n scores drawn without replacement: P(X_(k) = levels[j]), index j, from
 * hypergeometric tails, since X_(k) <= x exactly if at least k draws are <= x (David & Nagaraja 2003; R: `phyper`).
 * `levels` ascend without repeats, `counts` are the recorded ballots at each.
 *
 *     orderStatisticDistribution([1, 2, 4], [1, 1, 1], 2, 1) // => [2/3, 1/3, 0]
 */
export const orderStatisticDistribution = (
  levels: readonly number[],
  counts: readonly number[],
  n: number,
  k: number,
): Float64Array => {
  const below = cumulative(levels, counts);
  const total = below.at(-1) ?? 0;
  if (!(k >= 1 && k <= n && n <= total)) throw new RangeError(`There is no rank ${k} among ${n} of ${total} scores.`);
  const law = new Float64Array(levels.length);
  let before = 0;
  for (let j = 0; j < law.length; j++) {
    const pmf = hypergeometricPmf(total, below[j + 1] as number, n);
    let reached = 0;
    for (let i = n; i >= k; i--) reached += pmf[i] as number;
    law[j] = Math.max(0, reached - before);
    before = reached;
  }
  return law;
};

/**
 * The law of the median of n scores drawn without replacement; for even n the median is the midpoint of the two middle ones.
 * Values ascend. Unlike a dynamic programme over sums it does not ask for whole scores, and costs no more on a fine scale.
 *
 *     medianDistribution([1, 2, 4], [1, 1, 1], 2) // => { value: [1.5, 2.5, 3], probability: [1/3, 1/3, 1/3] }
 */
export const medianDistribution = (
  levels: readonly number[],
  counts: readonly number[],
  n: number,
): { value: number[]; probability: number[] } => {
  const lower = orderStatisticDistribution(levels, counts, n, Math.ceil(n / 2));
  const found = new Map<number, number>();
  const add = (value: number, p: number): void => {
    if (p > 0) found.set(value, (found.get(value) ?? 0) + p);
  };
  const middlePair = n % 2 === 0 ? pairs(levels, counts, n) : [];
  levels.forEach((low, i) => {
    let same = lower[i] as number;
    middlePair[i]?.forEach((p, j) => {
      if (j <= i) return;
      add((low + (levels[j] as number)) / 2, p);
      same -= p;
    });
    // What is left of the lower middle score's probability belongs to two equal middle scores, up to rounding.
    if (same > 1e-15) add(low, same);
  });
  const sorted = [...found].toSorted(([a], [b]) => a - b);
  return { value: sorted.map(([value]) => value), probability: sorted.map(([, p]) => p) };
};

/**
 * P(X_(m) = level i and X_(m+1) = level j) for i < j and n = 2m. The two straddle a gap exactly if m draws are <= level i and
 * the m others >= level j: C(#<=i, m) C(#>=j, m) / C(N, n), of which the differences in i and j are taken.
 */
const pairs = (levels: readonly number[], counts: readonly number[], n: number): number[][] => {
  const below = cumulative(levels, counts);
  const total = below.at(-1) ?? 0;
  const m = n / 2;
  const straddle = below.map((atMost, i) => {
    const half = (i === 0 ? 0 : hypergeometricPmf(total, atMost, n)[m]) ?? 0;
    return Array.from({ length: levels.length + 1 }, (_, j) => {
      const atLeast = total - (below[j] as number);
      let probability = j < i ? 0 : half;
      for (let t = 0; t < m && probability > 0; t++) probability *= Math.max(0, atLeast - t) / (total - atMost - t);
      return probability;
    });
  });
  const at = (i: number, j: number): number => straddle[i]?.[j] ?? 0;
  return levels.map((_, i) =>
    levels.map((__, j) => (j > i ? Math.max(0, at(i + 1, j) - at(i, j) - at(i + 1, j + 1) + at(i, j + 1)) : 0)),
  );
};

/** Ballots at or below each level: index j + 1 for level j, 0 at index 0. */
const cumulative = (levels: readonly number[], counts: readonly number[]): number[] => {
  if (levels.length !== counts.length || levels.some((level, j) => j > 0 && level <= (levels[j - 1] as number))) {
    throw new RangeError('Levels must ascend without repeats, with one count each.');
  }
  const sums = [0];
  for (const count of counts) sums.push((sums.at(-1) ?? 0) + count);
  return sums;
};
