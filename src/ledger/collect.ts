import type { Outcome } from '../ballot.ts';
import { ABSTAINED, FAILED, INVALID } from '../recording.ts';
import { newCell, nextSample, put, type CellDraft, type Incoming, type Order } from './cell-draft.ts';
import { goldDiffers, groupDiffers, slotTwice } from './clash.ts';
import { at, judgeOf, pollOf, rowOf, valueAt, type Draft } from './draft.ts';
import type { CellVotes, Entry, OneVote } from './entry.ts';
import { ofEach } from './measures.ts';
import { unfitValue } from './not-a-ballot.ts';
import type { Places } from './places.ts';
import { readValue, type Read } from './read-value.ts';
import { isSameValue, type ReadValue, type ValueTable } from './value-table.ts';

export type CollectOptions = { readonly isJudgeChosen: boolean; readonly ignoreGroups: boolean };

/** Adds one line to the draft. What contradicts an earlier line is a fault that names both. */
export const collect = (draft: Draft, entry: Entry, places: Places, options: CollectOptions): void => {
  if (entry.simulated || entry.rehearsal) draft.simulated = true; // a rehearsal is simulated too
  if (entry.rehearsal) draft.rehearsal = true;
  const votes = options.isJudgeChosen ? entry.votes : null;
  if (votes !== entry.votes) draft.leftOut = true;
  if (entry.gold === null && votes === null) return;
  const row = rowOf(draft, entry.row);
  const poll = pollOf(draft, entry.criterion);
  if (entry.group !== null) joinGroup(draft, row, entry.group, places, options);
  if (entry.gold !== null) joinGold(draft, poll, row, entry.gold, places);
  if (votes === null || (votes.kind === 'cell' && votes.values.length === 0)) return;
  const judge = seat(draft, entry);
  const cell = at(draft.polls, poll).cells[judge]?.[row];
  const here: Slot = { draft, poll, row, judge, cell, places };
  if (votes.kind === 'one') addOne(here, votes);
  else addCell(here, votes);
};

/** Where the ballots of a line go; `cell` is undefined as long as no line went there. */
type Slot = {
  readonly draft: Draft;
  readonly poll: number;
  readonly row: number;
  readonly judge: number;
  readonly cell: number | undefined;
  readonly places: Places;
};

const joinGroup = (
  draft: Draft,
  row: number,
  group: string,
  places: Places,
  { ignoreGroups }: CollectOptions,
): void => {
  const known = at(draft.rows, row);
  if (known.group === null) {
    known.group = group;
    draft.groupPlaces[row] = places.here;
  } else if (known.group !== group && !ignoreGroups) throw groupDiffers(draft, row, group, places);
};

const joinGold = (draft: Draft, index: number, row: number, gold: ReadValue, places: Places): void => {
  const poll = at(draft.polls, index);
  const known = poll.gold[row];
  if (known === undefined) {
    poll.gold[row] = poll.table.code(gold);
    poll.goldPlaces[row] = places.here;
  } else if (!isSameValue(valueAt(poll, known), gold)) throw goldDiffers(at(draft.rows, row), poll, row, gold, places);
};

const seat = (draft: Draft, { judge, model, temperature }: Entry): number => {
  const index = judgeOf(draft, judge);
  const known = at(draft.judges, index);
  const differs = (a: unknown, b: unknown): boolean => a !== null && b !== null && a !== b;
  if (differs(known.model, model) || differs(known.temperature, temperature)) draft.restated.add(judge);
  known.model ??= model;
  known.temperature ??= temperature;
  return index;
};

const addOne = (slot: Slot, { sample, outcome, read, told }: OneVote): void => {
  const { draft, poll, row, judge, cell, places } = slot;
  const { table } = at(draft.polls, poll);
  const code = outcome === 'cast' ? codeOf(draft, table, read) : codes[outcome];
  if (cell !== undefined) {
    const order = orderOf(draft, cell);
    const number = sample ?? nextSample(at(draft.cells, cell), order);
    fill(slot, cell, { sample: number, code, told, place: places.here });
    return;
  }
  const columns = ofEach((measure) => (told[measure] === null ? null : [told[measure]]));
  const index = keep(slot, newCell(row, judge, [code], columns));
  if (sample !== null && sample > 0) draft.orders[index] = { samples: [sample], places: [places.here] };
};

const addCell = (slot: Slot, votes: CellVotes): void => {
  const { draft, poll, row, judge, cell, places } = slot;
  const { table } = at(draft.polls, poll);
  const read = votes.values.map((value, index) => {
    if (typeof value === 'string') return table.code(value); // the most common case, without an object a ballot
    const vote = readValue(value);
    if (vote === undefined) throw unfitValue(value, index, places);
    return codeOf(draft, table, vote);
  });
  if (cell === undefined) {
    keep(slot, newCell(row, judge, read, votes.told));
    return;
  }
  for (const [sample, code] of read.entries()) {
    const told = ofEach((measure) => votes.told[measure]?.[sample] ?? null);
    fill(slot, cell, { sample, code, told, place: places.here });
  }
};

const codes: Readonly<Record<Exclude<Outcome, 'cast'>, number>> = {
  abstained: ABSTAINED,
  invalid: INVALID,
  failed: FAILED,
};

const codeOf = (draft: Draft, table: ValueTable, { value, ranked }: Read): number => {
  if (ranked) draft.counts.ranked += 1;
  return value === null ? ABSTAINED : table.code(value);
};

const keep = ({ draft, poll, row, judge, places }: Slot, cell: CellDraft): number => {
  const index = draft.cells.push(cell) - 1;
  draft.cellPolls.push(poll);
  draft.cellPlaces.push(places.here);
  (at(draft.polls, poll).cells[judge] ??= [])[row] = index;
  return index;
};

const orderOf = ({ orders, cells, cellPlaces }: Draft, cell: number): Order =>
  (orders[cell] ??= { samples: null, places: at(cells, cell).codes.map(() => at(cellPlaces, cell)) });

const fill = ({ draft, poll: index, places }: Slot, cell: number, ballot: Incoming): void => {
  const taken = put(at(draft.cells, cell), orderOf(draft, cell), ballot);
  if (taken === null) return;
  const poll = at(draft.polls, index);
  const known = at(at(draft.cells, cell).codes, taken);
  const areCast = known >= 0 && ballot.code >= 0;
  const isSame = areCast ? isSameValue(valueAt(poll, known), valueAt(poll, ballot.code)) : known === ballot.code;
  if (!isSame) throw slotTwice(draft, cell, taken, ballot, places);
  draft.counts.repeated += 1;
};
