import * as z from 'zod';
import { beside, inside, parseSource, type Source } from '../config/source.ts';
import { text, wholeFrom, words } from '../config/legal.ts';
import { shown } from '../config/shown.ts';
import { readText } from '../config/text-file.ts';
import { Fault } from '../fault.ts';
import { inEnvironment } from './environment.ts';
import { checkKeys, part, valueOf } from './keys.ts';
import type { Scope } from './scope.ts';
import { defaultKeys, optionKeys, testKeys } from './test-keys.ts';

/** A test as it is written, from whichever file. `isData`: the file is data, and what it says is never read as a template. */
export type WrittenTest = { readonly source: Source; readonly isData: boolean };

/** What one layer says of a test: `defaultTest`, a scenario's data, or the test itself. What it leaves open is null. */
export type Layer = {
  readonly where: string;
  readonly vars: Readonly<Record<string, unknown>>;
  readonly data: ReadonlySet<string>; // the variables whose texts are data
  readonly asserts: readonly Source[];
  readonly options: Options;
  readonly id: string | null; // `metadata.id`
  readonly threshold: { readonly share: number; readonly where: string } | null;
  readonly providerOutput: string | null;
  readonly prompts: readonly string[] | null;
  readonly providers: readonly string[] | null;
};

export type Options = {
  readonly prefix?: string | undefined;
  readonly suffix?: string | undefined;
  readonly provider?: Source | undefined;
  readonly rubricPrompt?: unknown;
  readonly factuality?: Readonly<Record<string, unknown>> | undefined;
  readonly disableVarExpansion?: boolean | undefined;
  readonly disableDefaultAsserts?: boolean | undefined;
  readonly repeat?: number | undefined;
};

export const noLayer: Layer = {
  where: '',
  vars: {},
  data: new Set(),
  asserts: [],
  options: {},
  id: null,
  threshold: null,
  providerOutput: null,
  prompts: null,
  providers: null,
};

/** Reads one layer of a test and checks its keys. */
export const readLayer = async (
  { source, isData }: WrittenTest,
  scope: Scope,
  of: 'test' | 'defaultTest' = 'test',
): Promise<Layer> => {
  checkKeys(source, of === 'test' ? testKeys : defaultKeys);
  const vars = await varsOf(source, scope);
  const id = inside(source, ['metadata', 'id']).value;
  const threshold = valueOf(source, 'threshold', SHARE);
  const output = valueOf(source, 'providerOutput', OUTPUT);
  return {
    where: source.where(),
    vars,
    data: new Set(isData ? Object.keys(vars) : []),
    asserts: listOf(part(source, 'assert')),
    options: optionsOf(part(source, 'options')),
    id: typeof id === 'string' || typeof id === 'number' ? String(id).trim() || null : null,
    threshold: threshold === undefined ? null : { share: threshold, where: source.where(['threshold']) },
    providerOutput:
      output === undefined || output === '' ? null : typeof output === 'string' ? output : JSON.stringify(output),
    prompts: valueOf(source, 'prompts', NAMES) ?? null,
    providers: valueOf(source, 'providers', NAMES) ?? null,
  };
};

/** A threshold of a test or of a set. */
export const SHARE = z
  .number({ error: 'a share from 0 to 1' })
  .min(0, { error: 'a share from 0 to 1' })
  .max(1, { error: 'a share from 0 to 1' });
const OUTPUT = z.union([z.string(), z.record(z.string(), z.unknown())], { error: 'an output' });
const SCORES = z.record(z.string(), z.unknown(), { error: 'a map from categories to scores' });
const COUNT = wholeFrom(1);
const NAMES = z.array(words, { error: 'a list of labels' });
const flag = z.boolean({ error: 'true or false' });

const listOf = (source: Source | null): readonly Source[] => {
  if (source === null) return [];
  if (Array.isArray(source.value)) return source.value.map((_, at) => inside(source, [at]));
  throw new Fault(
    'config/value',
    `"assert" is ${shown(source.value)}, and what a test asserts is a list.\nWrite assert: [{type: contains, value: …}, …].`,
    { where: source.where() },
  );
};

const optionsOf = (source: Source | null): Options => {
  if (source === null) return {};
  checkKeys(source, optionKeys);
  return {
    prefix: valueOf(source, 'prefix', text) || undefined, // an empty one leaves the default's
    suffix: valueOf(source, 'suffix', text) || undefined,
    provider: part(source, 'provider') ?? undefined,
    rubricPrompt: inside(source, ['rubricPrompt']).value ?? undefined,
    factuality: valueOf(source, 'factuality', SCORES),
    disableVarExpansion: valueOf(source, 'disableVarExpansion', flag),
    disableDefaultAsserts: valueOf(source, 'disableDefaultAsserts', flag),
    repeat: valueOf(source, 'repeat', COUNT),
  };
};

/** The variables: a map, or files in YAML or JSON whose maps are laid over one another. */
const varsOf = async (source: Source, scope: Scope): Promise<Readonly<Record<string, unknown>>> => {
  const vars = part(source, 'vars');
  if (vars === null) return {};
  const { value } = vars;
  if (typeof value !== 'string' && !Array.isArray(value)) return mapIn(vars);
  const merged: Record<string, unknown> = {};
  for (const path of [value].flat()) {
    if (typeof path !== 'string') throw notVars(vars);
    const file = beside(vars.folder, path);
    scope.sources.add(file);
    const said = await readText(file, { code: 'dataset/unreadable', role: 'the variables', where: vars.where() });
    Object.assign(merged, mapIn(inEnvironment(parseSource(said, file), scope.environment)));
  }
  return merged;
};

const mapIn = (source: Source): Readonly<Record<string, unknown>> => {
  const { value } = source;
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Readonly<Record<string, unknown>>;
  throw notVars(source);
};

const notVars = (source: Source): Fault =>
  new Fault(
    'config/value',
    `The test's variables are ${shown(source.value)}, so its prompts have nothing to be filled in with.\nWrite a map: vars: {question: …, answer: …}.`,
    { where: source.where() },
  );
