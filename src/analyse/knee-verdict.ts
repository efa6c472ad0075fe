import { difference, seOf, type Widths } from './knee-widths.ts';

export type KneeVerdict =
  | 'zero-diversity'
  | 'rises'
  | 'flat'
  | 'inconclusive'
  | 'non-monotone'
  | 'still-falling'
  | 'knee'
  | 'insufficient-rows';

/** A gain in error over one ballot, E(1) − E(n), with one-sided bounds that hold for all n at once. */
export type Gain = { readonly n: number; readonly estimate: number; readonly lower: number; readonly upper: number };

// Below this a difference is rounding, not data.
const rounding = 1e-9;

/** What a curve's means say, with places as indexes into the grid: the verdict, the knee as observed, the lowest error. */
export type Found = { readonly verdict: KneeVerdict; readonly point: number; readonly best: number };

/** The verdict on a curve, first match. */
export const classify = (means: Float64Array, widths: Widths): Found => {
  const best = indexOfMinimum(means);
  const point = means.findIndex((mean) => mean - (means[best] ?? 0) <= widths.margin + 1e-12);
  return { verdict: verdictOn(means, widths, best), point, best };
};

const verdictOn = (means: Float64Array, widths: Widths, best: number): KneeVerdict => {
  const { grid, margin } = widths;
  const last = grid.length - 1;
  if (last === 0) return 'inconclusive';
  if (widths.identical && means.every((mean) => Math.abs(mean - (means[0] ?? 0)) < rounding)) return 'zero-diversity';

  const { lowest, highest, gained } = gainBounds(means, widths);
  if (!gained && lowest < -rounding) return 'rises';
  if (highest <= margin) return 'flat';
  if (!gained) return 'inconclusive';
  if (risesAfter(means, widths, best)) return 'non-monotone';
  const half = grid.findLastIndex((n) => n <= (grid[last] ?? 0) / 2);
  if (half >= 0 && difference(means, half, last) - widths.t * seOf(widths, half, last) > margin) return 'still-falling';
  return isSafe(means, widths, last) || isSafe(means, widths, best) ? 'knee' : 'inconclusive';
};

/** The lowest and the highest upper bound on a gain, and whether any lower bound shows one. */
const gainBounds = (means: Float64Array, widths: Widths): { lowest: number; highest: number; gained: boolean } => {
  let [lowest, highest, gained] = [Infinity, -Infinity, false];
  for (let at = 1; at < widths.grid.length; at += 1) {
    const { lower, upper } = gainAt(means, widths, at);
    lowest = Math.min(lowest, upper);
    highest = Math.max(highest, upper);
    gained ||= lower > rounding;
  }
  return { lowest, highest, gained };
};

/** Walks down from the largest n (or the lowest error, where the largest is not safe) while no other n is better by more than the margin. */
export const smallestSafe = (means: Float64Array, widths: Widths, best: number): number | null => {
  const last = widths.grid.length - 1;
  let safe: number | null = null;
  for (let at = isSafe(means, widths, last) ? last : best; at >= 0 && isSafe(means, widths, at); at -= 1) safe = at;
  return safe;
};

// An intersection–union test: each comparison at full level, all must pass (Berger 1982).
const isSafe = (means: Float64Array, widths: Widths, at: number): boolean => {
  for (let other = 0; other < widths.grid.length; other += 1)
    if (other !== at && difference(means, at, other) + widths.t * seOf(widths, at, other) > widths.margin) return false;
  return true;
};

const risesAfter = (means: Float64Array, widths: Widths, best: number): boolean => {
  if (best === widths.grid.length - 1) return false;
  const critical = widths.riseAfter(best);
  for (let later = best + 1; later < widths.grid.length; later += 1)
    if (difference(means, later, best) - critical * seOf(widths, later, best) > rounding) return true;
  return false;
};

/** The gain of a place on the grid over one ballot, with bounds that hold for all n at once. */
export const gainAt = (means: Float64Array, widths: Widths, at: number): Gain => {
  const estimate = difference(means, 0, at);
  const se = seOf(widths, 0, at);
  return {
    n: widths.grid[at] ?? 1,
    estimate,
    lower: estimate - widths.lower * se,
    upper: estimate + widths.upper * se,
  };
};

const indexOfMinimum = (values: Float64Array): number => {
  let best = 0;
  for (let at = 1; at < values.length; at += 1) if ((values[at] ?? 0) < (values[best] ?? 0) - 1e-12) best = at;
  return best;
};
