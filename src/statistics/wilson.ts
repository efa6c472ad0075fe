import { normalQuantile } from './normal.ts';

/**
 * Wilson score interval for a proportion (Wilson 1927; R: `prop.test(x, n, correct = FALSE)`); successes may be fractional.
 * At 0 of n it keeps a width, where the Wald interval shrinks to a point and claims certainty.
 * It supposes n independent trials: give the effective n for weighted or clustered ones. `z` overrides `level` (0.95).
 *
 *     wilsonInterval({ successes: 17, n: 20 }) // => { lower: 0.640, upper: 0.948 }
 */
export const wilsonInterval = (sample: {
  readonly successes: number;
  readonly n: number;
  readonly z?: number;
  readonly level?: number;
}): { lower: number; upper: number } => {
  const { successes, n, level = 0.95, z = normalQuantile((1 + level) / 2) } = sample;
  if (!(n > 0)) throw new RangeError(`A proportion needs at least one trial, not ${n}.`);
  const p = successes / n;
  const shrink = 1 + (z * z) / n;
  const centre = (p + (z * z) / (2 * n)) / shrink;
  const half = (z / shrink) * Math.sqrt(Math.max(0, (p * (1 - p)) / n + (z * z) / (4 * n * n)));
  // At the ends centre and half-width are equal, but for rounding.
  return {
    lower: p <= 0 ? 0 : Math.max(0, centre - half),
    upper: p >= 1 ? 1 : Math.min(1, centre + half),
  };
};
