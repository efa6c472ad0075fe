/**
 * For each s = 0 … sMax, the sum over all s-subsets of judges of the product of their polynomials: `inside[j]` for a judge in
 * the subset, `outside[j]` for one out of it; that is, the coefficient of z^s in the product of (outside + z inside).
 * Polynomials are coefficient arrays from the constant up, all of one length inside and all of one length outside.
 * With 1 outside and p inside, these are the elementary symmetric polynomials.
 *
 *     subsetProducts([[1], [1]], [[0, 2], [0, 3]], 2) // => [[1], [0, 5], [0, 0, 6]]
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
  for (let i = 1; i <= judges; i++) {
    const out = outside[i - 1] as ArrayLike<number>;
    const into = inside[i - 1];
    for (let s = Math.min(i, sMax); s >= 0; s--) {
      const here = products[s] as Float64Array;
      const fewer = products[s - 1];
      const before = s < i ? degree(i - 1, s) : -1;
      const beforeFewer = s > 0 ? degree(i - 1, s - 1) : -1;
      // From the top degree and the largest subset down, the old values stand until they are no longer needed.
      for (let m = degree(i, s); m >= 0; m--) {
        let sum = 0;
        if (before >= 0) {
          const last = Math.min(low, m);
          for (let j = Math.max(0, m - before); j <= last; j++) sum += (out[j] as number) * (here[m - j] as number);
        }
        if (fewer !== undefined && into !== undefined && beforeFewer >= 0) {
          const last = Math.min(high, m);
          for (let j = Math.max(0, m - beforeFewer); j <= last; j++)
            sum += (into[j] as number) * (fewer[m - j] as number);
        }
        here[m] = sum;
      }
    }
  }
  return products;
};
