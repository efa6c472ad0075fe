/**
 * For each s = 0 … sMax, the mean over all s-subsets of judges of the product of their polynomials: `inside[j]` for a judge in
 * the subset, `outside[j]` for one out of it; that is, the coefficient of z^s in the product of (outside + z inside), over C(M, s).
 * Polynomials are coefficient arrays from the constant up, all of one length inside and all of one length outside.
 * Means of probabilities stay within 1, where sums and C(M, s) would overflow from 1,030 judges.
 *
 *     subsetProducts([[1], [1]], [[0, 2], [0, 3]], 2) // => [[1], [0, 2.5], [0, 0, 6]]
 */
export const subsetProducts = (
  outside: readonly ArrayLike<number>[],
  inside: readonly ArrayLike<number>[],
  sMax: number,
): Float64Array[] => {
  const judges = outside.length;
  const low = (outside[0]?.length ?? 1) - 1;
  const high = (inside[0]?.length ?? 1) - 1;
  const degree = (i: number, s: number): number => (i - s) * low + s * high;
  const products = Array.from({ length: sMax + 1 }, (_, s) => new Float64Array(degree(Math.max(judges, s), s) + 1));
  (products[0] as Float64Array)[0] = 1;
  const next = new Float64Array(Math.max(...products.map(({ length }) => length)));
  for (let i = 1; i <= judges; i++) {
    const out = outside[i - 1] as ArrayLike<number>;
    const into = inside[i - 1];
    // From the largest subset down, the old values stand until they are no longer needed.
    for (let s = Math.min(i, sMax); s >= 0; s--) {
      const here = products[s] as Float64Array;
      // Judge i is in s of i of the s-subsets of the first i judges.
      const share = s / i;
      next.fill(0, 0, degree(i, s) + 1);
      if (s < i) addProduct(next, here, degree(i - 1, s), out, 1 - share);
      if (s > 0 && into !== undefined)
        addProduct(next, products[s - 1] as Float64Array, degree(i - 1, s - 1), into, share);
      here.set(next.subarray(0, degree(i, s) + 1));
    }
  }
  return products;
};

/** Adds the product of two polynomials, `a` of this degree, times a weight. */
const addProduct = (sum: Float64Array, a: Float64Array, degree: number, b: ArrayLike<number>, weight: number): void => {
  for (let j = 0; j < b.length; j++) {
    const factor = weight * (b[j] as number);
    if (factor === 0) continue;
    for (let m = 0; m <= degree; m++) sum[m + j] = (sum[m + j] as number) + factor * (a[m] as number);
  }
};
