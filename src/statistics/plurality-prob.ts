import { LAST_BINOMIAL_ROW, binomialRow } from './binomial.ts';
import { majorityProb } from './majority-prob.ts';
import { rivalWays, type Rival } from './rival-ways.ts';

/** Level leaders: equal chances (also the expectation of first-seen and of random choice), no verdict, or an order of the labels. */
export type PluralityTie = 'split' | 'abstain' | 'priority';

/**
 * `counts` holds the recorded ballots of each label; `priority` lists label indexes, first wins (absent: as counted);
 * `needed` says how many of n ballots the winner needs (absent: one).
 */
export type PluralityVote = {
  readonly counts: readonly number[];
  readonly label: number;
  readonly tie: PluralityTie;
  readonly priority?: readonly number[];
  readonly needed?: (n: number) => number;
};

/**
 * Probability that `label` wins the plurality of n ballots drawn without replacement, for every n = 0 … nMax (index n):
 * the U-statistic of the plurality vote (Hoeffding 1948); n = 1 is its share, n = total the recorded vote, n = 0 is 0.
 * R has no equivalent. Under `split` the labels' probabilities add up to 1; under `abstain` undecided votes are missing.
 *
 *     pluralityProbs({ counts: [5, 3, 2], label: 0, tie: 'split' }, 3)[3] // => 7/12
 *
 * For each winning count a: C(own, a) ways for the label, times the ways in which no rival passes a. Rivals with fewer than
 * a ballots cannot, so together they are one binomial row; only the at most total/a others need a truncated polynomial.
 */
export const pluralityProbs = (vote: PluralityVote, nMax: number): Float64Array => {
  const { counts, label, tie, needed = () => 1 } = vote;
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (nMax > total) throw new RangeError(`Cannot draw ${nMax} ballots from ${total}.`);
  const own = counts[label] ?? 0;
  const probs = new Float64Array(nMax + 1);
  if (own === 0) return probs;
  if (own === total) return probs.map((_, n) => (n > 0 && n >= needed(n) ? 1 : 0));
  const scale = scaleOf(total, nMax);
  const rowOf = (count: number): Float64Array => (scale === 1 ? binomialRow(count) : scaledRow(count, scale, nMax));
  const rivals = rivalsOf(vote, rowOf);
  if (rivals.length === 1 && vote.needed === undefined)
    return twoLabels(total, own, tie, rivals[0]?.stronger === true, probs);

  const ownRow = rowOf(own);
  const rivalsAt = rivalWays(rivals, tie === 'split', nMax);
  for (let a = 1; a <= Math.min(own, nMax); a++) {
    const { free, ways, degree } = rivalsAt(a);
    const freeRow = rowOf(free);
    for (let d = 0; d <= nMax - a; d++) {
      if (a < needed(a + d)) continue;
      const last = Math.min(d, degree);
      let sum = 0;
      for (let m = Math.max(0, d - free); m <= last; m++) sum += (ways[m] as number) * (freeRow[d - m] as number);
      probs[a + d] = (probs[a + d] as number) + (ownRow[a] as number) * sum;
    }
  }
  const all = rowOf(total);
  for (let n = 1; n <= nMax; n++) probs[n] = (probs[n] as number) / (all[n] as number);
  return probs;
};

/** The same for one n. */
export const pluralityProb = (vote: PluralityVote & { readonly n: number }): number =>
  pluralityProbs(vote, vote.n)[vote.n] as number;

/** The other labels with ballots, fewest first. A stronger rival wins when level. */
const rivalsOf = (vote: PluralityVote, rowOf: (count: number) => Float64Array): Rival[] => {
  const { counts, label, tie, priority } = vote;
  const rank = (k: number): number => (priority?.includes(k) === true ? priority.indexOf(k) : counts.length + k);
  const stronger = (k: number): boolean => tie === 'abstain' || (tie === 'priority' && rank(k) < rank(label));
  return counts
    .map((count, k) => ({ count, k }))
    .filter(({ count, k }) => k !== label && count > 0)
    .toSorted((one, other) => one.count - other.count)
    .map(({ count, k }) => ({ count, row: rowOf(count), stronger: stronger(k) }));
};

const twoLabels = (
  total: number,
  own: number,
  tie: PluralityTie,
  behind: boolean,
  probs: Float64Array,
): Float64Array => {
  const majorityTie = tie === 'split' ? 'split' : behind ? 'fail' : 'pass';
  for (let n = 1; n < probs.length; n++) probs[n] = majorityProb({ total, successes: own, n, tie: majorityTie });
  return probs;
};

/** Whether the exact algorithm can reach nMax: beyond row 1029 a large share of very many ballots leaves the range of doubles. */
export const pluralityReaches = (total: number, nMax: number): boolean =>
  total <= LAST_BINOMIAL_ROW || total * Math.log1p(factorOf(total, nMax)) <= 690;

/** Beyond row 1029 binomials may overflow, so C(c, j) becomes C(c, j) r^j: r^n cancels in the end, and (1 + r)^total bounds every sum. */
const scaleOf = (total: number, nMax: number): number => {
  if (total <= LAST_BINOMIAL_ROW) return 1;
  if (pluralityReaches(total, nMax)) return factorOf(total, nMax);
  throw new RangeError(
    `The plurality of up to ${nMax} of ${total} ballots leaves the range of doubles; take a smaller nMax.`,
  );
};

const factorOf = (total: number, nMax: number): number => nMax / (total - nMax + 1);

const scaledRow = (count: number, scale: number, nMax: number): Float64Array => {
  const row = new Float64Array(Math.min(count, nMax) + 1);
  row[0] = 1;
  for (let j = 1; j < row.length; j++) row[j] = (row[j - 1] as number) * (((count - j + 1) / j) * scale);
  return row;
};
