/** How a reply is drawn. What is null is left out of the call, so that the model's own default holds. */
export type Sampling = {
  readonly temperature: number | null;
  readonly topP: number | null;
  readonly effort: string | null;
  readonly seed: number | null;
  readonly maxTokens: number;
};

export type Message = { readonly role: 'system' | 'user' | 'assistant'; readonly content: string };

/** A flat closed object: every key required, no other allowed. */
export type ReplySchema = {
  readonly name: string;
  readonly schema: {
    readonly type: 'object';
    readonly properties: Readonly<Record<string, object>>;
    readonly required: readonly string[];
    readonly additionalProperties: false;
  };
};

/** Which ballot a call is for, by name: for the trace, and for models that know their replies beforehand. */
export type Errand = {
  readonly row: string;
  readonly criterion: string;
  readonly judge: string;
  readonly sample: number;
};

/** Stands in the criterion's place where a generator is asked for an output to be judged. */
export const OUTPUT = '(output)';

/** One question to a model, from one isolated context. `id` is the ballot's key. */
export type ModelRequest = {
  readonly id: string;
  readonly errand: Errand;
  readonly messages: readonly Message[];
  readonly sampling: Sampling;
  readonly schema: ReplySchema | null; // null: free text
};

/** Tokens as they were billed. `inputTokens` counts all input, cached or not; `outputTokens` counts reasoning too. */
export type Usage = {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  readonly reasoningTokens: number;
  readonly estimated: boolean; // the server told no usage
};

/** One of a server's limits as its headers tell it: per minute, what is left of it, and when it is whole again. */
export type RateWindow = {
  readonly limit: number | null;
  readonly remaining: number | null;
  readonly resetMs: number | null;
};

export type RateLimits = { readonly requests: RateWindow; readonly tokens: RateWindow };

/** What a model replied. A refusal or a truncated text is a reply: it came, and it is paid for. */
export type ModelReply = {
  readonly text: string;
  readonly refusal: string | null;
  readonly finish: 'stop' | 'length' | 'filter' | 'refusal' | 'other';
  readonly usage: Usage;
  readonly effective: Sampling; // what was really sent
  readonly model: string | null; // as the server names it
  readonly responseId: string | null;
  readonly requestId: string | null;
  readonly status: number;
  readonly limits: RateLimits | null;
};

/**
 * Why no reply came. `quota` and `auth` will not mend themselves, and `bad` concerns this request alone; the others may be tried again,
 * but for `aborted`. `contract` is a success by status whose body is no reply.
 */
export type FailureKind =
  | 'quota'
  | 'auth'
  | 'bad'
  | 'rate'
  | 'overload'
  | 'transient'
  | 'contract'
  | 'deadline'
  | 'aborted';

/** A call without a reply. Its message never holds a key. */
export class ModelFailure extends Error {
  override readonly name = 'ModelFailure';
  readonly kind: FailureKind;
  readonly status: number | null;
  readonly retryAfterMs: number | null;
  readonly requestId: string | null;
  readonly limits: RateLimits | null;

  constructor(
    kind: FailureKind,
    message: string,
    told: {
      readonly status?: number | null;
      readonly retryAfterMs?: number | null;
      readonly requestId?: string | null;
      readonly limits?: RateLimits | null;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, told.cause === undefined ? undefined : { cause: told.cause });
    this.kind = kind;
    this.status = told.status ?? null;
    this.retryAfterMs = told.retryAfterMs ?? null;
    this.requestId = told.requestId ?? null;
    this.limits = told.limits ?? null;
  }
}

/** The port to a model: one call, one attempt. Rejects with a `ModelFailure` and nothing else; the signal covers the body too. */
export type Model = { readonly call: (request: ModelRequest, signal: AbortSignal) => Promise<ModelReply> };
