import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { Fault } from '../fault.ts';
import { quote } from '../wording/quote.ts';
import type { TableDraft } from './table.ts';
import { textPieces, type Errand } from './text-file.ts';

/** What takes the records of a CSV file. `asPromptfoo` reads it as promptfoo does: its own columns too, and marks in the middle of a cell. */
export type Records = Pick<TableDraft, 'isFull' | 'passOver'> & {
  readonly add: (values: Readonly<Record<string, string>>, where: string) => void;
  readonly asPromptfoo?: boolean;
};

/** Reads CSV with a header, record by record, and no further than the table wants. */
export const readCsv = async (file: string, table: Records, errand: Errand): Promise<void> => {
  let header: readonly Column[] | null = null;
  const lines = lineCounter();
  const parser = parse({
    bom: true,
    relax_quotes: table.asPromptfoo ?? false,
    skip_empty_lines: true,
    skip_records_with_empty_values: true, // spreadsheets leave lines of commas behind
    on_record: (cells: string[], info) => {
      const where = `${file}:${lines.startOf(cells, info.lines)}`;
      if (header === null) header = columnsOf(cells, where, table);
      else table.add(recordOf(header, cells), where);
      return null;
    },
  });
  parser.resume();
  const wanted = async function* (): AsyncGenerator<string> {
    for await (const piece of textPieces(file, errand)) {
      if (table.isFull()) return;
      yield piece;
    }
  };
  try {
    await pipeline(wanted, parser);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    if (!table.isFull()) throw broken(error, `${file}:${lines.next()}`); // else the rest was cut off by us
  }
};

type Column = { readonly name: string; readonly at: number };

const columnsOf = (cells: readonly string[], where: string, table: Records): readonly Column[] => {
  const named = cells.map((cell, at) => ({ name: cell.trim(), at }));
  const twice = named.find(({ name }, at) => name !== '' && named.findIndex((other) => other.name === name) !== at);
  if (twice !== undefined)
    throw new Fault(
      'dataset/column',
      `The header names the column ${quote(twice.name)} twice, so it is open which one is meant.\nRename one of them.`,
      { where },
    );
  const own = named.filter(({ name }) => name !== '' && (!isPromptfoos(name) || table.asPromptfoo === true));
  for (const { name } of named)
    if (!own.some((column) => column.name === name)) table.passOver(name === '' ? 'a column without a name' : name);
  return own;
};

/** promptfoo's own columns hold assertions, descriptions and settings: nothing that a judge should see. */
const isPromptfoos = (name: string): boolean => name.startsWith('__');

const recordOf = (header: readonly Column[], cells: readonly string[]): Record<string, string> => {
  const record: Record<string, string> = {};
  for (const { name, at } of header) record[name] = cells[at] ?? '';
  return record;
};

/** The parser counts a line break of two characters inside quotes twice, and tells where a record ends; editors count lines. */
const lineCounter = (): {
  startOf: (cells: readonly string[], parsersLine: number) => number;
  next: () => number;
} => {
  let counted = 0; // line breaks counted twice so far
  let end = 0;
  return {
    startOf: (cells, parsersLine) => {
      let breaks = 0;
      for (const cell of cells) {
        if (!cell.includes('\n') && !cell.includes('\r')) continue;
        const feeds = cell.split('\n').length - 1;
        breaks += feeds;
        counted += feeds + cell.split('\r').length - 1 - feeds;
      }
      end = parsersLine - counted;
      return end - breaks;
    },
    next: () => end + 1,
  };
};

const broken = (error: CsvError, where: string): Fault => {
  const reasons: Readonly<Record<string, string>> = {
    CSV_RECORD_INCONSISTENT_FIELDS_LENGTH:
      'has more or fewer cells than the header\nPut cells that hold commas or line breaks in quotation marks.',
    CSV_QUOTE_NOT_CLOSED: 'opens a quotation mark that is never closed\nClose it; inside quotes, write " as "".',
    INVALID_OPENING_QUOTE:
      'has a quotation mark in the middle of a cell\nPut the whole cell in quotes, and write " inside it as "".',
    CSV_INVALID_CLOSING_QUOTE:
      'goes on after a closing quotation mark\nInside quotes, write " as ""; after them comes a comma or the end of the line.',
  };
  const [reason, remedy] = (reasons[error.code] ?? `is no sound CSV (${error.code})\nCorrect it.`).split('\n');
  return new Fault('dataset/unreadable', `The record ${reason}, so its columns can't be told apart.\n${remedy}`, {
    where,
    cause: error,
  });
};
