import { Fault } from '../fault.ts';
import type { ModelSpec, Provider } from '../panel.ts';
import { nearest } from '../wording/nearest.ts';
import { quote, quoteAll } from '../wording/quote.ts';
import { isSecret } from './shown.ts';
import { beside } from './source.ts';

/** What the config says of a model beside its name. */
export type ModelTerms = Omit<ModelSpec, 'provider' | 'model'>;

/** Where the name stands, and the folder that a recorded model's file is sought in. */
export type ModelPlace = { readonly where: string; readonly folder: string };

/**
 * Reads `openai:gpt-6-luna`, `ollama:llama3`, `replay:ballots.jsonl`. promptfoo's longer forms `openai:chat:…`, `anthropic:messages:…`
 * and `ollama:chat:…` mean the same.
 */
export const modelSpec = (written: string, terms: ModelTerms, { where, folder }: ModelPlace): ModelSpec => {
  const [name, model] = split(written);
  const service = Object.hasOwn(services, name) ? services[name] : undefined;
  if ((service === undefined && isSecret(written)) || model.startsWith('sk-'))
    throw wrong('The model is a text that may be a key, and is not shown here', SHAPE, where);
  if (service === undefined) throw unknownService(written, name, where);
  if (model === '') throw wrong(`${quote(written)} names no model`, SHAPE, where);
  const other = /^(completion|responses|embeddings?|realtime|assistant|image|moderation|transcription|agents?):/.exec(
    model,
  );
  if (other !== null)
    throw wrong(
      `${quote(written)} asks for "${other[1]}", and judges are asked by chat`,
      `Write ${name}:MODEL.`,
      where,
    );
  if (name === 'replay') return { ...terms, provider: 'replay', model: beside(folder, model), key: null };
  const baseUrl = terms.baseUrl ?? service.baseUrl;
  if (name === 'compatible' && baseUrl === null)
    throw wrong(
      `${quote(written)} has no address, and "compatible" can mean any server`,
      'Add it: baseUrl: http://localhost:8000/v1',
      where,
    );
  // A key goes to the service it belongs to: another address gets one only where the config names it.
  const moved = name === 'openai' && terms.baseUrl !== null;
  if (!moved && terms.baseUrl !== null && terms.key === null && service.key !== null)
    throw wrong(
      `${quote(written)} is called at another address than the service's own, and ${service.key} goes to the service alone`,
      `Name the variable with the key for this address, key: ${service.key} if it is to have that one.`,
      where,
    );
  return {
    ...terms,
    provider: moved ? 'compatible' : service.provider,
    model,
    baseUrl: baseUrl?.replace(/\/+$/, '') ?? null,
    key: terms.key ?? (moved ? null : service.key),
  };
};

type Service = { readonly provider: Provider; readonly baseUrl: string | null; readonly key: string | null };

const server = (baseUrl: string | null, key: string | null = null): Service => ({
  provider: 'compatible',
  baseUrl,
  key,
});

const services: Readonly<Record<string, Service>> = {
  openai: { provider: 'openai', baseUrl: null, key: 'OPENAI_API_KEY' },
  anthropic: { provider: 'anthropic', baseUrl: null, key: 'ANTHROPIC_API_KEY' },
  ollama: server('http://localhost:11434/v1'),
  vllm: server('http://localhost:8000/v1'),
  lmstudio: server('http://localhost:1234/v1'),
  llamacpp: server('http://localhost:8080/v1'),
  litellm: server('http://localhost:4000/v1'),
  openrouter: server('https://openrouter.ai/api/v1', 'OPENROUTER_API_KEY'),
  compatible: server(null),
  replay: { provider: 'replay', baseUrl: null, key: null },
};

const SHAPE = `Write SERVICE:MODEL, for example openai:gpt-4.1-mini; services are ${quoteAll(Object.keys(services), 12)}.`;

const split = (written: string): [string, string] => {
  const at = written.indexOf(':');
  if (at < 0) return [written, ''];
  const name = written.slice(0, at);
  const rest = written.slice(at + 1);
  return [name, name === 'replay' ? rest : rest.replace(/^(?:chat|messages)(?::|$)/, '')];
};

const unknownService = (written: string, name: string, where: string): Fault => {
  if (/^(?:file|exec|python|golang|ruby|https?|package)$/.test(name) || /\.(?:[cm]?[jt]s|py|rb|go)$/.test(written))
    return wrong(
      `${quote(written)} is code or an address to call, and a panel runs no code of a config`,
      'Put the model behind a server that speaks the Chat Completions protocol, and write compatible:MODEL with its baseUrl.',
      where,
    );
  if (!written.includes(':'))
    return wrong(`${quote(written)} doesn't say which service runs it`, near(written) ?? SHAPE, where);
  return wrong(
    `${quote(written)} names the service ${quote(name)}, which is not known here`,
    near(name) ?? SHAPE,
    where,
  );
};

const near = (name: string): string | null => {
  if (/^(?:gpt-|o\d)/.test(name)) return `Did you mean ${quote(`openai:${name}`)}?`;
  if (name.startsWith('claude-')) return `Did you mean ${quote(`anthropic:${name}`)}?`;
  const service = nearest(name, Object.keys(services));
  return service === null ? null : `Did you mean ${quote(`${service}:…`)}?`;
};

const wrong = (found: string, remedy: string, where: string): Fault =>
  new Fault('config/value', `${found}, so it can't be called.\n${remedy}`, { where });
