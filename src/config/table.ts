import { Fault } from '../fault.ts';
import { quote, quoteAll } from '../wording/quote.ts';

/** One record of a data set as text by column, and where it stands. */
export type Entry = { readonly vars: Readonly<Record<string, string>>; readonly where: string };

/** A whole data set. `cut` says that it may have more rows than were wanted. */
export type Table = {
  readonly columns: readonly string[];
  readonly entries: readonly Entry[];
  readonly sources: readonly string[];
  readonly cut: boolean;
  readonly notes: readonly string[];
};

/** A table while it is read. */
export type TableDraft = {
  readonly isFull: () => boolean;
  readonly add: (values: Readonly<Record<string, unknown>>, where: string) => void;
  /** Counts something of promptfoo's that has no meaning for a panel. */
  readonly passOver: (what: string) => void;
  readonly source: (file: string) => void;
  readonly finish: (where: string) => Table;
};

/** Begins a table. Every record starts from `defaults`; `maxRows` keeps the first so many. */
export const draftTable = (defaults: Readonly<Record<string, string>>, maxRows: number): TableDraft => {
  const columns = new Set(Object.keys(defaults));
  const lists = new Set<string>();
  const passed = new Map<string, number>();
  const entries: Entry[] = [];
  const sources: string[] = [];
  const isFull = (): boolean => entries.length >= maxRows;
  return {
    isFull,
    add: (values, where) => {
      if (isFull()) return;
      const vars: Record<string, string> = { ...defaults };
      for (const [column, value] of Object.entries(values)) {
        columns.add(column);
        if (Array.isArray(value)) lists.add(column);
        vars[column] = asText(value);
      }
      entries.push({ vars, where });
    },
    passOver: (what) => passed.set(what, (passed.get(what) ?? 0) + 1),
    source: (file) => sources.push(file),
    finish: (where) => {
      if (entries.length === 0) throw empty(sources, where);
      return {
        columns: [...columns],
        entries,
        sources,
        cut: isFull(),
        notes: [...passedNote(passed), ...listNote(lists)],
      };
    },
  };
};

const asText = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  return JSON.stringify(value);
};

const empty = (sources: readonly string[], where: string): Fault =>
  new Fault(
    'dataset/empty',
    `The data set has no rows${sources.length === 0 ? '' : ` (${quoteAll(sources)})`}, so there is nothing to judge.\nAdd rows, or name another file in "tests".`,
    { where },
  );

const passedNote = (passed: ReadonlyMap<string, number>): readonly string[] => {
  if (passed.size === 0) return [];
  const list = [...passed].map(([what, count]) => (count === 1 ? quote(what) : `${quote(what)} (${count} times)`));
  return [`Passed over in the tests, for promptfoo alone uses it: ${list.join(', ')}.`];
};

const listNote = (lists: ReadonlySet<string>): readonly string[] =>
  lists.size === 0
    ? []
    : [`Lists in ${quoteAll([...lists])} are shown as JSON; promptfoo would make a row of each of their entries.`];
