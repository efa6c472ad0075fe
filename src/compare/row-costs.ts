import { FAILED, type Cell, type Poll } from '../recording.ts';

/** What the ballots of each row (an index) cost, in US dollars. A row with a ballot of unknown cost is left out: unknown is not 0. */
export const costsOf = (poll: Poll): ReadonlyMap<number, number> => perRow(poll, costsIn, sumOrNull);

/** How long each row's slowest ballot took, in milliseconds; rows with a ballot of unknown time are left out. */
export const latenciesOf = (poll: Poll): ReadonlyMap<number, number> =>
  perRow(poll, latenciesIn, (known) => (known.some((ms) => ms === null) ? null : Math.max(...known.map(Number))));

/** The sum; null where a part of it is not known, or there is none. */
export const sumOrNull = (parts: readonly (number | null)[]): number | null =>
  parts.length === 0 ? null : parts.reduce((sum, part) => (sum === null || part === null ? null : sum + part), 0);

const perRow = (
  { cells }: Poll,
  told: (cell: Cell) => readonly (number | null)[],
  merge: (parts: readonly (number | null)[]) => number | null,
): ReadonlyMap<number, number> => {
  const found = new Map<number, number>();
  for (const [row, own] of Map.groupBy(cells, (cell) => cell.row)) {
    const parts = own.flatMap(told);
    const merged = parts.length === 0 ? null : merge(parts);
    if (merged !== null) found.set(row, merged);
  }
  return found;
};

// A ballot that never came may have cost nothing and took no time that is known; any other has a price.
const costsIn = ({ codes, costs }: Cell): (number | null)[] => toldOf(codes, costs);

const latenciesIn = ({ codes, latencies }: Cell): (number | null)[] => toldOf(codes, latencies ?? null);

const toldOf = (codes: readonly number[], told: readonly (number | null)[] | null): (number | null)[] =>
  codes.flatMap((code, at) => {
    const value = told?.[at] ?? null;
    return value === null && code === FAILED ? [] : [value];
  });
