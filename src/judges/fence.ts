import { hash } from 'node:crypto';

/** One text of others' making, by name. */
export type Datum = { readonly name: string; readonly text: string };

/**
 * Texts between tags that none of them can close: the tags carry a code made from the texts, which none of them contains.
 * The same texts always get the same code.
 *
 *     fence('data', [{ name: 'output', text: 'Hello' }]) // => `<data-6b3c1f19 name="output">\nHello\n</data-6b3c1f19>`, and the code
 */
export const fence = (tag: string, data: readonly Datum[]): { readonly code: string; readonly text: string } => {
  const code = codeFor(data);
  const blocks = data.map(({ name, text }) => `<${tag}-${code} name="${attribute(name)}">\n${text}\n</${tag}-${code}>`);
  return { code, text: blocks.join('\n') };
};

const codeFor = (data: readonly Datum[]): string => {
  for (let turn = 0; ; turn += 1) {
    const code = hash('sha256', JSON.stringify([turn, data])).slice(0, 8);
    // By chance or by search a text may hold its own code; the next turn has another.
    if (data.every(({ name, text }) => !text.toLowerCase().includes(code) && !name.toLowerCase().includes(code)))
      return code;
  }
};

// A name comes from the head of a column, and may hold anything too.
const attribute = (name: string): string => name.replaceAll(/[<>&"\p{C}\p{Zl}\p{Zp}]/gu, '_').slice(0, 80);
