import * as z from 'zod';
import { between, text, wholeFrom, words } from '../config/legal.ts';
import { modelSpec } from '../config/model-spec.ts';
import { noPace } from '../config/model-terms.ts';
import { isSecret } from '../config/shown.ts';
import { inside, type Source } from '../config/source.ts';
import { Fault } from '../fault.ts';
import type { Sampling } from '../model.ts';
import type { ModelSpec, Pace } from '../panel.ts';
import type { Price } from '../price.ts';
import { quote } from '../wording/quote.ts';
import { addressOf } from './address.ts';
import { checkKeys, PROMPTFOO, valueOf } from './keys.ts';
import { configKeys, providerKeys } from './provider-keys.ts';
import { requestOf } from './request-defaults.ts';
import type { Scope } from './scope.ts';

/** A model and how it is asked; null for `echo`, which repeats the prompt. */
type Called = { readonly spec: ModelSpec; readonly sampling: Sampling } | null;

/** One of promptfoo's providers. `prompts` names those that it is given; null: all. */
export type Provider = {
  readonly id: string;
  readonly label: string | null;
  readonly called: Called;
  readonly prompts: readonly string[] | null;
};

/** Reads a provider: a name, or a map with `id`, `label` and `config`. `delay` is what the whole config asks for between calls, in milliseconds. */
export const readProvider = (source: Source, scope: Scope, delay = 0): Provider => {
  const { value } = source;
  const entry = typeof value === 'string' ? inside({ ...source, value: { id: value } }, []) : asOptions(source);
  checkKeys(entry, providerKeys);
  const id = valueOf(entry, 'id', words);
  if (id === undefined)
    throw new Fault(
      'config/missing',
      'The provider has no "id", so nobody knows which model is meant.\nAdd it: {id: openai:gpt-4.1-mini, config: {…}}.',
      { where: entry.where() },
    );
  const wait = valueOf(entry, 'delay', z.number({ error: 'milliseconds' }).min(0, { error: 'milliseconds' })) ?? delay;
  return {
    id,
    label: valueOf(entry, 'label', text) || null,
    prompts: valueOf(entry, 'prompts', z.array(words, { error: 'a list of labels of prompts' })) ?? null,
    called: id === 'echo' ? null : calledBy(id, entry, scope, paceOf(wait)),
  };
};

/** promptfoo's other form is a map of one entry, {openai:gpt-4o: {config}}. */
const asOptions = (source: Source): Source => {
  const { value } = source;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return source;
  const [key, ...others] = Object.keys(value);
  if (key === undefined || others.length > 0 || [...providerKeys.read, 'text'].includes(key)) return source;
  const inner = inside(source, [key]);
  if (typeof inner.value !== 'object' || inner.value === null || Array.isArray(inner.value)) return source;
  return { ...inner, value: { id: key, ...inner.value } };
};

const calledBy = (id: string, entry: Source, scope: Scope, pace: Pace): Called => {
  const config = inside(entry, ['config']);
  const where = entry.where(['id']);
  const service = serviceOf(id, where);
  if (config.value !== undefined && config.value !== null)
    for (const key of checkKeys(config, configKeys)) scope.passed.add(`providers.config.${key}`);
  const settings = config.value === undefined || config.value === null ? { ...config, value: {} } : config;
  refuseZeros(settings);
  const model = id.slice(id.lastIndexOf(':') + 1);
  const { sampling, takesTemperature } = requestOf(service, model, askedIn(settings), scope.environment.visible);
  const temperature = valueOf(settings, 'temperature', between(0, 2));
  if (temperature !== undefined && !takesTemperature)
    scope.notes.add(`${quote(id)} takes no temperature, so ${temperature} is left out, as promptfoo does.`);
  const { url, key, isOwn } = addressOf(service, settings, scope);
  const terms = {
    baseUrl: url,
    // A server that the environment names is the user's own choice, so the usual key goes there.
    key: key ?? (isOwn ? (usualKeys[service] ?? null) : null),
    capabilities: { temperature: takesTemperature, efforts: null, structured: null },
    price: priceIn(settings),
    pace,
  };
  const spec = modelSpec(id, terms, { where, folder: scope.folder });
  if (/^ollama:(?!chat:)/.test(id))
    scope.notes.add(`${quote(id)} is asked by chat, where promptfoo asks it to complete a text.`);
  return { sampling, spec: { ...spec, key: aliased(spec.key, scope) } };
};

const usualKeys: Readonly<Record<string, string>> = { openai: 'OPENAI_API_KEY', anthropic: 'ANTHROPIC_API_KEY' };

const aliased = (key: string | null, { environment }: Scope): string | null =>
  key !== null && Object.hasOwn(environment.keys, key) ? (environment.keys[key] ?? key) : key;

/** The service that an id begins with. promptfoo knows many; a panel speaks the protocols of a few. */
const serviceOf = (id: string, where: string): string => {
  const service = id.split(':', 1)[0] ?? '';
  // What may be a key is for the reader of models to tell, who doesn't show it.
  if (!id.includes(':') || spoken.has(service) || isSecret(id)) return service;
  throw new Fault(
    'config/value',
    `${quote(id)} is called in a way of its own, and a panel speaks the protocols of OpenAI and Anthropic, so it can't be asked.\nWhere it has an address that speaks Chat Completions, write {id: openai:chat:MODEL, config: {apiBaseUrl: …, apiKeyEnvar: …}}. ${PROMPTFOO}`,
    { where },
  );
};

const spoken = new Set([
  'openai',
  'anthropic',
  'ollama',
  'openrouter',
  'vllm',
  'lmstudio',
  'llamacpp',
  'litellm',
  'compatible',
  'replay',
]);

const askedIn = (config: Source): Parameters<typeof requestOf>[2] => ({
  temperature: valueOf(config, 'temperature', between(0, 2)),
  maxTokens: ['max_tokens', 'max_completion_tokens', 'num_predict']
    .map((key) => valueOf(config, key, wholeFrom(1)))
    .find((each) => each !== undefined),
  topP: valueOf(config, 'top_p', between(0, 1)),
  effort: valueOf(config, 'effort', words) ?? valueOf(config, 'reasoning_effort', words),
  seed: valueOf(config, 'seed', wholeFrom(0)),
  omitDefaults: valueOf(config, 'omitDefaults', z.boolean({ error: 'true or false' })),
});

/** What is zero by default may be written; what is not can't be sent. */
const refuseZeros = (config: Source): void => {
  for (const key of ['presence_penalty', 'frequency_penalty'])
    valueOf(config, key, z.literal(0, { error: '0: a panel sends no penalties' }));
};

/** promptfoo counts dollars a token, a panel dollars a million of them. */
const priceIn = (config: Source): Price | null => {
  const dollars = z.number({ error: 'dollars a token' }).min(0, { error: 'dollars a token' });
  const [both, input, output] = ['cost', 'inputCost', 'outputCost'].map((key) => valueOf(config, key, dollars));
  const [one, other] = [input ?? both, output ?? both];
  if (one === undefined || other === undefined) return null;
  return { input: one * 1e6, output: other * 1e6, cacheRead: null, cacheWrite: null };
};

/** promptfoo waits after every call, and asks one at a time then. */
const paceOf = (delay: number): Pace =>
  delay > 0 ? { rpm: Math.max(1, Math.floor(60_000 / delay)), tpm: null, concurrency: 1 } : noPace;
