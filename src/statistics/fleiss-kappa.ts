/**
 * Fleiss' kappa (Fleiss 1971; R: `irr::kappam.fleiss`) from unit × category counts, the same number of raters for each unit;
 * with missing raters use Krippendorff's alpha. Null if only one category was ever used.
 *
 *     fleissKappa([[2, 0], [0, 2], [1, 1]]) // => 1/3
 */
export const fleissKappa = (counts: readonly (readonly number[])[]): number | null => {
  const raters = total(counts[0] ?? []);
  if (counts.length === 0 || raters < 2 || counts.some((row) => total(row) !== raters)) {
    throw new RangeError("Fleiss' kappa needs the same number of ratings, at least two, for every unit.");
  }
  let agreement = 0;
  for (const row of counts) agreement += (total(row.map((count) => count ** 2)) - raters) / (raters * (raters - 1));
  const observed = agreement / counts.length;
  const shares = (counts[0] ?? []).map((_, c) => total(counts.map((row) => row[c] ?? 0)) / (counts.length * raters));
  const chance = total(shares.map((share) => share ** 2));
  return shares.some((share) => share === 1) ? null : (observed - chance) / (1 - chance);
};

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
