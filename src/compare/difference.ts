import { clustersOf } from '../analyse/clusters.ts';
import type { Settings } from '../analyse/settings.ts';
import type { ArmRow } from '../arm.ts';
import { mcnemar } from '../statistics/mcnemar.ts';
import { pairedDifference } from '../statistics/paired-interval.ts';
import { seeded, deriveSeed } from '../statistics/random.ts';
import { signFlipTest } from '../statistics/sign-flip-test.ts';
import { clusteredStandardError, meanSe } from '../statistics/standard-error.ts';
import { tQuantile } from '../statistics/student-t.ts';
import type { Difference, PairedTest } from './comparison.ts';

/** A row with what the reference and the arm say of it. */
export type Pair = { readonly row: string; readonly reference: ArmRow; readonly arm: ArmRow };

export type DifferenceSettings = Pick<Settings, 'level' | 'margin' | 'groups' | 'seed'>;

/** A difference in errors or failures, and its test; p is not adjusted yet. */
export type Tested = {
  readonly difference: Difference;
  readonly test: PairedTest;
  readonly discordance: number; // the mean squared difference of a row
  readonly designEffect: number; // so many rows that hang together tell as much as one alone
};

/** Differences of rows, arm less reference, each from -1 to 1: mean, interval, and the test that they are none (statistics.md §6). */
export const tested = (
  pairs: readonly Pair[],
  differences: readonly number[],
  { level, groups, seed }: DifferenceSettings,
): Tested => {
  const { keys } = keysOf(pairs, groups);
  const grouping = keys === null ? {} : { groups: keys };
  const { difference, se, lower, upper, method } = pairedDifference(differences, { ...grouping, level });
  const discordance = differences.reduce((sum, d) => sum + d * d, 0) / differences.length;
  const spread = discordance - difference ** 2;
  const worse = differences.filter((d) => d > 1e-9).length;
  const better = differences.filter((d) => d < -1e-9).length;
  const isBinary = differences.every((d) => d === 0 || Math.abs(d) === 1);
  const flipped =
    isBinary && keys === null
      ? { name: 'mcnemar' as const, p: mcnemar({ b: worse, c: better }).midP, exact: true }
      : {
          name: 'sign-flip' as const,
          ...signFlipTest(sumsWithin(differences, keys), { random: seeded(deriveSeed(seed, 'sign flips')) }),
        };
  return {
    difference: { value: difference, lower, upper, rows: pairs.length, method },
    test: { ...flipped, adjusted: flipped.p, worse, better },
    discordance,
    designEffect: keys === null || spread < 1e-12 ? 1 : Math.max(1, (se * se * differences.length) / spread),
  };
};

/** A difference of dollars or milliseconds: t interval of the mean, clustered where rows hang together. */
export const meanDifference = (
  pairs: readonly Pair[],
  differences: readonly number[],
  { level, groups }: DifferenceSettings,
): Difference => {
  const { keys } = keysOf(pairs, groups);
  const { mean, se } = meanSe(differences);
  const spread = keys === null ? se : clusteredStandardError(differences, keys);
  const units = keys === null ? differences.length : new Set(keys).size;
  const reach = units < 2 ? Infinity : tQuantile((1 + level) / 2, units - 1) * spread;
  return { value: mean, lower: mean - reach, upper: mean + reach, rows: differences.length, method: 't' };
};

/** Which pairs hang together, by the reference's groups. */
export const keysOf = (
  pairs: readonly Pair[],
  groups: Settings['groups'],
): { readonly keys: readonly (string | number)[] | null } =>
  clustersOf(
    pairs.map(({ row, reference, arm }) => ({ id: row, group: reference.group ?? arm.group })),
    groups,
  );

/** Signs flip by group: rows of one group share their luck. */
const sumsWithin = (differences: readonly number[], keys: readonly (string | number)[] | null): readonly number[] => {
  if (keys === null) return differences;
  const sums = new Map<string | number, number>();
  for (const [at, key] of keys.entries()) sums.set(key, (sums.get(key) ?? 0) + (differences[at] ?? 0));
  return [...sums.values()];
};
