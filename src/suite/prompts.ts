import { basename, extname } from 'node:path';
import * as z from 'zod';
import { words } from '../config/legal.ts';
import { check } from '../config/check.ts';
import { beside, inside, type Source } from '../config/source.ts';
import { Fault } from '../fault.ts';
import { quote } from '../wording/quote.ts';
import { checkKeys, PROMPTFOO, valueOf } from './keys.ts';
import { filesLike } from './files-like.ts';
import { promptsIn } from './prompt-file.ts';
import type { Scope } from './scope.ts';

/** A prompt as it is written: its text with templates, the name that reports use, and the names that a filter may mean it by. */
export type Prompt = {
  readonly name: string;
  readonly raw: string;
  readonly names: readonly string[];
  readonly place: (line: number) => string;
};

/** Reads promptfoo's `prompts`: texts, files, patterns of files, maps with `label`, `raw` or `id`, or one map from prompts to labels. */
export const readPrompts = async (source: Source, scope: Scope): Promise<readonly Prompt[]> => {
  const read: Prompt[] = [];
  const seen = new Set<unknown>();
  for (const entry of entriesOf(source)) {
    // promptfoo asks a text that is listed twice once.
    if (typeof entry.value === 'string' && seen.has(entry.value)) continue;
    seen.add(entry.value);
    read.push(...(await promptsOf(entry, read.length + 1, scope)));
  }
  if (read.length === 0)
    throw new Fault('config/missing', 'There is no prompt in the list, so nothing could be asked.\nAdd one.', {
      where: source.where(),
    });
  const named = new Map<string, number>();
  return read.map((prompt) => {
    const count = (named.get(prompt.name) ?? 0) + 1;
    named.set(prompt.name, count);
    return count === 1 ? prompt : { ...prompt, name: `${prompt.name} ${count}` };
  });
};

/** Whether a filter of a provider or a test means this prompt, as promptfoo matches them: by name, by its beginning before a colon, or with a `*`. */
export const isMeant = (wanted: readonly string[] | null, names: readonly string[]): boolean =>
  wanted === null ||
  wanted.some((each) =>
    names.some(
      (name) =>
        name === each || name.startsWith(`${each}:`) || (each.endsWith('*') && name.startsWith(each.slice(0, -1))),
    ),
  );

const entriesOf = (source: Source): readonly Source[] => {
  const { value } = source;
  if (Array.isArray(value)) return value.map((_, at) => inside(source, [at]));
  if (typeof value !== 'object' || value === null) return [source];
  const labels = check(z.record(z.string(), words, { error: 'a map from prompts to labels' }), source);
  return Object.entries(labels).map(([raw, label]) => ({ ...inside(source, [raw]), value: { raw, label } }));
};

const promptsOf = async (source: Source, number: number, scope: Scope): Promise<readonly Prompt[]> => {
  const entry = typeof source.value === 'string' ? { ...source, value: { raw: source.value } } : source;
  checkKeys(entry, keys);
  const [id, label] = [valueOf(entry, 'id', words), valueOf(entry, 'label', words)];
  // The text itself is taken as it was written, blanks at its ends included.
  const raw = valueOf(entry, 'raw', z.string({ error: 'a text' })) || id;
  if (raw === undefined)
    throw new Fault('config/missing', 'The prompt has no text, so there is nothing to ask.\nAdd it under "raw".', {
      where: source.where(),
    });
  const given = label ?? (id === raw ? undefined : id);
  refuseForeign(raw, source.where());
  const names = [label, id, raw].filter((each) => each !== undefined);
  const inline = (): readonly Prompt[] => [
    { name: given ?? `prompt-${number}`, raw, names, place: () => source.where() },
  ];
  const path = pathIn(raw);
  if (path === null) return inline();
  const files = await filesLike(path, scope.folder);
  if (files.length === 0 && !raw.startsWith('file://')) return inline();
  const read = files.length === 0 ? [beside(scope.folder, path)] : files;
  const found = await Promise.all(read.map((file) => promptsIn(file, source)));
  for (const file of read) scope.sources.add(file);
  const texts = found.flat();
  return texts.map(({ raw: text, label: own, place }, at) => {
    const base = given ?? (read.length === 1 && texts.length === 1 ? `prompt-${number}` : `prompt-${number}-${at + 1}`);
    const name = own ?? (given !== undefined && texts.length > 1 ? `${given}-${at + 1}` : base);
    return { name, raw: text, names: [...names, name, text, ...read.map((file) => basename(file))], place };
  });
};

const keys = {
  of: 'a prompt',
  read: ['raw', 'label', 'id'],
  passed: ['template', 'display', 'description'],
  refused: {
    config: "What a prompt says of the model is not heard here. Say it in the provider's config.",
    function: 'A panel runs no code to make a prompt. Write the prompt as text with {{ variables }}.',
  },
};

const pathIn = (raw: string): string | null => {
  if (raw.startsWith('file://')) return raw.slice('file://'.length);
  return /^[^\s{}]+\.(?:txt|md|j2|jsonl?|ya?ml|csv|[cm]?[jt]s|py|rb|sh|go)(?::\w+)?$/.test(raw) ? raw : null;
};

const refuseForeign = (raw: string, where: string): void => {
  const service = /^(exec|package|langfuse|portkey|helicone):/.exec(raw)?.[1];
  const program =
    pathIn(raw) !== null && /^\.(?:[cm]?[jt]s|py|rb|sh|go|pl|exe|bat|cmd|ps1)$/.test(extname(raw).replace(/:.*$/, ''));
  if (service === undefined && !program) return;
  throw new Fault(
    'config/value',
    `The prompt ${quote(raw, 120)} is ${service === undefined || service === 'exec' || service === 'package' ? 'made by a program' : `kept by ${service}`}, and a panel runs and fetches nothing to make a prompt.\nWrite it as text with {{ variables }}, in .txt, .md, .json or .yaml. ${PROMPTFOO}`,
    { where },
  );
};
