import { unitCovariance, unitTotals, type Units } from '../statistics/units.ts';
import { tQuantile } from '../statistics/student-t.ts';
import { supTCritical } from '../statistics/sup-t.ts';

export type KneeOptions = {
  readonly margin: number;
  readonly level: number;
  readonly resamples: number;
  readonly seed: number;
  readonly rows: number;
  readonly sums: Float64Array; // multiplier sums of the units at the grid, resample × point
};

/** Widths that the rows give, at which the means of the sample and of every resample are judged. */
export type Widths = {
  readonly grid: readonly number[];
  readonly margin: number;
  readonly level: number;
  readonly t: number;
  readonly se: Float64Array; // K × K, of E(i) − E(j)
  readonly identical: boolean; // no row's error changes with n
  readonly lower: number; // critical values of the simultaneous bounds on the gains
  readonly upper: number;
  readonly riseAfter: (best: number) => number; // and on the rise after the lowest point
};

/** The widths of all differences along a curve, and the critical values that make bounds on them hold for every n at once. */
export const widthsOf = (
  units: Units,
  grid: readonly number[],
  { margin, level, resamples, sums }: KneeOptions,
): Widths => {
  const points = grid.length;
  const covariance = unitCovariance(units);
  const se = new Float64Array(points * points);
  for (let i = 0; i < points; i += 1)
    for (let j = 0; j < points; j += 1) {
      const variance =
        (covariance[i * points + i] ?? 0) + (covariance[j * points + j] ?? 0) - 2 * (covariance[i * points + j] ?? 0);
      se[i * points + j] = Math.sqrt(Math.max(0, variance));
    }
  const { rows, units: counted } = unitTotals(units);
  const t = counted > 1 ? tQuantile(level, counted - 1) : Infinity;
  const critical = (from: number, sign: 1 | -1, places: readonly number[]): number => {
    if (places.length === 0 || !Number.isFinite(t)) return t;
    const differences = new Float64Array(resamples * places.length);
    for (let b = 0; b < resamples; b += 1)
      for (let k = 0; k < places.length; k += 1)
        differences[b * places.length + k] =
          sign * ((sums[b * points + from] ?? 0) - (sums[b * points + (places[k] ?? 0)] ?? 0));
    const scale = Float64Array.from(places, (place) => rows * (se[from * points + place] ?? 0));
    return supTCritical({ sums: differences, scale, level, sides: 'upper', atLeast: t });
  };
  const later = [...grid.keys()].slice(1);
  const rises = new Map<number, number>();
  return {
    grid,
    margin,
    level,
    t,
    se,
    identical: se.every((spread) => spread < 1e-9),
    lower: critical(0, 1, later),
    upper: critical(0, -1, later),
    riseAfter: (best) => {
      const value =
        rises.get(best) ??
        critical(
          best,
          -1,
          later.filter((place) => place > best),
        );
      rises.set(best, value);
      return value;
    },
  };
};

/** E(i) − E(j) on the grid. */
export const difference = (means: Float64Array, i: number, j: number): number => (means[i] ?? 0) - (means[j] ?? 0);

/** Its standard error: both are of the same rows. */
export const seOf = ({ se, grid }: Widths, i: number, j: number): number => se[i * grid.length + j] ?? 0;
