import type * as z from 'zod';
import { check } from '../config/check.ts';
import { meant } from '../config/legal.ts';
import { shown } from '../config/shown.ts';
import { inside, type Source } from '../config/source.ts';
import { Fault } from '../fault.ts';
import { quote } from '../wording/quote.ts';

/** The keys that a place may have. What is refused has its remedy. */
export type Keys = {
  readonly of: string; // "a test"
  readonly read: readonly string[];
  readonly passed?: readonly string[]; // promptfoo alone uses them
  readonly refused?: Readonly<Record<string, string>>;
  readonly why?: string; // they are refused
};

/** Checks that a source is a map with these keys and no others; comes back with those that are passed over. A key without a value is none. */
export const checkKeys = (
  source: Source,
  { of, read, passed = [], refused = {}, why = WHY }: Keys,
): readonly string[] => {
  const { value } = source;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Fault(
      'config/value',
      `${of.charAt(0).toUpperCase()}${of.slice(1)} has to be a map, and this is ${shown(value, source.path)}, so nothing can be read from it.\nWrite keys and values: ${read.slice(0, 3).join(', ')}, …`,
      { where: source.where() },
    );
  const legal = [...read, ...passed];
  for (const [key, inner] of Object.entries(value)) {
    const where = source.where([key]);
    const remedy = Object.hasOwn(refused, key) ? refused[key] : undefined;
    if (remedy !== undefined && inner !== undefined && inner !== null)
      throw new Fault('config/value', `"${key}" of ${of} ${why}.\n${remedy}`, { where });
    if (remedy === undefined && !legal.includes(key))
      throw new Fault(
        'config/unknown-key',
        `${quote(key)} is no key of ${of}, so what it says would be lost.\n${meant(key, legal)}`,
        { where },
      );
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    passed.includes(key) && inner !== undefined && inner !== null ? [key] : [],
  );
};

const WHY = "can't be honoured by a panel, and without it the results would differ";

/** What a key holds, held against its schema; undefined where there is nothing. */
export const valueOf = <Schema extends z.ZodType>(
  source: Source,
  key: string,
  schema: Schema,
): z.output<Schema> | undefined => {
  const found = inside(source, [key]);
  return found.value === undefined || found.value === null ? undefined : check(schema, found);
};

/** What a source has under a key, or null. An empty key is as good as none. */
export const part = (source: Source, key: string | number): Source | null => {
  const found = inside(source, [key]);
  return found.value === undefined || found.value === null ? null : found;
};

/** The way out of what a panel can't do. */
export const PROMPTFOO = 'Or leave it to `promptfoo eval`, with empanel as its grader.';
