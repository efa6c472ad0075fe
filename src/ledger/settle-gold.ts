import type { Value } from '../ballot.ts';
import { Fault } from '../fault.ts';
import type { Scale } from '../rubric.ts';
import { at } from './draft.ts';
import { goldOnDeclaredScale } from './on-declared-scale.ts';
import { quote, quoteAll } from '../wording/quote.ts';
import type { OpenPoll } from './settle.ts';
import { textOf, type ReadValue, type ValueTable } from './value-table.ts';

/** The gold by row, in codes of the draft, and the line that told it. */
export type OpenGold = {
  readonly codes: (number | null)[];
  readonly place: (row: number) => number;
};

export type GoldOptions = {
  readonly scale: Scale | null;
  readonly read: (value: ReadValue) => Value | null;
  readonly where: (place: number) => string;
};

/** The gold by row, as codes of the settled values. Gold off a declared scale is a fault: no ballot could ever be right. */
export const settleGold = (poll: OpenPoll, table: ValueTable, { scale, read, where }: GoldOptions): (number | null)[] =>
  poll.gold.codes.map((code, row) => {
    if (code === null) return null;
    const written = at(poll.table.values, code);
    const value = scale === null ? read(written) : goldOnDeclaredScale(scale, written);
    if (value !== null) return table.code(value);
    throw goldOffScale(poll.id, at(poll.rows, row).id, { written, scale, where: where(poll.gold.place(row)) });
  });

const goldOffScale = (
  criterion: string,
  row: string,
  { written, scale, where }: { readonly written: ReadValue; readonly scale: Scale | null; readonly where: string },
): Fault =>
  new Fault(
    'row/gold-off-scale',
    `Row ${quote(row)} has the gold ${quote(textOf(written))} on criterion ${quote(criterion)}, which is not on the declared scale ${scale === null ? '' : described(scale)}, so no ballot could be right.
Correct the gold, or declare the scale that it is on.`,
    { where },
  );

const described = (scale: Scale): string => {
  switch (scale.kind) {
    case 'nominal':
      return `(${quoteAll((scale.labels ?? []).map(String))})`;
    case 'ordinal':
      return `(${quoteAll(scale.levels.map(String))})`;
    case 'interval':
      return `(${scale.min} to ${scale.max})`;
  }
};
