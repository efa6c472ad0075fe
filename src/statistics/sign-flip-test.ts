import { sum } from 'simple-statistics';
import type { Random } from './random.ts';

/**
 * Two-sided sign-flip test of paired differences (Fisher 1935; R: `exactRankTests::perm.test(x, y, paired = TRUE)`): how often flipping
 * signs at random gives a sum as far from 0 as the observed one. One value per unit that flips as a whole: sum within groups first.
 * Exact by a shift algorithm (Streitberg & Röhmel 1986) for up to 20 differences other than 0, and for any number on a coarse grid;
 * elsewhere from random flips, with p = (1 + hits) / (resamples + 1), which is never 0 (Phipson & Smyth 2010).
 * On differences of -1, 0 and 1 it is McNemar's exact test. Its hypothesis is symmetry about 0: a skewed law with mean 0 can reject,
 * the more so with few units. And with u units other than 0 no p is below 2 / 2^u: five can never reach 0.05.
 *
 *     signFlipTest([0.5, 0.25, -0.125, 1, 0.75, -0.5]) // => { p: 0.25, exact: true }
 */
export const signFlipTest = (
  differences: ArrayLike<number>,
  { random, resamples = 9_999 }: { readonly random?: Random; readonly resamples?: number } = {},
): { p: number; exact: boolean } => {
  const values = Array.from(differences);
  if (!values.every(Number.isFinite)) throw new RangeError('The sign-flip test needs finite differences.');
  // In an order of their own, so that random flips do not depend on that of the rows.
  const sizes = Float64Array.from(values, Math.abs)
    .filter((size) => size > 0)
    .sort();
  const reach = sum(Array.from(sizes));
  // Sums that ought to be equal differ by rounding.
  const goal = Math.abs(sum(values)) - 1e-9 * reach;
  const law = flippedSums(sizes, 1e-12 * reach);
  if (law !== null) return { p: Math.min(1, tailOf(law, goal)), exact: true };
  if (random === undefined) {
    throw new RangeError(`${sizes.length} differences are too many to flip in every way: the test needs \`random\`.`);
  }
  let hits = 0;
  for (let i = 0; i < resamples; i++) if (Math.abs(flippedSum(sizes, random)) >= goal) hits += 1;
  return { p: (1 + hits) / (resamples + 1), exact: false };
};

/** Up to 20 differences have at most 2^20 sums. More of them must share sums, as those on a grid do, or there would be no end. */
const ENUMERATED = 20;
const MOST_SUMS = 20_000;

/** Ascending sums, each with its probability. */
type Law = { readonly sums: Float64Array; readonly probabilities: Float64Array };

/** The law of the sum over all signs; null where it has too many different sums. */
const flippedSums = (sizes: Float64Array, tolerance: number): Law | null => {
  let law: Law = { sums: Float64Array.of(0), probabilities: Float64Array.of(1) };
  for (const size of sizes) {
    law = flip(law, size, tolerance);
    if (sizes.length > ENUMERATED && law.sums.length > MOST_SUMS) return null;
  }
  return law;
};

/** Every sum less one size and plus it, half as likely each: two ascending lists, merged. */
const flip = ({ sums, probabilities }: Law, size: number, tolerance: number): Law => {
  const count = sums.length;
  const next = { sums: new Float64Array(2 * count), probabilities: new Float64Array(2 * count) };
  let last = -1;
  for (let down = 0, up = 0; up < count;) {
    const below = down < count ? (sums[down] as number) - size : Infinity;
    const above = (sums[up] as number) + size;
    const value = Math.min(below, above);
    const probability = (probabilities[below <= above ? down++ : up++] as number) / 2;
    if (last < 0 || value - (next.sums[last] as number) > tolerance) next.sums[++last] = value;
    next.probabilities[last] = (next.probabilities[last] as number) + probability;
  }
  return { sums: next.sums.subarray(0, last + 1), probabilities: next.probabilities.subarray(0, last + 1) };
};

const tailOf = ({ sums, probabilities }: Law, goal: number): number =>
  probabilities.reduce((tail, probability, i) => (Math.abs(sums[i] as number) >= goal ? tail + probability : tail), 0);

/** One draw of the sum: a bit a sign, so that one integer serves 32 of them. */
const flippedSum = (sizes: Float64Array, random: Random): number => {
  let total = 0;
  let bits = 0;
  for (let i = 0; i < sizes.length; i++) {
    bits = i % 32 === 0 ? random() : bits >>> 1;
    total += (bits & 1) === 1 ? (sizes[i] as number) : -(sizes[i] as number);
  }
  return total;
};
