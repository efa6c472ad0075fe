import { hypergeometricPmf } from './hypergeometric.ts';

/**
 * Probability of at least t successes among n ballots drawn without replacement from `total` with `successes`
 * (R: `phyper(t - 1, successes, total - successes, n, lower.tail = FALSE)`). G-Pass@k of Liu et al. 2024 is t = ceil(tau * k).
 * It never increases in t: it is 1 at t <= 0 and 0 at t > n.
 *
 *     thresholdProb(10, 4, 5, 1) // => 41/42
 */
export const thresholdProb = (total: number, successes: number, n: number, t: number): number => {
  if (t <= 0) return 1;
  const pmf = hypergeometricPmf(total, successes, n);
  let probability = 0;
  for (let j = n; j >= t; j--) probability += pmf[j] as number;
  return Math.min(1, probability);
};

/**
 * pass@k (Chen et al. 2021): the chance that at least one of k attempts is right, from c right of n recorded.
 * It supposes an oracle that spots the right one; a vote has none.
 *
 *     passAtK(20, 3, 5) // => 137/228
 */
export const passAtK = (n: number, c: number, k: number): number => thresholdProb(n, c, k, 1);

/**
 * pass^k (Yao et al. 2024, tau-bench): the chance that all of k attempts are right, from c right of n recorded.
 *
 *     passHatK(20, 15, 5) // => 1001/5168
 */
export const passHatK = (n: number, c: number, k: number): number => thresholdProb(n, c, k, k);
