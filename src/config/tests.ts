import { extname } from 'node:path';
import { Fault } from '../fault.ts';
import { quote } from '../wording/quote.ts';
import { readCsv } from './csv.ts';
import { readJsonLines, readJsonList } from './json-tests.ts';
import { shown } from './shown.ts';
import { beside, inside, parseSource, type Source } from './source.ts';
import { draftTable, type Table, type TableDraft } from './table.ts';
import { addTest, varsOf } from './test-case.ts';
import { readText, type Errand } from './text-file.ts';

/** Reads promptfoo's `tests`: a file, a list of tests, or a list of files. `defaults` are the variables of `defaultTest`. */
export const readTests = async (
  source: Source,
  { defaults, maxRows }: { readonly defaults: Source | null; readonly maxRows: number },
): Promise<Table> => {
  const table = draftTable(textVars(defaults), maxRows);
  await readEntry(source, table);
  return table.finish(source.where());
};

const readEntry = async (source: Source, table: TableDraft): Promise<void> => {
  const { value } = source;
  if (typeof value === 'string') return readFile(value, source, table);
  if (!Array.isArray(value)) throw notTests(source);
  for (const at of value.keys()) {
    const entry = inside(source, [at]);
    if (typeof entry.value === 'string') await readFile(entry.value, entry, table);
    else addInline(entry, table);
  }
};

const readFile = async (path: string, source: Source, table: TableDraft): Promise<void> => {
  const local = path.replace(/^file:\/\//, '');
  const read = /^[a-z][\w+.-]*:\/\//i.test(local) ? undefined : readers[extname(local).toLowerCase()];
  if (read === undefined || /[*?#]/.test(local)) throw cannotRead(path, source);
  const file = beside(source.folder, local);
  table.source(file);
  await read(file, table, { code: 'dataset/unreadable', role: 'the data set', where: source.where() });
};

const readYaml = async (file: string, table: TableDraft, errand: Errand): Promise<void> => {
  const source = parseSource(await readText(file, errand), file);
  if (!Array.isArray(source.value)) throw notTests(source);
  for (const at of source.value.keys()) addInline(inside(source, [at]), table);
};

const readers: Readonly<Record<string, (file: string, table: TableDraft, errand: Errand) => Promise<void>>> = {
  '.csv': readCsv,
  '.jsonl': readJsonLines,
  '.ndjson': readJsonLines,
  '.json': readJsonList,
  '.yaml': readYaml,
  '.yml': readYaml,
};

const addInline = (entry: Source, table: TableDraft): void => {
  const { value } = entry;
  if (typeof value !== 'object' || value === null || Array.isArray(value) || 'path' in value) throw notTests(entry);
  addTest(value, table, { where: entry.where, readsFiles: true });
};

/** The variables of `defaultTest` as text. */
export const textVars = (defaults: Source | null): Record<string, string> => {
  if (defaults === null) return {};
  const draft = draftTable({}, 1);
  draft.add(varsOf(defaults.value, { where: (path = []) => defaults.where(path.slice(1)), readsFiles: true }), '');
  return { ...draft.finish('').entries[0]?.vars };
};

const notTests = (source: Source): Fault =>
  new Fault(
    'config/value',
    `The test is ${shown(source.value)}, from which no rows can be read.\nName a file (file://rows.csv, .jsonl, .json, .yaml), or write a list of tests: - vars: {question: …}.`,
    { where: source.where() },
  );

const cannotRead = (path: string, source: Source): Fault =>
  new Fault(
    'config/value',
    `The tests are ${quote(path)}, and a panel reads rows from local files only: it runs no code, downloads nothing and expands no patterns.\nSave the rows as CSV, JSON Lines, JSON or YAML, and name that file: file://rows.csv.`,
    { where: source.where() },
  );
