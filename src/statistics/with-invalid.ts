import { hypergeometricPmf } from './hypergeometric.ts';

/**
 * A vote in which some seats give no valid ballot: n seats drawn without replacement from `valid` + `invalid` recorded
 * ballots, the rule applied to the v valid ones (v is hypergeometric). Fewer than `quorum` valid ballots, or none at all,
 * is no quorum. `probOf(v)` is the chance of success of the rule on a uniform v-subset of the valid ballots.
 *
 *     withInvalid({ valid: 4, invalid: 2, n: 3, quorum: 2 }, (v) => majorityProb({ total: 4, successes: 3, n: v, tie: 'split' }))
 *     // => { success: 0.65, noQuorum: 0.2 }
 */
export const withInvalid = (
  draw: { readonly valid: number; readonly invalid: number; readonly n: number; readonly quorum: number },
  probOf: (v: number) => number,
): { success: number; noQuorum: number } => {
  const { valid, invalid, n, quorum } = draw;
  const seats = hypergeometricPmf(valid + invalid, valid, n);
  let success = 0;
  let noQuorum = 0;
  for (let v = 0; v <= n; v++) {
    const weight = seats[v] as number;
    if (weight === 0) continue;
    if (v === 0 || v < quorum) noQuorum += weight;
    else success += weight * probOf(v);
  }
  return { success, noQuorum };
};

/** The same for every n = 0 … nMax at once (index n); `probs[v]` for v = 0 … min(valid, nMax). */
export const mixInvalid = (
  draw: { readonly valid: number; readonly invalid: number; readonly quorum: number; readonly nMax: number },
  probs: Float64Array,
): { success: Float64Array; noQuorum: Float64Array } => {
  const { nMax, ...rest } = draw;
  const success = new Float64Array(nMax + 1);
  const noQuorum = new Float64Array(nMax + 1);
  for (let n = 0; n <= nMax; n++) {
    const mixed = withInvalid({ ...rest, n }, (v) => probs[v] as number);
    success[n] = mixed.success;
    noQuorum[n] = mixed.noQuorum;
  }
  return { success, noQuorum };
};
