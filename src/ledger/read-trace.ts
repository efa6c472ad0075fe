import { z } from 'zod';
import type { Vote } from '../ballot.ts';
import type { Attempt, BallotRecord, Trace } from '../ledger.ts';
import type { Message, Sampling, Usage } from '../model.ts';

/** Turns what `traceOf` made, and JSON has carried, back into the record; or says what is wrong with it. */
export const readTrace = (flat: unknown): { readonly record: BallotRecord } | { readonly problem: string } => {
  const parsed = shape.safeParse(flat);
  if (!parsed.success) return { problem: problemIn(parsed.error) };
  const known = parsed.data;
  const vote = voteOf(known);
  if (vote === null) return { problem: '"empanel.outcome" is "cast", but there is no value' };
  return {
    record: {
      key: known['empanel.key'],
      row: known['empanel.row_id'],
      criterion: known['gen_ai.evaluation.name'],
      judge: known['empanel.judge_id'],
      sample: known['empanel.sample_index'],
      vote,
      cause: known['empanel.cause'] ?? null,
      reply: known['gen_ai.output.messages']?.[0].parts[0].content ?? null,
      trace: callOf(known),
    },
  };
};

const problemIn = (error: z.ZodError): string => {
  const [first] = error.issues;
  return first === undefined ? 'it has another shape' : `"${first.path.join(' → ')}": ${first.message}`;
};

const text = z.string().optional();
const number = z.number().optional();
const saidBy = <Role extends z.ZodType>(role: Role) =>
  z.object({ role, parts: z.tuple([z.object({ content: z.string() })]) });

const attempt = z.object({
  'empanel.started_at': z.string(),
  'empanel.queued_ms': z.number(),
  'empanel.latency_ms': z.number(),
  'empanel.kind': z.enum([
    'reply',
    'quota',
    'auth',
    'bad',
    'rate',
    'overload',
    'transient',
    'contract',
    'deadline',
    'aborted',
  ]),
  'http.response.status_code': number,
  'empanel.request_id': text,
  'empanel.retry_after_ms': number,
  'empanel.message': text,
});

const shape = z.object({
  'empanel.key': z.string(),
  'empanel.row_id': z.string(),
  'gen_ai.evaluation.name': z.string(),
  'empanel.judge_id': z.string(),
  'empanel.sample_index': z.int().min(0),
  'empanel.outcome': z.enum(['cast', 'abstained', 'invalid', 'failed']),
  'gen_ai.evaluation.score.value': number,
  'gen_ai.evaluation.score.label': text,
  'gen_ai.evaluation.explanation': text,
  'empanel.score': number,
  'empanel.cause': text,
  'gen_ai.provider.name': z.string(),
  'gen_ai.request.model': z.string(),
  'gen_ai.request.temperature': number,
  'gen_ai.request.top_p': number,
  'gen_ai.request.reasoning.level': text,
  'gen_ai.request.seed': number,
  'gen_ai.request.max_tokens': z.number(),
  'gen_ai.response.model': text,
  'gen_ai.response.id': text,
  'gen_ai.response.finish_reasons': z.tuple([z.string()]).optional(),
  'empanel.lane': z.string(),
  'empanel.request_id': text,
  'empanel.cost_usd': number,
  'empanel.effective.temperature': number,
  'empanel.effective.top_p': number,
  'empanel.effective.reasoning.level': text,
  'empanel.effective.seed': number,
  'empanel.effective.max_tokens': number,
  'gen_ai.usage.input_tokens': number,
  'gen_ai.usage.output_tokens': z.number().default(0),
  'gen_ai.usage.cache_read.input_tokens': z.number().default(0),
  'gen_ai.usage.cache_write.input_tokens': z.number().default(0),
  'gen_ai.usage.reasoning.output_tokens': z.number().default(0),
  'empanel.usage.estimated': z.boolean().default(false),
  'gen_ai.input.messages': z.array(saidBy(z.enum(['system', 'user']))).optional(),
  'gen_ai.output.messages': z.tuple([saidBy(z.literal('assistant'))]).optional(),
  attempts: z.array(attempt),
});

type Known = z.infer<typeof shape>;

const voteOf = (known: Known): Vote | null => {
  const kind = known['empanel.outcome'];
  if (kind === 'invalid' || kind === 'failed') return { kind };
  const rationale = known['gen_ai.evaluation.explanation'];
  const told = rationale === undefined ? {} : { rationale };
  if (kind === 'abstained') return { kind, ...told };
  const value = known['gen_ai.evaluation.score.value'] ?? known['gen_ai.evaluation.score.label'];
  if (value === undefined) return null;
  const score = known['empanel.score'];
  return { kind, value, ...(score === undefined ? {} : { score }), ...told };
};

const callOf = (known: Known): Trace => ({
  lane: known['empanel.lane'],
  provider: known['gen_ai.provider.name'],
  model: known['gen_ai.request.model'],
  requested: samplingOf(known, 'gen_ai.request', known['gen_ai.request.max_tokens']),
  effective: effectiveOf(known),
  messages:
    known['gen_ai.input.messages']?.map(({ role, parts }): Message => ({ role, content: parts[0].content })) ?? null,
  responseModel: known['gen_ai.response.model'] ?? null,
  responseId: known['gen_ai.response.id'] ?? null,
  requestId: known['empanel.request_id'] ?? null,
  finish: known['gen_ai.response.finish_reasons']?.[0] ?? null,
  usage: usageOf(known),
  usd: known['empanel.cost_usd'] ?? null,
  attempts: known.attempts.map(attemptOf),
});

const effectiveOf = (known: Known): Sampling | null => {
  const maxTokens = known['empanel.effective.max_tokens'];
  return maxTokens === undefined ? null : samplingOf(known, 'empanel.effective', maxTokens);
};

const samplingOf = (known: Known, prefix: 'gen_ai.request' | 'empanel.effective', maxTokens: number): Sampling => ({
  temperature: known[`${prefix}.temperature`] ?? null,
  topP: known[`${prefix}.top_p`] ?? null,
  effort: known[`${prefix}.reasoning.level`] ?? null,
  seed: known[`${prefix}.seed`] ?? null,
  maxTokens,
});

const usageOf = (known: Known): Usage | null => {
  const inputTokens = known['gen_ai.usage.input_tokens'];
  if (inputTokens === undefined) return null;
  return {
    inputTokens,
    outputTokens: known['gen_ai.usage.output_tokens'],
    cacheReadTokens: known['gen_ai.usage.cache_read.input_tokens'],
    cacheWriteTokens: known['gen_ai.usage.cache_write.input_tokens'],
    reasoningTokens: known['gen_ai.usage.reasoning.output_tokens'],
    estimated: known['empanel.usage.estimated'],
  };
};

const attemptOf = (known: z.infer<typeof attempt>): Attempt => ({
  startedAt: known['empanel.started_at'],
  queuedMs: known['empanel.queued_ms'],
  latencyMs: known['empanel.latency_ms'],
  outcome: known['empanel.kind'],
  status: known['http.response.status_code'] ?? null,
  requestId: known['empanel.request_id'] ?? null,
  retryAfterMs: known['empanel.retry_after_ms'] ?? null,
  message: known['empanel.message'] ?? null,
});
