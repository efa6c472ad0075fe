import { type JudgeBallots, allVote, leadPolynomial, winProbability } from './lead.ts';
import { subsetProducts } from './subset-product.ts';

/**
 * The law of the number of successes among n distinct judges chosen at random, one ballot each; judge j succeeds with chance
 * p[j]. A Poisson binomial (Poisson 1837; R: `poibin::dpoibin`) averaged over all n-subsets of judges. Index 0 … n.
 *
 *     randomJudgesDistribution([0.9, 0.8, 0.6, 0.7, 0.5], 1) // => [0.3, 0.7]
 */
export const randomJudgesDistribution = (p: readonly number[], n: number): Float64Array =>
  randomJudgesDistributions(p, n)[n] as Float64Array;

/** The same for every n = 0 … nMax at once (index n). */
export const randomJudgesDistributions = (p: readonly number[], nMax: number): Float64Array[] => {
  enough(p.length, nMax);
  return subsetProducts(
    p.map(() => [1]),
    p.map((success) => [1 - success, success]),
    nMax,
  );
};

/**
 * The chance that the majority of the ballots cast by n distinct judges, one seat each, is correct, for every n = 0 … nMax
 * (index n, nMax at most the number of judges). Level votes count half; a panel in which all abstain is wrong.
 *
 *     randomJudgesMajority({ judges: [{ total: 1, correct: 1, wrong: 0 }, { total: 1, correct: 0, wrong: 0 }] }, 2) // => [0, 0.5, 1]
 */
export const randomJudgesMajority = (
  { judges }: { readonly judges: readonly JudgeBallots[] },
  nMax: number,
): Float64Array => {
  enough(judges.length, nMax);
  const everyoneVotes = allVote(judges);
  const nobody = judges.map(() => [1]);
  const laws = subsetProducts(
    nobody,
    judges.map((judge) => leadPolynomial(judge, 1, everyoneVotes)),
    nMax,
  );
  const silences = subsetProducts(
    nobody,
    judges.map(({ total, correct, wrong }) => [(total - correct - wrong) / total]),
    nMax,
  );
  return Float64Array.from(laws, (law, n) => winProbability(law, n, everyoneVotes, silences[n]?.[0] ?? 0));
};

const enough = (judges: number, n: number): void => {
  if (n > judges) throw new RangeError(`Cannot choose ${n} distinct judges from ${judges}.`);
};
