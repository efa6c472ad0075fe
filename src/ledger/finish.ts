import { Fault } from '../fault.ts';
import type { Note, Recording } from '../recording.ts';
import type { CellDraft } from './cell-draft.ts';
import { declaredFor } from './declared.ts';
import { at, type Draft, type PollDraft } from './draft.ts';
import { measures } from './measures.ts';
import { draftNotes } from './notes.ts';
import type { ScaleDeclaration } from './scale.ts';
import type { Selector } from './select.ts';
import type { OpenGold } from './settle-gold.ts';
import { settle } from './settle.ts';

export type FinishOptions = {
  readonly groups: Selector;
  readonly scales: readonly ScaleDeclaration[];
  readonly abstainAsLabel: boolean;
  readonly ignoreGroups: boolean;
  readonly samples: number | null;
  /** Whether rows that no ballot is on stay in the recording, and their gold with them. */
  readonly keepRows: boolean;
  readonly sources: readonly string[];
  readonly where: (place: number) => string;
};

/** Turns the draft into a recording, and uses it up. Rows, judges and polls stand in the order of their first ballot. */
export const finish = (draft: Draft, options: FinishOptions): Recording => {
  const { groups, samples, sources, ignoreGroups } = options;
  const isChosen = draft.rows.map(({ group }) => groups.admits(group));
  groups.check();
  const [rowNumbers, judgeNumbers, pollNumbers] = [renumbering(), renumbering(), renumbering()];
  const cells: CellDraft[][] = [];
  if (options.keepRows) for (const [row, is] of isChosen.entries()) if (is) rowNumbers.of(row);
  for (const [index, cell] of draft.cells.entries()) {
    if (isChosen[cell.row] !== true) continue;
    cell.row = rowNumbers.of(cell.row);
    cell.judge = judgeNumbers.of(cell.judge);
    if (samples !== null) cut(cell, samples);
    (cells[pollNumbers.of(at(draft.cellPolls, index))] ??= []).push(cell);
  }
  if (cells.length === 0) throw noBallots(draft, sources);

  const rows = rowNumbers.pick(draft.rows);
  const notes: Note[] = [];
  let idleGold = draft.polls.reduce((sum, poll) => sum + countGold(poll, isChosen), 0);
  const polls = pollNumbers.pick(draft.polls).map((poll, index) => {
    const own = at(cells, index);
    const gold = openGold(poll, options.keepRows ? null : own, rowNumbers.order);
    idleGold -= gold.codes.filter((code) => code !== null).length;
    const open = { id: poll.id, table: poll.table, cells: own, gold, rows };
    const settled = settle(open, { ...options, declared: declaredFor(poll.id, options) });
    notes.push(...settled.notes);
    return settled.poll;
  });
  return {
    sources,
    simulated: draft.simulated,
    rehearsal: draft.rehearsal,
    rows: ignoreGroups ? rows.map(({ id }) => ({ id, group: null })) : rows,
    judges: judgeNumbers.pick(draft.judges),
    polls,
    notes: [...draftNotes(draft, idleGold), ...notes],
  };
};

/** New numbers from 0 up, in the order of asking. */
const renumbering = () => {
  const order: number[] = [];
  const anew: number[] = [];
  return {
    order,
    of: (old: number): number => (anew[old] ??= order.push(old) - 1),
    pick: <T>(items: readonly T[]): T[] => order.map((old) => at(items, old)),
  };
};

const cut = (cell: CellDraft, samples: number): void => {
  cell.codes = cell.codes.slice(0, samples);
  for (const measure of measures) {
    const kept = cell[measure]?.slice(0, samples) ?? [];
    cell[measure] = kept.some((number) => number !== null) ? kept : null;
  }
};

const countGold = ({ gold }: PollDraft, isChosen: readonly boolean[]): number =>
  gold.reduce<number>((sum, code, row) => sum + (code !== undefined && isChosen[row] === true ? 1 : 0), 0);

/** The gold of the rows that have a ballot in this poll, or of all rows (null), by new row number. Other gold has nothing to say. */
const openGold = (poll: PollDraft, cells: readonly CellDraft[] | null, order: readonly number[]): OpenGold => {
  const hasBallots = new Uint8Array(order.length).fill(cells === null ? 1 : 0);
  for (const { row } of cells ?? []) hasBallots[row] = 1;
  return {
    codes: order.map((old, row) => (hasBallots[row] === 1 ? (poll.gold[old] ?? null) : null)),
    place: (row) => poll.goldPlaces[order[row] ?? 0] ?? 0,
  };
};

const noBallots = (draft: Draft, sources: readonly string[]): Fault => {
  const message =
    draft.cells.length > 0 || draft.leftOut
      ? 'The selection leaves no ballot, so there is nothing to count.\nWiden it.'
      : draft.polls.length > 0
        ? 'The input tells the gold, but holds no ballot, so there is nothing to count.\nName the file of the ballots too.'
        : 'The input holds no ballots, so there is nothing to count.\nName a file of ballots: JSON Lines (.jsonl) or CSV (.csv).';
  const [only, ...others] = sources;
  return new Fault('input/no-ballots', message, only === undefined || others.length > 0 ? {} : { where: only });
};
