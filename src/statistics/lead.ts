import { hypergeometricPmf } from './hypergeometric.ts';

/** One judge's recorded ballots on a row; what is neither correct nor wrong abstains. */
export type JudgeBallots = { readonly total: number; readonly correct: number; readonly wrong: number };

/** Do all judges always vote? Then the number of correct ballots alone tells the winner, with arrays half as long. */
export const allVote = (judges: readonly JudgeBallots[]): boolean =>
  judges.every(({ total, correct, wrong }) => correct + wrong === total);

/**
 * What q ballots of one judge, drawn without replacement, add to the count, as coefficients. If all vote: correct ballots,
 * index 0 … q. Otherwise the lead, correct minus wrong, from -q to q at index lead + q.
 *
 *     leadPolynomial({ total: 2, correct: 1, wrong: 0 }, 1, false) // => [0, 0.5, 0.5]
 */
export const leadPolynomial = (judge: JudgeBallots, q: number, everyoneVotes: boolean): Float64Array => {
  const { total, correct, wrong } = judge;
  if (everyoneVotes) return hypergeometricPmf(total, correct, q);
  const lead = new Float64Array(2 * q + 1);
  hypergeometricPmf(total, correct + wrong, q).forEach((p, votes) => {
    if (p === 0) return;
    hypergeometricPmf(correct + wrong, correct, votes).forEach((share, right) => {
      const at = 2 * right - votes + q;
      lead[at] = (lead[at] as number) + p * share;
    });
  });
  return lead;
};

/**
 * The chance that the correct side leads among n seats; level sides count half, but not where `silent`, the chance that all n
 * seats abstain, has made them level: no vote at all is wrong.
 */
export const winProbability = (law: Float64Array, n: number, everyoneVotes: boolean, silent: number): number => {
  if (n === 0) return 0;
  let win = 0;
  const level = everyoneVotes ? n / 2 : n;
  for (let i = law.length - 1; i > level; i--) win += law[i] as number;
  if (Number.isInteger(level)) win += Math.max(0, (law[level] as number) - silent) / 2;
  return Math.min(1, win);
};
