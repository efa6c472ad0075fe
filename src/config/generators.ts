import * as z from 'zod';
import { Fault } from '../fault.ts';
import type { Generator } from '../panel.ts';
import { quote } from '../wording/quote.ts';
import { check } from './check.ts';
import { between, closed, wholeFrom, words } from './legal.ts';
import { modelSpec } from './model-spec.ts';
import { baseUrl, keyName, noCapabilities, noPace } from './model-terms.ts';
import { inside, type Source } from './source.ts';

/** What makes the outputs: `echo` takes the rendered prompt itself, a generator answers it. */
export type Writer = { readonly label: string; readonly generator: Generator | null };

/** Reads promptfoo's `providers`: names, or maps with `id`, `label` and `config`. */
export const readWriters = (source: Source): readonly Writer[] => {
  const entries = Array.isArray(source.value) ? source.value.map((_, at) => inside(source, [at])) : [source];
  const writers = entries.map(writerOf);
  if (writers.length === 0)
    throw new Fault('config/missing', 'The list of providers is empty, so there is no output to judge.\nAdd "echo".', {
      where: source.where(),
    });
  const again = writers.findIndex(({ label }, at) => writers.findIndex((other) => other.label === label) !== at);
  if (again !== -1)
    throw new Fault(
      'config/value',
      `Two providers are called ${quote(writers[again]?.label ?? '')}, so their outputs couldn't be told apart.\nGive each a "label" of its own.`,
      { where: source.where([again]) },
    );
  return writers;
};

const PROVIDER = 'the name of a model, such as openai:gpt-4.1-mini, or a map with "id", "label" and "config"';

// Everything else of promptfoo's would change what the model is asked, so it can't be passed over.
const config = closed({
  temperature: between(0, 2).optional(),
  max_tokens: wholeFrom(1).optional(),
  max_completion_tokens: wholeFrom(1).optional(),
  top_p: between(0, 1).optional(),
  seed: wholeFrom(0).optional(),
  effort: words.optional(),
  reasoning_effort: words.optional(),
  apiBaseUrl: baseUrl.optional(),
  apiKeyEnvar: keyName.optional(),
});

const schema = z.union(
  [words, closed({ id: words, label: words.optional(), config: config.optional(), delay: z.unknown().optional() })],
  {
    error: PROVIDER,
  },
);

const writerOf = (source: Source): Writer => {
  refuseKeys(source);
  const written = check(schema, source);
  const { id, label = id, config = {} } = typeof written === 'string' ? { id: written } : written;
  if (id === 'echo') return { label, generator: null };
  const place = { where: source.where(typeof written === 'string' ? [] : ['id']), folder: source.folder };
  const terms = {
    baseUrl: config.apiBaseUrl ?? null,
    key: config.apiKeyEnvar ?? null,
    capabilities: noCapabilities,
    price: null,
    pace: noPace,
  };
  const sampling = {
    temperature: config.temperature ?? null,
    topP: config.top_p ?? null,
    effort: config.effort ?? config.reasoning_effort ?? null,
    seed: config.seed ?? null,
    maxTokens: config.max_tokens ?? config.max_completion_tokens ?? 1024,
  };
  return { label, generator: { id: label, spec: modelSpec(id, terms, place), sampling } };
};

const refuseKeys = (source: Source): void => {
  const apiKey = inside(source, ['config', 'apiKey']);
  if (apiKey.value === undefined) return;
  throw new Fault(
    'config/value',
    'The provider has its key in the file, and files are shared: keys stay in the environment.\nTake it out, change the key if others have seen it, and write apiKeyEnvar: NAME_OF_THE_VARIABLE.',
    { where: apiKey.where() },
  );
};

/** Whether an output is what the data set holds, rather than what a model makes of it. */
export const isEcho = ({ generator }: Writer): boolean => generator === null;
