import { standardErrors, unitMeans, type Units } from '../statistics/units.ts';
import { bandOf, intervalAt } from './bounds.ts';
import type { RowLaw } from './row-law.ts';
import type { Settings } from './settings.ts';
import { coverageOf, simulationErrorOf } from './units.ts';

/** Error at one panel size, with its own interval and the band that holds for all sizes at once. */
export type CurvePoint = {
  readonly n: number;
  readonly error: number;
  readonly lower: number;
  readonly upper: number;
  readonly bandLower: number;
  readonly bandUpper: number;
  readonly se: number | null; // null where a single group gives no spread
  readonly coverage?: number; // share of draws with a quorum, where some had none
  readonly simulationError?: number; // standard error of the Monte Carlo part, where there is one
};

/** The points of a curve from its rows' laws; `units` hold the same errors, and `sums` their multiplier sums. */
export const pointsOf = (
  laws: readonly RowLaw[],
  grid: readonly number[],
  units: Units,
  { settings, counted, sums }: { settings: Settings; counted: number; sums: Float64Array },
): CurvePoint[] => {
  const scores = settings.target === 'mean';
  const { level } = settings;
  const means = unitMeans(units);
  const standard = standardErrors(units);
  const band = bandOf(units, { sums, level, scores });
  const coverage = coverageOf(laws, grid);
  const simulation = simulationErrorOf(laws, grid, settings);
  // A mean squared error is shown as its root, interval and all; the root's own error follows from the slope.
  const shown = (value: number): number => (scores ? Math.sqrt(Math.max(0, value)) : value);
  return grid.map((n, k) => {
    const mean = means[k] ?? 0;
    const error = shown(mean);
    const slope = scores ? (error > 0 ? 1 / (2 * error) : 0) : 1;
    const se = standard[k] ?? Number.NaN;
    const { lower, upper } = intervalAt({ mean, se, units: counted, level, scores });
    return {
      n,
      error,
      lower: Math.min(error, shown(lower)),
      upper: Math.max(error, shown(upper)),
      // A band for all n is never narrower than the interval of one.
      bandLower: Math.min(error, shown(Math.min(lower, band.lower[k] ?? 0))),
      bandUpper: Math.max(error, shown(Math.max(upper, band.upper[k] ?? 1))),
      se: Number.isNaN(se) ? null : se * slope,
      ...(coverage === null ? {} : { coverage: coverage[k] ?? 1 }),
      ...(simulation === null ? {} : { simulationError: (simulation[k] ?? 0) * slope }),
    };
  });
};
