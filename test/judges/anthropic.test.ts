import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openModel } from '../../src/judges/seat.ts';
import type { Message, ReplySchema } from '../../src/model.ts';
import { message, open, openWire, request, sampling, spec } from './wire.ts';

let wire: Awaited<ReturnType<typeof openWire>>;
beforeAll(async () => void (wire = await openWire()));
afterAll(() => wire.close());
beforeEach(() => void (wire.seen.length = 0));

const schema: ReplySchema = {
  name: 'ballot',
  schema: {
    type: 'object',
    properties: { verdict: { type: 'string' } },
    required: ['verdict'],
    additionalProperties: false,
  },
};
const claude = (model = 'claude-haiku-5-5', over: Parameters<typeof spec>[0] = {}) =>
  openModel(spec({ provider: 'anthropic', model, ...over }), { env: {}, baseUrls: wire });

describe('What goes over the wire', () => {
  test('system is a field of its own, the schema a format, and no temperature is there', async () => {
    wire.answer({ json: message(['{}'], 'end_turn') });
    await claude().call(request({ schema, sampling: sampling({ effort: 'low' }) }), open);
    const { path, body, headers } = wire.seen[0] ?? {};
    expect(path).toBe('/v1/messages');
    expect(headers?.['anthropic-version']).toBe('2026-10-21');
    expect(headers?.authorization).toBe('Bearer none');
    expect(body).toEqual({
      model: 'claude-haiku-5-5',
      max_tokens: 256,
      system: 'You are a judge.',
      messages: [{ role: 'user', content: 'Judge this.' }],
      output_config: { effort: 'low', format: { type: 'json_schema', schema: schema.schema } },
    });
  });

  test('every turn of a chat goes along, and a prompt that is the system’s alone is the user’s', async () => {
    wire.answer({ json: message(['x'], 'end_turn') });
    const turns: Message[] = [
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: 'Yes?' },
      { role: 'user', content: 'Go on.' },
    ];
    await claude().call(request({ messages: [{ role: 'system', content: 'Be terse.' }, ...turns] }), open);
    expect(wire.seen[0]?.body).toMatchObject({ system: 'Be terse.', messages: turns });
    await claude().call(request({ messages: [{ role: 'system', content: 'Judge this.' }] }), open);
    expect(wire.seen[1]?.body).toMatchObject({ messages: [{ role: 'user', content: 'Judge this.' }] });
    expect(wire.seen[1]?.body).not.toHaveProperty('system');
  });

  test.for([{ temperature: 0.3 }, { topP: 0.9 }])('%o goes under the version that knows it', async (asked) => {
    wire.answer({ json: message(['x'], 'end_turn') });
    const reply = await claude('claude-haiku-4-5').call(request({ sampling: sampling(asked) }), open);
    expect(wire.seen[0]?.headers['anthropic-version']).toBe('2023-06-01');
    expect(wire.seen[0]?.body).toMatchObject('topP' in asked ? { top_p: 0.9 } : { temperature: 0.3 });
    expect(wire.seen[0]?.body).not.toHaveProperty('output_config');
    expect(reply.effective).toEqual(sampling(asked));
  });

  test('a key is a bearer’s', async () => {
    wire.answer({ json: message(['x'], 'end_turn') });
    const own = spec({ provider: 'anthropic', model: 'claude-haiku-5-5', baseUrl: wire.anthropic });
    await openModel(own, { env: { ANTHROPIC_API_KEY: ' sk-ant-test-1\n' } }).call(request(), open);
    expect(wire.seen[0]?.headers.authorization).toBe('Bearer sk-ant-test-1');
  });

  test('a model near its end, and a long reply, are asked without a word on the terminal', async () => {
    wire.answer({ json: message(['x'], 'end_turn') });
    const warn = vi.spyOn(console, 'warn');
    await claude('claude-sonnet-4-5').call(request({ sampling: sampling({ maxTokens: 30_000 }) }), open);
    expect(wire.seen[0]?.body).toMatchObject({ model: 'claude-sonnet-4-5', max_tokens: 30_000 });
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });

  test('the SDK tries once and no more', async () => {
    wire.answer({ status: 529, json: { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } } });
    await expect(claude().call(request(), open)).rejects.toMatchObject({ kind: 'overload', status: 529 });
    expect(wire.seen).toHaveLength(1);
  });
});

describe('What is read of a reply', () => {
  test('texts in turn, all input as one count, and limits', async () => {
    wire.answer({
      json: message(['ye', 's'], 'end_turn'),
      headers: {
        'request-id': 'req_7',
        date: 'Fri, 20 Nov 2026 10:00:00 GMT',
        'anthropic-ratelimit-requests-limit': '4000',
        'anthropic-ratelimit-requests-remaining': '3999',
        'anthropic-ratelimit-requests-reset': '2026-11-20T10:00:02Z',
        'anthropic-ratelimit-tokens-limit': '9',
        'anthropic-ratelimit-input-tokens-limit': '400000',
      },
    });
    expect(await claude().call(request(), open)).toEqual({
      text: 'yes',
      refusal: null,
      finish: 'stop',
      usage: {
        inputTokens: 1820,
        outputTokens: 10,
        cacheReadTokens: 300,
        cacheWriteTokens: 1500,
        reasoningTokens: 4,
        estimated: false,
      },
      effective: sampling(),
      model: 'claude-haiku-5-5',
      responseId: 'msg_1',
      requestId: 'req_7',
      status: 200,
      limits: {
        requests: { limit: 4000, remaining: 3999, resetMs: 2000 },
        tokens: { limit: 400_000, remaining: null, resetMs: null },
      },
    });
  });

  const blocked = { stop_details: { type: 'refusal', category: 'cyber', explanation: 'blocked' } };
  test.for([
    {
      of: 'a refusal that explains itself',
      json: message([], 'refusal', blocked),
      reads: { text: '', refusal: 'blocked', finish: 'refusal' },
    },
    {
      of: 'a refusal with half a reply',
      json: message(['I can'], 'refusal'),
      reads: { refusal: 'I can', finish: 'refusal' },
    },
    {
      of: 'a refusal with nothing',
      json: message([], 'refusal', { content: [] }),
      reads: { refusal: '', finish: 'refusal' },
    },
    { of: 'a reply cut short', json: message(['ye'], 'max_tokens'), reads: { text: 'ye', finish: 'length' } },
    { of: 'a full context', json: message(['ye'], 'model_context_window_exceeded'), reads: { finish: 'length' } },
    { of: 'a pause', json: message(['ye'], 'pause_turn'), reads: { finish: 'other' } },
    {
      of: 'no usage',
      json: message(['yes'], 'end_turn', { usage: null }),
      reads: { usage: { estimated: true, inputTokens: 7, outputTokens: 1, cacheReadTokens: 0 } },
    },
  ])('$of', async ({ json, reads }) => {
    wire.answer({ json });
    expect(await claude().call(request(), open)).toMatchObject(reads);
  });
});
