import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTrace } from '../../src/ledger/read-trace.ts';
import { traceOf } from '../../src/ledger/trace.ts';
import { anyRecord } from './any-record.ts';
import { ballot, failedBallot } from './records.ts';

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('a trace has the names of the semantic conventions for generative AI', () => {
  expect(throughJson(traceOf(ballot()))).toMatchInlineSnapshot(`
    {
      "attempts": [
        {
          "empanel.kind": "rate",
          "empanel.latency_ms": 31,
          "empanel.message": "too many requests",
          "empanel.queued_ms": 12,
          "empanel.request_id": "req_1",
          "empanel.retry_after_ms": 1500,
          "empanel.started_at": "2026-11-20T12:00:00.000Z",
          "http.response.status_code": 429,
        },
        {
          "empanel.kind": "reply",
          "empanel.latency_ms": 640.5,
          "empanel.queued_ms": 12,
          "empanel.request_id": "req_2",
          "empanel.started_at": "2026-11-20T12:00:00.000Z",
          "http.response.status_code": 200,
        },
      ],
      "empanel.cost_usd": 0.00025,
      "empanel.effective.max_tokens": 800,
      "empanel.judge_id": "mini",
      "empanel.key": "k1",
      "empanel.lane": "openai/gpt-4.1-mini",
      "empanel.outcome": "cast",
      "empanel.request_id": "req_2",
      "empanel.row_id": "row 1",
      "empanel.sample_index": 0,
      "empanel.usage.estimated": false,
      "gen_ai.evaluation.explanation": "It reads well.",
      "gen_ai.evaluation.name": "fluency",
      "gen_ai.evaluation.score.label": "pass",
      "gen_ai.input.messages": [
        {
          "parts": [
            {
              "content": "You judge replies.",
              "type": "text",
            },
          ],
          "role": "system",
        },
        {
          "parts": [
            {
              "content": "Is this fluent?",
              "type": "text",
            },
          ],
          "role": "user",
        },
      ],
      "gen_ai.operation.name": "chat",
      "gen_ai.output.messages": [
        {
          "parts": [
            {
              "content": "{"rationale":"It reads well.","value":"pass"}",
              "type": "text",
            },
          ],
          "role": "assistant",
        },
      ],
      "gen_ai.provider.name": "openai",
      "gen_ai.request.max_tokens": 800,
      "gen_ai.request.model": "gpt-4.1-mini",
      "gen_ai.request.temperature": 0.7,
      "gen_ai.response.finish_reasons": [
        "stop",
      ],
      "gen_ai.response.id": "chatcmpl-1",
      "gen_ai.response.model": "gpt-4.1-mini-2026",
      "gen_ai.usage.cache_read.input_tokens": 400,
      "gen_ai.usage.cache_write.input_tokens": 0,
      "gen_ai.usage.input_tokens": 500,
      "gen_ai.usage.output_tokens": 80,
      "gen_ai.usage.reasoning.output_tokens": 20,
      "http.request.resend_count": 1,
      "http.response.status_code": 200,
    }
  `);
});

test('a ballot that failed says so by the kind of its last attempt', () => {
  expect(throughJson(traceOf(failedBallot()))).toMatchObject({
    'empanel.outcome': 'failed',
    'error.type': 'rate',
    'http.response.status_code': 429,
    'http.request.resend_count': 0,
  });
});

test('a trace that JSON has carried is the record again', () => {
  fc.assert(
    fc.property(anyRecord, (record) => {
      expect(readTrace(throughJson(traceOf(record)))).toEqual({ record });
    }),
    { numRuns: 500 },
  );
});

test.for([
  ['no object', 'text', ''],
  ['without a key', { 'empanel.key': undefined }, 'empanel.key'],
  ['an unknown outcome', { 'empanel.outcome': 'passed' }, 'empanel.outcome'],
  ['a value of another type', { 'gen_ai.evaluation.score.label': true }, 'gen_ai.evaluation.score.label'],
  ['a cast vote without a value', { 'gen_ai.evaluation.score.label': undefined }, 'empanel.outcome'],
  ['a sample that is no number', { 'empanel.sample_index': -1 }, 'empanel.sample_index'],
  ['attempts that are none', { attempts: [{}] }, 'attempts'],
] as const)('a trace is refused, and what is wrong is named: %s', ([, change, problem]) => {
  const flat = typeof change === 'string' ? change : { ...traceOf(ballot()), ...change };
  const read = readTrace(flat);
  expect('problem' in read ? read.problem : 'none').toContain(`"${problem}`);
});
