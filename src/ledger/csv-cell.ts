import { Fault } from '../fault.ts';
import { measureKeys } from './measures.ts';
import type { Places } from './places.ts';
import { quote } from '../wording/quote.ts';
import { SpelledNumber, type ReadValue } from './value-table.ts';

type Decoder = (cell: string, places: Places) => unknown;

// The grammar of RFC 8259: "007", "+1", "1." and ".5" are text.
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

const text: Decoder = (cell) => cell;

/** A cell that is a JSON number is a number; it keeps its spelling as long as the criterion may turn out to be text. */
const value = (cell: string): ReadValue => {
  if (!NUMBER.test(cell)) return cell;
  const number = Number(cell);
  if (!Number.isFinite(number)) return cell;
  return String(number) === cell ? number : new SpelledNumber(cell);
};

const number: Decoder = (cell) => (NUMBER.test(cell) ? Number(cell) : cell);

const list: Decoder = (cell, places) => {
  try {
    return JSON.parse(cell);
  } catch (cause) {
    throw new Fault(
      'input/not-json',
      `The cell ${quote(cell)} is no JSON list, so its ballots cannot be told apart.\nWrite the list in JSON, with the quotes doubled: "[""pass"",""fail"",null]".`,
      { where: places.where(), cause },
    );
  }
};

const flag: Decoder = (cell) => cell.toLowerCase() === 'true';

/** How the cells of each known column are read. Other columns are provenance, and are passed over. */
export const decoders: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ['row', text],
  ['criterion', text],
  ['judge', text],
  ['model', text],
  ['group', text],
  ['outcome', text],
  ['value', value],
  ['gold', value],
  ['temperature', number],
  ['sample', number],
  ['values', list],
  ...Object.values(measureKeys).flatMap(({ one, many }): [string, Decoder][] => [
    [one, number],
    [many, list],
  ]),
  ['simulated', flag],
  ['rehearsal', flag],
]);
