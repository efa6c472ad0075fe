import { expect, test } from 'vitest';
import { clustersOf } from '../../src/analyse/clusters.ts';
import type { Settings } from '../../src/analyse/settings.ts';

/** Rows in groups of these sizes, and some without a group. */
const rowsIn = (sizes: readonly number[], alone = 0) =>
  [...sizes.flatMap((size, at) => Array<string | null>(size).fill(`g${at}`)), ...Array<null>(alone).fill(null)].map(
    (group, at) => ({ id: `r${at}`, group }),
  );

type Found = { readonly clusters: number | null; readonly fixed: number };

test.for<{ title: string; sizes: number[]; alone?: number; mode: Settings['groups']; found: Found }>([
  { title: 'no groups', sizes: [], alone: 40, mode: 'auto', found: { clusters: null, fixed: 0 } },
  { title: 'a few large groups are categories', sizes: [30, 30], mode: 'auto', found: { clusters: null, fixed: 2 } },
  { title: 'one of them too small', sizes: [30, 29], mode: 'auto', found: { clusters: 2, fixed: 0 } },
  { title: 'a row without a group', sizes: [30, 30], alone: 1, mode: 'auto', found: { clusters: 3, fixed: 0 } },
  { title: '29 large groups', sizes: Array<number>(29).fill(30), mode: 'auto', found: { clusters: null, fixed: 29 } },
  { title: '30 large groups', sizes: Array<number>(30).fill(30), mode: 'auto', found: { clusters: 30, fixed: 0 } },
  { title: 'many small groups', sizes: Array<number>(50).fill(3), mode: 'auto', found: { clusters: 50, fixed: 0 } },
  { title: 'asked for', sizes: [30, 30], mode: 'cluster', found: { clusters: 2, fixed: 0 } },
  { title: 'ignored', sizes: [3, 3, 3], mode: 'ignore', found: { clusters: null, fixed: 0 } },
])('$mode: $title', ({ sizes, alone = 0, mode, found }) => {
  const { keys, fixed } = clustersOf(rowsIn(sizes, alone), mode);
  expect({ clusters: keys === null ? null : new Set(keys).size, fixed }).toEqual(found);
});

test('a row without a group is never taken for a group that is named like a number', () => {
  const { keys } = clustersOf(
    [
      { id: 'a', group: '1' },
      { id: 'b', group: null },
    ],
    'cluster',
  );
  expect(new Set(keys).size).toBe(2);
});
