import * as z from 'zod';
import type { Value } from '../ballot.ts';
import type { Scale } from '../rubric.ts';
import { closed, listOf, scalar } from './legal.ts';

const FORMS =
  'a scale: {kind: nominal, labels: [pass, fail]}, {kind: ordinal, levels: [1, 2, 3]} or {kind: interval, min: 0, max: 1}; for short nominal:pass,fail, ordinal:1..5, interval:0..1';

const values = listOf(scalar, 'a list of values');
const end = z.number({ error: 'a number' });

const long = z.discriminatedUnion(
  'kind',
  [
    closed({ kind: z.literal('nominal'), labels: values }, FORMS),
    closed({ kind: z.literal('ordinal'), levels: values }, FORMS),
    closed({ kind: z.literal('interval'), min: end, max: end }, FORMS),
  ],
  { error: FORMS },
);

/** A criterion's scale, in long or in short form. Labels are text; levels are numbers if all of them read as numbers. */
export const scale = z.union([z.string(), long], { error: FORMS }).transform((written, context): Scale => {
  const found = typeof written === 'string' ? inShort(written) : inLong(written);
  if (typeof found !== 'string') return found;
  context.addIssue({ code: 'custom', message: `${FORMS}; this one ${found}` });
  return z.NEVER;
});

/** A value as its scale has it, or null if it isn't on the scale. */
export const onScale = (written: string | number | boolean, scale: Scale): Value | null => {
  const text = String(written).trim();
  switch (scale.kind) {
    case 'nominal':
      return scale.labels === null ? text : (scale.labels.find((label) => String(label) === text) ?? null);
    case 'ordinal':
      return scale.levels.find((level) => String(level) === text || (text !== '' && level === Number(text))) ?? null;
    case 'interval': {
      const score = text === '' ? Number.NaN : Number(text);
      return score >= scale.min && score <= scale.max ? score : null;
    }
  }
};

/** The legal values in words. */
export const valuesOf = (scale: Scale): readonly string[] => {
  if (scale.kind === 'interval') return [`${scale.min} to ${scale.max}`];
  return (scale.kind === 'nominal' ? (scale.labels ?? []) : scale.levels).map(String);
};

const inLong = (written: z.output<typeof long>): Scale | string => {
  switch (written.kind) {
    case 'nominal':
      return nominal(written.labels.map(String));
    case 'ordinal':
      return ordinal(written.levels.map(String));
    case 'interval':
      return interval(written.min, written.max);
  }
};

const inShort = (written: string): Scale | string => {
  const [, kind, rest = ''] = /^(nominal|ordinal|interval):(.+)$/s.exec(written.trim()) ?? [];
  const [, from, to] = /^\s*(-?\d+(?:\.\d+)?)\s*\.\.\s*(-?\d+(?:\.\d+)?)\s*$/.exec(rest) ?? [];
  const list = rest.split(',');
  if (kind === 'nominal') return nominal(list);
  if (kind === 'interval') return from === undefined ? 'lacks its two ends' : interval(Number(from), Number(to));
  if (kind !== 'ordinal') return 'names no kind and no values';
  return from === undefined ? ordinal(list) : ordinal(range(Number(from), Number(to)));
};

const MAX_LEVELS = 1000;

const range = (from: number, to: number): readonly string[] =>
  Number.isInteger(from) && to >= from && to - from <= MAX_LEVELS
    ? Array.from({ length: Math.floor(to) - from + 1 }, (_, at) => String(from + at))
    : [];

const NUMBER = /^-?\d+(?:\.\d+)?$/;

const nominal = (written: readonly string[]): Scale | string => {
  const labels = written.map((label) => label.trim());
  return problemIn(labels) ?? { kind: 'nominal', labels };
};

const ordinal = (written: readonly string[]): Scale | string => {
  const levels = written.map((level) => level.trim());
  return (
    problemIn(levels) ?? {
      kind: 'ordinal',
      levels: levels.every((level) => NUMBER.test(level)) ? levels.map(Number) : levels,
    }
  );
};

const interval = (min: number, max: number): Scale | string =>
  min < max ? { kind: 'interval', min, max } : 'does not rise from its first end to its second';

const problemIn = (values: readonly string[]): string | null => {
  if (values.length < 2) return 'has fewer than two values, or too many to be levels';
  if (values.includes('')) return 'has an empty value';
  return new Set(values).size < values.length ? 'names a value twice' : null;
};
