import { Validator, type Schema } from '@cfworker/json-schema';
import type { Fault } from '../fault.ts';
import { isObject, type JsonObject } from '../judges/json.ts';

/**
 * A JSON schema (draft 7) as a function. A keyword or a format that is not known here is refused: a schema that is read in part would let
 * pass what it forbids. Schemas are interpreted; no code is made from them.
 */
export const jsonSchema = (root: JsonObject, refuse: (what: string) => Fault): ((value: unknown) => boolean) => {
  checkSchema(root, refuse);
  const validator = new Validator(nullables(root) as Schema, '7');
  try {
    validator.validate(null);
    validator.validate({});
  } catch (error) {
    // A reference that leads nowhere, say, which shows only when it is followed.
    throw refuse((error instanceof Error ? error.message : String(error)).split('. ')[0] ?? '');
  }
  return (value) => validator.validate(value).valid;
};

/** Keywords whose value is a schema, a list of schemas, or a map of them. */
const holders = {
  one: 'additionalItems additionalProperties contains else if items not propertyNames then'.split(' '),
  list: 'allOf anyOf items oneOf'.split(' '),
  map: '$defs definitions dependencies patternProperties properties'.split(' '),
} as const;

const plainKeywords = new Set(
  '$comment $id $ref $schema const default deprecated description enum examples exclusiveMaximum exclusiveMinimum format maxItems maxLength maxProperties maximum minItems minLength minProperties minimum multipleOf nullable pattern readOnly required title type uniqueItems writeOnly'.split(
    ' ',
  ),
);

const types = new Set(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']);
const formats = new Set(
  'date date-time duration email hostname ipv4 ipv6 json-pointer regex time uri uri-reference uuid'.split(' '),
);

const checkSchema = (schema: unknown, refuse: (what: string) => Fault): void => {
  if (typeof schema === 'boolean') return;
  if (!isObject(schema)) throw refuse(`${JSON.stringify(schema)} in the place of a schema`);
  for (const [name, value] of Object.entries(schema)) {
    const all = partsOf(name, value);
    if (all === null && !plainKeywords.has(name)) throw refuse(`the keyword "${name}"`);
    for (const part of all ?? []) checkSchema(part, refuse);
    if (!isSound(name, value)) throw refuse(`"${name}": ${JSON.stringify(value)}`);
  }
};

/** The schemas under a keyword; null where it holds none. */
const partsOf = (name: string, value: unknown): readonly unknown[] | null => {
  if (holders.map.includes(name) && isObject(value))
    return Object.values(value).filter((part) => name !== 'dependencies' || !Array.isArray(part));
  if (holders.list.includes(name) && Array.isArray(value)) return value;
  return holders.one.includes(name) ? [value] : null;
};

const isSound = (name: string, value: unknown): boolean => {
  switch (name) {
    case 'type':
      return [value].flat().every((each) => typeof each === 'string' && types.has(each));
    case 'format':
      return typeof value === 'string' && formats.has(value);
    case 'pattern':
      return typeof value === 'string' && isPattern(value);
    case 'patternProperties':
      return isObject(value) && Object.keys(value).every(isPattern);
    case '$ref':
      return typeof value === 'string' && value.startsWith('#');
    default:
      return true;
  }
};

const isPattern = (text: string): boolean => {
  try {
    return new RegExp(text, 'u').unicode;
  } catch {
    return false;
  }
};

/** OpenAPI's `nullable`, which promptfoo's validator knows too, in the words of draft 7. */
const nullables = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(nullables);
  if (!isObject(schema)) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, nullables(value)]));
  return schema['nullable'] === true && schema['type'] !== undefined
    ? { ...inner, type: [...new Set([schema['type'], 'null'].flat())] }
    : inner;
};
