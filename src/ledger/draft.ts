import type { CellDraft, Order } from './cell-draft.ts';
import { ValueTable, type ReadValue } from './value-table.ts';

/**
 * A recording while it is being read: everything by index, with the lines it came from.
 * A million cells may stand here, so what a cell or row rarely needs is a column beside it, not a field.
 */
export type Draft = {
  readonly rows: RowDraft[];
  readonly groupPlaces: number[]; // by row
  readonly judges: JudgeDraft[];
  readonly polls: PollDraft[];
  readonly cells: CellDraft[]; // in the order of the input
  readonly cellPolls: number[]; // by cell
  readonly cellPlaces: number[]; // by cell: the line of its first ballot
  readonly orders: (Order | undefined)[]; // by cell
  readonly index: { readonly rows: Index; readonly judges: Index; readonly polls: Index };
  readonly counts: { ranked: number; repeated: number };
  readonly restated: Set<string>; // judges whose lines do not agree on the model or the temperature
  simulated: boolean;
  rehearsal: boolean;
  leftOut: boolean; // a selection kept a ballot out
};

export type RowDraft = { readonly id: string; group: string | null };

type JudgeDraft = { readonly id: string; model: string | null; temperature: number | null };

export type PollDraft = {
  readonly id: string;
  readonly table: ValueTable;
  readonly gold: (number | undefined)[]; // by row: a code
  readonly goldPlaces: number[]; // by row
  readonly cells: (number | undefined)[][]; // by judge, by row: an index into Draft.cells
};

type Index = Map<string, number>;

export const newDraft = (): Draft => ({
  rows: [],
  groupPlaces: [],
  judges: [],
  polls: [],
  cells: [],
  cellPolls: [],
  cellPlaces: [],
  orders: [],
  index: { rows: new Map(), judges: new Map(), polls: new Map() },
  counts: { ranked: 0, repeated: 0 },
  restated: new Set(),
  simulated: false,
  rehearsal: false,
  leftOut: false,
});

export const rowOf = ({ rows, index }: Draft, id: string): number =>
  index.rows.get(id) ?? add(rows, index.rows, { id, group: null });

export const judgeOf = ({ judges, index }: Draft, id: string): number =>
  index.judges.get(id) ?? add(judges, index.judges, { id, model: null, temperature: null });

export const pollOf = ({ polls, index }: Draft, id: string): number =>
  index.polls.get(id) ?? add(polls, index.polls, { id, table: new ValueTable(), gold: [], goldPlaces: [], cells: [] });

/** The item at an index that the draft itself gave out. */
export const at = <T>(items: readonly T[], index: number): T => {
  const item = items[index];
  if (item === undefined) throw new RangeError(`nothing at index ${index}`);
  return item;
};

/** The value behind a code that is no outcome. */
export const valueAt = (poll: PollDraft, code: number): ReadValue => at(poll.table.values, code);

const add = <T extends { readonly id: string }>(items: T[], index: Index, item: T): number => {
  index.set(item.id, items.length);
  return items.push(item) - 1;
};
