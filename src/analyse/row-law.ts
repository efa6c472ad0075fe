import { hypergeometricPmf } from '../statistics/hypergeometric.ts';
import { mixInvalid } from '../statistics/with-invalid.ts';

/**
 * What is expected of one row at every panel size n: arrays are indexed by n, from 0.
 * `wrong` is the probability of a wrong verdict (or the expected squared error of a score); `undecided` that of no quorum, null
 * where it is always 0; `noise` the variance that simulation adds to `wrong`, null where the law is exact.
 */
export type RowLaw = {
  readonly wrong: Float64Array;
  readonly undecided: Float64Array | null;
  readonly noise: Float64Array | null;
};

export type Draw = { readonly valid: number; readonly invalid: number; readonly quorum: number; readonly nMax: number };

/**
 * The law of a row of which `probs[v]` is the probability that v valid ballots give the right verdict:
 * n ballots are drawn from the valid and the invalid ones, and fewer than a quorum of valid ones decide nothing.
 */
export const lawOf = (probs: Float64Array, { valid, invalid, quorum, nMax }: Draw): RowLaw => {
  if (invalid === 0 && quorum <= 1) return { wrong: probs.map((p) => settled(1 - p)), undecided: null, noise: null };
  const { success, noQuorum } = mixInvalid({ valid, invalid, quorum, nMax }, probs);
  return {
    wrong: success.map((p, n) => settled(1 - p - (noQuorum[n] ?? 0))),
    undecided: noQuorum.map(settled),
    noise: null,
  };
};

/** The same for expected losses, which may exceed 1: `losses[v]` is that of v valid ballots, given that v suffice. */
export const mixLosses = (losses: Float64Array, { valid, invalid, quorum, nMax }: Draw): RowLaw => {
  if (invalid === 0 && quorum <= 1) return { wrong: losses, undecided: null, noise: null };
  const wrong = new Float64Array(nMax + 1);
  const undecided = new Float64Array(nMax + 1);
  for (let n = 1; n <= nMax; n += 1)
    for (const [v, weight] of hypergeometricPmf(valid + invalid, valid, n).entries()) {
      if (v === 0 || v < quorum) undecided[n] = (undecided[n] ?? 0) + weight;
      else wrong[n] = (wrong[n] ?? 0) + weight * (losses[v] ?? 0);
    }
  return { wrong, undecided: undecided.map(settled), noise: null };
};

/** A probability that is a sum of products may leave [0, 1], or miss its ends, by a rounding error. */
export const settled = (p: number): number => (p < 1e-12 ? 0 : p > 1 - 1e-12 ? 1 : p);
