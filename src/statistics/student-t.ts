import { betaQuantile } from './beta.ts';
import { normalQuantile } from './normal.ts';

/**
 * Quantile of Student's t distribution (Student 1908; R: `qt(p, df)`); `df` need not be whole. Infinite `df` gives the normal.
 *
 *     tQuantile(0.975, 9) // => 2.262157162798…
 */
export const tQuantile = (p: number, df: number): number => {
  if (!(df > 0)) throw new RangeError(`tQuantile needs df > 0, but got ${df}.`);
  if (!(p >= 0 && p <= 1)) throw new RangeError(`A probability lies between 0 and 1; tQuantile got ${p}.`);
  if (p < 0.5) return -tQuantile(1 - p, df);
  if (p === 0.5) return 0;
  if (p === 1) return Infinity;
  if (df > 1e7) return normalQuantile(p);
  const key = `${p}/${df}`;
  const known = memory.get(key);
  if (known !== undefined) return known;
  const t = solve(p, df);
  if (memory.size >= 256) memory.clear();
  memory.set(key, t);
  return t;
};

/** A report asks for the same few quantiles for every point of a curve. */
const memory = new Map<string, number>();

/** t² / (df + t²) is Beta(1/2, df/2) and df / (df + t²) its complement; the smaller of the two keeps its digits. */
const solve = (p: number, df: number): number => {
  const share = betaQuantile(2 * p - 1, 0.5, df / 2);
  if (share < 0.5) return Math.sqrt((df * share) / (1 - share));
  const rest = betaQuantile(2 * (1 - p), df / 2, 0.5);
  return Math.sqrt((df * (1 - rest)) / rest);
};
