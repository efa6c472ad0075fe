import { parse } from 'yaml';
import { isObject, parseJson } from '../judges/json.ts';
import { show } from '../wording/quote.ts';
import type { Check, CheckTerms } from './check.ts';
import { jsonSchema } from './json-schema.ts';
import { objectsIn } from './objects-in.ts';

/** Whether an output is JSON, or holds an object in it, and, where the value is a JSON schema, whether that conforms. */
export const jsonChecks = {
  'is-json': (terms: CheckTerms): Check => {
    const schema = schemaOf(terms);
    return {
      claim: schema === null ? 'is JSON' : 'is JSON of the schema',
      holds: ({ text }) => {
        const json = parseJson(text);
        return json !== undefined && (schema === null || schema(json));
      },
    };
  },
  'contains-json': (terms: CheckTerms): Check => {
    const schema = schemaOf(terms);
    return {
      claim: schema === null ? 'contains JSON' : 'contains JSON of the schema',
      holds: ({ text }) => objectsIn(text).some((object) => schema === null || schema(object)),
    };
  },
};

/** The schema is a map, or a text in JSON or YAML that is one. Null: any JSON will do. */
const schemaOf = ({ value, refuse }: CheckTerms): ((json: unknown) => boolean) | null => {
  if (value === undefined || value === null || value === '' || value === false) return null;
  const schema = typeof value === 'string' ? inYaml(value) : value;
  if (!isObject(schema)) throw refuse('a JSON schema: a map, or a text in JSON or YAML that is one');
  return jsonSchema(schema, (what) =>
    refuse(`a JSON schema of draft 7 whose patterns and formats are known here; ${show(what, 120)} is not`),
  );
};

const inYaml = (text: string): unknown => {
  try {
    return parse(text, { logLevel: 'error', merge: true }) as unknown;
  } catch {
    return undefined;
  }
};
