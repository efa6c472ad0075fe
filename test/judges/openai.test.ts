import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openModel } from '../../src/judges/seat.ts';
import type { ReplySchema } from '../../src/model.ts';
import { completion, open, openWire, request, sampling, spec } from './wire.ts';

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
const rehearsed = () => ({ env: {}, baseUrls: wire });
const hosted = (over: Parameters<typeof spec>[0] = {}) =>
  openModel(spec({ provider: 'compatible', model: 'qwen3:8b', baseUrl: wire.openai, ...over }), { env: {} });

describe('What goes over the wire', () => {
  test('a model of OpenAI gets developer, max_completion_tokens and a strict schema, and nothing that was left open', async () => {
    wire.answer({ json: completion({ content: '{}' }) });
    await openModel(spec(), rehearsed()).call(request({ schema }), open);
    expect(wire.seen[0]?.path).toBe('/v1/chat/completions');
    expect(wire.seen[0]?.body).toEqual({
      model: 'gpt-6-luna',
      messages: [
        { role: 'developer', content: 'You are a judge.' },
        { role: 'user', content: 'Judge this.' },
      ],
      max_completion_tokens: 256,
      response_format: { type: 'json_schema', json_schema: { ...schema, strict: true } },
    });
  });

  test('every setting that was asked for is sent, under its own name', async () => {
    wire.answer({ json: completion({ content: 'x' }) });
    const asked = sampling({ temperature: 0, topP: 0.9, effort: 'none', seed: 0, maxTokens: 7 });
    const reply = await openModel(spec(), rehearsed()).call(request({ sampling: asked }), open);
    expect(wire.seen[0]?.body).toMatchObject({
      temperature: 0,
      top_p: 0.9,
      reasoning_effort: 'none',
      seed: 0,
      max_completion_tokens: 7,
    });
    expect(reply.effective).toEqual(asked);
  });

  test.for([
    { of: 'gpt-4.1-mini', provider: 'openai', role: 'system', field: 'max_completion_tokens' },
    { of: 'gpt-4o-2024-11-20', provider: 'openai', role: 'system', field: 'max_completion_tokens' },
    { of: 'o4-mini', provider: 'openai', role: 'developer', field: 'max_completion_tokens' },
    { of: 'gpt-5.4-mini-2026-03-17', provider: 'openai', role: 'developer', field: 'max_completion_tokens' },
    { of: 'gpt-6-luna', provider: 'compatible', role: 'system', field: 'max_tokens' },
  ] as const)('$of of $provider: $role, $field', async ({ of, provider, role, field }) => {
    wire.answer({ json: completion({ content: 'x' }) });
    await openModel(spec({ provider, model: of }), rehearsed()).call(request(), open);
    const body = wire.seen[0]?.body ?? {};
    expect(body['messages']).toMatchObject([{ role }, { role: 'user' }]);
    expect(Object.keys(body).filter((name) => name.startsWith('max'))).toEqual([field]);
  });

  test('OpenAI at another address is a proxy that may know max_tokens alone', async () => {
    wire.answer({ json: completion({ content: 'x' }) });
    const model = openModel(spec({ baseUrl: wire.openai }), { env: { OPENAI_API_KEY: 'sk-test-0001' } });
    await model.call(request(), open);
    expect(wire.seen[0]?.body).toMatchObject({ max_tokens: 256 });
    expect(wire.seen[0]?.headers.authorization).toBe('Bearer sk-test-0001');
  });

  test('a server that asks for no key gets a word in its place, and none of the environment', async () => {
    wire.answer({ json: completion({ content: 'x' }) });
    await hosted().call(request(), open);
    expect(wire.seen[0]?.headers.authorization).toBe('Bearer none');
  });

  test('a server without structured output is sent no schema', async () => {
    wire.answer({ json: completion({ content: '{}' }) });
    const capabilities = { temperature: null, efforts: null, structured: false };
    await hosted({ capabilities }).call(request({ schema }), open);
    await hosted().call(request({ schema }), open);
    expect(wire.seen.map(({ body }) => 'response_format' in body)).toEqual([false, true]);
  });

  test('headers of a rehearsal go with every call', async () => {
    wire.answer({ json: completion({ content: 'x' }) });
    const world = { ...rehearsed(), headers: ({ errand }: { errand: { row: string } }) => ({ 'x-row': errand.row }) };
    await openModel(spec(), world).call(request(), open);
    expect(wire.seen[0]?.headers['x-row']).toBe('r1');
  });

  test('the SDK tries once and no more', async () => {
    wire.answer({ status: 500, json: { error: { message: 'oops', type: 'server_error' } } });
    await expect(openModel(spec(), rehearsed()).call(request(), open)).rejects.toMatchObject({ kind: 'transient' });
    expect(wire.seen).toHaveLength(1);
  });

  test('200 calls in flight meet no cap of connections', async () => {
    wire.answer((response) => {
      setTimeout(
        () => response.setHeader('content-type', 'application/json').end(JSON.stringify(completion({ content: 'x' }))),
        300,
      );
    });
    const model = openModel(spec(), rehearsed());
    const replies = await Promise.all(Array.from({ length: 200 }, () => model.call(request(), open)));
    expect(replies.every(({ text }) => text === 'x')).toBe(true);
    expect(wire.most()).toBe(200);
  });
});

