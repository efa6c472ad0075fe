import { classify, type KneeVerdict } from './knee-verdict.ts';
import type { Widths } from './knee-widths.ts';

/** How `point` and the verdict spread when rows are resampled. The bounds are held at their estimated widths. */
export type KneeBootstrap = {
  readonly resamples: number;
  readonly mode: number;
  readonly lower: number; // 5th percentile
  readonly upper: number; // 95th percentile
  readonly points: readonly { readonly n: number; readonly share: number }[];
  readonly verdicts: Readonly<Partial<Record<KneeVerdict, number>>>;
};

/** The spread of the knee over resampled means (resample × grid point, row-major). */
export const spreadOf = (replicates: Float64Array, widths: Widths, resamples: number): KneeBootstrap => {
  const { grid } = widths;
  const points = grid.map(() => 0);
  const verdicts: Partial<Record<KneeVerdict, number>> = {};
  for (let b = 0; b < resamples; b += 1) {
    const found = classify(replicates.subarray(b * grid.length, (b + 1) * grid.length), widths);
    points[found.point] = (points[found.point] ?? 0) + 1 / resamples;
    verdicts[found.verdict] = (verdicts[found.verdict] ?? 0) + 1 / resamples;
  }
  const quantile = (share: number): number => {
    let sum = 0;
    return grid[points.findIndex((p) => (sum += p) >= share - 1e-9)] ?? 1;
  };
  return {
    resamples,
    mode: grid[points.indexOf(Math.max(...points))] ?? 1,
    lower: quantile(0.05),
    upper: quantile(0.95),
    points: grid.flatMap((n, at) => ((points[at] ?? 0) > 0 ? [{ n, share: points[at] ?? 0 }] : [])),
    verdicts,
  };
};
