import type { Fault } from '../fault.ts';
import { isObject, type JsonObject } from '../judges/json.ts';
import { keywords, type Holds, type Make } from './json-keywords.ts';

/**
 * A JSON schema (draft 7) as a function. Every keyword that it has is checked, and one that is not known here is refused: a schema that is
 * read in part would let pass what it forbids. Schemas are interpreted; no code is made from them.
 */
export const jsonSchema = (root: JsonObject, refuse: (what: string) => Fault): Holds => {
  const known = new Map<unknown, Holds>();
  const make: Make = (schema) => {
    if (typeof schema === 'boolean') return () => schema;
    if (!isObject(schema)) throw refuse(`${JSON.stringify(schema)} in the place of a schema`);
    const before = known.get(schema);
    if (before !== undefined) return before;
    // First a promise of it, for schemas that refer to themselves.
    let holds: Holds = () => true;
    known.set(schema, (value) => holds(value));
    const parts = Object.entries(schema).flatMap(([name, argument]) => {
      if (annotations.has(name)) return [];
      const keyword = Object.hasOwn(keywords, name) ? keywords[name] : undefined;
      if (keyword === undefined) throw refuse(`the keyword "${name}"`);
      const part = keyword(argument, { schema, root, make });
      if (part === null) throw refuse(`"${name}": ${JSON.stringify(argument)}`);
      return [part];
    });
    holds = (value) => parts.every((part) => part(value));
    return holds;
  };
  return make(root);
};

/** What a schema says beside what it demands, and keywords that another one reads. */
const annotations = new Set(
  '$schema $id $comment $defs definitions title description default examples deprecated readOnly writeOnly then else nullable additionalItems'.split(
    ' ',
  ),
);
