import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loopback, type Loopback } from '../../src/rehearsal/server.ts';
import { post } from './clients.ts';

let server: Loopback;
beforeAll(async () => {
  server = await loopback({ respond: () => ({ kind: 'reply', text: 'taken' }) });
});
afterAll(() => server.close());

const messages = [{ role: 'user', content: 'x' }];
const bearer = { authorization: 'Bearer k' };
const schema = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: false };
const open = { ...schema, additionalProperties: true };
const strict = (of: object) => ({
  response_format: { type: 'json_schema', json_schema: { name: 'verdict', strict: true, schema: of } },
});

describe('Chat Completions', () => {
  const chat = (body: object | string, headers: Record<string, string> = bearer) =>
    post(`${server.openai}/chat/completions`, typeof body === 'string' ? body : { messages, ...body }, headers);

  test.for([
    { model: 'gpt-4.1-mini', temperature: 0.3, top_p: 0.9, max_tokens: 10, logprobs: true },
    { model: 'gpt-6-luna', reasoning_effort: 'none', temperature: 0.3, max_completion_tokens: 10 },
    { model: 'gpt-5.2', temperature: 1 },
    { model: 'gpt-5-chat-latest', temperature: 0.3 },
    { model: 'llama3.2:3b', temperature: 0.3, max_tokens: 10 },
    { model: 'gpt-6-luna', ...strict(schema) },
  ])('takes %j', async (body) => {
    expect((await chat(body)).status).toBe(200);
  });

  test.for([
    { body: { model: 'o3', temperature: 0 }, code: 'unsupported_value', param: 'temperature' },
    { body: { model: 'gpt-5-mini', temperature: 0 }, code: 'unsupported_value', param: 'temperature' },
    { body: { model: 'gpt-6-luna', temperature: 0 }, code: 'unsupported_value', param: 'temperature' },
    {
      body: { model: 'gpt-6-astra', reasoning_effort: 'none', temperature: 0 },
      code: 'unsupported_value',
      param: 'temperature',
    },
    { body: { model: 'gpt-5.4', top_p: 0.5 }, code: 'unsupported_parameter', param: 'top_p' },
    { body: { model: 'gpt-5.4', logprobs: true }, code: 'unsupported_parameter', param: 'logprobs' },
    { body: { model: 'gpt-6-luna', max_tokens: 5 }, code: 'unsupported_parameter', param: 'max_tokens' },
    { body: { model: 'gpt-4.1', messages: [] }, code: 'missing_required_parameter', param: 'messages' },
    { body: { model: 'gpt-4.1', ...strict(open) }, code: null, param: 'response_format' },
    { body: { model: 'gpt-4.1', ...strict({ ...schema, required: [] }) }, code: null, param: 'response_format' },
    { body: {}, code: null, param: null },
    { body: '{"model": ', code: null, param: null },
  ])('refuses $body by status 400, for $param', async ({ body, code, param }) => {
    const reply = await chat(body);
    expect(reply.status).toBe(400);
    expect(reply.body).toMatchObject({ error: { type: 'invalid_request_error', code, param } });
  });

  test('words the refusal of a temperature as the service does', async () => {
    expect((await chat({ model: 'o3', temperature: 0 })).body).toEqual({
      error: {
        message:
          "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.",
        type: 'invalid_request_error',
        param: 'temperature',
        code: 'unsupported_value',
      },
    });
  });

  test('wants a key', async () => {
    const reply = await chat({ model: 'gpt-4.1' }, {});
    expect(reply.status).toBe(401);
    expect(reply.body).toMatchObject({ error: { type: 'invalid_request_error' } });
  });

  test('knows no other path', async () => {
    const reply = await post(`${server.openai}/responses`, {}, bearer);
    expect([reply.status, reply.body]).toMatchObject([404, { error: { message: 'Invalid URL (POST /v1/responses)' } }]);
  });
});

