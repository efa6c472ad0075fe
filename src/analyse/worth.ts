import { quantileSorted } from 'simple-statistics';
import { equivalentIndependentVotes } from '../statistics/equivalent-votes.ts';
import type { Random } from '../statistics/random.ts';
import { bootstrapMeans } from '../statistics/resample.ts';
import { unitMeans, type Units } from '../statistics/units.ts';

/**
 * What n ballots are worth: so many independent voters, each as often right as one ballot is, would err as often by majority.
 * Judges who share their errors are worth few. Null where one ballot is no better than a coin, or n are worse than one.
 */
export type Worth = {
  readonly n: number;
  readonly votes: number;
  readonly lower: number;
  readonly upper: number | null;
}; // null: no end in sight

/** The worth of n ballots, from the errors of rows at one ballot and at n (`units` has these two points). */
export const worthOf = (
  units: Units,
  n: number,
  { level, resamples, random }: { level: number; resamples: number; random: Random },
): Worth | null => {
  const means = unitMeans(units);
  const votes = votesOf(means[0] ?? 1, means[1] ?? 1);
  if (votes === null) return null;
  const replicates = bootstrapMeans(units, { resamples, random });
  const drawn = Array.from({ length: resamples }, (_, b) => {
    const [one = 1, several = 1] = replicates.subarray(2 * b, 2 * b + 2);
    // Rows without an error could be those of any number of voters; rows that no number fits, of one at most.
    return several <= 0 ? Infinity : (votesOf(one, several) ?? 1);
  });
  const sorted = drawn.toSorted((a, b) => a - b);
  const upper = quantileSorted(sorted, (1 + level) / 2);
  return {
    n,
    votes,
    lower: Math.min(votes, quantileSorted(sorted, (1 - level) / 2)),
    upper: Number.isFinite(upper) ? Math.max(votes, upper) : null,
  };
};

const votesOf = (one: number, several: number): number | null =>
  equivalentIndependentVotes({ meanAccuracy: 1 - one, error: several });
