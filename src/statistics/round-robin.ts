import { hypergeometricPmf } from './hypergeometric.ts';
import { type JudgeBallots, allVote, leadPolynomial, winProbability } from './lead.ts';
import { subsetProducts } from './subset-product.ts';

type JudgeSuccesses = { readonly total: number; readonly successes: number };

/**
 * The law of the number of successes in a balanced panel of n = q M + s seats: q ballots of each of the M judges, drawn
 * without replacement, and one more of s judges, `random` ones or the first. Index 0 … n; n <= M × the fewest ballots of a judge.
 * With mean competence above one half a balanced panel beats n ballots drawn from the pool, below it loses (Hoeffding 1956).
 *
 *     roundRobinDistribution([{ total: 3, successes: 2 }, { total: 4, successes: 1 }, { total: 3, successes: 3 }], 1, 'random')
 *     // => [13/36, 23/36]
 */
export const roundRobinDistribution = (
  judges: readonly JudgeSuccesses[],
  n: number,
  extras: 'random' | 'fixed',
): Float64Array => {
  const { q, s } = seats(judges, n);
  if (extras === 'fixed') {
    const ballots = judges.map(({ total, successes }, j) => hypergeometricPmf(total, successes, j < s ? q + 1 : q));
    return ballots.reduce(multiply, Float64Array.of(1));
  }
  return subsetProducts(successesOf(judges, q), s > 0 ? successesOf(judges, q + 1) : [], s)[s] as Float64Array;
};

/** The same for every n = 0 … nMax at once (index n), with the extra seats at random judges. */
export const roundRobinDistributions = (judges: readonly JudgeSuccesses[], nMax: number): Float64Array[] => {
  seats(judges, nMax);
  return balancedProducts(judges.length, nMax, (q) => successesOf(judges, q));
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
  const everyoneVotes = allVote(judges);
  const laws = balancedProducts(judges.length, nMax, (q) =>
    judges.map((judge) => leadPolynomial(judge, q, everyoneVotes)),
  );
  const silences = everyoneVotes ? [] : balancedProducts(judges.length, nMax, (q) => silentAll(judges, q));
  return Float64Array.from(laws, (law, n) => winProbability(law, n, everyoneVotes, silences[n]?.[0] ?? 0));
};

/** For every n = 0 … nMax, the mean over balanced panels of the product of what each judge adds with q ballots: `draw(q)`, by judge. */
const balancedProducts = (judges: number, nMax: number, draw: (q: number) => ArrayLike<number>[]): Float64Array[] => {
  const products: Float64Array[] = [];
  let each = draw(0);
  for (let q = 0; q * judges <= nMax; q++) {
    const sMax = Math.min(judges - 1, nMax - q * judges);
    const more = (q + 1) * judges <= nMax || sMax > 0 ? draw(q + 1) : [];
    products.push(...subsetProducts(each, more, sMax));
    each = more;
  }
  return products;
};

const successesOf = (judges: readonly JudgeSuccesses[], q: number): Float64Array[] =>
  judges.map(({ total, successes }) => hypergeometricPmf(total, successes, q));

const silentAll = (judges: readonly JudgeBallots[], q: number): number[][] =>
  judges.map(({ total, correct, wrong }) => [hypergeometricPmf(total, correct + wrong, q)[0] as number]);

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
