import fc from 'fast-check';
import type { Vote } from '../../src/ballot.ts';
import type { Attempt, BallotRecord, Trace } from '../../src/ledger.ts';
import type { Sampling } from '../../src/model.ts';

// Foreign text, and what a careless writer of SQL, JSON or CSV would stumble over. A lone surrogate is no text in UTF-8.
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom("'; drop table ballots; --", '"', '', ' ', 'a\0b', 'é"\n', '\u2028', '=1+1', '{"a":1}', 'null', '1'),
);
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((drawn) => drawn + 0);
const milliseconds = fc.double({ min: 0, max: 1e6, noNaN: true });
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const count = fc.nat(1e6);

const anySampling: fc.Arbitrary<Sampling> = fc.record({
  temperature: orNull(number),
  topP: orNull(number),
  effort: orNull(text),
  seed: orNull(count),
  maxTokens: count,
});

const rationale = fc.option(text, { nil: undefined }).map((told) => (told === undefined ? {} : { rationale: told }));
const score = fc.option(number, { nil: undefined }).map((told) => (told === undefined ? {} : { score: told }));
const anyVote: fc.Arbitrary<Vote> = fc.oneof(
  fc
    .tuple(fc.oneof(text, number, fc.constantFrom('1', 1, 'true')), rationale, score)
    .map(([value, why, verified]): Vote => ({ kind: 'cast', value, ...verified, ...why })),
  rationale.map((why): Vote => ({ kind: 'abstained', ...why })),
  fc.constantFrom<Vote>({ kind: 'invalid' }, { kind: 'failed' }),
);

const anyAttempt: fc.Arbitrary<Attempt> = fc.record({
  startedAt: fc.constantFrom('2026-11-20T12:00:00.000Z', '2027-01-01T00:00:00Z'),
  queuedMs: milliseconds,
  latencyMs: milliseconds,
  outcome: fc.constantFrom('reply', 'rate', 'overload', 'contract', 'deadline', 'quota', 'auth', 'bad', 'aborted'),
  status: orNull(fc.integer({ min: 100, max: 599 })),
  requestId: orNull(text),
  retryAfterMs: orNull(milliseconds),
  message: orNull(text),
});

const anyTrace: fc.Arbitrary<Trace> = fc.record({
  lane: text,
  provider: text,
  model: text,
  requested: anySampling,
  effective: orNull(anySampling),
  messages: orNull(fc.array(fc.record({ role: fc.constantFrom('system', 'user'), content: text }), { maxLength: 3 })),
  responseModel: orNull(text),
  responseId: orNull(text),
  requestId: orNull(text),
  finish: orNull(text),
  usage: orNull(
    fc.record({
      inputTokens: count,
      outputTokens: count,
      cacheReadTokens: count,
      cacheWriteTokens: count,
      reasoningTokens: count,
      estimated: fc.boolean(),
    }),
  ),
  usd: orNull(number),
  attempts: fc.array(anyAttempt, { maxLength: 3 }),
});

/** Any record at all, under one of a few keys. */
export const anyRecord: fc.Arbitrary<BallotRecord> = fc.record({
  key: fc.constantFrom('a', 'b', 'c', 'd', "e'--"),
  row: text,
  criterion: text,
  judge: text,
  sample: count,
  vote: anyVote,
  cause: orNull(text),
  reply: orNull(text),
  trace: anyTrace,
});
