/**
 * Hypergeometric law: the number of successes among n ballots drawn without replacement from `total` ballots
 * of which `successes` are successes (R: `dhyper(0:n, successes, total - successes, n)`). Index j = 0 … n.
 * Ratios outward from the mode, then one normalisation: no factorials, so `total` may be 100 000.
 *
 *     hypergeometricPmf(5, 3, 2) // => [0.1, 0.6, 0.3]
 */
export const hypergeometricPmf = (total: number, successes: number, n: number): Float64Array => {
  if (!(successes >= 0 && successes <= total && n >= 0 && n <= total)) {
    throw new RangeError(`Cannot draw ${n} of ${total} ballots with ${successes} successes among them.`);
  }
  const pmf = new Float64Array(n + 1);
  const failures = total - successes;
  const first = Math.max(0, n - failures);
  const last = Math.min(n, successes);
  const mode = Math.min(last, Math.max(first, Math.floor(((n + 1) * (successes + 1)) / (total + 2))));
  let sum = 1;
  pmf[mode] = 1;
  for (let j = mode, p = 1; j < last; j++) {
    p *= ((successes - j) * (n - j)) / ((j + 1) * (failures - n + j + 1));
    pmf[j + 1] = p;
    sum += p;
  }
  for (let j = mode, p = 1; j > first; j--) {
    p *= (j * (failures - n + j)) / ((successes - j + 1) * (n - j + 1));
    pmf[j - 1] = p;
    sum += p;
  }
  for (let j = first; j <= last; j++) pmf[j] = (pmf[j] as number) / sum;
  return pmf;
};
