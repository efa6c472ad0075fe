import * as z from 'zod';
import { nearest } from '../wording/nearest.ts';
import { quote, quoteAll } from '../wording/quote.ts';

// Every schema's error says what the place takes; `check.ts` puts what was found before it.

/** A map with these keys and no others. */
export const closed = <Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
  takes = 'a map of keys and values',
): z.ZodObject<Shape, z.core.$strict> => {
  const legal = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? meant(issue.keys[0] ?? '', legal) : takes),
  });
};

/** Which of the legal names a wrong one most likely means, and what they all are. */
export const meant = (wrong: string, legal: readonly string[]): string => {
  const near = nearest(wrong, legal);
  if (legal.length === 0) return 'There are none.';
  return near === null ? `Legal are ${quoteAll(legal, 24)}.` : `Did you mean ${quote(near)}?`;
};

export const text = z.string({ error: 'a text' });
const NOT_EMPTY = 'a text that is not empty';
export const words = z.string({ error: NOT_EMPTY }).trim().min(1, { error: NOT_EMPTY });
export const flag = z.boolean({ error: 'true or false' });

export const wholeFrom = (least: number): z.ZodNumber => {
  const error = `a whole number from ${least} up`;
  return z.int({ error }).min(least, { error });
};

export const between = (least: number, most: number): z.ZodNumber => {
  const error = `a number from ${least} to ${most}`;
  return z.number({ error }).min(least, { error }).max(most, { error });
};

export const atLeast = (least: number): z.ZodNumber => {
  const error = `a number from ${least} up`;
  return z.number({ error }).min(least, { error });
};

export const above = (least: number): z.ZodNumber => {
  const error = `a number above ${least}`;
  return z.number({ error }).gt(least, { error });
};

export const oneOf = <const Name extends string>(...names: readonly Name[]): z.ZodEnum<{ [key in Name]: key }> =>
  z.enum(names, { error: `one of ${quoteAll(names, 24)}` });

/** One or several: `0.3` and `[0.3]` are the same. */
export const listOf = <Item extends z.ZodType>(item: Item, takes: string): z.ZodType<readonly z.output<Item>[]> =>
  z.union([item.transform((one) => [one]), z.array(item, { error: takes }).min(1, { error: takes })], { error: takes });

/** A label, a level or a score as YAML has it. */
export const scalar = z.union([z.string(), z.number(), z.boolean()], { error: 'a label or a number' });

const DURATION = 'a duration such as 800ms, 120s or 2m (a bare number is seconds)';
const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** A duration in milliseconds, written with its unit; a bare number is seconds. */
export const duration = z.union([z.string(), z.number()], { error: DURATION }).transform((written, context): number => {
  const [, amount = '', unit = 's'] = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|m|h)?\s*$/.exec(String(written)) ?? [];
  const ms = Number(amount === '' ? Number.NaN : amount) * (units[unit] ?? Number.NaN);
  if (ms > 0 && Number.isFinite(ms)) return ms;
  context.addIssue({ code: 'custom', message: DURATION });
  return z.NEVER;
});
