/**
 * Cohen's kappa of two raters (Cohen 1960, weighted 1968; R: `irr::kappa2`) from their square table of counts:
 * 1 - weighted disagreement / what the margins alone would give. Weights need ordered categories.
 * Skewed margins drive it to 0 at near-perfect agreement. Null if chance leaves no disagreement, as with one category in use.
 *
 *     cohenKappa([[20, 5], [10, 15]]) // => 0.4
 */
export const cohenKappa = (
  table: readonly (readonly number[])[],
  weights: 'linear' | 'quadratic' | null = null,
): number | null => {
  const rows = table.map((row) => row.reduce((sum, count) => sum + count, 0));
  const columns = table.map((_, j) => table.reduce((sum, row) => sum + (row[j] ?? 0), 0));
  const total = rows.reduce((sum, count) => sum + count, 0);
  let observed = 0;
  let expected = 0;
  rows.forEach((rowTotal, i) => {
    columns.forEach((columnTotal, j) => {
      const gap = Math.abs(i - j);
      const weight = weights === 'linear' ? gap : weights === 'quadratic' ? gap * gap : Math.min(1, gap);
      observed += weight * (table[i]?.[j] ?? 0);
      expected += (weight * rowTotal * columnTotal) / total;
    });
  });
  return expected > 0 ? 1 - observed / expected : null;
};
