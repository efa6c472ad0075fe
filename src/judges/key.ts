import { hash } from 'node:crypto';
import type { Message, ReplySchema, Sampling } from '../model.ts';
import type { ModelSpec } from '../panel.ts';
import { contentOf } from './content.ts';

/** Goes up when the same words would have to be asked anew. */
const VERSION = 1;

/** What a ballot's key is made from. The judge's name is its entry's, so that a temperature more changes no other key. */
export type KeyParts = {
  readonly salt: string;
  readonly row: string;
  readonly criterion: string;
  readonly judge: string; // by `judgePart`
  readonly asked: string; // by `askedPart`
  readonly sample: number;
};

/** A ballot's key: 32 hex digits of a hash over everything that makes the ballot this one. Equal content, equal key. */
export const keyFor = ({ salt, row, criterion, judge, asked, sample }: KeyParts): string =>
  hash('sha256', JSON.stringify([VERSION, salt, row, criterion, judge, asked, sample])).slice(0, 32);

/** Who is asked: the entry, the model and where it is, and how its replies are drawn. A recording is its content, whatever its file is called. */
export const judgePart = (name: string, variant: string | null, spec: ModelSpec, sampling: Sampling): string => {
  const { provider, baseUrl } = spec;
  const model = provider === 'replay' ? (contentOf(spec.model) ?? spec.model) : spec.model;
  const { temperature, topP, effort, seed, maxTokens } = sampling;
  return JSON.stringify([name, variant, provider, baseUrl, model, temperature, topP, effort, seed, maxTokens]);
};

/** What is asked: the words, the form of the reply, and how it is read where the words don't say so. */
export const askedPart = (messages: readonly Message[], schema: ReplySchema | null, reading: unknown): string =>
  hash('sha256', JSON.stringify([messages.map(({ role, content }) => [role, content]), schema, reading]));
