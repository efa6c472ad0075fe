import type { Sampling } from '../model.ts';
import type { Env } from './environment.ts';

/** What the config says of how a model is asked; what it leaves out is undefined. */
export type Asked = {
  readonly temperature?: number | undefined;
  readonly maxTokens?: number | undefined;
  readonly topP?: number | undefined;
  readonly effort?: string | undefined;
  readonly seed?: number | undefined;
  readonly omitDefaults?: boolean | undefined;
};

/** A model's sampling, and whether it takes a temperature at all. */
export type Request = { readonly sampling: Sampling; readonly takesTemperature: boolean };

/**
 * The request that promptfoo 0.123.1 makes of a model: temperature 0 and 1024 tokens where the config says nothing, neither for models
 * that reason, which refuse a temperature. Its environment variables hold here too. A panel's call always has a limit: where promptfoo
 * sends none, it is wide.
 */
export const requestOf = (service: string, model: string, asked: Asked, env: Env): Request => {
  const anthropic = service === 'anthropic';
  const reasons = anthropic ? refusesSampling(model) : service !== 'ollama' && thinks(model);
  const usual = usualOf(service, env);
  const says: Partial<Usual> = asked.omitDefaults === true ? {} : usual;
  // Anthropic's models take one of the two.
  const temperature =
    reasons || (anthropic && asked.topP !== undefined) ? null : (asked.temperature ?? says.temperature ?? null);
  // Opus 4.7 and 4.8 think only where they are told to.
  const ofReasoning = anthropic ? (/opus-4-/.test(model) ? 1024 : 2048) : WIDE;
  return {
    takesTemperature: !reasons,
    sampling: {
      temperature,
      topP: anthropic && reasons ? null : (asked.topP ?? null),
      effort: asked.effort ?? null,
      seed: asked.seed ?? null,
      maxTokens:
        asked.maxTokens ?? (reasons ? ofReasoning : (says.maxTokens ?? (asked.omitDefaults === true ? WIDE : 1024))),
    },
  };
};

/** Tokens for models that think before they reply: a limit that no reply to a judge's question comes near. */
const WIDE = 8192;

type Usual = { readonly temperature: number | null; readonly maxTokens: number };

const usualOf = (service: string, env: Env): Usual => {
  if (service === 'ollama') return { temperature: null, maxTokens: 1024 };
  const name = service === 'anthropic' ? 'ANTHROPIC' : 'OPENAI';
  return {
    temperature: numberIn(env[`${name}_TEMPERATURE`]) ?? 0,
    maxTokens: numberIn(env[`${name}_MAX_TOKENS`]) ?? 1024,
  };
};

const numberIn = (text: string | undefined): number | null => {
  const number = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : null;
};

/** Models of OpenAI's that reason, by name; `openai/o3` at another address is one too. */
const thinks = (model: string): boolean =>
  /(?:^|\/)(?:ft:)?(?:o[134]|gpt-[5-9]|gpt-daybreak-(?:blue|red)-latest$)/.test(model);

/** Models of Anthropic's from Opus 4.7 on take neither a temperature nor a top-p. */
const refusesSampling = (model: string): boolean =>
  /claude-(?:opus-4-[78](?!\d)|mythos-preview|[a-z][a-z\d]*(?:-[a-z][a-z\d]*)*-(?:[5-9]|[1-9]\d)(?![a-z\d]))/i.test(
    model,
  );
