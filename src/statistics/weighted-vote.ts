import { LAST_BINOMIAL_ROW, binomialRow } from './binomial.ts';

/**
 * Probability that n weighted votes, drawn without replacement, sum to more than zero, for every n = 0 … nMax (index n).
 * Weights are positive whole numbers (scale log-odds weights, and say so); votes are +1 or -1. At a sum of zero the tie counts
 * half, whole or nothing; at n = 0 nobody has voted: 0. With equal weights it is the majority.
 *
 *     weightedVoteProbs([3, 2, 2, 1, 1], [1, -1, -1, 1, 1], 3, 'split')[3] // => 0.6
 */
export const weightedVoteProbs = (
  weights: readonly number[],
  votes: readonly number[],
  nMax: number,
  tie: 'split' | 'pass' | 'fail' | 'abstain',
): Float64Array => {
  if (nMax > weights.length) throw new RangeError(`Cannot draw ${nMax} of ${weights.length} votes.`);
  if (weights.length > LAST_BINOMIAL_ROW) {
    throw new RangeError(`weightedVoteProbs takes at most ${LAST_BINOMIAL_ROW} votes, but got ${weights.length}.`);
  }
  if (!weights.every((weight) => Number.isInteger(weight) && weight > 0)) {
    throw new RangeError('Weights must be positive whole numbers; scale them first.');
  }
  const { ways, zero, width } = countSums(weights, votes, nMax);
  const subsets = binomialRow(weights.length);
  const share = tie === 'split' ? 0.5 : tie === 'pass' ? 1 : 0;
  const probs = new Float64Array(nMax + 1);
  for (let n = 1; n <= nMax; n++) {
    const at = n * width;
    let favourable = share * (ways[at + zero] as number);
    for (let s = zero + 1; s < width; s++) favourable += ways[at + s] as number;
    probs[n] = favourable / (subsets[n] as number);
  }
  return probs;
};

/** `ways[k * width + zero + s]`: subsets of k votes with sum s. */
const countSums = (weights: readonly number[], votes: readonly number[], nMax: number) => {
  const total = (sign: number): number =>
    weights.reduce((sum, weight, i) => (Math.sign(votes[i] as number) === sign ? sum + weight : sum), 0);
  const zero = total(-1);
  const width = zero + total(1) + 1;
  const ways = new Float64Array((nMax + 1) * width);
  ways[zero] = 1;
  let low = zero;
  let high = zero;
  weights.forEach((weight, i) => {
    const step = weight * Math.sign(votes[i] as number);
    for (let k = Math.min(i, nMax - 1); k >= 0; k--) {
      const from = k * width;
      const to = from + width + step;
      for (let s = low; s <= high; s++) ways[to + s] = (ways[to + s] as number) + (ways[from + s] as number);
    }
    low = Math.min(low, low + step);
    high = Math.max(high, high + step);
  });
  return { ways, zero, width };
};
