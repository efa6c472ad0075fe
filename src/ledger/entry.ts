import type { Outcome } from '../ballot.ts';
import type { RawLine } from './json-lines.ts';
import { measureKeys, measures, ofEach, type Columns, type Told } from './measures.ts';
import { besideValues, missing, unfit } from './not-a-ballot.ts';
import type { Places } from './places.ts';
import { readValue, type Read } from './read-value.ts';
import type { ReadValue } from './value-table.ts';

/** A line whose keys and values are sound. A line without votes only tells the gold. */
export type Entry = {
  readonly row: string;
  readonly criterion: string;
  readonly judge: string;
  readonly model: string | null;
  readonly temperature: number | null;
  readonly group: string | null;
  readonly gold: ReadValue | null;
  readonly simulated: boolean;
  readonly rehearsal: boolean;
  readonly votes: OneVote | CellVotes | null;
};

/** One ballot a line. `sample` is null where the line leaves the number to the reader. */
export type OneVote = {
  readonly kind: 'one';
  readonly sample: number | null;
  readonly outcome: Outcome;
  readonly read: Read;
  readonly told: Told;
};

/** One cell a line: the index is the sample, null is an abstention. */
export type CellVotes = {
  readonly kind: 'cell';
  readonly values: readonly unknown[];
  readonly told: Columns;
};

/** Checks a parsed line, key by key. Unknown keys are provenance, and are passed over. */
export const readEntry = (line: RawLine, places: Places): Entry => {
  const row = idOf(line, 'row', places) ?? fail(missing(line, 'row', places));
  const criterion = idOf(line, 'criterion', places) ?? fail(missing(line, 'criterion', places));
  const model = line['model'] ?? null;
  if (model !== null && typeof model !== 'string') throw unfit(line, 'model', 'text or null', places);
  const gold = readValue(line['gold'] ?? null);
  if (gold === undefined || gold.ranked) throw unfit(line, 'gold', 'text, a number, true, false or null', places);
  return {
    row,
    criterion,
    judge: idOf(line, 'judge', places) ?? model ?? 'judge',
    model,
    temperature: numberIn(line, 'temperature', places),
    group: idOf(line, 'group', places),
    gold: gold.value,
    simulated: line['simulated'] === true,
    rehearsal: line['rehearsal'] === true,
    votes: votesIn(line, places),
  };
};

const votesIn = (line: RawLine, places: Places): Entry['votes'] => {
  const outcome = line['outcome'] ?? null;
  if (outcome !== null && !isOutcome(outcome)) {
    throw unfit(line, 'outcome', '"cast", "abstained", "invalid" or "failed"', places);
  }
  if (Array.isArray(line['values'])) return cellIn(line, line['values'], places);
  if (line['values'] !== undefined) throw unfit(line, 'values', 'a list', places);
  const { value } = line;
  if (value === undefined && (outcome === null || outcome === 'cast')) {
    if (outcome === null && isGoldLine(line)) return null;
    throw missing(line, 'value', places);
  }
  const read = outcome === null || outcome === 'cast' ? readValue(value) : NOTHING;
  if (read === undefined)
    throw unfit(line, 'value', 'text, a finite number, true, false, null or a ranked list', places);
  if (outcome === 'cast' && read.value === null) throw unfit(line, 'value', 'a value, for "outcome" is "cast"', places);
  return {
    kind: 'one',
    sample: sampleIn(line, places),
    outcome: outcome ?? (read.value === null ? 'abstained' : 'cast'),
    read,
    told: ofEach((measure) => numberIn(line, measureKeys[measure].one, places)),
  };
};

const NOTHING: Read = { value: null, ranked: false };

const isGoldLine = (line: RawLine): boolean => 'gold' in line && ASKED.every((key) => line[key] === undefined);

/** Keys that a line has only if somebody was asked. */
const ASKED = ['judge', 'sample', ...measures.map((measure) => measureKeys[measure].one)];

const cellIn = (line: RawLine, values: readonly unknown[], places: Places): CellVotes => {
  for (const key of ['value', 'sample', 'outcome', 'score']) {
    if (line[key] !== undefined && line[key] !== null) throw besideValues(key, places);
  }
  const told = ofEach((measure) => {
    const { one, many } = measureKeys[measure];
    const each = numberIn(line, one, places);
    return numbersIn(line, many, values.length, places) ?? (each === null ? null : values.map(() => each));
  });
  return { kind: 'cell', values, told };
};

const isOutcome = (outcome: unknown): outcome is Outcome =>
  outcome === 'cast' || outcome === 'abstained' || outcome === 'invalid' || outcome === 'failed';

const idOf = (line: RawLine, key: string, places: Places): string | null => {
  const id = line[key];
  if (typeof id === 'string') return id;
  if (id === undefined || id === null) return null;
  if (typeof id === 'number') return String(id);
  throw unfit(line, key, 'text or a number', places);
};

const numberIn = (line: RawLine, key: string, places: Places): number | null => {
  const number = line[key] ?? null;
  if (isNumberOrNull(number)) return number;
  throw unfit(line, key, 'a number or null', places);
};

const numbersIn = (line: RawLine, key: string, length: number, places: Places): readonly (number | null)[] | null => {
  const numbers: unknown = line[key] ?? null;
  if (numbers === null) return null;
  if (!Array.isArray(numbers) || numbers.length !== length || !numbers.every(isNumberOrNull)) {
    throw unfit(line, key, `a list of ${length} numbers or nulls, one for each of "values"`, places);
  }
  return numbers.every((number) => number === null) ? null : numbers;
};

const isNumberOrNull = (number: unknown): number is number | null => number === null || Number.isFinite(number);

const sampleIn = (line: RawLine, places: Places): number | null => {
  const sample = line['sample'] ?? null;
  if (sample === null) return null;
  if (typeof sample === 'number' && Number.isSafeInteger(sample) && sample >= 0) return sample;
  throw unfit(line, 'sample', 'a whole number from 0 up', places);
};

const fail = (fault: Error): never => {
  throw fault;
};
