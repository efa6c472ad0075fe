import { binomialRow } from './binomial.ts';
import { hypergeometricPmf } from './hypergeometric.ts';
import { type JudgeBallots, allVote, leadPolynomial, winProbability } from './lead.ts';
import { subsetProducts } from './subset-product.ts';

/**
 * The law of the number of successes in a balanced panel of n = q M + s seats: q ballots of each of the M judges, drawn
 * without replacement, and one more of s judges, `random` ones or the first. Index 0 … n; n <= M × the fewest ballots of a judge.
 * With mean competence above one half a balanced panel beats n ballots drawn from the pool, below it loses (Hoeffding 1956).
 *
 *     roundRobinDistribution([{ total: 3, successes: 2 }, { total: 4, successes: 1 }, { total: 3, successes: 3 }], 1, 'random')
 *     // => [13/36, 23/36]
 */
export const roundRobinDistribution = (
  judges: readonly { readonly total: number; readonly successes: number }[],
  n: number,
  extras: 'random' | 'fixed',
): Float64Array => {
  const { q, s } = seats(judges, n);
  const draw = (count: number) => judges.map(({ total, successes }) => hypergeometricPmf(total, successes, count));
  if (extras === 'fixed') {
    const ballots = judges.map(({ total, successes }, j) => hypergeometricPmf(total, successes, j < s ? q + 1 : q));
    return ballots.reduce(multiply, Float64Array.of(1));
  }
  const law = subsetProducts(draw(q), s > 0 ? draw(q + 1) : [], s)[s] as Float64Array;
  const subsets = binomialRow(judges.length)[s] as number;
  return law.map((weight) => weight / subsets);
};

/**
 * The chance that the majority of the ballots cast in a balanced panel of n seats is correct, for every n = 0 … nMax (index n),
 * with the extra seats at random judges. Level votes count half; a panel in which all abstain is wrong.
 * Here an even n may well differ from the odd n before it.
 *
 *     roundRobinMajority({ judges: [{ total: 1, correct: 1, wrong: 0 }, { total: 1, correct: 0, wrong: 1 }] }, 2) // => [0, 0.5, 0.5]
 */
export const roundRobinMajority = (
  { judges }: { readonly judges: readonly JudgeBallots[] },
  nMax: number,
): Float64Array => {
  seats(judges, nMax);
  const size = judges.length;
  const everyoneVotes = allVote(judges);
  const subsets = binomialRow(size);
  const draw = (q: number) => judges.map((judge) => leadPolynomial(judge, q, everyoneVotes));
  const probs = new Float64Array(nMax + 1);
  let each = draw(0);
  for (let q = 0; q * size <= nMax; q++) {
    const sMax = Math.min(size - 1, nMax - q * size);
    const more = (q + 1) * size <= nMax || sMax > 0 ? draw(q + 1) : [];
    const laws = subsetProducts(each, more, sMax);
    const silences = everyoneVotes ? [] : silentProducts(judges, q, sMax);
    laws.forEach((law, s) => {
      const n = q * size + s;
      probs[n] = winProbability(law, n, everyoneVotes, silences[s]?.[0] ?? 0, subsets[s] as number);
    });
    each = more;
  }
  return probs;
};

const silentProducts = (judges: readonly JudgeBallots[], q: number, sMax: number): Float64Array[] => {
  const silent = (count: number) =>
    judges.map(({ total, correct, wrong }) => [hypergeometricPmf(total, correct + wrong, count)[0] as number]);
  return subsetProducts(silent(q), sMax > 0 ? silent(q + 1) : [], sMax);
};

const seats = (judges: readonly { readonly total: number }[], n: number): { q: number; s: number } => {
  const fewest = Math.min(...judges.map(({ total }) => total));
  if (!(judges.length > 0 && n <= judges.length * fewest)) {
    throw new RangeError(
      `${judges.length} judges with at least ${fewest} ballots each cannot fill ${n} balanced seats.`,
    );
  }
  return { q: Math.floor(n / judges.length), s: n % judges.length };
};

const multiply = (a: Float64Array, b: Float64Array): Float64Array => {
  const product = new Float64Array(a.length + b.length - 1);
  a.forEach((x, i) => {
    b.forEach((y, j) => {
      product[i + j] = (product[i + j] as number) + x * y;
    });
  });
  return product;
};
