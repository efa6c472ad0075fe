import { isObject, parseJson, type JsonObject } from './json.ts';

/**
 * The one JSON object that a text is: the whole text, what follows its thinking, or the only fenced block in it. Null: there is none, or
 * more than one, and which of them was meant nobody knows.
 */
export const onlyObject = (text: string): JsonObject | null => {
  const whole = parseJson(text);
  if (whole !== undefined) return isObject(whole) ? whole : null;
  const end = text.lastIndexOf(endOfThinking);
  const after = end < 0 ? text : text.slice(end + endOfThinking.length);
  const answered = parseJson(after) ?? parseJson(fenced(after) ?? '');
  return isObject(answered) ? answered : null;
};

/** As `onlyObject`, or the only object within prose. */
export const onlyObjectWithin = (text: string): JsonObject | null => {
  const strict = onlyObject(text);
  if (strict !== null) return strict;
  // From the first brace to the last: two objects, or braces of another meaning, are no JSON together.
  const within = parseJson(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
  return isObject(within) ? within : null;
};

const endOfThinking = '</think>';

const fenced = (text: string): string | null => {
  const parts = text.split('```');
  return parts.length === 3 ? (parts[1] ?? '').replace(/^json\b/i, '') : null;
};
