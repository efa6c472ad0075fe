/**
 * McNemar's test for two arms that are each right or wrong on the same rows (McNemar 1947; R: `binom.test(b, b + c)` for `exact`):
 * b rows on which only the first errs, c on which only the second does; rows on which they agree say nothing. `midP` (Lancaster 1961;
 * R: `contingencytables::McNemar_midP_test_paired_2x2`, but for b = c) is the one to report: the exact test errs on the safe side by so
 * much that it wastes rows (Fagerland, Lydersen & Laake 2013). Where b = c both are 1. It supposes independent rows: groups of rows that
 * err together need the sign-flip test. A large p is no proof that the arms are equal.
 *
 *     mcnemar({ b: 10, c: 2 }) // => { exact: 0.0386, midP: 0.0225 }
 */
export const mcnemar = ({ b, c }: { readonly b: number; readonly c: number }): { exact: number; midP: number } => {
  if (!(Number.isInteger(b) && Number.isInteger(c) && b >= 0 && c >= 0)) {
    throw new RangeError(`McNemar's test counts rows, but got b = ${b} and c = ${c}.`);
  }
  if (b === c) return { exact: 1, midP: 1 };
  const n = b + c;
  const least = Math.min(b, c);
  // The binomial coefficients from the middle down, as shares of the largest, so that none overflows.
  let coefficient = 1;
  let total = 0;
  let tail = 0;
  let point = 0;
  for (let k = Math.floor(n / 2); k >= 0; k--) {
    total += 2 * k === n ? coefficient : 2 * coefficient;
    if (k === least) point = coefficient;
    if (k <= least) tail += coefficient;
    coefficient *= k / (n - k + 1);
  }
  return { exact: Math.min(1, (2 * tail) / total), midP: Math.min(1, (2 * tail - point) / total) };
};