describe('Messages', () => {
  const version = { ...bearer, 'anthropic-version': '2026-10-21' };
  const older = { ...bearer, 'anthropic-version': '2023-06-01' };
  const ask = (body: object, headers: Record<string, string> = version) =>
    post(`${server.anthropic}/v1/messages`, { model: 'claude-haiku-5-5', max_tokens: 9, messages, ...body }, headers);

  test.for([
    { body: {}, headers: version },
    { body: {}, headers: { 'x-api-key': 'k', 'anthropic-version': '2026-10-21' } },
    { body: { output_config: { format: { type: 'json_schema', schema } } }, headers: version },
    { body: { model: 'claude-haiku-4-5', temperature: 0.3 }, headers: older },
  ])('takes $body', async ({ body, headers }) => {
    expect((await ask(body, headers)).status).toBe(200);
  });

  test.for([
    { body: { max_tokens: undefined }, headers: version, message: 'max_tokens: Field required' },
    { body: {}, headers: bearer, message: 'anthropic-version: header is required' },
    { body: { temperature: 1 }, headers: version, message: 'temperature: Extra inputs are not permitted' },
    { body: { top_p: 0.5 }, headers: version, message: 'top_p: Extra inputs are not permitted' },
    { body: { top_k: 5 }, headers: version, message: 'top_k: Extra inputs are not permitted' },
    { body: { n: 2 }, headers: version, message: 'n: Extra inputs are not permitted' },
    { body: { temperature: 0.3 }, headers: older, message: '`temperature` is deprecated for this model.' },
    {
      body: { model: 'claude-haiku-4-5', temperature: 0.3, top_p: 0.5 },
      headers: older,
      message: '`temperature` and `top_p` cannot both be specified for this model. Please use only one.',
    },
    {
      body: { output_config: { format: { type: 'json_schema', schema: open } } },
      headers: version,
      message: "output_config.format.schema: For 'object' type, 'additionalProperties' must be explicitly set to false",
    },
    {
      body: { messages: [{ role: 'system', content: 'x' }] },
      headers: version,
      message: expect.stringContaining('system'),
    },
  ])('refuses $body by status 400: $message', async ({ body, headers, message }) => {
    const reply = await ask(body, headers);
    expect(reply.status).toBe(400);
    expect(reply.body).toEqual({
      type: 'error',
      error: { type: 'invalid_request_error', message },
      request_id: reply.headers.get('request-id'),
    });
  });

  test('wants a key', async () => {
    const reply = await ask({}, { 'anthropic-version': '2026-10-21' });
    expect([reply.status, reply.body]).toMatchObject([401, { error: { type: 'authentication_error' } }]);
  });

  test('answers on an unknown path in its own envelope', async () => {
    const reply = await post(`${server.anthropic}/v1/complete`, {}, version);
    expect([reply.status, reply.body]).toMatchObject([404, { type: 'error', error: { type: 'not_found_error' } }]);
  });
});

test('What is refused is counted, and reaches no model', async () => {
  await using own = await loopback({ respond: () => ({ kind: 'reply', text: 'taken' }), log: true });
  await post(`${own.openai}/chat/completions`, { model: 'o3', messages, temperature: 0 }, bearer);
  expect(own.stats()).toMatchObject({ requests: 1, refused: 1, replies: 0, perModel: {} });
  expect(own.log).toEqual([]);
});

test('Models of other servers are spared the checks of sampling, and no others', async () => {
  await using own = await loopback({
    respond: () => ({ kind: 'reply', text: 'taken' }),
    lenient: new Set(['gpt-5-mini']),
  });
  const status = async (model: string): Promise<number> =>
    (await post(`${own.openai}/chat/completions`, { model, messages, temperature: 0, max_tokens: 5 }, bearer)).status;
  expect([await status('gpt-5-mini'), await status('gpt-5-nano')]).toEqual([200, 400]);
});
