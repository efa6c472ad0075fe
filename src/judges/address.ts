import { hash } from 'node:crypto';
import { Fault } from '../fault.ts';
import type { ModelSpec } from '../panel.ts';
import { quote } from '../wording/quote.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/** What the lane of a model is called: its provider and name, its host where that is not the provider's own, a key of its own. */
export const laneOf = (spec: ModelSpec, env: Env): string => {
  const { provider, model, baseUrl, key } = spec;
  const at = baseUrl === null ? '' : ` at ${hostOf(baseUrl)}`;
  const [own, usual] = [key, defaultKeys[provider]].map((name) => (name === null ? '' : (env[name]?.trim() ?? '')));
  // Two keys have two limits; two variables with one key have one. Six digits of a hash give nothing of the key away.
  const by = own === undefined || own === '' || own === usual ? '' : ` (key ${hash('sha256', own).slice(0, 6)})`;
  return `${provider} ${model}${at}${by}`;
};

/** The environment variables that the models need and that hold nothing, each once. */
export const missingKeys = (specs: readonly ModelSpec[], env: Env): string[] => [
  ...new Set(
    specs.flatMap((spec) => {
      const name = keyName(spec);
      return name === null || (env[name]?.trim() ?? '') !== '' ? [] : [name];
    }),
  ),
];

/** The key that a model is called with; null where it needs none. A `Fault` names the variable, never what it holds. */
export const keyOf = (spec: ModelSpec, env: Env): string | null => {
  const name = keyName(spec);
  if (name === null) return null;
  const key = env[name]?.trim() ?? '';
  if (key === '') {
    throw new Fault(
      'model/no-key',
      `Model ${quote(spec.model)} needs a key, and the environment variable ${name} is empty or not set.\n` +
        `Set ${name}, or try the experiment without any key in a rehearsal.`,
    );
  }
  // A header can't hold anything else; fetch would say so only at the first call.
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new Fault(
      'model/no-key',
      `The environment variable ${name} holds spaces, quotes of a word processor or other characters that no key has.\n` +
        `Set ${name} to the key alone.`,
    );
  }
  return key;
};

/** The address that the protocol's paths are appended to. */
export const baseUrlOf = ({ provider, baseUrl }: ModelSpec): string => baseUrl ?? defaultUrls[provider];

/** Host and port of an address, for messages: neither user nor password nor path. */
export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : quote(url));

/** Whether an address is OpenAI's own, which alone knows `max_completion_tokens` for certain. */
export const isOpenai = (url: string): boolean => /(?:^|\.)api\.openai\.com$/.test(hostOf(url));

const keyName = ({ provider, key }: ModelSpec): string | null => key ?? defaultKeys[provider];

const defaultKeys: Readonly<Record<ModelSpec['provider'], string | null>> = {
  openai: 'OPENAI_API_KEY',
  anthropic: 'ANTHROPIC_API_KEY',
  compatible: null,
  replay: null,
  code: null,
};

const defaultUrls: Readonly<Record<ModelSpec['provider'], string>> = {
  openai: 'https://api.openai.com/v1',
  anthropic: 'https://api.anthropic.com',
  compatible: 'http://127.0.0.1:8000/v1',
  replay: '',
  code: '',
};
