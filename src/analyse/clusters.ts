import type { Row } from '../row.ts';
import type { Settings } from './settings.ts';

/** Fewer rows, or fewer groups, than this say nothing of other rows; a group of as many rows is a sample of its own. */
export const enough = 30;

/**
 * Which rows hang together. `keys` names the cluster of each row, or is null where every row stands for itself;
 * `fixed` counts groups that are categories rather than clusters, 0 where there are none.
 */
export type Clusters = { readonly keys: readonly (string | number)[] | null; readonly fixed: number };

/**
 * Clusters rows by group. A few large groups can't stand for groups not seen, however they are counted; they are read as fixed
 * categories, and the intervals then speak of rows within these categories only.
 */
export const clustersOf = (rows: readonly Row[], mode: Settings['groups']): Clusters => {
  const sizes = new Map<string, number>();
  for (const { group } of rows) if (group !== null) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  if (mode === 'ignore' || sizes.size === 0) return { keys: null, fixed: 0 };
  const large = rows.every(({ group }) => group !== null && (sizes.get(group) ?? 0) >= enough);
  if (mode === 'auto' && sizes.size < enough && large) return { keys: null, fixed: sizes.size };
  // A row without a group is a cluster of its own; a number can't be mistaken for a group's name.
  return { keys: rows.map(({ group }, at) => group ?? at), fixed: 0 };
};
