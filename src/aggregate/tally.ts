import type { Ballot, Value } from '../ballot.ts';

/** Cast ballots by value, in the order in which the values were first cast. A ballot that was not cast counts for nothing. */
export const tally = (
  ballots: readonly Ballot[],
  weightOf: (ballot: Ballot) => number = () => 1,
): Map<Value, number> => {
  const counts = new Map<Value, number>();
  for (const ballot of ballots) {
    if (ballot.vote.kind !== 'cast') continue;
    counts.set(ballot.vote.value, (counts.get(ballot.vote.value) ?? 0) + weightOf(ballot));
  }
  return counts;
};

/** How many ballots were cast. */
export const countCast = (ballots: readonly Ballot[]): number =>
  ballots.reduce((cast, ballot) => cast + (ballot.vote.kind === 'cast' ? 1 : 0), 0);

/** The values with the most support, in the order in which they were first cast, and that support. */
export const leadersOf = (counts: ReadonlyMap<Value, number>): { leaders: Value[]; support: number } => {
  let support = 0;
  let leaders: Value[] = [];
  for (const [value, count] of counts) {
    if (count > support) [support, leaders] = [count, [value]];
    else if (count === support) leaders.push(value);
  }
  return { leaders, support };
};
