import { hash } from 'node:crypto';

/** One text of others' making, by name. */
export type Datum = { readonly name: string; readonly text: string };

/**
 * Texts between tags that none of them can close: the tags carry a code made from the texts, which none of them contains.
 * The same texts always get the same code.
 *
 *     fence('data', [{ name: 'output', text: 'Hello' }]).text // => '<data-6b3c1f19 name="output">\nHello\n</data-6b3c1f19>'
 */
export const fence = (tag: string, data: readonly Datum[]): { readonly code: string; readonly text: string } => {
  const code = firstAbsent(data, codesOf(data));
  const blocks = data.map(({ name, text }) => `<${tag}-${code} name="${attribute(name)}">\n${text}\n</${tag}-${code}>`);
  return { code, text: blocks.join('\n') };
};

/** The first of the codes that stands in no text and no name. By chance or by search a text may hold the first. */
export const firstAbsent = (data: readonly Datum[], codes: Iterable<string>): string => {
  const texts = data.flatMap(({ name, text }) => [name.toLowerCase(), text.toLowerCase()]);
  for (const code of codes) if (!texts.some((text) => text.includes(code))) return code;
  throw new RangeError('every code stands in the data');
};

function* codesOf(data: readonly Datum[]): Generator<string> {
  for (let turn = 0; ; turn += 1) yield hash('sha256', JSON.stringify([turn, data])).slice(0, 8);
}

// A name comes from the head of a column, and may hold anything too.
const attribute = (name: string): string => name.replaceAll(/[<>&"\p{C}\p{Zl}\p{Zp}]/gu, '_').slice(0, 80);
