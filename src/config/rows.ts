import { Fault } from '../fault.ts';
import type { DataRow, Output } from '../row.ts';
import { quote } from '../wording/quote.ts';
import { check } from './check.ts';
import { goldOf, type Gold } from './gold.ts';
import { closed, meant, words } from './legal.ts';
import type { Source } from './source.ts';
import type { Entry, Table } from './table.ts';

/** One output of each record: made from it by a template, under a label where there are several. */
export type Candidate = { readonly label: string; readonly output: (entry: Entry) => Output };

/** Columns that say what a row is. */
export type RowColumns = { readonly id: string | null; readonly group: string | null; readonly output: string | null };

/** Reads `rows`: which columns hold the id, the group and, if it is there already, the output. */
export const readRowColumns = (source: Source, { columns }: Table): RowColumns => {
  const written = writtenColumns(source);
  for (const key of ['id', 'group', 'output'] as const) {
    const column = written[key];
    if (column !== null) requireColumn(column, columns, `"${key}" of "rows"`, source.where([key]));
  }
  return { ...written, id: written.id ?? (columns.includes('id') ? 'id' : null) };
};

/** The columns as `rows` names them; null where it names none. */
export const writtenColumns = (source: Source): RowColumns => {
  const { id = null, group = null, output = null } = source.value === undefined ? {} : check(schema, source);
  return { id, group, output };
};

const schema = closed({ id: words.optional(), group: words.optional(), output: words.optional() });

export const requireColumn = (column: string, columns: readonly string[], who: string, where: string): void => {
  if (columns.includes(column)) return;
  throw new Fault(
    'dataset/column',
    `${who} is the column ${quote(column)}, but the data set has none of this name, so it would be empty on every row.\n${meant(column, columns)}`,
    { where },
  );
};

/** Makes the rows: one for each record and candidate. Several candidates of a record share its group. */
export const rowsOf = (
  { entries }: Table,
  columns: RowColumns,
  candidates: readonly Candidate[],
  gold: readonly Gold[],
): readonly DataRow[] => {
  const width = Math.max(4, String(entries.length).length);
  const seen = new Map<string, string>();
  return entries.flatMap((entry, at) => {
    const id = columns.id === null ? `row-${String(at + 1).padStart(width, '0')}` : idOf(entry, columns.id);
    const group = columns.group === null ? '' : (entry.vars[columns.group] ?? '').trim();
    return candidates.map(({ label, output }, candidate) => {
      const own = candidates.length === 1 ? id : `${id} · ${label}`;
      refuseAgain(own, entry, seen);
      const shared = candidates.length === 1 ? null : id;
      return {
        id: own,
        group: group === '' ? shared : group,
        vars: entry.vars,
        output: output(entry),
        candidate,
        gold: goldOf(entry, gold, candidate),
      };
    });
  });
};

const idOf = ({ vars, where }: Entry, column: string): string => {
  const id = (vars[column] ?? '').trim();
  if (id !== '') return id;
  throw new Fault(
    'dataset/column',
    `The row has nothing in ${quote(column)}, the column of ids, so its ballots couldn't be found again.\nGive it an id, or name another column: rows: {id: COLUMN}.`,
    { where },
  );
};

const refuseAgain = (id: string, { where }: Entry, seen: Map<string, string>): void => {
  const first = seen.get(id);
  if (first !== undefined)
    throw new Fault(
      'row/duplicate',
      `Two rows are called ${quote(id)} (the other at ${first}), so their ballots would be counted as one row's.\nRename one, or name another column of ids: rows: {id: COLUMN}.`,
      { where },
    );
  seen.set(id, where);
};
