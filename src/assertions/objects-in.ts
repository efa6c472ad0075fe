import { isCollection, parseDocument, visit, type Document } from 'yaml';
import { isObject, parseJson, type JsonObject } from '../judges/json.ts';

/**
 * The JSON objects in a text, in order, as promptfoo finds them: from a brace to the one that closes it, by count; with single quotes, bare
 * keys, trailing commas and comments where the author was free with the grammar. What never closes is closed at its end.
 */
export const objectsIn = (text: string): readonly JsonObject[] => {
  const found: JsonObject[] = [];
  let left = MOST_TRIED;
  for (let from = text.indexOf('{'); from !== -1 && left > 0;) {
    const { end, open } = closing(text, from);
    // A brace that ends the text opens nothing.
    const object = end === from + 1 ? null : objectFrom(text.slice(from, end) + '}'.repeat(open));
    if (object === null) left -= end - from;
    else found.push(object);
    from = text.indexOf('{', object === null ? from + 1 : end);
  }
  return found;
};

/** As promptfoo: no object is longer. */
const LONGEST = 100_000;

/** Characters that are tried in vain, in all: a text of nothing but braces would be tried from every one of them. */
const MOST_TRIED = 300_000;

const closing = (text: string, from: number): { readonly end: number; readonly open: number } => {
  const limit = Math.min(from + LONGEST, text.length);
  let open = 1;
  let end = from + 1;
  for (; end < limit && open > 0; end += 1) {
    if (text[end] === '{') open += 1;
    else if (text[end] === '}') open -= 1;
  }
  return { end, open };
};

const objectFrom = (piece: string): JsonObject | null => {
  const strict = parseJson(piece);
  if (strict !== undefined) return isObject(strict) ? strict : null;
  try {
    // YAML's maps in braces are JSON with the liberties that people and models take.
    const document = parseDocument(withHashes(piece), { uniqueKeys: false, logLevel: 'silent', merge: true });
    if (document.errors.length > 0 || document.warnings.length > 0 || hasKeyOfParts(document)) return null;
    const free: unknown = document.toJS();
    return isObject(free) ? free : null;
  } catch {
    return null; // an alias of nothing, or braces too deep for any reader
  }
};

/** Whether a list or a map is a key, which no JSON has. */
const hasKeyOfParts = (document: Document.Parsed): boolean => {
  let found = false;
  visit(document, {
    Pair: (_, { key }) => {
      found ||= isCollection(key);
    },
  });
  return found;
};

/** Comments that begin with slashes begin with a hash in YAML; those within quotes are none. */
const withHashes = (piece: string): string =>
  piece.replaceAll(/"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|(?<=^|\s)\/\/+/gm, (part) => (part.startsWith('/') ? '#' : part));
