import type { IncomingHttpHeaders } from 'node:http';
import { isObject, type JsonObject } from '../judges/json.ts';
import type { BucketState } from './rate-limit.ts';

export { isObject, type JsonObject };

/** A request that was checked and let through. */
export type WireCall = {
  readonly provider: 'openai' | 'anthropic';
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
  readonly model: string;
  readonly text: string; // of all messages, the system's included
  readonly attempt: number; // how many calls of this id were let through before
  readonly id: string | null; // x-client-request-id
};

/** Tokens as a reply bills them. `input` counts all input, cached or not; `output` counts reasoning too. */
export type WireUsage = {
  readonly input: number;
  readonly output: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
  readonly reasoning?: number;
};

export type Reply = {
  readonly kind: 'reply';
  readonly text: string;
  readonly finish?: 'stop' | 'length' | 'filter' | 'refusal';
  readonly latencyMs?: number;
  readonly usage?: WireUsage | null; // null: the server tells none; absent: counted at four characters a token
};

/** What the server does with a call. A stall ends when the client hangs up, or after `ms` with a closed connection. */
export type Behaviour =
  | Reply
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown; // absent: the provider's own body for this status
    }
  | { readonly kind: 'quota' }
  | { readonly kind: 'errorIn200'; readonly code: number | string }
  | { readonly kind: 'html200' }
  | { readonly kind: 'empty200' }
  | {
      readonly kind: 'raw';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | { readonly kind: 'stallHeaders'; readonly ms?: number }
  | { readonly kind: 'stallBody'; readonly ms?: number }
  | { readonly kind: 'cutBody' }
  | { readonly kind: 'reset' };

/** A reply that is no success: its status and the provider's own envelope. */
export type WireError = { readonly status: number; readonly body: object };

/** One provider's protocol: how it checks requests, and how it words its replies, its errors and its limits. */
export type Wire = {
  readonly provider: WireCall['provider'];
  readonly path: string;
  readonly requestIdHeader: string;
  /** What the live service would refuse the request for; null where it takes it. `lenient`: the model takes any sampling. */
  readonly refuse: (headers: IncomingHttpHeaders, body: JsonObject, model: { lenient: boolean }) => WireError | null;
  readonly textOf: (body: JsonObject) => string;
  /** The output tokens that a rate limit reserves beforehand. */
  readonly mostTokens: (body: JsonObject) => number;
  readonly success: (reply: Reply, facts: { model: string; id: string; usage: WireUsage | null }) => object;
  /** The envelope for a status, with the provider's usual message where none is given. */
  readonly error: (status: number, message?: string) => WireError;
  readonly quota: () => WireError;
  readonly errorIn200: (code: number | string) => object;
  readonly overloaded: () => WireError;
  readonly rateLimited: (limit: {
    model: string;
    by: 'requests' | 'tokens';
    perMinute: number;
    waitMs: number;
  }) => WireError;
  /** Errors that name their request do so in the body too. */
  readonly named: (body: object, requestId: string) => object;
  readonly limitHeaders: (state: {
    requests: BucketState | null;
    tokens: BucketState | null;
  }) => Record<string, string>;
};

/** The text of a message's content: a string, or the text of its parts. */
export const contentText = (content: unknown): string => {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: unknown) => (isObject(part) && typeof part['text'] === 'string' ? part['text'] : ''))
    .join('');
};

/** Whether every object of a JSON schema is closed and requires all its keys, as strict structured replies demand. */
export const isClosed = (schema: unknown, { allRequired }: { allRequired: boolean }): boolean => {
  if (Array.isArray(schema)) return schema.every((part) => isClosed(part, { allRequired }));
  if (!isObject(schema)) return true;
  const { properties, required } = schema;
  if (schema['type'] === 'object') {
    if (schema['additionalProperties'] !== false) return false;
    const keys = Object.keys(isObject(properties) ? properties : {});
    if (allRequired && !keys.every((key) => Array.isArray(required) && required.includes(key))) return false;
  }
  return Object.values(schema).every((part) => isClosed(part, { allRequired }));
};
