import type { Value } from '../ballot.ts';
import { Fault } from '../fault.ts';
import type { AskedCriterion } from '../rubric.ts';
import { quote } from '../wording/quote.ts';
import type { Gold } from './gold.ts';
import { meant } from './legal.ts';
import type { Outputs } from './outputs.ts';
import { requireColumn, writtenColumns, type Candidate, type RowColumns } from './rows.ts';
import type { ReadRubric } from './rubric.ts';
import type { Source } from './source.ts';
import { draftTable, type Table } from './table.ts';
import { textVars } from './tests.ts';

/** A row that is given in code, in place of a record of the data set. */
export type GivenRow = {
  /** Its columns by name: what templates and the rubric's inputs take. What is no text is shown as JSON. */
  readonly vars?: Readonly<Record<string, unknown>>;
  /** What is judged, as it stands; without it the config's prompts and providers make it from the columns. */
  readonly output?: string;
  /** Under which its ballots are kept; else the column of ids, else its place: `row-0001`. */
  readonly id?: string;
  /** What it shares a source with; else the column of groups. */
  readonly group?: string;
  /** Right values by criterion. Where any row has one, the criterion's column of gold is not looked at. */
  readonly gold?: Readonly<Record<string, Value>>;
};

/**
 * Rows given in code as a table, with the columns that say what a row is. What stands beside `vars` is kept in columns that no
 * template can name.
 */
export const givenRecords = (
  rows: readonly GivenRow[],
  written: { readonly columns: Source; readonly defaults: Source | null; readonly maxRows: number },
): { readonly table: Table; readonly columns: RowColumns } => {
  if (rows.length === 0)
    throw new Fault('dataset/empty', 'The list of rows is empty, so there is nothing to judge.\nGive one at least.');
  const names = writtenColumns(written.columns);
  const defaults = textVars(written.defaults);
  const draft = draftTable(defaults, written.maxRows);
  const width = Math.max(4, String(rows.length).length);
  for (const [at, { vars = {}, output, id, group, gold = {} }] of rows.entries()) {
    const beside = {
      [ID]: id ?? own(vars, names.id ?? 'id') ?? `row-${String(at + 1).padStart(width, '0')}`,
      [GROUP]: group ?? own(vars, names.group) ?? '',
      ...(output === undefined ? {} : { [OUTPUT]: output }),
      ...Object.fromEntries(Object.entries(gold).map(([criterion, value]) => [goldColumn(criterion), value])),
    };
    draft.add({ ...vars, ...beside }, placeOf(at));
  }
  const table = draft.finish('');
  // A column that one row lacks would be a hole in its prompts alone, which nobody would see.
  const columns = table.columns.filter(
    (column) => Object.hasOwn(defaults, column) || rows.every(({ vars = {} }) => Object.hasOwn(vars, column)),
  );
  // Rows in code are seldom all that there are, hence `cut`.
  const whole = { ...table, columns, cut: true };
  return { table: whole, columns: { id: ID, group: GROUP, output: outputColumn(rows, names, whole) } };
};

const outputColumn = (rows: readonly GivenRow[], { output }: RowColumns, { columns }: Table): string | null => {
  const without = rows.findIndex((row) => row.output === undefined);
  if (without < 0) return OUTPUT;
  if (rows.some((row) => row.output !== undefined))
    throw new Fault(
      'dataset/column',
      'The row has no output and others have one, so it is open what would be judged on it.\nGive every row an output, or none.',
      { where: placeOf(without) },
    );
  if (output !== null) requireColumn(output, columns, '"output" of "rows"', placeOf(0));
  return output;
};

/** The outputs where they are given in code; null where the config makes them. */
export const givenOutputs = ({ output }: RowColumns, rubric: ReadRubric | null): Outputs | null => {
  if (output !== OUTPUT) return null;
  if (rubric === null)
    throw new Fault(
      'config/missing',
      'Outputs are given in code, but the config has no rubric, so there is no question to ask about them.\nAdd rubric: file://rubric.yaml, or give rows without outputs.',
    );
  const text: Candidate['output'] = ({ vars }) => ({ kind: 'given', text: vars[OUTPUT] ?? '' });
  return { candidates: [{ label: '', output: text }], generators: [], labelled: true, sources: [], notes: [] };
};

/** Where the right values stand: those given by criterion, then those that the rubric has columns for, where the rows have them. */
export const givenGolds = (
  rows: readonly GivenRow[],
  criteria: readonly AskedCriterion[],
  declared: readonly Gold[],
): readonly Gold[] => {
  const ids = criteria.map(({ id }) => id);
  for (const [at, { gold = {} }] of rows.entries()) {
    const unknown = Object.keys(gold).find((id) => !ids.includes(id));
    if (unknown !== undefined)
      throw new Fault(
        'rubric/gold',
        `The row has gold for ${quote(unknown)}, which is no criterion, so no verdict could be held against it.\n${meant(unknown, ids)}`,
        { where: placeOf(at) },
      );
  }
  return criteria.flatMap((criterion): Gold[] => {
    const inColumn = declared.find((gold) => gold.criterion.id === criterion.id);
    if (!rows.some(({ gold = {} }) => Object.hasOwn(gold, criterion.id)))
      return inColumn === undefined ? [] : [inColumn];
    return [{ criterion, column: goldColumn(criterion.id), where: '', holds: inColumn?.holds ?? true }];
  });
};

// No template can name these: a name with blanks is none.
const ID = 'id of the row';
const GROUP = 'group of the row';
const OUTPUT = 'output of the row';
const goldColumn = (criterion: string): string => `gold of ${criterion}`;

const placeOf = (at: number): string => `rows[${at}]`;

const own = (vars: Readonly<Record<string, unknown>>, column: string | null): unknown =>
  column !== null && Object.hasOwn(vars, column) ? vars[column] : undefined;
