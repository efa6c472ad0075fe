import type { Counting, Rule } from './rule.ts';
import { countCast, leadersOf, tally } from './tally.ts';
import { decideAmong } from './tie.ts';

/** Plurality: the value with the most cast ballots, however few. */
export const plurality =
  (counting: Counting): Rule =>
  (ballots) =>
    decideAmong(leadersOf(tally(ballots)), countCast(ballots), counting);
