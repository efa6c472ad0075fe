import { stripVTControlCharacters } from 'node:util';

/**
 * Foreign text made safe for a message: terminal escapes gone, control and invisible characters as `\u` escapes,
 * at most `limit` characters, in quotation marks that the text itself does not use.
 *
 *     quote('pass\u001b[31m\n') // => "pass\n"
 */
export const quote = (text: string, limit = 60): string => {
  const shown = show(text, limit);
  const mark = shown.includes('"') ? "'" : '"';
  return `${mark}${shown}${mark}`;
};

/** As `quote`, without the quotation marks: for text that brings its own, such as JSON. */
export const show = (text: string, limit = 60): string => {
  // Cut twice: first roughly, so that a line of many megabytes is not searched for escapes.
  const characters = Array.from(stripVTControlCharacters(text.slice(0, limit * 8)));
  const shown = characters.slice(0, limit).map(visible).join('');
  return characters.length > limit || text.length > limit * 8 ? `${shown}…` : shown;
};

/** Names as a list that reads aloud, cut after `limit`: `"a", "b" and 3 more`. */
export const quoteAll = (names: readonly string[], limit = 8): string => {
  const shown = names.slice(0, limit).map((name) => quote(name));
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  const last = shown.pop() ?? '';
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
};

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const visible = (character: string): string => {
  if (!/[\p{C}\p{Zl}\p{Zp}]/u.test(character)) return character;
  return named[character] ?? `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
};
