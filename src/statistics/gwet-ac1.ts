import { flatten, ratingsFrom, type Ratings } from './ratings.ts';

/** AC1 with the observed and the chance agreement that it compares; null where there is nothing to compare. */
export type Ac1 = { readonly ac1: number | null; readonly pa: number | null; readonly pe: number | null };

/**
 * Gwet's AC1 (Gwet 2008; R: `irrCAC::gwet.ac1.raw`) from unit × category counts, raters may be missing. Observed agreement `pa`
 * over units with two or more ratings, category shares over units with one or more. The columns are the declared labels, used
 * or not: their number enters the chance agreement `pe`, and a column for "missing" spoils it.
 * Stays high on skewed labels, where kappa and alpha collapse. Null without a pair of ratings or a second label.
 *
 *     gwetAC1([[2, 0], [0, 2], [1, 1]]) // => { ac1: 1/3, pa: 2/3, pe: 1/2 }
 */
export const gwetAC1 = (counts: readonly (readonly number[])[]): Ac1 =>
  ac1Of(ratingsFrom(counts), { labels: counts[0]?.length ?? 0 })(null);

/** The same for many weightings of the units, as a bootstrap needs it. `labels` is how many were declared. */
export const ac1Of = (ratings: Ratings, { labels }: { labels: number }): ((weights: Float64Array | null) => Ac1) => {
  const { start, category, count, total } = flatten(ratings);
  const columns = category.reduce((most, column) => Math.max(most, column + 1), 0);
  const share = new Float64Array(columns);
  const agreeing = Float64Array.from(
    ratings,
    ({ counts, total: n }) => counts.reduce((sum, own) => sum + own * (own - 1), 0) / (n * (n - 1)),
  );
  return (weights) => {
    share.fill(0);
    let [agreement, pairs, rated] = [0, 0, 0];
    for (let u = 0; u < total.length; u++) {
      const n = total[u] as number;
      const weight = n === 0 ? 0 : weights === null ? 1 : (weights[u] as number);
      if (weight === 0) continue;
      rated += weight;
      for (let at = start[u] as number; at < (start[u + 1] as number); at++) {
        const column = category[at] as number;
        share[column] = (share[column] as number) + (weight * (count[at] as number)) / n;
      }
      if (n < 2) continue;
      pairs += weight;
      agreement += weight * (agreeing[u] as number);
    }
    const pa = pairs > 0 ? agreement / pairs : null;
    let chance = 0;
    for (let c = 0; c < columns; c++) chance += ((share[c] as number) / rated) * (1 - (share[c] as number) / rated);
    const pe = rated > 0 && labels >= 2 ? chance / (labels - 1) : null;
    return { ac1: pa === null || pe === null ? null : (pa - pe) / (1 - pe), pa, pe };
  };
};
