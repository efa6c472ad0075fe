import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beside } from '../config/source.ts';
import { Fault } from '../fault.ts';
import { isObject } from '../judges/json.ts';
import { quote, show } from '../wording/quote.ts';
import type { Written } from './written.ts';

/** Code that answers about an output; `context` is what it may look at beside it. */
export type Grader = (output: string, context: Readonly<Record<string, unknown>>) => unknown;

/** The function in a file of the config: `file://check.js` for its default export, `file://check.js:name` for one by name. */
export const scriptFunction = async (
  value: string,
  { folder, where }: Pick<Written, 'folder' | 'where'>,
): Promise<Grader> => {
  const [, path = value, name] = /^(.*\.\w+):([^/\\]*)$/.exec(value) ?? [];
  const file = resolve(beside(folder, path));
  const module = await loaded(file, where);
  const found = name === undefined ? defaultOf(module) : (member(defaultOf(module), name) ?? member(module, name));
  if (typeof found === 'function') return found as Grader;
  throw new Fault(
    'assertion/code',
    name === undefined
      ? `The file ${quote(path, 120)} exports no function by default, so there is nothing to check with.\nExport one: export default (output, context) => …, or name it: ${show(path, 120)}:name.`
      : `The file ${quote(path, 120)} exports no function ${quote(name)}, so there is nothing to check with.\nExport it by this name.`,
    { where },
  );
};

const loaded = async (file: string, where: string): Promise<unknown> => {
  try {
    return (await import(pathToFileURL(file).href)) as unknown;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new Fault(
      'assertion/code',
      `The code in ${quote(file, 200)} can't be loaded: ${show(said, 200)}.\nCorrect it. TypeScript is taken as Node takes it: types that can be erased, and imports with their ending.`,
      { where, cause: error },
    );
  }
};

/** What a module exports by default, through the layer that CommonJS adds; the module itself where there is no default. */
const defaultOf = (module: unknown): unknown => {
  const outer = member(module, 'default') ?? module;
  return isObject(outer) ? (member(outer, 'default') ?? outer) : outer;
};

const member = (of: unknown, name: string): unknown =>
  (typeof of === 'object' && of !== null) || typeof of === 'function'
    ? (of as unknown as Readonly<Record<string, unknown>>)[name]
    : undefined;
