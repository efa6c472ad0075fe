import { measures, type Columns, type Measure, type Told } from './measures.ts';

/** A cell while it is being filled: the cell of the recording, with codes of the draft. Ballots stand in sample order. */
export type CellDraft = Record<Measure, (number | null)[] | null> & { row: number; judge: number; codes: number[] };

/**
 * Beside a cell that more than one line filled: which sample each ballot is, and from which line.
 * A cell without it has the samples 0, 1, 2, …, all from one line. Kept apart, so that cells of one line cost little.
 */
export type Order = { samples: number[] | null; readonly places: number[] };

/** One ballot on its way into a cell. */
export type Incoming = {
  readonly sample: number;
  readonly code: number;
  readonly told: Told;
  readonly place: number;
};

/** A cell as its first line tells it. Written out, so that no cell takes more memory than its fields. */
export const newCell = (row: number, judge: number, codes: number[], told: Columns): CellDraft => ({
  row,
  judge,
  codes,
  scores: told.scores === null ? null : [...told.scores],
  costs: told.costs === null ? null : [...told.costs],
  latencies: told.latencies === null ? null : [...told.latencies],
});

/** Puts a ballot where its sample belongs. If the slot is taken nothing changes, and the answer is the index of its ballot. */
export const put = (cell: CellDraft, order: Order, ballot: Incoming): number | null => {
  const { codes } = cell;
  const index = indexOf(order.samples, codes.length, ballot.sample);
  if (index < codes.length && (order.samples?.[index] ?? index) === ballot.sample) return index;
  if (order.samples === null && ballot.sample !== codes.length) order.samples = [...codes.keys()];
  for (const measure of measures) {
    const told = ballot.told[measure];
    if (told !== null) cell[measure] ??= codes.map(() => null);
    insert(cell[measure], index, told);
  }
  insert(codes, index, ballot.code);
  insert(order.samples, index, ballot.sample);
  insert(order.places, index, ballot.place);
  return null;
};

/** The sample number that a ballot without one gets. */
export const nextSample = (cell: CellDraft, order: Order): number =>
  (order.samples?.at(-1) ?? cell.codes.length - 1) + 1;

/** Where a sample stands, or would stand. */
const indexOf = (samples: readonly number[] | null, length: number, sample: number): number => {
  if (samples === null) return Math.min(sample, length);
  if (sample > (samples.at(-1) ?? -1)) return length; // the usual case: samples come in order
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((samples[middle] ?? 0) < sample) low = middle + 1;
    else high = middle;
  }
  return low;
};

const insert = <T>(column: T[] | null, index: number, item: T): void => {
  if (column === null) return;
  if (index === column.length) column.push(item);
  else column.splice(index, 0, item);
};
