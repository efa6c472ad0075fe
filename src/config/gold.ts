import type { Value } from '../ballot.ts';
import { Fault } from '../fault.ts';
import type { AnswerCriterion, AskedCriterion, Scale } from '../rubric.ts';
import { numberIn } from '../wording/number-in.ts';
import { quote } from '../wording/quote.ts';
import { meant } from './legal.ts';
import { onScale, valuesOf } from './scale.ts';
import type { Entry } from './table.ts';

/** Where the right value of a criterion stands. `holds` is false if the outputs are not those that were labelled. */
export type Gold = {
  readonly criterion: AskedCriterion;
  readonly column: string;
  readonly where: string;
  readonly holds: boolean;
};

/** Checks that the column of gold is there. */
export const requireGold = ({ criterion, column, where }: Gold, columns: readonly string[]): void => {
  if (columns.includes(column)) return;
  throw new Fault(
    'rubric/gold',
    `The gold of ${quote(criterion.id)} is in the column ${quote(column)}, but the data set has none of this name, so no verdict could be held against it.\n${meant(column, columns)}`,
    { where },
  );
};

/** The right values of a row. An empty cell is no gold; answers are asked for on the first candidate only. */
export const goldOf = (entry: Entry, golds: readonly Gold[], candidate: number): Readonly<Record<string, Value>> => {
  const found: Record<string, Value> = {};
  for (const gold of golds) {
    const written = (entry.vars[gold.column] ?? '').trim();
    // Every cell is checked, whether its label holds for the output or not.
    const value = written === '' ? null : valueOf(written, gold, entry);
    if (value !== null && gold.holds && (gold.criterion.kind === 'judge' || candidate === 0))
      found[gold.criterion.id] = value;
  }
  return found;
};

const valueOf = (written: string, { criterion, column }: Gold, { where }: Entry): Value => {
  const value = criterion.kind === 'answer' ? answerIn(written, criterion) : onScale(written, criterion.scale);
  if (value !== null) return value;
  throw new Fault(
    'row/gold-off-scale',
    `The gold of ${quote(criterion.id)} is ${quote(written)} (column ${quote(column)}), which no verdict could ever equal.\n${remedy(written, criterion.scale)}`,
    { where },
  );
};

/** The answer as it was written: replies and gold are brought to one form where they are compared. */
const answerIn = (written: string, { extract, matchCase }: AnswerCriterion): string | null => {
  if (extract.kind === 'number') return numberIn(written) === null ? null : written;
  if (extract.kind !== 'label') return written;
  const folded = (text: string): string => (matchCase ? text : text.toLowerCase());
  return extract.labels.some((label) => folded(label) === folded(written)) ? written : null;
};

const remedy = (written: string, scale: Scale): string => {
  const legal = valuesOf(scale);
  if (legal.length === 0) return 'Write one number in digits, such as 12 or 2.5, or leave the cell empty.';
  return `${meant(written, legal)} Or leave the cell empty.`;
};
