import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { keyPath } from '../../config/shown.ts';
import { inside, parseSource, valueAt, type Source } from '../../config/source.ts';
import { readText } from '../../config/text-file.ts';
import { Fault } from '../../fault.ts';
import { quoteAll } from '../../wording/quote.ts';

/** Where a panel is declared: what promptfoo handed over, and behind it a block `empanel` in a file, if one was needed. */
export type Declared = { readonly config: Source; readonly block: Source | null };

export type Seeking = {
  readonly door: string; // the file that promptfoo was given, as messages name it
  readonly config: Readonly<Record<string, unknown>>;
  readonly seats: readonly string[]; // the keys that seat somebody
  readonly env: Readonly<Record<string, string | undefined>>;
};

/**
 * The panel of a door: seated in the door's own config, else in the file that EMPANEL_PANEL names, else in promptfooconfig.yaml beside the
 * config or in the working folder. Rejects with a `Fault` that names all three.
 */
export const findPanel = async ({ door, config, seats, env }: Seeking): Promise<Declared> => {
  const folder = resolve(typeof config['basePath'] === 'string' ? config['basePath'] : '.');
  const own = inCode(config, folder, `config of ${door}`);
  if (seats.some((key) => config[key] !== undefined)) return { config: own, block: null };
  const named = env['EMPANEL_PANEL']?.trim() ?? '';
  if (named !== '') return { config: own, block: await blockOf(resolve(named), 'named') };
  for (const file of filesIn([folder, process.cwd()])) {
    const block = await blockOf(file, 'met');
    if (block !== null && valueAt(block.value, ['judges']) !== undefined) return { config: own, block };
  }
  throw new Fault(
    'config/missing',
    `No judge is seated, so nobody can vote. Three places were looked at: the config of ${door} has no ${quoteAll(seats)}; the environment variable EMPANEL_PANEL is not set; and promptfooconfig.yaml has no block "empanel" with judges (in ${quoteAll([...new Set([folder, process.cwd()])])}).
Seat somebody in one of them, for example in a file that EMPANEL_PANEL names:
judges:
  - {id: mini, model: openai:gpt-4.1-mini, temperature: 1, samples: 3}
  - {id: haiku, model: anthropic:claude-haiku-4-5, samples: 2}`,
  );
};

/** What stands still between two calls, and so needs to be read once. */
export const stampOf = ({ config, env }: Pick<Seeking, 'config' | 'env'>): string => {
  const folder = resolve(typeof config['basePath'] === 'string' ? config['basePath'] : '.');
  const named = env['EMPANEL_PANEL']?.trim() ?? '';
  const files = [...(named === '' ? [] : [resolve(named)]), ...candidates([folder, process.cwd()])];
  return JSON.stringify([config, files.map((file) => [file, changed(file)])]);
};

/** A value that stands in no file, by the way to it. */
const inCode = (value: unknown, folder: string, name: string): Source => ({
  file: name,
  folder,
  path: [],
  value,
  where: (path = []) => (path.length === 0 ? name : `${name}: ${keyPath(path)}`),
});

const candidates = (folders: readonly string[]): string[] =>
  [...new Set(folders)].flatMap((folder) =>
    ['yaml', 'yml', 'json'].map((ending) => join(folder, `promptfooconfig.${ending}`)),
  );

const filesIn = (folders: readonly string[]): string[] => candidates(folders).filter((file) => changed(file) !== null);

const changed = (file: string): number | null => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? null;

/** The block of a file: under `empanel`, or the whole of a file that somebody named for it. Null: it has none. */
const blockOf = async (file: string, how: 'named' | 'met'): Promise<Source | null> => {
  const remedy = 'Correct the environment variable EMPANEL_PANEL, or remove it.';
  const errand = { code: 'config/unreadable', role: 'the panel', ...(how === 'named' ? { remedy } : {}) } as const;
  const source = parseSource(await readText(file, errand), file);
  const block = inside(source, ['empanel']);
  if (block.value !== undefined && block.value !== null) return block;
  return how === 'named' ? source : null;
};
