import { Fault } from '../fault.ts';
import { quote } from '../wording/quote.ts';
import { meant } from '../config/legal.ts';
import { expectedIn } from './expected.ts';

/** A record of a CSV file as the test that promptfoo makes of it: columns with two underscores are settings, all others variables. */
export const testOfRecord = (
  record: Readonly<Record<string, string>>,
  where: string,
): Readonly<Record<string, unknown>> => {
  const vars: Record<string, string> = {};
  const asserts: Record<string, unknown>[] = [];
  const thresholds = new Map<number, number>();
  const [options, metadata, own]: Record<string, unknown>[] = [{}, {}, {}];
  let metric: string | undefined;
  for (const [column, cell] of Object.entries(record)) {
    const isEmpty = cell.trim() === '';
    const [name = '', ...parts] = column.split(':');
    if (!column.startsWith('__')) vars[column] = cell;
    else if (column.startsWith('__expected')) {
      if (!isEmpty) asserts.push({ ...expectedIn(cell.trim(), where) });
    } else if (name === '__prefix' || name === '__suffix') Object.assign(options ?? {}, { [name.slice(2)]: cell });
    else if (name === '__metric') metric = cell;
    else if (name === '__description' || name === '__providerOutput')
      Object.assign(own ?? {}, isEmpty ? {} : { [name.slice(2)]: cell });
    else if (name === '__threshold')
      Object.assign(own ?? {}, isEmpty ? {} : { threshold: numberIn(cell, column, where) });
    else if (name === '__metadata') Object.assign(metadata ?? {}, isEmpty ? {} : metadatum(parts.join(':'), cell));
    else if (name === '__config') {
      if (!isEmpty) thresholds.set(placeIn(parts, column, where), numberIn(cell, column, where));
    } else throw unknownColumn(column, where);
  }
  const assert = asserts.map((each, at) => ({
    ...each,
    ...(metric === undefined || metric === '' ? {} : { metric }),
    ...(thresholds.has(at) ? { threshold: thresholds.get(at) } : {}),
  }));
  return { ...own, vars, assert, options, metadata };
};

/** Columns that are promptfoo's own, by how they begin. */
const settings = [
  '__expected',
  '__prefix',
  '__suffix',
  '__description',
  '__providerOutput',
  '__metric',
  '__threshold',
  '__metadata:KEY',
  '__config:__expected1:threshold',
];

const metadatum = (key: string, cell: string): Readonly<Record<string, unknown>> =>
  key.endsWith('[]')
    ? { [key.slice(0, -2)]: cell.split(/(?<!\\),/).map((item) => item.trim().replaceAll('\\,', ',')) }
    : { [key]: cell };

/** `__config:__expected2:threshold` is the second assertion's. */
const placeIn = ([column = '', key]: readonly string[], whole: string, where: string): number => {
  const number = /^__expected([1-9]\d*)?$/.exec(column);
  if (number !== null && key === 'threshold') return Number(number[1] ?? 1) - 1;
  throw unknownColumn(whole, where);
};

const numberIn = (cell: string, column: string, where: string): number => {
  const number = Number(cell);
  if (Number.isFinite(number)) return number;
  throw new Fault(
    'config/value',
    `The column ${quote(column)} has ${quote(cell)}, and takes a number.\nCorrect the cell, or leave it empty.`,
    { where },
  );
};

const unknownColumn = (column: string, where: string): Fault =>
  new Fault(
    'dataset/column',
    `${quote(column)} is no column that promptfoo has a meaning for, so what it says would be lost.\n${meant(column, settings)} A variable begins with no underscores.`,
    { where },
  );
