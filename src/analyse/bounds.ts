import { intervalFromSummary } from '../statistics/error-interval.ts';
import { tQuantile } from '../statistics/student-t.ts';
import { bandCritical, wilsonBand } from '../statistics/sup-t.ts';
import { standardErrors, unitMeans, type Units } from '../statistics/units.ts';

/** The interval of one mean error: of Wilson's shape for error rates, symmetric for squared errors of scores, which have no upper end. */
export const intervalAt = (at: {
  readonly mean: number;
  readonly se: number;
  readonly units: number;
  readonly level: number;
  readonly scores: boolean;
}): { lower: number; upper: number } => {
  const { mean, se, units, level, scores } = at;
  if (!scores) return intervalFromSummary({ mean, se, units, level });
  const reach = units > 1 ? tQuantile((1 + level) / 2, units - 1) * se : Infinity;
  return { lower: Math.max(0, mean - reach), upper: mean + reach };
};

/** The band that holds for all n at once, likewise; `sums` are the multiplier sums of the units. */
export const bandOf = (
  units: Units,
  { sums, level, scores }: { sums: Float64Array; level: number; scores: boolean },
): { lower: readonly number[]; upper: readonly number[] } => {
  const critical = bandCritical(units, sums, level);
  if (!scores) return wilsonBand(units, critical);
  const se = standardErrors(units);
  const means = unitMeans(units);
  return {
    lower: Array.from(means, (mean, k) => mean - critical * (se[k] ?? 0)),
    upper: Array.from(means, (mean, k) => mean + critical * (se[k] ?? 0)),
  };
};
