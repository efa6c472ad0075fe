import { at, isObject, type JsonObject } from '../judges/json.ts';
import { formats } from './json-formats.ts';
import { inOrder } from './words.ts';

export type Holds = (value: unknown) => boolean;

/** Makes a part of the schema, which may be the schema itself again. */
export type Make = (schema: unknown) => Holds;
type Around = { readonly schema: JsonObject; readonly root: JsonObject; readonly make: Make };

/** A keyword with its argument; null where the argument won't do. A keyword says nothing of values that it is not about. */
type Keyword = (argument: unknown, around: Around) => Holds | null;

/** The keywords of draft 7 that demand something, by name. */
export const keywords: Readonly<Record<string, Keyword>> = {
  type: (argument, { schema }) => {
    const names = Array.isArray(argument) ? argument.map(String) : [String(argument)];
    const tests = names.map((name) => (Object.hasOwn(typed, name) ? typed[name] : undefined));
    if (schema['nullable'] === true) tests.push(typed['null']);
    return tests.some((test) => test === undefined) ? null : (value) => tests.some((test) => test?.(value));
  },
  enum: (argument) =>
    Array.isArray(argument) ? (value) => argument.some((each) => inOrder(each) === inOrder(value)) : null,
  const: (argument) => (value) => inOrder(argument) === inOrder(value),

  minimum: (argument) => numeric(argument, (value, bound) => value >= bound),
  maximum: (argument) => numeric(argument, (value, bound) => value <= bound),
  exclusiveMinimum: (argument) => numeric(argument, (value, bound) => value > bound),
  exclusiveMaximum: (argument) => numeric(argument, (value, bound) => value < bound),
  multipleOf: (argument) => numeric(argument, (value, step) => Number.isInteger(value / step)),

  minLength: (argument) => sized(argument, lengthOf, (length, bound) => length >= bound),
  maxLength: (argument) => sized(argument, lengthOf, (length, bound) => length <= bound),
  minItems: (argument) => sized(argument, itemsIn, (count, bound) => count >= bound),
  maxItems: (argument) => sized(argument, itemsIn, (count, bound) => count <= bound),
  minProperties: (argument) => sized(argument, propertiesIn, (count, bound) => count >= bound),
  maxProperties: (argument) => sized(argument, propertiesIn, (count, bound) => count <= bound),

  pattern: (argument) => {
    const pattern = patternOf(argument);
    return pattern && ((value) => typeof value !== 'string' || pattern.test(value));
  },
  format: (argument) => {
    const format = typeof argument === 'string' ? formats.get(argument) : undefined;
    return format === undefined ? null : (value) => typeof value !== 'string' || format(value);
  },

  items: (argument, { schema, make }) => {
    const first = Array.isArray(argument) ? argument.map(make) : [];
    const rest = make(Array.isArray(argument) ? (schema['additionalItems'] ?? true) : argument);
    return (value) => !Array.isArray(value) || value.every((item, index) => (first[index] ?? rest)(item));
  },
  contains: (argument, { make }) => {
    const wanted = make(argument);
    return (value) => !Array.isArray(value) || value.some(wanted);
  },
  uniqueItems: (argument) => (value) =>
    argument !== true || !Array.isArray(value) || new Set(value.map(inOrder)).size === value.length,

  required: (argument) =>
    Array.isArray(argument)
      ? (value) => !isObject(value) || argument.every((name) => Object.hasOwn(value, String(name)))
      : null,
  properties: (argument, { make }) => {
    if (!isObject(argument)) return null;
    const of = Object.entries(argument).map(([name, schema]) => ({ name, holds: make(schema) }));
    return (value) =>
      !isObject(value) || of.every(({ name, holds }) => !Object.hasOwn(value, name) || holds(value[name]));
  },
  patternProperties: (argument, { make }) => {
    const of = patternsIn(argument)?.map(({ pattern, schema }) => ({ pattern, holds: make(schema) }));
    if (of === undefined) return null;
    return (value) =>
      entriesOf(value).every(([name, inner]) => of.every(({ pattern, holds }) => !pattern.test(name) || holds(inner)));
  },
  additionalProperties: (argument, { schema, make }) => {
    const rest = make(argument);
    const known = new Set(entriesOf(schema['properties']).map(([name]) => name));
    const patterns = patternsIn(schema['patternProperties'] ?? {}) ?? [];
    const isKnown = (name: string): boolean => known.has(name) || patterns.some(({ pattern }) => pattern.test(name));
    return (value) => entriesOf(value).every(([name, inner]) => isKnown(name) || rest(inner));
  },
  propertyNames: (argument, { make }) => {
    const holds = make(argument);
    return (value) => entriesOf(value).every(([name]) => holds(name));
  },

  allOf: (argument, { make }) => combined(argument, make, (count, all) => count === all),
  anyOf: (argument, { make }) => combined(argument, make, (count) => count > 0),
  oneOf: (argument, { make }) => combined(argument, make, (count) => count === 1),
  not: (argument, { make }) => {
    const holds = make(argument);
    return (value) => !holds(value);
  },
  if: (argument, { schema, make }) => {
    const [holds, then, otherwise] = [make(argument), make(schema['then'] ?? true), make(schema['else'] ?? true)];
    return (value) => (holds(value) ? then : otherwise)(value);
  },
  $ref: (argument, { root, make }) => {
    const path = typeof argument === 'string' ? pointer(argument) : null;
    const target = path === null ? undefined : at(root, ...path);
    return target === undefined ? null : make(target);
  },
};

const typed: Readonly<Record<string, Holds>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => typeof value === 'number' && value % 1 === 0,
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  array: Array.isArray,
  object: isObject,
};

const numeric = (argument: unknown, test: (value: number, bound: number) => boolean): Holds | null =>
  typeof argument === 'number' ? (value) => typeof value !== 'number' || test(value, argument) : null;

const sized = (
  argument: unknown,
  size: (value: unknown) => number | null,
  test: (size: number, bound: number) => boolean,
): Holds | null => {
  if (typeof argument !== 'number') return null;
  return (value) => {
    const found = size(value);
    return found === null || test(found, argument);
  };
};

// In characters, not in UTF-16 units.
const lengthOf = (value: unknown): number | null => (typeof value === 'string' ? Array.from(value).length : null);
const itemsIn = (value: unknown): number | null => (Array.isArray(value) ? value.length : null);
const propertiesIn = (value: unknown): number | null => (isObject(value) ? Object.keys(value).length : null);

const combined = (argument: unknown, make: Make, test: (count: number, all: number) => boolean): Holds | null => {
  if (!Array.isArray(argument) || argument.length === 0) return null;
  const parts = argument.map(make);
  return (value) => test(parts.filter((part) => part(value)).length, parts.length);
};

const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  isObject(value) ? Object.entries(value) : [];

const patternsIn = (argument: unknown): readonly { readonly pattern: RegExp; readonly schema: unknown }[] | null => {
  if (!isObject(argument)) return null;
  const found = Object.entries(argument).map(([source, schema]) => ({ pattern: patternOf(source), schema }));
  return found.every((each): each is { pattern: RegExp; schema: unknown } => each.pattern !== null) ? found : null;
};

const patternOf = (source: unknown): RegExp | null => {
  try {
    return typeof source === 'string' ? new RegExp(source, 'u') : null;
  } catch {
    return null;
  }
};

/** The way that a local reference names (RFC 6901). */
const pointer = (reference: string): readonly string[] | null =>
  /^#(?:\/|$)/.test(reference)
    ? reference
        .split('/')
        .slice(1)
        .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'))
    : null;
