import * as anthropicErrors from '@anthropic-ai/sdk';
import * as openaiErrors from 'openai';
import { describe, expect, test } from 'vitest';
import { loopback, type Behaviour } from '../../src/rehearsal/server.ts';
import { clients, ending } from './clients.ts';

const serving = (behaviour: Behaviour, more: { latencyMs?: number; log?: boolean } = {}) =>
  loopback({ respond: () => behaviour, ...more });

describe('A reply reaches both clients', () => {
  test.for([
    { finish: 'stop', openai: ['stop', 'Yes.', null], anthropic: ['end_turn', 'Yes.', null] },
    { finish: 'length', openai: ['length', 'Yes.', null], anthropic: ['max_tokens', 'Yes.', null] },
    { finish: 'filter', openai: ['content_filter', 'Yes.', null], anthropic: ['refusal', 'Yes.', 'refusal'] },
    { finish: 'refusal', openai: ['stop', null, 'Yes.'], anthropic: ['refusal', 'Yes.', 'refusal'] },
  ] as const)('that ends by $finish', async ({ finish, openai, anthropic }) => {
    await using server = await serving({ kind: 'reply', text: 'Yes.', finish });
    const ask = clients(server);
    const { choices } = await ask.openai('Is it?');
    expect([choices[0]?.finish_reason, choices[0]?.message.content, choices[0]?.message.refusal]).toEqual(openai);
    const { content, stop_reason, stop_details } = await ask.anthropic('Is it?');
    expect([stop_reason, content[0]?.type === 'text' && content[0].text, stop_details?.type ?? null]).toEqual(
      anthropic,
    );
  });

  test('with its usage, each in its own count of cached tokens', async () => {
    const usage = { input: 100, output: 20, cacheRead: 30, cacheWrite: 10, reasoning: 5 };
    await using server = await serving({ kind: 'reply', text: 'Yes.', usage });
    const ask = clients(server);
    expect((await ask.openai('x')).usage).toMatchObject({
      prompt_tokens: 100,
      completion_tokens: 20,
      total_tokens: 120,
      prompt_tokens_details: { cached_tokens: 30, cache_write_tokens: 10 },
      completion_tokens_details: { reasoning_tokens: 5 },
    });
    expect((await ask.anthropic('x')).usage).toMatchObject({
      input_tokens: 60,
      cache_read_input_tokens: 30,
      cache_creation_input_tokens: 10,
      output_tokens: 20,
      output_tokens_details: { thinking_tokens: 5 },
    });
  });

  test('without any usage, where the server tells none', async () => {
    await using server = await serving({ kind: 'reply', text: 'Yes.', usage: null });
    expect('usage' in (await clients(server).openai('x'))).toBe(false);
  });

  test('counted at four characters a token, where nothing is said', async () => {
    await using server = await serving({ kind: 'reply', text: 'abcdefgh' });
    const { usage } = await clients(server).openai('abcdefghijkl');
    expect([usage?.prompt_tokens, usage?.completion_tokens]).toEqual([3, 2]);
  });

  test('after the latency that was asked for', async () => {
    await using server = await serving({ kind: 'reply', text: 'late' }, { latencyMs: 60 });
    const start = performance.now();
    await clients(server).openai('x');
    expect(performance.now() - start).toBeGreaterThanOrEqual(59);
  });
});

