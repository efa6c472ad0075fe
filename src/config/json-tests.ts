import { Fault } from '../fault.ts';
import { show } from '../wording/quote.ts';
import type { TableDraft } from './table.ts';
import { addTest, type TestPlace } from './test-case.ts';
import { readText, textPieces, type Errand } from './text-file.ts';

/** Reads JSON Lines: an object a line, of columns or a test of promptfoo's with `vars`. */
export const readJsonLines = (file: string, table: TableDraft, errand: Errand): Promise<void> =>
  eachJsonLine(file, errand, {
    isFull: table.isFull,
    take: (record, where) => addRecord(record, where, table),
  });

/** Reads a list of objects in JSON. */
export const readJsonList = (file: string, table: TableDraft, errand: Errand): Promise<void> =>
  eachOfJsonList(file, errand, (record, where) => addRecord(record, where, table));

/** Hands over the value of every line that is not blank, with its place, until enough are there. */
export const eachJsonLine = async (
  file: string,
  errand: Errand,
  table: { readonly isFull: () => boolean; readonly take: (value: unknown, where: string) => void },
): Promise<void> => {
  let line = 0;
  let rest = '';
  const take = (text: string): void => {
    line += 1;
    if (text.trim() === '') return;
    const where = `${file}:${line}`;
    table.take(
      parseJson(text, () => where),
      where,
    );
  };
  for await (const piece of textPieces(file, errand)) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) {
      take(text);
      if (table.isFull() && rest === '') return;
    }
    if (table.isFull()) return;
  }
  take(rest);
};

/** Hands over the items of a file's one list, each with its place. */
export const eachOfJsonList = async (
  file: string,
  errand: Errand,
  take: (value: unknown, where: string) => void,
): Promise<void> => {
  const text = await readText(file, errand);
  const list = parseJson(text, (at) => `${file}:${lineAt(text, at)}`);
  if (!Array.isArray(list)) throw notAList(`${file}:1`);
  const starts = startsOfItems(text);
  for (const [at, item] of list.entries()) take(item, `${file}:${starts[at] ?? 1}`);
};

const addRecord = (record: unknown, where: string, table: TableDraft): void => {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) throw notAnObject(record, where);
  const place: TestPlace = { where: () => where, readsFiles: false };
  const { vars } = record as { readonly vars?: unknown };
  if (typeof vars === 'object' && vars !== null && !Array.isArray(vars)) addTest(record, table, place);
  else table.add(record as Readonly<Record<string, unknown>>, where);
};

const parseJson = (text: string, where: (at: number) => string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const at = Number(/at position (\d+)/.exec(said)?.[1] ?? (/end of JSON/.test(said) ? text.length : 0));
    throw new Fault(
      'dataset/unreadable',
      `The data are no JSON: ${show(said.replace(/ in JSON at position.*/s, '').replace(/, "[^]*/, ''), 120)}.\nCorrect the line, or what wrote it.`,
      { where: where(at), cause: error },
    );
  }
};

const lineAt = (text: string, at: number): number => text.slice(0, at).split('\n').length;

/** The line on which each item of the outermost list begins. */
const startsOfItems = (text: string): readonly number[] => {
  const starts: number[] = [];
  let depth = 0;
  let line = 1;
  for (const [token] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}\n]/gs)) {
    if (token === '\n') line += 1;
    else if (token === '[' || token === '{') {
      if (depth === 1) starts.push(line);
      depth += 1;
    } else if (token === ']' || token === '}') depth -= 1;
  }
  return starts;
};

const notAList = (where: string): Fault =>
  new Fault(
    'dataset/unreadable',
    'The file holds no list, so there are no rows in it.\nWrite a list of objects: [{"id": "1", "question": "…"}, …].',
    { where },
  );

const notAnObject = (record: unknown, where: string): Fault =>
  new Fault(
    'dataset/unreadable',
    `The record is ${show(JSON.stringify(record) ?? 'empty')}, which has no columns.\nWrite an object: {"id": "1", "question": "…"}.`,
    { where },
  );
