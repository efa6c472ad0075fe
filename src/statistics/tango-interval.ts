import { normalQuantile } from './normal.ts';

/**
 * Score interval for the difference of two paired proportions, (b - c) / n: of n rows the first arm alone errs on b and the second alone
 * on c (Tango 1998; R: `contingencytables::Tango_asymptotic_score_CI_paired_2x2`). Counts may be fractional.
 * Without a discordant row it is ± z² / (n + z²), where d ± t SE shrinks to a point and claims certainty.
 * It supposes n independent rows: give the number of groups where rows err together.
 *
 *     tangoInterval({ b: 12, c: 2, n: 50, level: 0.95 }) // => { difference: 0.2, lower: 0.061, upper: 0.345 }
 */
export const tangoInterval = (counts: {
  readonly b: number;
  readonly c: number;
  readonly n: number;
  readonly level: number;
}): { difference: number; lower: number; upper: number } => {
  const { b, c, n, level } = counts;
  if (!(n > 0 && b >= 0 && c >= 0 && b + c <= n * (1 + 1e-12))) {
    throw new RangeError(`Tango's interval needs b + c discordant among n rows, but got b = ${b}, c = ${c}, n = ${n}.`);
  }
  const z = normalQuantile((1 + level) / 2);
  return { difference: (b - c) / n, lower: lowerBound(b, c, n, z), upper: -lowerBound(c, b, n, z) };
};

/** The score falls from +∞ at -1 to 0 at the estimate. Sixty halvings are all that doubles can tell apart. */
const lowerBound = (b: number, c: number, n: number, z: number): number => {
  let low = -1;
  let high = (b - c) / n;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (b - c - n * middle > z * scoreDeviation(middle, b, c, n)) low = middle;
    else high = middle;
  }
  return low;
};

/** Standard deviation of b - c if the true difference is `delta`, with the likeliest share of rows on which only the second arm errs. */
const scoreDeviation = (delta: number, b: number, c: number, n: number): number => {
  const linear = (2 * n - b + c) * delta - b - c;
  const root = Math.sqrt(Math.max(0, linear * linear + 8 * n * c * delta * (1 - delta)));
  const onlySecond = (root - linear) / (4 * n);
  return Math.sqrt(Math.max(0, n * (2 * onlySecond + delta * (1 - delta))));
};
