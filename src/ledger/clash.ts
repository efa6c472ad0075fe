import { Fault } from '../fault.ts';
import { ABSTAINED, INVALID } from '../recording.ts';
import type { Incoming } from './cell-draft.ts';
import { at, valueAt, type Draft, type PollDraft, type RowDraft } from './draft.ts';
import type { Places } from './places.ts';
import { quote } from '../wording/quote.ts';
import { textOf, type ReadValue } from './value-table.ts';

/** Two lines name two groups for one row. */
export const groupDiffers = (draft: Draft, row: number, group: string, places: Places): Fault => {
  const known = at(draft.rows, row);
  return new Fault(
    'row/group-differs',
    `Row ${quote(known.id)} is in group ${quote(known.group ?? '')} at ${places.where(draft.groupPlaces[row])} and in group ${quote(group)} at ${places.where()}. A row belongs to one group, the cluster of every interval.
Correct one of the lines, or leave groups out of the count.`,
    { where: places.where() },
  );
};

/** Two lines name two golds for one row and criterion. */
export const goldDiffers = ({ id }: RowDraft, poll: PollDraft, row: number, gold: ReadValue, places: Places): Fault => {
  const first = textOf(valueAt(poll, poll.gold[row] ?? -1));
  return new Fault(
    'row/gold-differs',
    `Row ${quote(id)} has the gold ${quote(first)} at ${places.where(poll.goldPlaces[row])} and ${quote(textOf(gold))} at ${places.where()}, on criterion ${quote(poll.id)}. With two golds a ballot would be right and wrong at once.
Correct one of the lines; if the files are of different data sets, give their rows different names.`,
    { where: places.where() },
  );
};

/** Two lines fill one slot with two values. */
export const slotTwice = (draft: Draft, index: number, taken: number, ballot: Incoming, places: Places): Fault => {
  const cell = at(draft.cells, index);
  const poll = at(draft.polls, at(draft.cellPolls, index));
  const [judge, row] = [quote(at(draft.judges, cell.judge).id), quote(at(draft.rows, cell.row).id)];
  const first = `${tell(poll, at(cell.codes, taken))} at ${places.where(draft.orders[index]?.places[taken])}`;
  const second = `${tell(poll, ballot.code)} at ${places.where()}`;
  return new Fault(
    'slot/duplicate',
    `Sample ${ballot.sample} of judge ${judge} on row ${row}, criterion ${quote(poll.id)}, is ${first} and ${second}. A slot holds one ballot, and which of the two counts is open.
Number the samples 0, 1, 2, …, or give each model, temperature and prompt a "judge" of its own.`,
    { where: places.where() },
  );
};

const tell = (poll: PollDraft, code: number): string => {
  if (code >= 0) return quote(textOf(valueAt(poll, code)));
  if (code === ABSTAINED) return 'an abstention';
  return code === INVALID ? 'invalid' : 'failed';
};
