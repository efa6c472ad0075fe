/**
 * Texts between commas, without the blanks around them. One in double quotes may hold commas; in it `\"`, `\\` and `""` stand for the
 * character. Null where a quote doesn't end, or something other than a comma follows it.
 *
 *     commaList('red, "a, b"') // => ['red', 'a, b']
 */
export const commaList = (text: string): readonly string[] | null => {
  const found: string[] = [];
  for (let rest = skipped(text); rest !== ''; rest = skipped(rest)) {
    const quoted = /^"((?:\\["\\]|""|[^"])*)"\s*(?=,|$)/.exec(rest);
    if (quoted === null && rest.startsWith('"')) return null;
    const [whole = '', inner] = quoted ?? /^[^,]+/.exec(rest) ?? [];
    found.push(inner === undefined ? whole.trim() : inner.replaceAll(/\\(["\\])|"(")/g, '$1$2'));
    rest = rest.slice(whole.length);
  }
  return found;
};

const skipped = (text: string): string => text.replace(/^[\s,]+/, '');
