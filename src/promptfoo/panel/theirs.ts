// What promptfoo hands to a door and takes back from it, as far as a door looks at it. Its own types stay out: a door imports nothing.

/** What a provider or a grader is made with. `basePath` is the config's folder. */
export type ProviderOptions = {
  readonly id?: string;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string | undefined>>;
};

/** What comes with a call. A grader is told the label of the check, and no repeat; a provider is told its repeat, and the eval. */
export type CallContext = {
  readonly prompt?: { readonly label?: string; readonly raw?: string };
  readonly vars?: Readonly<Record<string, unknown>>;
  readonly repeatIndex?: number;
  readonly evaluationId?: string;
  readonly bustCache?: boolean;
};

export type CallOptions = { readonly abortSignal?: AbortSignal };

/** Tokens of fresh calls; `numRequests` counts requests on the wire. */
export type TokenUsage = {
  readonly total: number;
  readonly prompt: number;
  readonly completion: number;
  readonly numRequests: number;
};

export type ProviderResponse = {
  readonly output?: string | object;
  readonly error?: string;
  readonly tokenUsage?: TokenUsage;
  readonly cost?: number;
  readonly cached?: boolean;
  readonly metadata?: Readonly<Record<string, unknown>>;
};

/** What a `javascript` assertion is told beside the output. */
export type AssertionContext = {
  readonly vars?: Readonly<Record<string, unknown>>;
  readonly config?: Readonly<Record<string, unknown>>;
};

/** A verdict as promptfoo keeps it: of an assertion, or of one of its components. */
export type GradingResult = {
  readonly pass: boolean;
  readonly score: number;
  readonly reason: string;
  readonly namedScores?: Readonly<Record<string, number>>;
  readonly tokensUsed?: TokenUsage;
  readonly componentResults?: readonly GradingResult[];
  readonly assertion?: {
    readonly type: string;
    readonly value?: unknown;
    readonly metric?: string;
    readonly weight?: number;
  } | null;
  readonly metadata?: Readonly<Record<string, unknown>>;
};
