import { Fault } from '../fault.ts';
import type { Scale } from '../rubric.ts';
import { quote } from '../wording/quote.ts';

/** A scale as the caller declares it, for one criterion or (null) for all others. */
export type ScaleDeclaration = { readonly criterion: string | null; readonly scale: Scale };

/**
 * Reads `[CRITERION=]KIND[:VALUES]`.
 *
 *     parseScale('groundedness=interval:0..1') // => { criterion: 'groundedness', scale: { kind: 'interval', min: 0, max: 1 } }
 */
export const parseScale = (text: string): ScaleDeclaration => {
  const [, criterion = null, kind, values = null] = FORM.exec(text) ?? [];
  switch (kind) {
    case 'nominal':
      return { criterion, scale: { kind, labels: values === null ? null : listIn(text, values, 1) } };
    case 'ordinal':
      return { criterion, scale: { kind, levels: levelsIn(text, values) } };
    case 'interval':
      return { criterion, scale: { kind, ...rangeIn(text, values) } };
    default:
      throw unknown(text, 'names no kind of scale');
  }
};

const FORM = /^(?:(.+?)=)?(nominal|ordinal|interval)(?::(.*))?$/s;

const NUMBER = /^-?\d+(?:\.\d+)?$/;

const levelsIn = (text: string, values: string | null): (string | number)[] => {
  if (values === null) throw unknown(text, 'names no levels, and an order cannot be guessed from their names');
  if (!values.includes('..')) {
    const levels = listIn(text, values, 2);
    return levels.every((level) => NUMBER.test(level)) ? levels.map(Number) : levels;
  }
  const { min, max } = rangeIn(text, values);
  if (!Number.isInteger(min) || !Number.isInteger(max)) throw unknown(text, 'has ends that are no whole numbers');
  if (max - min > 1000) throw unknown(text, 'has more than 1,000 levels, so an interval is meant');
  return Array.from({ length: max - min + 1 }, (_, index) => min + index);
};

const rangeIn = (text: string, values: string | null): { min: number; max: number } => {
  const [min = '', max = '', ...rest] = values?.split('..') ?? [];
  if (!NUMBER.test(min) || !NUMBER.test(max) || rest.length > 0) throw unknown(text, 'lacks its two ends');
  if (Number(min) >= Number(max)) throw unknown(text, 'does not rise from its first end to its second');
  return { min: Number(min), max: Number(max) };
};

const listIn = (text: string, values: string, least: number): string[] => {
  const list = values.split(',').map((value) => value.trim());
  if (list.includes('')) throw unknown(text, 'has an empty value');
  if (new Set(list).size < list.length) throw unknown(text, 'names a value twice');
  if (list.length < least) throw unknown(text, `has fewer than ${least} levels`);
  return list;
};

const unknown = (text: string, problem: string): Fault =>
  new Fault(
    'scale/unknown',
    `The scale ${quote(text)} ${problem}; the scale decides which values, rules and coefficients are legal.
Write [CRITERION=]KIND[:VALUES], for example: nominal, nominal:pass,fail, ordinal:1..5, ordinal:bad,fair,good, groundedness=interval:0..1.`,
  );
