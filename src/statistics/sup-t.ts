import { quantileSorted } from 'simple-statistics';
import { tooFewErrors } from './error-interval.ts';
import { normalQuantile } from './normal.ts';
import type { Random } from './random.ts';
import { multiplierSums } from './resample.ts';
import { type Units, standardErrors, unitMeans, unitTotals } from './units.ts';
import { wilsonInterval } from './wilson.ts';

/**
 * Critical value of a simultaneous band (sup-t; Montiel Olea & Plagborg-Møller 2019): the type-7 quantile at `level`, over
 * the B resamples in `sums` (B × K), of the largest |sum| / scale, or of the largest signed one for `upper` bounds.
 * `scale` is R × SE at each point; points without spread are skipped. It never falls below `atLeast`; if no point has spread,
 * it is `atLeast`, or else the pointwise normal quantile. Near 2.1 to 2.4 at 0.95, since the points of a curve share their rows.
 */
export const supTCritical = (band: {
  readonly sums: Float64Array;
  readonly scale: Float64Array;
  readonly level: number;
  readonly sides: 'two' | 'upper';
  readonly atLeast?: number;
}): number => {
  const { sums, scale, level, sides, atLeast } = band;
  const points = scale.length;
  const used = Array.from(scale.keys()).filter((k) => (scale[k] as number) >= 1e-9);
  const pointwise = normalQuantile(sides === 'two' ? (1 + level) / 2 : level);
  if (used.length === 0 || sums.length === 0) return atLeast ?? pointwise;
  const largest = new Float64Array(sums.length / points).fill(-Infinity);
  for (const k of used) {
    const unit = 1 / (scale[k] as number);
    for (let b = 0; b < largest.length; b++) {
      const t = (sums[b * points + k] as number) * unit;
      const size = sides === 'two' ? Math.abs(t) : t;
      if (size > (largest[b] as number)) largest[b] = size;
    }
  }
  const critical = quantileSorted(Array.from(largest.sort()), level);
  return Math.max(critical, atLeast ?? critical);
};

/**
 * Simultaneous band for an error curve: the Wilson 1927 interval at each point, at the effective sample size
 * mean (1 - mean) / SE², with the sup-t critical value for z. Where fewer than 10 effective errors or successes are seen, the
 * effective size is the number of units. A symmetric sup-t band fails on low curves, which this one covers.
 */
export const supTBand = (options: {
  readonly units: Units;
  readonly level: number;
  readonly resamples: number;
  readonly random: Random;
}): { critical: number; lower: number[]; upper: number[] } => {
  const { units, level, resamples, random } = options;
  const critical = bandCritical(units, multiplierSums(units, { resamples, random }), level);
  return { critical, ...wilsonBand(units, critical) };
};

/** The two-sided critical value of a band over all points, from multiplier sums already drawn. */
export const bandCritical = (units: Units, sums: Float64Array, level: number): number => {
  const { rows } = unitTotals(units);
  return supTCritical({ sums, scale: standardErrors(units).map((se) => rows * se), level, sides: 'two' });
};

/** The Wilson-shaped band at a critical value. */
export const wilsonBand = (units: Units, critical: number): { lower: number[]; upper: number[] } => {
  const { units: count } = unitTotals(units);
  const se = standardErrors(units);
  const intervals = Array.from(unitMeans(units), (raw, k) => {
    const mean = Math.min(1, Math.max(0, raw));
    const spread = se[k] as number;
    const few = tooFewErrors(mean, count) || !(spread > 1e-12);
    const n = few ? count : (mean * (1 - mean)) / spread ** 2;
    return wilsonInterval({ successes: mean * n, n, z: critical });
  });
  return { lower: intervals.map(({ lower }) => lower), upper: intervals.map(({ upper }) => upper) };
};
