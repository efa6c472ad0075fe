import * as z from 'zod';
import { Fault } from '../fault.ts';
import { quote, quoteAll } from '../wording/quote.ts';
import { check } from './check.ts';
import { closed, meant, text, wholeFrom } from './legal.ts';
import { shown } from './shown.ts';
import { inside, type Source } from './source.ts';

/** The parts of the file that a panel reads; null where it has none. */
export type Parts = {
  readonly description: string;
  readonly prompts: Source | null;
  readonly providers: Source | null;
  readonly tests: Source | null;
  readonly defaultVars: Source | null;
  readonly maxConcurrency: number | null;
  readonly block: Source;
  readonly notes: readonly string[];
};

/** Takes the file apart: promptfoo's own keys, and the block that is ours. */
export const readTopLevel = (source: Source): Parts => {
  const keys = keysOf(source);
  for (const key of keys) checkKey(key, source);
  const providers = part(source, 'providers') ?? part(source, 'targets');
  if (part(source, 'providers') !== null && part(source, 'targets') !== null)
    throw new Fault(
      'config/value',
      '"targets" is another name of "providers", and the file has both, so it is open which one counts.\nRemove one.',
      { where: source.where(['targets']) },
    );
  const unused = keys.filter((key) => passed.includes(key));
  const defaults = readDefaults(part(source, 'defaultTest'));
  const options = readOptions(part(source, 'evaluateOptions'));
  const ignored = [...unused, ...defaults.passed, ...options.passed];
  return {
    description: check(text.optional(), inside(source, ['description'])) ?? '',
    prompts: part(source, 'prompts'),
    providers,
    tests: part(source, 'tests'),
    defaultVars: defaults.vars,
    maxConcurrency: options.maxConcurrency,
    block: blockOf(source),
    notes:
      ignored.length === 0 ? [] : [`Passed over in the config, for promptfoo alone uses it: ${quoteAll(ignored, 30)}.`],
  };
};

/** What the value has under a key, or null. An empty key is as good as none. */
const part = (source: Source, key: string): Source | null => {
  const found = inside(source, [key]);
  return found.value === undefined || found.value === null ? null : found;
};

const read = ['description', 'prompts', 'providers', 'targets', 'tests', 'defaultTest', 'evaluateOptions', 'empanel'];

/** Keys of a config that promptfoo alone uses, whatever is read of it. */
export const passedOver = [
  '$schema',
  'sharing',
  'writeLatestResults',
  'outputPath',
  'tags',
  'metadata',
  'extensions',
  'tracing',
  'derivedMetrics',
];

// The last two say something to a suite, and nothing to a panel with a question of its own.
const passed = [...passedOver, 'commandLineOptions', 'assertionTemplates'];

const refused: Readonly<Record<string, string>> = {
  env: 'Keys and settings come from the environment itself: export them in the shell, and name a key with "key" of a judge.',
  redteam: 'A panel judges rows that exist. Generate them with promptfoo, and name the file in "tests".',
  scenarios: 'Write the rows out in "tests", a row for each combination.',
  nunjucksFilters:
    'A panel runs no code of a config. Use the filters that nunjucks has, or prepare the column in the data set.',
};

const checkKey = (key: string, source: Source): void => {
  const where = source.where([key]);
  const remedy = Object.hasOwn(refused, key) ? refused[key] : undefined;
  if (remedy !== undefined)
    throw new Fault(
      'config/value',
      `"${key}" can't be honoured by a panel, and without it the results would differ.\n${remedy}`,
      {
        where,
      },
    );
  if (read.includes(key) || passed.includes(key)) return;
  throw new Fault(
    'config/unknown-key',
    `${quote(key)} is no key of the file, so what it says would be lost.\n${meant(key, [...read, ...passed])}`,
    { where },
  );
};

const keysOf = (source: Source): readonly string[] => {
  const { value } = source;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.keys(value);
  throw new Fault(
    'config/value',
    `The file is ${shown(value)}, and a config is a map of keys and values.\nBegin one with: empanel init`,
    { where: source.where() },
  );
};

const BLOCK = `Add a block "empanel" with a rubric and judges, for example:
empanel:
  rubric: file://rubric.yaml
  judges:
    - {id: mini, model: openai:gpt-4.1-mini, samples: 5}`;

const blockOf = (source: Source): Source => {
  const block = part(source, 'empanel');
  if (block !== null) return block;
  throw new Fault('config/missing', `The file seats no panel, so there is nobody to vote.\n${BLOCK}`, {
    where: source.where(),
  });
};

const loose = z.unknown().optional();

const readDefaults = (source: Source | null): { readonly vars: Source | null; readonly passed: readonly string[] } => {
  if (source === null) return { vars: null, passed: [] };
  if (typeof source.value === 'string')
    throw new Fault(
      'config/value',
      `"defaultTest" is ${shown(source.value)}, and its variables are read from the config alone.\nWrite them here: defaultTest: {vars: {…}}.`,
      { where: source.where() },
    );
  const keys = [
    'vars',
    'assert',
    'assertScoringFunction',
    'options',
    'threshold',
    'metadata',
    'description',
    'provider',
  ];
  check(closed(Object.fromEntries(keys.map((key) => [key, loose]))), source);
  const others = keys.slice(1).filter((key) => part(source, key) !== null);
  return { vars: part(source, 'vars'), passed: others.map((key) => `defaultTest.${key}`) };
};

const readOptions = (
  source: Source | null,
): { readonly maxConcurrency: number | null; readonly passed: readonly string[] } => {
  if (source === null) return { maxConcurrency: null, passed: [] };
  const keys = [
    'maxConcurrency',
    'repeat',
    'cache',
    'delay',
    'timeoutMs',
    'maxEvalTimeMs',
    'showProgressBar',
    'generateSuggestions',
  ];
  const { maxConcurrency } = check(
    closed({ ...Object.fromEntries(keys.map((key) => [key, loose])), maxConcurrency: wholeFrom(1).optional() }),
    source,
  );
  const others = keys.slice(1).filter((key) => part(source, key) !== null);
  return { maxConcurrency: maxConcurrency ?? null, passed: others.map((key) => `evaluateOptions.${key}`) };
};
