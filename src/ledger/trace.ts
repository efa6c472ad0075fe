import type { Value, Vote } from '../ballot.ts';
import type { Attempt, BallotRecord, Trace } from '../ledger.ts';
import type { Sampling, Usage } from '../model.ts';

/** A record under the names of traces. What is null in the record is undefined here, and absent in JSON. */
export type FlatTrace = Readonly<Record<string, unknown>>;

/**
 * A record as one flat object under the names of OpenTelemetry's semantic conventions for generative AI
 * (https://github.com/open-telemetry/semantic-conventions-genai), and `empanel.*` where they have none; beside them `attempts`.
 * `gen_ai.request.*` is what was asked for, `empanel.effective.*` what was really sent. `readTrace` turns it back, whole.
 */
export const traceOf = (record: BallotRecord): FlatTrace => ({
  ...errandIn(record),
  ...voteIn(record.vote),
  'empanel.cause': record.cause ?? undefined,
  ...callIn(record.trace),
  ...samplingIn('gen_ai.request', record.trace.requested),
  ...(record.trace.effective === null ? {} : samplingIn('empanel.effective', record.trace.effective)),
  ...(record.trace.usage === null ? {} : usageIn(record.trace.usage)),
  'gen_ai.input.messages': record.trace.messages?.map(({ role, content }) => said(role, content)),
  'gen_ai.output.messages': record.reply === null ? undefined : [said('assistant', record.reply)],
  attempts: record.trace.attempts.map(attemptIn),
});

const errandIn = ({ key, row, criterion, judge, sample }: BallotRecord): FlatTrace => ({
  'empanel.key': key,
  'empanel.row_id': row,
  'gen_ai.evaluation.name': criterion,
  'empanel.judge_id': judge,
  'empanel.sample_index': sample,
});

const voteIn = (vote: Vote): FlatTrace => {
  if (vote.kind === 'invalid' || vote.kind === 'failed') return { 'empanel.outcome': vote.kind };
  const told = { 'empanel.outcome': vote.kind, 'gen_ai.evaluation.explanation': vote.rationale };
  return vote.kind === 'cast' ? { ...told, ...valueIn(vote.value), 'empanel.score': vote.score } : told;
};

// Two names for two types, so that "1" and 1 come back as they were.
const valueIn = (value: Value): FlatTrace =>
  typeof value === 'number' ? { 'gen_ai.evaluation.score.value': value } : { 'gen_ai.evaluation.score.label': value };

const callIn = (trace: Trace): FlatTrace => {
  const last = trace.attempts.at(-1);
  return {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': trace.provider,
    'gen_ai.request.model': trace.model,
    'gen_ai.response.model': trace.responseModel ?? undefined,
    'gen_ai.response.id': trace.responseId ?? undefined,
    'gen_ai.response.finish_reasons': trace.finish === null ? undefined : [trace.finish],
    'http.response.status_code': last?.status ?? undefined,
    'http.request.resend_count': last === undefined ? undefined : trace.attempts.length - 1,
    'error.type': last === undefined || last.outcome === 'reply' ? undefined : last.outcome,
    'empanel.lane': trace.lane,
    'empanel.request_id': trace.requestId ?? undefined,
    'empanel.cost_usd': trace.usd ?? undefined,
  };
};

const samplingIn = (prefix: 'gen_ai.request' | 'empanel.effective', sampling: Sampling): FlatTrace => ({
  [`${prefix}.temperature`]: sampling.temperature ?? undefined,
  [`${prefix}.top_p`]: sampling.topP ?? undefined,
  [`${prefix}.reasoning.level`]: sampling.effort ?? undefined,
  [`${prefix}.seed`]: sampling.seed ?? undefined,
  [`${prefix}.max_tokens`]: sampling.maxTokens,
});

const usageIn = (usage: Usage): FlatTrace => ({
  'gen_ai.usage.input_tokens': usage.inputTokens,
  'gen_ai.usage.output_tokens': usage.outputTokens,
  'gen_ai.usage.cache_read.input_tokens': usage.cacheReadTokens,
  'gen_ai.usage.cache_write.input_tokens': usage.cacheWriteTokens,
  'gen_ai.usage.reasoning.output_tokens': usage.reasoningTokens,
  'empanel.usage.estimated': usage.estimated,
});

const said = (role: string, content: string): object => ({ role, parts: [{ type: 'text', content }] });

const attemptIn = (attempt: Attempt): FlatTrace => ({
  'empanel.started_at': attempt.startedAt,
  'empanel.queued_ms': attempt.queuedMs,
  'empanel.latency_ms': attempt.latencyMs,
  'empanel.kind': attempt.outcome,
  'http.response.status_code': attempt.status ?? undefined,
  'empanel.request_id': attempt.requestId ?? undefined,
  'empanel.retry_after_ms': attempt.retryAfterMs ?? undefined,
  'empanel.message': attempt.message ?? undefined,
});
