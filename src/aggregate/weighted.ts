import type { Counting, Rule } from './rule.ts';
import { countCast, leadersOf, tally } from './tally.ts';
import { decideAmong } from './tie.ts';

/** Weighted vote: the value whose ballots weigh most. Weights are whole numbers by judge, so that a tie is exact. */
export const weighted =
  (weights: Readonly<Record<string, number>>, counting: Counting): Rule =>
  (ballots) =>
    decideAmong(leadersOf(tally(ballots, ({ judge }) => weights[judge] ?? 1)), countCast(ballots), counting);
