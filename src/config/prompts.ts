import { basename } from 'node:path';
import * as z from 'zod';
import { Fault } from '../fault.ts';
import { quote, quoteAll } from '../wording/quote.ts';
import { check } from './check.ts';
import { closed, words } from './legal.ts';
import { meant } from './legal.ts';
import { beside, inside, type Source } from './source.ts';
import { template, type Template } from './template.ts';
import { readText } from './text-file.ts';

/** A prompt of the config by name. `place` is where a line of it stands. */
export type Prompt = Template & { readonly id: string; readonly place: (line: number) => string };

export type Prompts = { readonly prompts: readonly Prompt[]; readonly sources: readonly string[] };

/** Reads promptfoo's `prompts`: one or a list of inline texts, `file://` paths, or `{label, raw}`. */
export const readPrompts = async (source: Source): Promise<Prompts> => {
  const entries = Array.isArray(source.value)
    ? source.value.map((_, at) => ({ entry: inside(source, [at]), fallback: `prompt-${at + 1}` }))
    : [{ entry: source, fallback: 'prompt-1' }];
  const texts = (await Promise.all(entries.map(({ entry, fallback }) => textsOf(entry, fallback)))).flat();
  if (texts.length === 0)
    throw new Fault('config/missing', 'There is no prompt in the list, so nothing could be asked.\nAdd one.', {
      where: source.where(),
    });
  const prompts = texts.map(({ id, text, place }) => ({ id, place, ...template(text, place) }));
  const twice = prompts.find(({ id }, at) => prompts.findIndex((other) => other.id === id) !== at);
  if (twice !== undefined)
    throw new Fault(
      'config/value',
      `Two prompts are called ${quote(twice.id)}, so reports couldn't tell them apart.\nGive each a "label" of its own.`,
      { where: twice.place(1) },
    );
  return { prompts, sources: texts.flatMap(({ file }) => (file === null ? [] : [file])) };
};

/** Every variable has to be a column of some row; a row without it renders empty, as under promptfoo. */
export const checkVariables = (prompts: readonly Prompt[], columns: readonly string[]): void => {
  for (const { id, variables, place } of prompts) {
    const unknown = variables.find(({ name }) => !columns.includes(name));
    if (unknown === undefined) continue;
    const remedy =
      unknown.name === 'env'
        ? 'Templates see the columns of a row and nothing of the environment: write the value into the file.'
        : `${meant(unknown.name, columns)} Columns come from "tests" and from "vars" of "defaultTest".`;
    throw new Fault(
      'template/variable',
      `Prompt ${quote(id)} uses {{ ${unknown.name} }}, but no row has such a column, so the prompt would have a hole.\n${remedy}`,
      { where: place(unknown.line) },
    );
  }
};

type Text = {
  readonly id: string;
  readonly text: string;
  readonly file: string | null;
  readonly place: (line: number) => string;
};

const shape = z.union([words, closed({ id: words.optional(), label: words.optional(), raw: words.optional() })], {
  error: 'a text, a path such as file://prompt.txt, or a map with "label" and "raw"',
});

const textsOf = async (source: Source, fallback: string): Promise<readonly Text[]> => {
  check(shape, source);
  // The text itself is taken as it was written, blanks at its ends included.
  const written = source.value as string | { readonly id?: string; readonly label?: string; readonly raw?: string };
  const entry = typeof written === 'string' ? { raw: written } : written;
  const raw = entry.raw ?? entry.id;
  const name = entry.label ?? (entry.raw === undefined ? undefined : entry.id) ?? fallback;
  if (raw === undefined)
    throw new Fault('config/missing', 'The prompt has no text, so there is nothing to ask.\nAdd it under "raw".', {
      where: source.where(),
    });
  const path = pathIn(raw);
  if (path === null) return [inline(name, raw, source)];
  return fromFile(path, name, source);
};

const pathIn = (raw: string): string | null => {
  if (raw.startsWith('file://')) return raw.slice('file://'.length);
  return /^[^\s{}]+\.(?:txt|md|j2|json|ya?ml|csv|js|cjs|mjs|ts|py|rb|sh)$/.test(raw) ? raw : null;
};

const inline = (id: string, text: string, source: Source): Text => {
  if (isChat(text)) throw chat(source.where());
  return { id, text, file: null, place: () => source.where() };
};

const fromFile = async (path: string, id: string, source: Source): Promise<readonly Text[]> => {
  const where = source.where();
  if (!/\.(?:txt|md|j2)$/.test(path))
    throw new Fault(
      'config/value',
      `The prompt ${quote(basename(path))} is no plain text (.txt, .md, .j2), and a panel runs no code and reads no chats to make a prompt.\nWrite the prompt as text with {{ columns }}.`,
      { where },
    );
  const file = beside(source.folder, path);
  const text = await readText(file, { code: 'config/unreadable', role: 'the prompt', where });
  if (isChat(text)) throw chat(`${file}:1`);
  const parts = file.endsWith('.txt') ? splitAtDashes(text) : [{ text, line: 0 }];
  if (parts.length === 0)
    throw new Fault(
      'config/missing',
      `The prompt ${quote(file, 200)} is empty, so nothing could be asked.\nWrite it.`,
      {
        where,
      },
    );
  return parts.map((part, at) => ({
    id: parts.length === 1 ? id : `${id}-${at + 1}`,
    text: part.text,
    file,
    place: (line) => `${file}:${part.line + line}`,
  }));
};

/** As promptfoo reads .txt: a line of three dashes parts two prompts, and blanks at their ends are none of theirs. */
const splitAtDashes = (text: string): readonly { readonly text: string; readonly line: number }[] => {
  const parts: { text: string; line: number }[] = [];
  let begin = 0;
  const lines = text.split(/\r?\n/);
  for (const [at, line] of [...lines, '---'].entries()) {
    if (line.trim() !== '---') continue;
    const own = lines.slice(begin, at);
    const blank = own.findIndex((each) => each.trim() !== '');
    if (blank !== -1) parts.push({ text: own.join('\n').trim(), line: begin + blank });
    begin = at + 1;
  }
  return parts;
};

/** A list of messages in JSON: promptfoo would send it as a chat. */
const isChat = (text: string): boolean => /^\s*\[\s*\{[^]*"(?:role|content)"\s*:/.test(text);

const chat = (where: string): Fault =>
  new Fault(
    'config/value',
    `The prompt is a chat in JSON (${quoteAll(['role', 'content'])}), and a panel asks every question as one message, so it would read the JSON as text.\nWrite the prompt as plain text.`,
    { where },
  );