describe('What is read of a reply', () => {
  test('text, usage, ids and limits', async () => {
    wire.answer({
      json: completion({ content: 'yes', refusal: null }),
      headers: {
        'x-request-id': 'req_9',
        'x-ratelimit-limit-requests': '500',
        'x-ratelimit-remaining-requests': '499',
        'x-ratelimit-reset-requests': '120ms',
      },
    });
    expect(await openModel(spec(), rehearsed()).call(request(), open)).toEqual({
      text: 'yes',
      refusal: null,
      finish: 'stop',
      usage: {
        inputTokens: 100,
        outputTokens: 20,
        cacheReadTokens: 64,
        cacheWriteTokens: 8,
        reasoningTokens: 12,
        estimated: false,
      },
      effective: sampling(),
      model: 'gpt-6-luna-2026-09-01',
      responseId: 'chatcmpl-1',
      requestId: 'req_9',
      status: 200,
      limits: {
        requests: { limit: 500, remaining: 499, resetMs: 120 },
        tokens: { limit: null, remaining: null, resetMs: null },
      },
    });
  });

  const withSchema = { schema };
  test.for([
    {
      of: 'a refusal',
      json: completion({ content: null, refusal: 'I won’t.' }),
      reads: { text: '', refusal: 'I won’t.', finish: 'refusal' },
    },
    { of: 'a reply cut short', json: completion({ content: 'ye' }, 'length'), reads: { text: 'ye', finish: 'length' } },
    { of: 'a filtered reply', json: completion({ content: '' }, 'content_filter'), reads: { finish: 'filter' } },
    { of: 'no finish', json: completion({ content: 'yes' }, null), reads: { text: 'yes', finish: 'other' } },
    { of: 'thinking', json: completion({ content: '<think>\nno…\n</think>\n\nyes' }), reads: { text: 'yes' } },
    { of: 'thinking without an end', json: completion({ content: '<think>hm' }, 'length'), reads: { text: '' } },
    {
      of: 'a text that speaks of thinking',
      json: completion({ content: 'a </think> b' }),
      reads: { text: 'a </think> b' },
    },
    {
      of: 'content in parts',
      json: completion({
        content: [
          { type: 'text', text: 'y' },
          { type: 'text', text: 'es' },
        ],
      }),
      reads: { text: 'yes' },
    },
    {
      of: 'an object where reasoning goes',
      over: withSchema,
      json: completion({ content: null, reasoning_content: '{"a":1}' }),
      reads: { text: '{"a":1}' },
    },
    {
      of: 'an object in "reasoning"',
      over: withSchema,
      json: completion({ content: '', reasoning: '{"a":1}' }),
      reads: { text: '{"a":1}' },
    },
    {
      of: 'reasoning beside no free text',
      json: completion({ content: null, reasoning_content: 'it is yes' }),
      reads: { text: '' },
    },
    {
      of: 'no ids',
      json: { choices: [{ message: { content: 'yes' } }] },
      reads: { text: 'yes', model: null, responseId: null, requestId: null },
    },
  ])('$of', async ({ json, reads, over }) => {
    wire.answer({ json });
    expect(await hosted().call(request(over), open)).toMatchObject(reads);
  });

  test.for([{ usage: undefined }, { usage: null }, { usage: { prompt_tokens: 0, completion_tokens: 0 } }])(
    'usage $usage is estimated, and says so',
    async ({ usage }) => {
      wire.answer({ json: { ...completion({ content: 'a reply of some words' }), usage } });
      const { usage: read } = await hosted().call(request(), open);
      expect(read).toMatchObject({ inputTokens: 7, outputTokens: 6, estimated: true });
    },
  );
});
