import type { Rule } from './rule.ts';
import { countCast } from './tally.ts';

/** Lets a rule decide only if enough ballots were cast; without a single one no rule decides. */
export const withQuorum =
  (quorum: number, rule: Rule): Rule =>
  (ballots) => {
    const counted = countCast(ballots);
    return counted === 0 || counted < quorum ? { kind: 'undecided', cause: 'no quorum', counted } : rule(ballots);
  };
