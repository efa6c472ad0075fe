import { flatten, ratingsFrom, type Ratings, type UnitRatings } from './ratings.ts';

/** Which differences between values mean anything (Stevens 1946). */
export type MeasurementLevel = 'nominal' | 'ordinal' | 'interval';

/** `undefined`: nobody ever used a second value, so that chance agreement is perfect and alpha, by convention 1, says nothing. */
export type Alpha = { readonly alpha: number; readonly undefined: boolean };

/**
 * Krippendorff's alpha (Krippendorff 2011; R: `irr::kripp.alpha`): 1 - observed / expected disagreement, over units with at
 * least two ratings; raters may be missing. `units` holds the ratings of each unit.
 * Skewed labels drive it down although raters nearly always agree (the kappa paradox): read Gwet's AC1 beside it.
 *
 *     krippendorffAlpha([[1, 1], [2, 2], [1, 2]], 'nominal') // => { alpha: 4/9, undefined: false }
 */
export const krippendorffAlpha = (units: readonly (readonly number[])[], level: MeasurementLevel): Alpha => {
  const values = [...new Set(units.flat())].toSorted((a, b) => a - b);
  const counts = units.map((ratings) => values.map((value) => ratings.filter((rating) => rating === value).length));
  return alphaFromCounts(counts, values, level);
};

/** The same from unit × category counts; column c holds the ratings of `values[c]`, which ascend unless the level is nominal. */
export const alphaFromCounts = (
  counts: readonly (readonly number[])[],
  values: readonly number[],
  level: MeasurementLevel,
): Alpha => alphaOf(ratingsFrom(counts), { values, level })(null);

/**
 * The same for many weightings of the units, as a bootstrap needs it: what doesn't change with the weights is worked out once.
 * Category c has the value `values[c]`; ordinal values ascend. `weights` is how often each unit counts, null for once each.
 */
export const alphaOf = (
  ratings: Ratings,
  { values, level }: { values: readonly number[]; level: MeasurementLevel },
): ((weights: Float64Array | null) => Alpha) => {
  const { start, category, count, total } = flatten(ratings.filter((unit) => unit.total >= 2));
  const kept = Int32Array.from(ratings.keys()).filter((u) => (ratings[u] as UnitRatings).total >= 2);
  const totals = new Float64Array(values.length);
  const ordinal = level === 'ordinal';
  const scale = level === 'nominal' ? null : Float64Array.from(values);
  const unitDisagreement = (u: number): number =>
    disagreement(category, count, {
      from: start[u] as number,
      to: start[u + 1] as number,
      total: total[u] as number,
      scale,
    }) /
    ((total[u] as number) - 1);
  const fixed = Float64Array.from(kept, (_, u) => (ordinal ? 0 : unitDisagreement(u)));
  const every = Int32Array.from(values.keys());
  return (weights) => {
    totals.fill(0);
    let all = 0;
    for (let u = 0; u < kept.length; u++) {
      const weight = weights === null ? 1 : (weights[kept[u] as number] as number);
      if (weight === 0) continue;
      all += weight * (total[u] as number);
      for (let at = start[u] as number; at < (start[u + 1] as number); at++) {
        const c = category[at] as number;
        totals[c] = (totals[c] as number) + weight * (count[at] as number);
      }
    }
    if (ordinal) scale?.set(midRanks(totals));
    let observed = 0;
    for (let u = 0; u < kept.length; u++) {
      const weight = weights === null ? 1 : (weights[kept[u] as number] as number);
      if (weight !== 0) observed += weight * (ordinal ? unitDisagreement(u) : (fixed[u] as number));
    }
    const expected = disagreement(every, totals, { from: 0, to: totals.length, total: all, scale }) / (all - 1);
    // Without a pair of different values there is nothing that chance could disagree on.
    return isVaried(totals) ? { alpha: 1 - observed / expected, undefined: false } : { alpha: 1, undefined: true };
  };
};

const isVaried = (totals: Float64Array): boolean => {
  const first = totals.findIndex((count) => count > 0);
  return first >= 0 && totals.findLastIndex((count) => count > 0) > first;
};

/** Sum over ordered pairs of ratings of their squared distance on the scale; 1 for any difference where there is none. */
const disagreement = (
  category: Int32Array,
  count: Float64Array,
  { from, to, total, scale }: { from: number; to: number; total: number; scale: Float64Array | null },
): number => {
  let [sum, squares] = [0, 0];
  if (scale === null) {
    for (let at = from; at < to; at++) squares += (count[at] as number) ** 2;
    return total * total - squares;
  }
  for (let at = from; at < to; at++) sum += (count[at] as number) * (scale[category[at] as number] as number);
  // About their mean, so that large values keep their digits.
  for (let at = from; at < to; at++)
    squares += (count[at] as number) * ((scale[category[at] as number] as number) - sum / total) ** 2;
  return 2 * total * squares;
};

/** The ordinal distance counts the ratings from the middle of one category to the middle of the other: a difference of mid-ranks. */
const midRanks = (totals: Float64Array): Float64Array => {
  let below = 0;
  return totals.map((count) => {
    below += count;
    return below - count / 2;
  });
};
