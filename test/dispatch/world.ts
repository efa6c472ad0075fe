import { ModelFailure, type Model, type ModelReply, type ModelRequest, type RateLimits } from '../../src/model.ts';
import type { BallotRecord, Ledger } from '../../src/ledger.ts';
import type { Ask, Slot } from '../../src/slot.ts';
import type { Orders, Seat } from '../../src/dispatch/orders.ts';

// A world to send ballots into: models, a ledger and prompts, all in memory. The ports are ours.

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export const sampling = { temperature: null, topP: null, effort: null, seed: null, maxTokens: 100 };
export const noPace = { rpm: null, tpm: null, concurrency: null };
export const price = { input: 1, output: 2, cacheRead: null, cacheWrite: null };

export const reply = (told: Partial<ModelReply> = {}): ModelReply => ({
  text: 'pass',
  refusal: null,
  finish: 'stop',
  usage: usage(100, 20),
  effective: sampling,
  model: 'model-1',
  responseId: 'resp_1',
  requestId: 'req_1',
  status: 200,
  limits: null,
  ...told,
});

export const usage = (inputTokens: number, outputTokens: number): ModelReply['usage'] => ({
  inputTokens,
  outputTokens,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  reasoningTokens: 0,
  estimated: false,
});

export type Seen = { readonly request: ModelRequest; readonly at: number };

/** A model that notes every call. `answer` tells what comes of the n-th, counted from 0. */
export const model = (
  answer: (call: {
    readonly request: ModelRequest;
    readonly n: number;
    readonly signal: AbortSignal;
  }) => Promise<ModelReply>,
): Model & { readonly seen: Seen[]; readonly inFlight: () => number; readonly peak: () => number } => {
  const seen: Seen[] = [];
  let [inFlight, peak] = [0, 0];
  return {
    seen,
    inFlight: () => inFlight,
    peak: () => peak,
    call: async (request, signal) => {
      const n = seen.push({ request, at: performance.now() }) - 1;
      inFlight += 1;
      peak = Math.max(peak, inFlight);
      try {
        return await answer({ request, n, signal });
      } finally {
        inFlight -= 1;
      }
    },
  };
};

/** A model that always says the same, after a while. */
export const steady = (latencyMs: number, told: Partial<ModelReply> = {}): ReturnType<typeof model> =>
  model(async () => {
    await sleep(latencyMs);
    return reply(told);
  });

/** A server with a token bucket for requests: beyond it 429, with Retry-After if `retryAfter` rounds one out of the exact wait. */
export const limited = ({
  rpm,
  burst,
  latencyMs,
  headers,
  retryAfter,
  level: first = 1,
}: {
  readonly rpm: number;
  readonly burst: number;
  readonly latencyMs: number;
  readonly headers: boolean;
  readonly retryAfter: (exactMs: number) => number | null;
  readonly level?: number; // in the bucket at first
}): ReturnType<typeof model> & { readonly rejected: () => number } => {
  let [level, last, rejected] = [first, performance.now(), 0];
  const served = model(async () => {
    const now = performance.now();
    level = Math.min(burst, level + ((now - last) * rpm) / 60_000);
    last = now;
    const exact = ((1 - level) * 60_000) / rpm;
    const ok = level >= 1;
    if (ok) level -= 1;
    else rejected += 1;
    const none = { limit: null, remaining: null, resetMs: null };
    const limits: RateLimits | null = headers
      ? { requests: { limit: rpm, remaining: Math.floor(level), resetMs: 1 }, tokens: none }
      : null;
    await sleep(ok ? latencyMs * (0.8 + 0.4 * Math.random()) : 2);
    if (ok) return reply({ limits });
    throw new ModelFailure('rate', 'slow down', { status: 429, retryAfterMs: retryAfter(exact), limits });
  });
  return { ...served, rejected: () => rejected };
};

/** A ledger in memory that settles as the real one does. */
export const ledger = (kept: readonly string[] = []): Ledger & { readonly all: BallotRecord[] } => {
  const all: BallotRecord[] = [];
  const settled = new Set(kept);
  return {
    all,
    isSettled: (key) => settled.has(key),
    get: () => null,
    replyOf: () => null,
    record: (record) => {
      all.push(record);
      if (record.vote.kind !== 'failed') settled.add(record.key);
    },
    records: () => all,
    [Symbol.dispose]: () => {},
  };
};

export const keyOf = ({ row, criterion, judge, sample }: Slot): string => `${row}/${criterion}/${judge}/${sample}`;

export const ask = (slot: Slot): Ask => ({
  slot,
  request: {
    id: keyOf(slot),
    errand: { row: `r${slot.row}`, criterion: `c${slot.criterion}`, judge: `j${slot.judge}`, sample: slot.sample },
    messages: [{ role: 'user', content: `row ${slot.row}` }],
    sampling,
    schema: null,
  },
  inputTokens: 100,
  read: ({ text }) => ({ vote: { kind: 'cast', value: text, rationale: 'because' }, cause: null }),
});

export const seat = (model: Seat['model'], told: Partial<Seat> = {}): Seat => ({
  model,
  lane: 'lane',
  provider: 'openai',
  modelName: 'model-1',
  price,
  pace: noPace,
  ...told,
});

/** Orders for `rows` rows, one criterion and `samples` ballots of every seat. */
export const orders = (
  seats: readonly Seat[],
  {
    rows,
    samples = 1,
    limits,
    ...rest
  }: { rows: number; samples?: number; limits?: Partial<Orders['limits']> } & Partial<Omit<Orders, 'limits' | 'rows'>>,
): Orders => ({
  rows,
  slots: function* slots(row) {
    for (const judge of seats.keys()) {
      for (let sample = 0; sample < samples; sample += 1) yield { row, criterion: 0, judge, sample };
    }
  },
  seats,
  ask,
  ledger: ledger(),
  privacy: 'full',
  random: Math.random,
  drain: new AbortController().signal,
  halt: new AbortController().signal,
  ...rest,
  limits: { usd: null, calls: null, concurrency: null, deadlineMs: 10_000, attempts: 8, ...limits },
});