describe('A fault is what the clients take it for', () => {
  test.for<{ behaviour: Behaviour; openai: object; anthropic: object }>([
    {
      behaviour: { kind: 'status', status: 429, headers: { 'retry-after': '7' } },
      openai: { is: openaiErrors.RateLimitError, status: 429, code: 'rate_limit_exceeded' },
      anthropic: { is: anthropicErrors.RateLimitError, status: 429, type: 'rate_limit_error' },
    },
    {
      behaviour: { kind: 'status', status: 401 },
      openai: { is: openaiErrors.AuthenticationError, status: 401, code: 'invalid_api_key' },
      anthropic: { is: anthropicErrors.AuthenticationError, status: 401, type: 'authentication_error' },
    },
    {
      behaviour: { kind: 'status', status: 500 },
      openai: { is: openaiErrors.InternalServerError, status: 500, type: 'server_error' },
      anthropic: { is: anthropicErrors.InternalServerError, status: 500, type: 'api_error' },
    },
    {
      behaviour: { kind: 'status', status: 503 },
      openai: { is: openaiErrors.InternalServerError, status: 503, type: 'server_error' },
      anthropic: { is: anthropicErrors.ServiceUnavailableError, status: 503, type: 'api_error' },
    },
    {
      behaviour: { kind: 'status', status: 529 },
      openai: { is: openaiErrors.InternalServerError, status: 529 },
      anthropic: { is: anthropicErrors.OverloadedError, status: 529, type: 'overloaded_error' },
    },
    {
      behaviour: { kind: 'quota' },
      openai: { is: openaiErrors.RateLimitError, status: 429, code: 'insufficient_quota' },
      anthropic: {
        is: anthropicErrors.RateLimitError,
        status: 429,
        errorCode: 'enforced_spend_limit_reached',
      },
    },
    {
      behaviour: { kind: 'reset' },
      openai: { is: openaiErrors.APIConnectionError },
      anthropic: { is: anthropicErrors.APIConnectionError },
    },
    {
      behaviour: { kind: 'cutBody' },
      openai: { is: TypeError, message: 'terminated' },
      anthropic: { is: TypeError, message: 'terminated' },
    },
    {
      behaviour: { kind: 'stallBody', ms: 30 },
      openai: { is: TypeError, message: 'terminated' },
      anthropic: { is: TypeError, message: 'terminated' },
    },
    {
      behaviour: { kind: 'raw', status: 200, headers: {}, body: '{"id": ' },
      openai: { is: SyntaxError },
      anthropic: { is: SyntaxError },
    },
  ])('$behaviour', async ({ behaviour, ...expected }) => {
    await using server = await serving(behaviour);
    const ask = clients(server);
    for (const provider of ['openai', 'anthropic'] as const) {
      const { is, ...facts } = { is: Error, ...expected[provider] };
      const error = await ending(ask[provider]('x'));
      expect(error).toBeInstanceOf(is);
      expect(error).toMatchObject(facts);
    }
  });

  test.for<{ behaviour: Behaviour; openai: unknown; anthropic: unknown }>([
    {
      behaviour: { kind: 'errorIn200', code: 429 },
      openai: { error: { message: 'Provider returned error', code: 429 } },
      anthropic: { type: 'error', error: { type: 'rate_limit_error', message: 'Provider returned error' } },
    },
    {
      behaviour: { kind: 'html200' },
      openai: '<!doctype html><title>Bad gateway</title>',
      anthropic: '<!doctype html><title>Bad gateway</title>',
    },
    { behaviour: { kind: 'empty200' }, openai: undefined, anthropic: undefined },
  ])('$behaviour comes as a success without a reply', async ({ behaviour, ...expected }) => {
    await using server = await serving(behaviour);
    const ask = clients(server);
    expect(await ask.openai('x')).toEqual(expected.openai);
    expect(await ask.anthropic('x')).toEqual(expected.anthropic);
    expect(server.stats()).toMatchObject({ requests: 2, replies: 0 });
  });

  test.for([{ kind: 'stallHeaders' }, { kind: 'stallBody' }] as const)(
    '$kind lasts until the client gives up, which frees its place',
    async (behaviour) => {
      await using server = await serving(behaviour);
      const ask = clients(server);
      for (const provider of ['openai', 'anthropic'] as const) {
        const error = await ending(ask[provider]('x', { signal: AbortSignal.timeout(60) }));
        expect(String(error)).toMatch(/abort/i);
      }
      expect(server.stats().peakInFlight).toBe(1);
    },
  );

  test('a respond that throws is a 500 that says why', async () => {
    await using server = await loopback({ respond: () => Promise.reject(new Error('no script left')) });
    expect(await ending(clients(server).openai('x'))).toMatchObject({
      status: 500,
      message: expect.stringContaining('no script left'),
    });
  });
});

test('Request ids are fresh, and both clients find them', async () => {
  await using server = await serving({ kind: 'reply', text: 'Yes.' });
  const ask = clients(server);
  const ids = [
    (await ask.openai('x'))._request_id,
    (await ask.anthropic('x'))._request_id,
    (await ask.openai('x'))._request_id,
  ];
  for (const id of ids) expect(id).toMatch(/^req_\w{14,}$/);
  expect(new Set(ids).size).toBe(3);
});

test('A failure names its request in the header, and Anthropic in the body too', async () => {
  await using server = await serving({ kind: 'status', status: 529 });
  const ask = clients(server);
  const [openai, anthropic] = [await ending(ask.openai('x')), await ending(ask.anthropic('x'))];
  if (!(openai instanceof openaiErrors.APIError && anthropic instanceof anthropicErrors.APIError)) throw openai;
  expect(openai.requestID).toMatch(/^req_/);
  expect(anthropic.error).toMatchObject({ request_id: anthropic.requestID });
});

test('respond sees who asks, what for and how often before', async () => {
  await using server = await serving({ kind: 'status', status: 503 }, { log: true });
  const ask = clients(server);
  for (const id of ['a', 'a', 'b']) await ending(ask.openai(`call ${id}`, { headers: { 'x-client-request-id': id } }));
  await ending(ask.anthropic('call c'));
  expect(
    server.log.map(({ provider, path, model, text, id, attempt }) => [provider, path, model, text, id, attempt]),
  ).toEqual([
    ['openai', '/v1/chat/completions', 'gpt-4.1-mini', 'call a', 'a', 0],
    ['openai', '/v1/chat/completions', 'gpt-4.1-mini', 'call a', 'a', 1],
    ['openai', '/v1/chat/completions', 'gpt-4.1-mini', 'call b', 'b', 0],
    ['anthropic', '/v1/messages', 'claude-haiku-5-5', 'call c', null, 0],
  ]);
});

test('A closed server ends the calls that hang in it', async () => {
  const server = await serving({ kind: 'stallHeaders' }, { log: true });
  const call = ending(clients(server).openai('x'));
  await expect.poll(() => server.log.length).toBe(1);
  await server.close();
  expect(await call).toBeInstanceOf(openaiErrors.APIConnectionError);
});
