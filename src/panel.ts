import type { Sampling } from './model.ts';
import type { Price } from './price.ts';

/** The protocol that a model is spoken to in. `compatible` is OpenAI's, at another address; `replay` reads recorded ballots, `code` checks by code. */
export type Provider = 'openai' | 'anthropic' | 'compatible' | 'replay' | 'code';

/** A rate that a lane keeps to, whatever the server says. What is null is learned. */
export type Pace = {
  readonly rpm: number | null;
  readonly tpm: number | null;
  readonly concurrency: number | null; // the most calls in flight
};

/** What a model takes, where the config declares it. What is null is looked up by the model's name. */
export type Capabilities = {
  readonly temperature: boolean | null;
  readonly efforts: readonly string[] | null;
  readonly structured: boolean | null; // replies by JSON schema
};

/** Where a model is, and on what terms. `key` names the environment variable that holds the key, never the key itself. */
export type ModelSpec = {
  readonly provider: Provider;
  readonly model: string; // for `replay`: the file of recorded ballots
  readonly baseUrl: string | null; // null: the provider's own address
  readonly key: string | null;
  readonly capabilities: Capabilities;
  readonly price: Price | null; // as declared; null: looked up
  readonly pace: Pace;
};

/**
 * One configuration that votes: model × sampling × prompt variant. `name` is the entry of the config that it comes from,
 * `id` the name that reports use, with the temperature and the variant where the entry has several.
 */
export type Judge = {
  readonly id: string;
  readonly name: string;
  readonly spec: ModelSpec;
  readonly sampling: Sampling;
  readonly variant: string | null; // of the rubric's prompt, or of the prompts for answers; null: the first
  readonly samples: number;
  readonly asks: 'judge' | 'answer' | 'both' | 'assertion';
};

/** What writes an output to be judged: a model and its sampling. */
export type Generator = { readonly id: string; readonly spec: ModelSpec; readonly sampling: Sampling };
