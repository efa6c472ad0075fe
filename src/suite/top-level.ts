import * as z from 'zod';
import { text, wholeFrom, words } from '../config/legal.ts';
import { inside, parseSource, type Source } from '../config/source.ts';
import { readText } from '../config/text-file.ts';
import { beside } from '../config/source.ts';
import { Fault } from '../fault.ts';
import { dereference } from './dereference.ts';
import { inEnvironment, readEnvironment, type Env, type Environment } from './environment.ts';
import { checkKeys, part, valueOf } from './keys.ts';
import { commandLineKeys, evaluateKeys, topKeys } from './top-keys.ts';

/** The parts of a suite's file; null where it has none. */
export type Parts = {
  readonly description: string;
  readonly prompts: Source;
  readonly providers: Source;
  readonly tests: Source | null;
  readonly scenarios: Source | null;
  readonly defaultTest: Source | null;
  readonly block: Source;
  readonly repeat: number;
  readonly maxConcurrency: number | null;
  readonly delay: number; // milliseconds after each call
  readonly timeoutMs: number | null;
  readonly grader: Source | null; // `commandLineOptions.grader`
  readonly environment: Environment;
  readonly passed: readonly string[];
  readonly sources: readonly string[];
};

/** Takes the file apart, its references and variables of the environment filled in. What can't be honoured is refused. */
export const readTopLevel = async (written: Source, env: Env): Promise<Parts> => {
  const { source: whole, named } = dereference(written);
  const passed = checkKeys(whole, { ...topKeys, read: [...topKeys.read, ...named] });
  const environment = readEnvironment(inside(whole, ['env']), env);
  const rows = whole.rowsAreData === true ? ['tests', 'scenarios'] : [];
  // What promptfoo alone reads may name variables that are not there.
  const source = inEnvironment(without(whole, [...passed, ...named, ...rows, 'env']), environment);
  const options = part(source, 'evaluateOptions') ?? inside(source, ['evaluateOptions', 'none']);
  const flags = part(source, 'commandLineOptions') ?? inside(source, ['commandLineOptions', 'none']);
  const ignored = [
    ...passed,
    ...optional(options, evaluateKeys).map((key) => `evaluateOptions.${key}`),
    ...optional(flags, commandLineKeys).map((key) => `commandLineOptions.${key}`),
  ];
  // The command line's options go over the others', as under promptfoo.
  const either = <Schema extends z.ZodType>(key: string, schema: Schema): z.output<Schema> | undefined =>
    valueOf(flags, key, schema) ?? valueOf(options, key, schema);
  const defaults = await defaultsOf(part(source, 'defaultTest'), environment);
  const timeout = valueOf(options, 'timeoutMs', milliseconds) ?? 0;
  return {
    description: valueOf(source, 'description', text) ?? '',
    prompts: required(source, 'prompts'),
    providers: providersOf(source),
    tests: part(rows.length > 0 ? whole : source, 'tests'),
    scenarios: part(rows.length > 0 ? whole : source, 'scenarios'),
    defaultTest: defaults.source,
    block: inside(source, ['empanel']),
    repeat: either('repeat', wholeFrom(1)) ?? 1,
    maxConcurrency: either('maxConcurrency', wholeFrom(1)) ?? null,
    delay: either('delay', milliseconds) ?? 0,
    timeoutMs: timeout > 0 ? timeout : null,
    grader: valueOf(flags, 'grader', words) === undefined ? null : inside(flags, ['grader']),
    environment,
    passed: ignored,
    sources: defaults.sources,
  };
};

const milliseconds = z.number({ error: 'milliseconds' }).min(0, { error: 'milliseconds' });

const without = (source: Source, keys: readonly string[]): Source => ({
  ...source,
  value: Object.fromEntries(Object.entries(source.value ?? {}).filter(([key]) => !keys.includes(key))),
});

const optional = (source: Source, keys: Parameters<typeof checkKeys>[1]): readonly string[] =>
  source.value === undefined ? [] : checkKeys(source, keys);

const providersOf = (source: Source): Source => {
  const [providers, targets] = [part(source, 'providers'), part(source, 'targets')];
  if (providers !== null && targets !== null)
    throw new Fault(
      'config/value',
      '"targets" is another name of "providers", and the file has both, so it is open which one counts.\nRemove one.',
      { where: source.where(['targets']) },
    );
  return providers ?? targets ?? required(source, 'providers');
};

const needed = {
  prompts: "so nothing is asked.\nAdd prompts: ['{{question}}'], with the variables of the tests.",
  providers:
    'so nothing writes the outputs.\nAdd providers: [openai:gpt-4.1-mini], or [echo] to judge the prompts as they are.',
};

const required = (source: Source, key: keyof typeof needed): Source => {
  const found = part(source, key);
  if (found !== null) return found;
  throw new Fault('config/missing', `The config has no "${key}", ${needed[key]}`, { where: source.where() });
};

/** `defaultTest` may stand in a file of its own, with references of its own. */
const defaultsOf = async (
  source: Source | null,
  environment: Environment,
): Promise<{ readonly source: Source | null; readonly sources: readonly string[] }> => {
  if (source === null || typeof source.value !== 'string') return { source, sources: [] };
  const file = beside(source.folder, source.value);
  const said = await readText(file, { code: 'config/unreadable', role: '"defaultTest"', where: source.where() });
  const read = inEnvironment(dereference(parseSource(said, file)).source, environment);
  return { source: { ...read, folder: source.folder }, sources: [file] };
};
