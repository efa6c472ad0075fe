import type { Rule } from './rule.ts';
import { countCast, tally } from './tally.ts';

/** Unanimity: the one value that every cast ballot carries. */
export const unanimous = (): Rule => (ballots) => {
  const counted = countCast(ballots);
  const [only, second] = tally(ballots);
  if (only === undefined || second !== undefined) return { kind: 'undecided', cause: 'no majority', counted };
  return { kind: 'decided', value: only[0], support: only[1], counted };
};
