import { Fault } from '../fault.ts';
import { decoders } from './csv-cell.ts';
import type { RawLine } from './json-lines.ts';
import { fold, nearest } from '../wording/nearest.ts';
import type { Places } from './places.ts';
import { quote, quoteAll, show } from '../wording/quote.ts';

/** A key that a ballot needs and the line lacks; a key that looks like it is named. */
export const missing = (line: RawLine, key: 'row' | 'criterion' | 'value', places: Places): Fault => {
  const found = Object.keys(line).filter((name) => line[name] !== undefined);
  const meant = lookalike(line, found, key);
  const has = meant === null ? `The line has ${listed(found)}` : `The line has ${quote(meant.found)}`;
  const todo =
    meant === null ? `Add "${key}"; a ballot reads ${EXAMPLE}` : `Rename ${quote(meant.found)} to "${meant.legal}".`;
  return new Fault('input/not-a-ballot', `${has} but no "${key}", so ${because[key]}.\n${todo}`, {
    where: places.where(),
  });
};

/** A key whose value has the wrong type. */
export const unfit = (line: RawLine, key: string, wanted: string, places: Places): Fault =>
  new Fault(
    'input/not-a-ballot',
    `"${key}" is ${json(line[key])}, and it has to be ${wanted}, so the line cannot be counted.\nCorrect the line, or what wrote it.`,
    { where: places.where() },
  );

/** A key that has no place beside `values`. */
export const besideValues = (key: string, places: Places): Fault =>
  new Fault(
    'input/not-a-ballot',
    `The line has "values" and "${key}". "values" holds all ballots of a cell, "${key}" belongs to a line of one ballot, so it is open which counts.\nRemove one of the two.`,
    { where: places.where() },
  );

/** An entry of `values` that is no value. */
export const unfitValue = (value: unknown, index: number, places: Places): Fault =>
  new Fault(
    'input/not-a-ballot',
    `"values" holds ${json(value)} at index ${index}, and each has to be text, a finite number, true, false, null or a ranked list, so the cell cannot be counted.\nCorrect the line, or what wrote it.`,
    { where: places.where() },
  );

const EXAMPLE = '{"row":"1","criterion":"fluency","judge":"a","sample":0,"value":"pass"}';

const because = {
  row: 'it is not told what was judged',
  criterion: 'it is not told what was asked',
  value: 'it is not told how the judge voted',
};

// Infinity is what JSON.parse makes of 1e999.
const json = (value: unknown): string =>
  show(typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'undefined'));

const listed = (keys: readonly string[]): string => (keys.length === 0 ? 'no keys' : quoteAll(keys, 12));

/** Names by which other tools call the same things. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  row: ['id', 'rowId', 'item', 'itemId', 'question', 'questionId', 'example', 'exampleId', 'index', 'task', 'taskId'],
  criterion: ['criteria', 'metric', 'rubric', 'dimension', 'aspect', 'assertion'],
  value: [
    'label',
    'answer',
    'vote',
    'verdict',
    'rating',
    'choice',
    'grade',
    'result',
    'prediction',
    'output',
    'pass',
    'labels',
    'answers',
    'votes',
    'verdicts',
    'ratings',
    'grades',
    'results',
  ],
};

const lookalike = (line: RawLine, found: readonly string[], key: string): { found: string; legal: string } | null => {
  const others = found.filter((name) => !decoders.has(name)); // a key with a meaning of its own is no misspelling
  const same = others.find((name) => (aliases[key] ?? []).some((alias) => fold(alias) === fold(name)));
  const meant = same ?? nearest(key, others);
  if (meant === null) return null;
  return { found: meant, legal: key === 'value' && Array.isArray(line[meant]) ? 'values' : key };
};
