import type { RowPool } from './pool.ts';
import { mixLosses, type RowLaw } from './row-law.ts';
import type { ScoreVotes } from './score-law.ts';

/**
 * The law of a row whose mean score is compared with a numeric gold: E[(mean of v scores − gold)²] without replacement is
 * bias² + σ²/v · (V − v)/(V − 1), so no distribution is needed for it.
 */
export const squaredErrorLaw = (
  { scores, invalid }: ScoreVotes,
  gold: number,
  { quorum, nMax }: { quorum: number; nMax: number },
): RowLaw => {
  const valid = scores.length;
  const { mean, variance } = moments(scores);
  const losses = new Float64Array(nMax + 1);
  for (let v = 1; v <= Math.min(nMax, valid); v += 1)
    losses[v] = (mean - gold) ** 2 + varianceOfSum(variance, valid, v) / v ** 2;
  return mixLosses(losses, { valid, invalid, quorum, nMax });
};

/**
 * The same for judges in turn, where every ballot has a score: n = qM + s, q ballots of each judge and one more of s judges chosen
 * at random. The sum's variance is that within judges plus that of the choice of the s.
 */
export const squaredErrorInTurn = (judges: readonly (readonly number[])[], gold: number, nMax: number): RowLaw => {
  const each = judges.map((scores) => ({ size: scores.length, ...moments(scores) }));
  const seats = each.length;
  const between = moments(each.map(({ mean }) => mean));
  const wrong = new Float64Array(nMax + 1);
  for (let n = 1; n <= nMax; n += 1) {
    const [q, s] = [Math.floor(n / seats), n % seats];
    const extra = s / seats;
    const within = each.reduce(
      (sum, { size, variance }) =>
        sum +
        (1 - extra) * varianceOfSum(variance, size, q) +
        (extra > 0 ? extra * varianceOfSum(variance, size, q + 1) : 0),
      0,
    );
    wrong[n] = (between.mean - gold) ** 2 + (within + varianceOfSum(between.variance, seats, s)) / n ** 2;
  }
  return { wrong, undecided: null, noise: null };
};

/** A row's scores by judge, or null where a ballot has none. */
export const completeScores = ({ judges }: RowPool, scoreOf: (code: number) => number): number[][] | null =>
  judges.some(({ codes }) => codes.some((code) => code < 0)) ? null : judges.map(({ codes }) => codes.map(scoreOf));

/** Of the sum of v out of V values, drawn without replacement. */
const varianceOfSum = (variance: number, total: number, v: number): number =>
  total > 1 ? (v * variance * (total - v)) / (total - 1) : 0;

const moments = (values: readonly number[]): { mean: number; variance: number } => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length };
};
