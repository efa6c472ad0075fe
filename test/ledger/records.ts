import type { Attempt, BallotRecord, Trace } from '../../src/ledger.ts';
import type { Sampling, Usage } from '../../src/model.ts';

const sampling: Sampling = { temperature: 0.7, topP: null, effort: null, seed: null, maxTokens: 800 };

const usage: Usage = {
  inputTokens: 500,
  outputTokens: 80,
  cacheReadTokens: 400,
  cacheWriteTokens: 0,
  reasoningTokens: 20,
  estimated: false,
};

const attempt: Attempt = {
  startedAt: '2026-11-20T12:00:00.000Z',
  queuedMs: 12,
  latencyMs: 640.5,
  outcome: 'reply',
  status: 200,
  requestId: 'req_2',
  retryAfterMs: null,
  message: null,
};

const refused: Attempt = {
  ...attempt,
  latencyMs: 31,
  outcome: 'rate',
  status: 429,
  requestId: 'req_1',
  retryAfterMs: 1500,
  message: 'too many requests',
};

const trace: Trace = {
  lane: 'openai/gpt-4.1-mini',
  provider: 'openai',
  model: 'gpt-4.1-mini',
  requested: sampling,
  effective: { ...sampling, temperature: null },
  messages: [
    { role: 'system', content: 'You judge replies.' },
    { role: 'user', content: 'Is this fluent?' },
  ],
  responseModel: 'gpt-4.1-mini-2026',
  responseId: 'chatcmpl-1',
  requestId: 'req_2',
  finish: 'stop',
  usage,
  usd: 0.00025,
  attempts: [refused, attempt],
};

/** A ballot that was cast at the second attempt, but for what is told. */
export const ballot = ({
  trace: told,
  ...about
}: Partial<Omit<BallotRecord, 'trace'>> & { readonly trace?: Partial<Trace> } = {}): BallotRecord => ({
  key: 'k1',
  row: 'row 1',
  criterion: 'fluency',
  judge: 'mini',
  sample: 0,
  vote: { kind: 'cast', value: 'pass', rationale: 'It reads well.' },
  cause: null,
  reply: '{"rationale":"It reads well.","value":"pass"}',
  ...about,
  trace: { ...trace, ...told },
});

/** A ballot that never came. */
export const failedBallot = (about: Partial<Omit<BallotRecord, 'trace'>> = {}): BallotRecord =>
  ballot({
    vote: { kind: 'failed' },
    cause: '429 rate limited after 1 attempt',
    reply: null,
    ...about,
    trace: {
      effective: null,
      responseModel: null,
      responseId: null,
      requestId: null,
      finish: null,
      usage: null,
      usd: null,
      attempts: [refused],
    },
  });
