import type { ScoreRuleSpec } from '../aggregate/rule.ts';
import { LAST_BINOMIAL_ROW } from '../statistics/binomial.ts';
import { lStatisticDistribution, meanDistributions, rankWeights } from '../statistics/l-statistic.ts';
import { medianDistribution, orderStatisticDistribution } from '../statistics/order-statistic.ts';
import { mixLosses, type RowLaw } from './row-law.ts';

/** A row's scores in ascending order, and how many of its ballots have none. */
export type ScoreVotes = { readonly scores: readonly number[]; readonly invalid: number };

type Context = {
  readonly rule: ScoreRuleSpec;
  readonly quorum: number;
  readonly nMax: number;
  readonly loss: (score: number) => number; // of an aggregated score: 0 right, 1 wrong, or its squared error
};

/** Beyond this many steps a row's exact distribution is left to simulation. */
const affordable = 3e7;

/** The exact law of a row under a rule on scores, over all subsets of n ballots; null where it would take too long. */
export const scoreLaw = ({ scores, invalid }: ScoreVotes, { rule, quorum, nMax, loss }: Context): RowLaw | null => {
  const valid = scores.length;
  const top = Math.min(nMax, valid);
  const losses = expectedLosses(scores, rule, top, loss);
  if (losses === null) return null;
  const padded = new Float64Array(nMax + 1);
  padded.set(losses);
  return mixLosses(padded, { valid, invalid, quorum, nMax });
};

/** E[loss] at v = 0…top valid ballots. */
const expectedLosses = (
  scores: readonly number[],
  rule: ScoreRuleSpec,
  top: number,
  loss: (score: number) => number,
): Float64Array | null => {
  const levels = [...new Set(scores)];
  const counts = levels.map((level) => scores.filter((score) => score === level).length);
  const atRank = (n: number, k: number): number =>
    orderStatisticDistribution(levels, counts, n, k).reduce((sum, p, j) => sum + p * loss(levels[j] ?? 0), 0);
  switch (rule.kind) {
    case 'min':
      return byN(top, (n) => atRank(n, 1));
    case 'max':
      return byN(top, (n) => atRank(n, n));
    case 'median':
      return byN(top, (n) => {
        const { value, probability } = medianDistribution(levels, counts, n);
        return value.reduce((sum, median, j) => sum + (probability[j] ?? 0) * loss(median), 0);
      });
    default:
      return onGrid(scores, rule, top, loss);
  }
};

/** Means of scores on an integer grid: the state of the exact algorithm is their sum. */
const onGrid = (
  scores: readonly number[],
  rule: ScoreRuleSpec,
  top: number,
  loss: (score: number) => number,
): Float64Array | null => {
  const scale = gridOf(scores);
  if (scale === null) return null;
  const whole = scores.map((score) => Math.round(score * scale));
  const lowest = whole[0] ?? 0;
  const shifted = whole.map((score) => score - lowest);
  const range = shifted.at(-1) ?? 0;
  const share = rule.kind === 'trimmedMean' || rule.kind === 'winsorisedMean' ? rule.share : 0;
  const plain = rule.kind === 'mean' || share === 0;
  const steps = scores.length * top * top * (range + 1);
  if ((plain ? steps : (steps * top) / 3) > affordable || scores.length > LAST_BINOMIAL_ROW) return null;
  const expected = ({ sum, probability }: { sum: number[]; probability: number[] }, seats: number): number =>
    sum.reduce((total, s, j) => total + (probability[j] ?? 0) * loss((s / seats + lowest) / scale), 0);
  if (plain) {
    const byCount = meanDistributions(shifted, top);
    return byN(top, (n) => expected(byCount[n] ?? { sum: [], probability: [] }, n));
  }
  const kind = rule.kind === 'trimmedMean' ? 'trimmed' : 'winsorised';
  return byN(top, (n) => {
    const weights = rankWeights(n, kind, share);
    return expected(
      lStatisticDistribution(shifted, n, weights),
      weights.reduce((sum, weight) => sum + weight, 0),
    );
  });
};

/** The power of ten that makes every score whole, up to four decimals; null if none does. */
const gridOf = (scores: readonly number[]): number | null =>
  [1, 10, 100, 1000, 10_000].find((scale) =>
    scores.every((score) => Math.abs(score * scale - Math.round(score * scale)) < 1e-7),
  ) ?? null;

const byN = (nMax: number, value: (n: number) => number): Float64Array =>
  Float64Array.from({ length: nMax + 1 }, (_, n) => (n === 0 ? 0 : value(n)));
