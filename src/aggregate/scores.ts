import type { Ballot } from '../ballot.ts';
import type { Rule } from './rule.ts';

/** The rule that decides on a statistic of the cast scores, sorted in ascending order. */
export const onScores =
  (statistic: (sorted: readonly number[]) => number): Rule =>
  (ballots) => {
    const sorted = castScores(ballots).toSorted((a, b) => a - b);
    const counted = sorted.length;
    if (counted === 0) return { kind: 'undecided', cause: 'no quorum', counted };
    return { kind: 'decided', value: statistic(sorted), support: counted, counted };
  };

const castScores = (ballots: readonly Ballot[]): number[] => {
  const scores: number[] = [];
  for (const { vote } of ballots) if (vote.kind === 'cast' && typeof vote.value === 'number') scores.push(vote.value);
  return scores;
};
