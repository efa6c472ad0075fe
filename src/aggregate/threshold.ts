import type { Counting, Rule, RuleSpec } from './rule.ts';
import { countCast, leadersOf, tally } from './tally.ts';
import { decideAmong } from './tie.ts';

type Threshold = Extract<RuleSpec, { kind: 'threshold' | 'leader' }>;

/** Votes that a threshold demands of `n` ballots: the number itself, or that share of them, rounded up, one at least (G-Pass@k). */
export const votesNeeded = ({ atLeast, of }: Threshold, n: number): number =>
  // A share such as 0.6 of 5 must give 3, not the 4 that 3.0000000000000004 would round up to.
  of === 'votes' ? atLeast : Math.max(1, Math.ceil(atLeast * n - 1e-9));

/** Threshold, k of n: the positive label if it has the votes, else the negative one. It is never a tie. */
export const threshold =
  (spec: Threshold, { positive, negative, majorityOf }: Counting): Rule =>
  (ballots) => {
    const counted = countCast(ballots);
    const votes = tally(ballots).get(positive) ?? 0;
    const needed = votesNeeded(spec, majorityOf === 'seats' ? ballots.length : counted);
    return votes >= needed
      ? { kind: 'decided', value: positive, support: votes, counted }
      : { kind: 'decided', value: negative, support: counted - votes, counted };
  };

/** Threshold among open answers, where no label is the positive one: the leading value if it has the votes, else no majority. */
export const leader =
  (spec: Threshold, counting: Counting): Rule =>
  (ballots) => {
    const counted = countCast(ballots);
    const { leaders, support } = leadersOf(tally(ballots));
    const needed = votesNeeded(spec, counting.majorityOf === 'seats' ? ballots.length : counted);
    if (support >= needed) return decideAmong({ leaders, support }, counted, counting);
    return { kind: 'undecided', cause: 'no majority', counted };
  };
