import { extname } from 'node:path';
import { shown } from '../config/shown.ts';
import { beside, inside, parseSource, type Source } from '../config/source.ts';
import { readText } from '../config/text-file.ts';
import { Fault } from '../fault.ts';
import { dereference } from './dereference.ts';
import { inEnvironment } from './environment.ts';
import { readProvider, type Provider } from './provider.ts';
import type { Scope } from './scope.ts';
import { uniqueNames } from './unique.ts';

/** A provider of the suite, under a name that no other has. */
export type Configured = Provider & { readonly name: string };

/** Reads promptfoo's `providers`: names, maps and files of them, one or a list. Two that are written alike are one, as under promptfoo. */
export const readProviders = async (source: Source, delay: number, scope: Scope): Promise<readonly Configured[]> => {
  const nameOf = uniqueNames();
  const seen = new Set<string>();
  const configured: Configured[] = [];
  for (const entry of await entriesOf(source, scope)) {
    const written = JSON.stringify(entry.value);
    if (seen.has(written)) continue;
    seen.add(written);
    const provider = readProvider(entry, scope, delay);
    configured.push({ ...provider, name: nameOf(provider.label ?? provider.id) });
  }
  if (configured.length === 0)
    throw new Fault(
      'config/missing',
      'The list of providers is empty, so there is no output to judge.\nAdd one, such as openai:gpt-4.1-mini.',
      {
        where: source.where(),
      },
    );
  return configured;
};

/** A provider of a file of its own; null where the text names no such file. */
export const fromFile = async (source: Source, scope: Scope): Promise<readonly Source[] | null> => {
  const { value } = source;
  if (typeof value !== 'string' || !value.startsWith('file://')) return null;
  if (!['.yaml', '.yml', '.json'].includes(extname(value).toLowerCase())) return null;
  const file = beside(scope.folder, value);
  scope.sources.add(file);
  const said = await readText(file, { code: 'config/unreadable', role: 'the provider', where: source.where() });
  const whole = {
    ...inEnvironment(dereference(parseSource(said, file)).source, scope.environment),
    folder: scope.folder,
  };
  return Array.isArray(whole.value) ? whole.value.map((_, at) => inside(whole, [at])) : [whole];
};

/** Whether a filter of a test means this provider, as promptfoo matches them. */
export const isAllowed = (wanted: readonly string[] | null, { id, label }: Provider): boolean =>
  wanted === null ||
  wanted.some(
    (each) =>
      [id, label].includes(each) ||
      [id, label].some(
        (name) => name?.startsWith(`${each}:`) || (each.endsWith('*') && name?.startsWith(each.slice(0, -1))),
      ),
  );

const entriesOf = async (source: Source, scope: Scope): Promise<readonly Source[]> => {
  const { value } = source;
  if (typeof value !== 'string' && !Array.isArray(value))
    throw new Fault(
      'config/value',
      `The providers are ${shown(value)}, and they are a list.\nWrite providers: [openai:gpt-4.1-mini].`,
      { where: source.where() },
    );
  const list = Array.isArray(value) ? value.map((_, at) => inside(source, [at])) : [source];
  const entries = await Promise.all(list.map(async (each) => (await fromFile(each, scope)) ?? [each]));
  return entries.flat();
};
