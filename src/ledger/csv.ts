import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { Fault } from '../fault.ts';
import { decoders } from './csv-cell.ts';
import type { RawLine } from './json-lines.ts';
import type { Places } from './places.ts';
import { quote, quoteAll } from '../wording/quote.ts';

/** Reads CSV with a header: every record goes to `take` under the keys of JSON Lines. An empty cell is an absent key. */
export const readCsv = async (
  blocks: AsyncIterable<string>,
  places: Places,
  take: (line: RawLine) => void,
): Promise<void> => {
  let header: readonly string[] | null = null;
  let width = 0;
  // Records are taken as they are parsed, and none is queued: a queue costs a promise a record.
  const parser = parse({
    bom: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true, // spreadsheets leave lines of commas behind
    on_record: (cells: string[], { lines }) => {
      places.line = lines;
      width = cells.length; // the parser lets no record differ
      if (header === null) header = checkedHeader(cells, places);
      else take(rawLine(header, cells, places));
      return null;
    },
  });
  parser.resume();
  try {
    await pipeline(blocks, parser);
  } catch (error) {
    throw error instanceof CsvError ? broken(error, width, places) : error;
  }
};

const checkedHeader = (cells: readonly string[], places: Places): readonly string[] => {
  const header = cells.map((cell) => cell.trim());
  const problem = headerProblem(header);
  if (problem === null) return header;
  throw new Fault('input/not-a-ballot', `The header has ${columns(header)}, ${problem}`, { where: places.where() });
};

const headerProblem = (header: readonly string[]): string | null => {
  const twice = header.find((name, index) => decoders.has(name) && header.indexOf(name) !== index);
  if (twice !== undefined) return `where "${twice}" stands twice, so it is open which one counts.\nRename one of them.`;
  const missing = ['row', 'criterion'].filter((name) => !header.includes(name)).map((name) => `"${name}"`);
  if (!['value', 'values', 'outcome', 'gold'].some((name) => header.includes(name))) missing.push('"value"');
  if (missing.length === 0) return null;
  const wanted = 'Name the columns as in JSON Lines: row,criterion,judge,sample,value,gold.';
  const separator = header.length === 1 && /[;\t|]/.test(header[0] ?? '') ? ' Separate them by commas.' : '';
  return `but not ${missing.join(' and ')}, so it is not told what was judged, or by which question.\n${wanted}${separator}`;
};

const columns = (header: readonly string[]): string =>
  header.length === 1 ? `the one column ${quoteAll(header)}` : `the columns ${quoteAll(header, 12)}`;

const rawLine = (header: readonly string[], cells: readonly string[], places: Places): RawLine => {
  const line: Record<string, unknown> = {};
  for (const [index, name] of header.entries()) {
    const cell = cells[index] ?? '';
    if (cell !== '') line[name] = decoders.get(name)?.(cell, places);
  }
  if (isAbstention(header, line)) line['value'] = null;
  return line;
};

// An empty value is a ballot without one, unless nobody was asked: then the record only tells the gold.
const isAbstention = (header: readonly string[], line: RawLine): boolean => {
  if (!header.includes('value') || 'value' in line || 'values' in line || 'outcome' in line) return false;
  const asked = ['judge', 'model', 'sample'].filter((name) => header.includes(name));
  return asked.length === 0 || asked.some((name) => name in line) || !('gold' in line);
};

const broken = (error: CsvError, width: number, places: Places): Fault => {
  const { lines, record } = error;
  if (typeof lines === 'number') places.line = lines;
  const message =
    error.code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH' && Array.isArray(record)
      ? `The record has ${record.length} cells and the header ${width}, so values would land under the wrong columns.\nQuote a cell that holds a comma or a line break: "a, b".`
      : `The quotes are broken (${quote(error.message.replace(/:.*/s, ''))}), so it is open where a cell ends.\nQuote the whole cell, and double a quote inside it: "say ""yes""".`;
  return new Fault('input/not-json', message, { where: places.where(), cause: error });
};
