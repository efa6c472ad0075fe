import type { Counting, Rule, RuleSpec } from './rule.ts';
import { countCast, tally } from './tally.ts';

type Threshold = Extract<RuleSpec, { kind: 'threshold' }>;

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
