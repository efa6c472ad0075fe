import type { Rehearsal } from '../rehearsal.ts';
import { quoteAll } from '../wording/quote.ts';
import type { Gold } from './gold.ts';
import type { Table } from './table.ts';

/** Labels that were given to other outputs than those that will be judged. */
export const goldNotes = (golds: readonly Gold[]): readonly string[] => {
  const idle = golds.filter(({ holds }) => !holds).map(({ criterion }) => criterion.id);
  if (idle.length === 0) return [];
  return [
    `The gold of ${quoteAll(idle)} is not used: it labels the outputs of the data set, and these are other ones. Errors on ${idle.length === 1 ? 'it' : 'them'} stay unknown.`,
  ];
};

/** Shifts of difficulty for values that no row has: most likely misspelt. */
export const shiftNotes = ({ difficulty }: Rehearsal, { entries, cut }: Table): readonly string[] => {
  if (difficulty === null || cut) return [];
  const values = new Set(entries.map(({ vars }) => vars[difficulty.column]));
  const idle = Object.keys(difficulty.shifts).filter((value) => !values.has(value));
  if (idle.length === 0) return [];
  return [`The rehearsal shifts ${quoteAll(idle)} of "${difficulty.column}", and no row has such a value there.`];
};
