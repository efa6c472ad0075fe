import { normalQuantile } from '../statistics/normal.ts';
import { deriveSeed, seeded } from '../statistics/random.ts';
import { bootstrapMeans } from '../statistics/resample.ts';
import { unitMeans, unitTotals, type Units } from '../statistics/units.ts';
import { enough } from './clusters.ts';
import { spreadOf, type KneeBootstrap } from './knee-bootstrap.ts';
import { classify, gainAt, smallestSafe, type Gain, type KneeVerdict } from './knee-verdict.ts';
import { seOf, widthsOf, type KneeOptions, type Widths } from './knee-widths.ts';

/**
 * The decision: the smallest n not inferior to every other measured n by more than a margin. `n` is what to use (null where the data
 * don't say); `point` the smallest n within the margin of the lowest error, as observed; `safe` the smallest that is so with
 * confidence; `best` where the observed error is lowest.
 */
export type Knee = {
  readonly verdict: KneeVerdict;
  readonly n: number | null;
  readonly point: number;
  readonly safe: number | null;
  readonly best: number;
  readonly margin: number;
  readonly level: number;
  readonly gains: readonly Gain[];
  readonly rowsNeeded: number; // about as many would tell a gain of one margin from none
  readonly bootstrap: KneeBootstrap;
};

/** Finds the knee of a curve from the expected errors of its rows on a grid of ensemble sizes. */
export const kneeReport = (units: Units, grid: readonly number[], options: KneeOptions): Knee => {
  const { margin, level, resamples, seed, rows } = options;
  const { units: counted } = unitTotals(units);
  const means = unitMeans(units);
  const widths = widthsOf(units, grid, options);
  const found = classify(means, widths);
  const verdict = Math.min(rows, counted) < enough ? 'insufficient-rows' : found.verdict;
  const one = verdict === 'zero-diversity' || verdict === 'rises' || verdict === 'flat';
  const safe = one ? 0 : smallestSafe(means, widths, found.best);
  const sizeAt = (place: number | null): number | null => (place === null ? null : (grid[place] ?? null));
  const replicates = bootstrapMeans(units, { resamples, random: seeded(deriveSeed(seed, 'bootstrap')) });
  return {
    verdict,
    n: one ? sizeAt(0) : verdict === 'knee' ? sizeAt(safe) : verdict === 'non-monotone' ? sizeAt(found.best) : null,
    point: sizeAt(one ? 0 : found.point) ?? 1,
    safe: sizeAt(safe),
    best: sizeAt(found.best) ?? 1,
    margin,
    level,
    gains: grid.slice(1).map((_, at) => gainAt(means, widths, at + 1)),
    rowsNeeded: rowsNeeded(widths, found.best, counted),
    bootstrap: spreadOf(replicates, widths, resamples),
  };
};

/** Rows that would tell a gain of one margin at the best n from none, four times out of five: (z + z)² Var(d) / margin². */
const rowsNeeded = (widths: Widths, best: number, counted: number): number => {
  const last = best === 0 ? widths.grid.length - 1 : best;
  const variance = seOf(widths, 0, last) ** 2 * counted;
  return Math.ceil(((normalQuantile(widths.level) + normalQuantile(0.8)) ** 2 * variance) / widths.margin ** 2);
};
