import { FAILED, type Poll } from '../recording.ts';
import { poolsOf, type RowPool } from '../analyse/pool.ts';
import type { Question } from '../analyse/question.ts';
import { rowLaws } from '../analyse/row-laws.ts';
import type { Materials } from '../analyse/task.ts';

/**
 * The expected error of each row (an index) at n of its ballots, or at all of them (null): exact, over all subsets, a tie shared among
 * its leaders (statistics.md §6: fractional row errors carry less noise than one drawn verdict). A row is left out that has no gold, no
 * ballots, fewer than n, or no quorum where those are excluded.
 */
export const rowErrors = (
  asked: Question,
  { recording, settings }: Pick<Materials, 'recording' | 'settings'>,
  n: number | null,
): ReadonlyMap<number, number> => {
  // All ballots of a row are the whole panel's, so its quorum holds; a part of them must be free to decide.
  const question = n === null ? { ...asked, counting: { ...asked.counting, quorum: asked.verdictQuorum } } : asked;
  const { pools } = poolsOf(question.poll, {
    judge: null,
    complete: false,
    seats: question.counting.majorityOf === 'seats',
  });
  const errors = new Map<number, number>();
  for (const [size, alike] of Map.groupBy(pools, (pool) => n ?? sizeOf(pool))) {
    const enough = alike.filter((pool) => sizeOf(pool) >= size);
    const context = {
      question,
      judges: recording.judges,
      // Every order of all ballots decides alike, unless the first of them wins ties.
      settings: n === null && settings.tie !== 'first' ? { ...settings, simulations: 1 } : settings,
      design: 'random',
      nMax: size,
      known: new Map(),
    } as const;
    for (const [at, law] of rowLaws(enough, context).entries()) {
      const pool = enough[at];
      const decided = 1 - (law.undecided?.[size] ?? 0);
      if (pool === undefined || (settings.onNoQuorum === 'exclude' && decided < 1e-9)) continue;
      errors.set(pool.row, (law.wrong[size] ?? 0) / (settings.onNoQuorum === 'exclude' ? decided : 1));
    }
  }
  return errors;
};

const sizeOf = ({ judges }: RowPool): number => judges.reduce((sum, { codes }) => sum + codes.length, 0);

/** Rows (indexes) of which nothing can be said, and the run is why: no ballot came, or some are still owed. */
export const missingRows = ({ cells, cutShort = new Set() }: Poll): ReadonlySet<number> => {
  const came = new Set(cells.flatMap(({ row, codes }) => (codes.some((code) => code !== FAILED) ? [row] : [])));
  return new Set([...cutShort, ...cells.flatMap(({ row }) => (came.has(row) ? [] : [row]))]);
};
