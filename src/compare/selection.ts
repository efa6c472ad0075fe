import type { Arm } from '../arm.ts';
import { nestedSelection } from '../statistics/nested-selection.ts';
import { deriveSeed, seeded } from '../statistics/random.ts';
import type { Selection } from './comparison.ts';
import { keysOf, type DifferenceSettings } from './difference.ts';

/** What the best arm of a subject is worth beyond the rows that picked it, on the rows with gold in all arms; null without such rows. */
export const selectionOf = (
  subject: string,
  arms: readonly Arm[],
  { groups, seed }: DifferenceSettings,
): Selection | null => {
  const sides = arms.flatMap((arm) => arm.subjects.find(({ id }) => id === subject)?.rows ?? []);
  const [first] = sides;
  if (first === undefined || sides.length < arms.length) return null;
  const pairs = [...first.values()].flatMap((reference) => {
    const known = sides.every((rows) => (rows.get(reference.row)?.error ?? null) !== null);
    return known ? [{ row: reference.row, reference, arm: reference }] : [];
  });
  if (pairs.length < folds) return null;
  const { keys } = keysOf(pairs, groups);
  if (keys !== null && new Set(keys).size < folds) return null;
  const errors = sides.map((rows) => Float64Array.from(pairs, ({ row }) => rows.get(row)?.error ?? 0));
  const { chosen, ...found } = nestedSelection(errors, {
    folds,
    ...(keys === null ? {} : { groups: keys }),
    random: seeded(deriveSeed(seed, `selection/${subject}`)),
  });
  return { subject, arm: chosen, ...found };
};

const folds = 5;
