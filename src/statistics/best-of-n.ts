/**
 * Best of n: the chance that the top-scored of n candidates, drawn without replacement, is correct; ties in the score are
 * broken at random. With a perfect verifier (score = correct) it is pass@k. R has no equivalent.
 * `correct` may be fractional.
 *
 *     bestOfNProb([0.9, 0.8, 0.8, 0.5, 0.1], [1, 0, 1, 1, 0], 2) // => 0.75
 */
export const bestOfNProb = (scores: readonly number[], correct: readonly number[], n: number): number => {
  const total = scores.length;
  if (!(n >= 1 && n <= total)) throw new RangeError(`Cannot draw ${n} of ${total} candidates.`);
  const order = scores.map((_, i) => i).toSorted((a, b) => (scores[b] as number) - (scores[a] as number));
  let probability = 0;
  let missed = 1; // C(total - i, n) / C(total, n): none of the first i is drawn
  for (let i = 0; i < total;) {
    let j = i;
    let right = 0;
    let missedNext = missed;
    while (j < total && scores[order[j] as number] === scores[order[i] as number]) {
      right += correct[order[j] as number] as number;
      missedNext *= Math.max(0, total - n - j) / (total - j);
      j++;
    }
    probability += (right / (j - i)) * (missed - missedNext);
    missed = missedNext;
    i = j;
  }
  return probability;
};
