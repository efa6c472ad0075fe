import type { Counting, RuleSpec, ScoreStatistic } from '../aggregate/rule.ts';
import { votesNeeded } from '../aggregate/threshold.ts';

/**
 * Counts ballots in a given order, for simulation: `losses[n]` becomes what the verdict of the first n costs: 0 if right, 1 if wrong,
 * between them for a shared tie, NaN without a quorum. Ballots are named by their place on the row's bench.
 */
export type Count = (order: Int32Array, losses: Float64Array) => void;

export type LabelBench = {
  readonly labels: Int32Array; // by ballot: 0 is gold, others from 1, below 0 no value
  readonly weights: Int32Array | null; // by ballot
  readonly kinds: number; // how many labels there are, gold included
  readonly rank: Int32Array; // by label: its place in the tie rule's order; the lowest wins, -1 never wins
  readonly goldIsPositive: boolean;
};

/** Counts labels as plurality, majority, threshold, unanimity and the weighted vote do. */
export const labelCount = (bench: LabelBench, rule: RuleSpec, { tie, quorum, majorityOf }: Counting): Count => {
  const { labels, weights, kinds, rank, goldIsPositive } = bench;
  const support = new Float64Array(kinds);
  const shared = tie === 'split' || tie === 'first';
  const leads = shared && (rule.kind === 'plurality' || rule.kind === 'weighted');
  const least = Math.max(1, quorum);
  return (order, losses) => {
    support.fill(0);
    let [cast, top, leading] = [0, 0, 0];
    for (let n = 1; n < losses.length; n += 1) {
      const ballot = order[n - 1] as number;
      const label = labels[ballot] as number;
      if (label >= 0) {
        cast += 1;
        const votes = (support[label] as number) + (weights === null ? 1 : (weights[ballot] as number));
        support[label] = votes;
        // Support only grows, so a label that passes the top leads alone.
        if (votes > top) {
          top = votes;
          leading = 1;
        } else if (votes === top) leading += 1;
      }
      if (cast < least) losses[n] = Number.NaN;
      else if (leads) losses[n] = support[0] !== top ? 1 : leading === 1 ? 0 : 1 - 1 / leading;
      else losses[n] = lossOf(majorityOf === 'seats' ? n : cast, cast, top, leading);
    }
  };

  function lossOf(base: number, cast: number, top: number, leading: number): number {
    const gold = support[0] as number;
    if (rule.kind === 'majority' && (2 * top < base || (2 * top === base && leading !== 2))) return 1;
    if (rule.kind === 'leader' && top < votesNeeded(rule, base)) return 1;
    if (rule.kind === 'unanimous') return gold === cast ? 0 : 1;
    if (rule.kind === 'threshold')
      return (goldIsPositive ? gold : cast - gold) >= votesNeeded(rule, base) === goldIsPositive ? 0 : 1;
    if (leading === 1) return gold === top ? 0 : 1;
    if (shared) return gold === top ? 1 - 1 / leading : 1;
    return tie === 'abstain' || !goldWinsTie(top) ? 1 : 0;
  }

  function goldWinsTie(top: number): boolean {
    let winner = -1;
    for (let label = 0; label < kinds; label += 1)
      if (support[label] === top && (rank[label] as number) >= 0)
        if (winner < 0 || (rank[label] as number) < (rank[winner] as number)) winner = label;
    return winner === 0;
  }
};

/** Looks for the highest verifier score; ballots that share it share the credit. `scores` by ballot, NaN without a score or a value. */
export const bestCount =
  (scores: Float64Array, { right, quorum }: { right: Uint8Array; quorum: number }): Count =>
  (order, losses) => {
    let [cast, top, leading, rightAmong] = [0, -Infinity, 0, 0];
    for (let n = 1; n < losses.length; n += 1) {
      const ballot = order[n - 1] as number;
      const score = scores[ballot] as number;
      if (!Number.isNaN(score)) cast += 1;
      if (score > top) [top, leading, rightAmong] = [score, 0, 0];
      if (score === top) [leading, rightAmong] = [leading + 1, rightAmong + (right[ballot] as number)];
      losses[n] = cast === 0 || cast < quorum ? Number.NaN : 1 - rightAmong / leading;
    }
  };

/** Asks a statistic for the value of the scores so far. `scores` by ballot, NaN without a value. */
export const scoreCount =
  (
    scores: Float64Array,
    { statistic, quorum, loss }: { statistic: ScoreStatistic; quorum: number; loss: (score: number) => number },
  ): Count =>
  (order, losses) => {
    const sorted: number[] = [];
    for (let n = 1; n < losses.length; n += 1) {
      const score = scores[order[n - 1] as number] as number;
      if (!Number.isNaN(score)) insert(sorted, score);
      losses[n] = sorted.length === 0 || sorted.length < quorum ? Number.NaN : loss(statistic(sorted));
    }
  };

/** The same for the mean, which needs no order. */
export const meanCount =
  (scores: Float64Array, { quorum, loss }: { quorum: number; loss: (score: number) => number }): Count =>
  (order, losses) => {
    let [sum, cast] = [0, 0];
    for (let n = 1; n < losses.length; n += 1) {
      const score = scores[order[n - 1] as number] as number;
      if (!Number.isNaN(score)) {
        sum += score;
        cast += 1;
      }
      losses[n] = cast === 0 || cast < quorum ? Number.NaN : loss(sum / cast);
    }
  };

const insert = (sorted: number[], value: number): void => {
  let at = sorted.length;
  for (; at > 0 && (sorted[at - 1] as number) > value; at -= 1) sorted[at] = sorted[at - 1] as number;
  sorted[at] = value;
};
