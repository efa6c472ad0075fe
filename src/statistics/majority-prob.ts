import { hypergeometricPmf } from './hypergeometric.ts';

/** What a tie between two labels does: half a success, a success, a failure, or no verdict (not a success either). */
export type MajorityTie = 'split' | 'pass' | 'fail' | 'abstain';

/**
 * Probability that the majority of n ballots, drawn without replacement from the recorded `total`, says "success":
 * the U-statistic of the majority vote (Hoeffding 1948), averaged over all C(total, n) subsets. R: `phyper`.
 * Unbiased for a fresh vote at every n <= total, where resampling with replacement is not.
 * With `split` an even n repeats the odd n before it. At n = 0 nobody has voted, and nobody succeeds: 0.
 *
 *     majorityProb({ total: 5, successes: 3, n: 3, tie: 'split' }) // => 0.7
 */
export const majorityProb = (vote: {
  readonly total: number;
  readonly successes: number;
  readonly n: number;
  readonly tie: MajorityTie;
}): number => {
  const { total, successes, n, tie } = vote;
  if (n === 0) return 0;
  const pmf = hypergeometricPmf(total, successes, n);
  const half = n / 2;
  let probability = 0;
  for (let j = n; j > half; j--) probability += pmf[j] as number;
  if (n % 2 === 0) probability += TIE_SHARE[tie] * (pmf[half] as number);
  return probability;
};

/**
 * Probability that one label among many holds more than half of n ballots, for every n = 0 … nMax (index n).
 * Under `split` an exact half counts 1/2, but only if a single other label holds the other half: against a scattered
 * rest nobody is level with it, and nobody has a majority. Under `abstain` an exact half counts 0.
 *
 *     strictMajorityProbs({ counts: [2, 1, 1], label: 0, tie: 'split' }, 4)[2] // => 1/6 + (2/6 + 2/6) / 2 = 0.5
 */
export const strictMajorityProbs = (
  vote: { readonly counts: readonly number[]; readonly label: number; readonly tie: 'split' | 'abstain' },
  nMax: number,
): Float64Array => {
  const { counts, label, tie } = vote;
  const total = counts.reduce((sum, count) => sum + count, 0);
  const own = counts[label] ?? 0;
  const rest = total - own;
  const others = counts.filter((count, k) => k !== label && count > 0);
  /** C(other, h) / C(rest, h): the chance that h ballots of the rest all name this one label; h grows with n. */
  const sole = others.map(() => 1);
  const probs = new Float64Array(nMax + 1);
  for (let n = 1; n <= nMax; n++) {
    const pmf = hypergeometricPmf(total, own, n);
    let probability = 0;
    for (let j = n; j > n / 2; j--) probability += pmf[j] as number;
    if (n % 2 === 0 && tie === 'split') {
      const h = n / 2;
      let level = 0;
      for (let k = 0; k < others.length; k++) {
        const left = Math.max(0, (others[k] as number) - h + 1);
        sole[k] = left === 0 ? 0 : ((sole[k] as number) * left) / (rest - h + 1);
        level += sole[k] as number;
      }
      probability += ((pmf[h] as number) * level) / 2;
    }
    probs[n] = probability;
  }
  return probs;
};

const TIE_SHARE: Readonly<Record<MajorityTie, number>> = { split: 0.5, pass: 1, fail: 0, abstain: 0 };
