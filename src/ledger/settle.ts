import type { Value } from '../ballot.ts';
import { ABSTAINED, INVALID, type Note, type Poll } from '../recording.ts';
import type { Row } from '../row.ts';
import type { Scale } from '../rubric.ts';
import type { CellDraft } from './cell-draft.ts';
import { at } from './draft.ts';
import { inferScale } from './infer-scale.ts';
import { settleGold, type OpenGold } from './settle-gold.ts';
import { offScaleNote, mixedNote } from './notes.ts';
import { onDeclaredScale } from './on-declared-scale.ts';
import { numberOf, textOf, ValueTable, type ReadValue } from './value-table.ts';

/** What is known of a poll once all was read; its codes are still those of the draft. */
export type OpenPoll = {
  readonly id: string;
  readonly table: ValueTable;
  readonly cells: readonly CellDraft[];
  readonly gold: OpenGold;
  readonly rows: readonly Row[];
};

export type SettleOptions = {
  readonly declared: Scale | null;
  readonly abstainAsLabel: boolean;
  readonly where: (place: number) => string;
};

/** Decides what the values of a criterion are, now that all are known, and writes the cells' codes anew in the order of the ballots. */
export const settle = (poll: OpenPoll, options: SettleOptions): { poll: Poll; notes: Note[] } => {
  if (options.abstainAsLabel) labelAbstentions(poll);
  const notes: Note[] = [];
  const isMixed = options.declared === null && hasNumbersAndText(poll);
  if (isMixed) notes.push(mixedNote(poll.id, options.abstainAsLabel));
  const scale = withAbstention(options);
  const read = reader(scale, isMixed);
  const table = new ValueTable();
  const offScale = recode(poll, table, read);
  if (offScale.size > 0) notes.push(offScaleNote(poll.id, offScale));
  const cast = table.values.map(settled);
  const gold = settleGold(poll, table, { scale, read, where: options.where });
  const values = table.values.map(settled);
  const known = [...new Set(gold)].filter((code) => code !== null).map((code) => at(values, code));
  const criterion = { id: poll.id, scale: scale ?? inferScale(cast, known), declared: scale !== null };
  return { poll: { criterion, values, gold, cells: poll.cells }, notes };
};

const ABSTENTION_LABEL = '(abstained)';

const labelAbstentions = ({ table, cells }: OpenPoll): void => {
  for (const { codes } of cells) {
    for (const [index, code] of codes.entries()) if (code === ABSTAINED) codes[index] = table.code(ABSTENTION_LABEL);
  }
};

const hasNumbersAndText = ({ table, cells, gold }: OpenPoll): boolean => {
  const used = new Uint8Array(table.values.length);
  for (const { codes } of cells) for (const code of codes) if (code >= 0) used[code] = 1;
  for (const code of gold.codes) if (code !== null) used[code] = 1;
  const kinds = new Set(table.values.filter((_, code) => used[code] === 1).map((value) => numberOf(value) === null));
  return kinds.size > 1;
};

const withAbstention = ({ declared, abstainAsLabel }: SettleOptions): Scale | null => {
  if (!abstainAsLabel || declared?.kind !== 'nominal' || declared.labels === null) return declared;
  return { kind: 'nominal', labels: [...declared.labels, ABSTENTION_LABEL] };
};

/** How a value is read: as the declared scale has it, or as its criterion's kind of value, a number or text. */
const reader =
  (scale: Scale | null, isMixed: boolean) =>
  (value: ReadValue): Value | null => {
    if (scale !== null) return onDeclaredScale(scale, value);
    return isMixed ? textOf(value) : (numberOf(value) ?? textOf(value));
  };

const UNMET = -4;

/** Gives the values new codes in the order of the ballots, so that equal ballots make equal recordings. Answers what lay off the scale. */
const recode = (poll: OpenPoll, table: ValueTable, read: (value: ReadValue) => Value | null): Map<string, number> => {
  const offScale = new Map<string, number>();
  const anew = new Int32Array(poll.table.values.length).fill(UNMET);
  for (const { codes } of poll.cells) {
    for (let index = 0; index < codes.length; index += 1) {
      const code = codes[index] ?? INVALID;
      if (code < 0) continue;
      if (anew[code] === UNMET) anew[code] = newCode(at(poll.table.values, code), table, read);
      codes[index] = anew[code] ?? INVALID;
      if (anew[code] === INVALID) count(offScale, textOf(at(poll.table.values, code)));
    }
  }
  return offScale;
};

const newCode = (value: ReadValue, table: ValueTable, read: (value: ReadValue) => Value | null): number => {
  const settledValue = read(value);
  return settledValue === null ? INVALID : table.code(settledValue);
};

const count = (counts: Map<string, number>, text: string): void => {
  counts.set(text, (counts.get(text) ?? 0) + 1);
};

const settled = (value: ReadValue): Value => numberOf(value) ?? textOf(value);
