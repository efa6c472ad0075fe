import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openModel } from '../../src/judges/seat.ts';
import { ModelFailure, type Model } from '../../src/model.ts';
import { completion, message, open, openWire, request, sampling, spec, type Fixture } from './wire.ts';

let wire: Awaited<ReturnType<typeof openWire>>;
beforeAll(async () => void (wire = await openWire()));
afterAll(() => wire.close());

const key = 'sk-secret-0123456789abcdef';
const openai = (): Model => openModel(spec({ baseUrl: wire.openai }), { env: { OPENAI_API_KEY: key } });
const anthropic = (): Model =>
  openModel(spec({ provider: 'anthropic', model: 'claude-haiku-5-5', baseUrl: wire.anthropic }), {
    env: { ANTHROPIC_API_KEY: key },
  });
const both = [
  ['openai', openai],
  ['anthropic', anthropic],
] as const;

const failureOf = async (model: Model, fixture: Fixture, signal: AbortSignal = open): Promise<ModelFailure> => {
  wire.answer(fixture);
  const failure: unknown = await model.call(request(), signal).then(
    () => null,
    (error: unknown) => error,
  );
  if (!(failure instanceof ModelFailure)) throw new Error(`no ModelFailure: ${String(failure)}`);
  return failure;
};

const openaiError = (status: number, error: unknown, headers = {}): Fixture => ({ status, headers, json: { error } });
const anthropicError = (status: number, type: string, text: string, details?: object): Fixture => ({
  status,
  json: {
    type: 'error',
    error: { type, message: text, ...(details === undefined ? {} : { details }) },
    request_id: 'r',
  },
});

describe('OpenAI and servers like it', () => {
  const limit = {
    message: 'Rate limit reached for gpt on RPM',
    type: 'requests',
    param: null,
    code: 'rate_limit_exceeded',
  };
  const spent = {
    message: 'You exceeded your current quota',
    type: 'insufficient_quota',
    param: null,
    code: 'insufficient_quota',
  };
  const large = {
    ...limit,
    message: 'Request too large for gpt-6 on TPM: Limit 30000, Requested 45000.',
    type: 'tokens',
  };
  test.for<{ of: string; fixture: Fixture; kind: string; says?: string }>([
    { of: 'a rate limit', fixture: openaiError(429, limit), kind: 'rate', says: 'Rate limit reached' },
    { of: 'a spent quota', fixture: openaiError(429, spent), kind: 'quota' },
    { of: 'a request that no minute can hold', fixture: openaiError(429, large), kind: 'bad' },
    { of: 'no money', fixture: openaiError(402, { message: 'Insufficient credits', code: 402 }), kind: 'quota' },
    {
      of: 'a wrong key',
      fixture: openaiError(401, { message: 'Incorrect API key', code: 'invalid_api_key' }),
      kind: 'auth',
    },
    { of: 'no permission', fixture: openaiError(403, { message: 'no', code: null }), kind: 'auth' },
    {
      of: 'no such model',
      fixture: openaiError(404, { message: 'The model `x` does not exist', code: 'model_not_found' }),
      kind: 'auth',
    },
    { of: 'no such model, in Ollama’s words', fixture: openaiError(404, { message: 'try pulling it' }), kind: 'auth' },
    {
      of: 'too long a prompt',
      fixture: openaiError(400, { message: 'too long', code: 'context_length_exceeded' }),
      kind: 'bad',
    },
    {
      of: 'a bad request of Ollama',
      fixture: openaiError(400, { message: 'bad', type: 'api_error', code: null }),
      kind: 'bad',
    },
    { of: 'a timeout of the server', fixture: openaiError(408, { message: 'slow' }), kind: 'transient' },
    { of: 'a conflict', fixture: openaiError(409, { message: 'lock' }), kind: 'transient' },
    {
      of: 'an error of the server',
      fixture: openaiError(500, { message: 'oops', type: 'server_error' }),
      kind: 'transient',
    },
    {
      of: 'llama.cpp, numbers for codes',
      fixture: openaiError(500, { code: 500, message: 'Only one choice', type: 'server_error' }),
      kind: 'transient',
    },
    { of: 'a busy server', fixture: openaiError(503, { message: 'server busy', type: 'api_error' }), kind: 'overload' },
    {
      of: 'a proxy’s page',
      fixture: { status: 502, raw: '<html><style>p{}</style><h1>502 Bad  Gateway</h1></html>', type: 'text/html' },
      kind: 'transient',
      says: '502 Bad Gateway',
    },
    { of: 'nothing at all', fixture: { status: 504, raw: '' }, kind: 'transient', says: 'no reason given' },
    {
      of: 'a bare string',
      fixture: { status: 400, json: { error: 'model not loaded' } },
      kind: 'bad',
      says: 'model not loaded',
    },
    {
      of: 'older vLLM, flat',
      fixture: {
        status: 400,
        json: { object: 'error', message: 'n must be 1', type: 'BadRequestError', param: null, code: 400 },
      },
      kind: 'bad',
      says: 'n must be 1',
    },
    {
      of: 'FastAPI',
      fixture: { status: 422, json: { detail: 'field required' } },
      kind: 'bad',
      says: 'field required',
    },
    {
      of: '200 with a rate limit',
      fixture: { json: { error: { message: 'Provider returned error', code: 429 } } },
      kind: 'rate',
      says: 'Provider returned error',
    },
    { of: '200 with an overload', fixture: { json: { error: { message: 'x', code: '503' } } }, kind: 'overload' },
    { of: '200 with an unknown error', fixture: { json: { error: { message: 'x' } } }, kind: 'contract' },
    { of: '200 with an error for a choice', fixture: { json: completion({ content: '' }, 'error') }, kind: 'contract' },
    { of: '200 with a page', fixture: { raw: '<html>gateway</html>', type: 'text/html' }, kind: 'contract' },
    { of: '200 with nothing', fixture: { raw: '' }, kind: 'contract' },
    { of: '200 with half of JSON', fixture: { raw: '{"id": "x", ' }, kind: 'contract', says: 'no JSON' },
    { of: '200 without choices', fixture: { json: { id: 'x', choices: null } }, kind: 'contract', says: 'no choice' },
    { of: '200 with no choice', fixture: { json: { id: 'x', choices: [] } }, kind: 'contract' },
    { of: '200 with a number', fixture: { json: 7 }, kind: 'contract' },
  ])('$of: $kind', async ({ fixture, kind, says = '' }) => {
    const failure = await failureOf(openai(), fixture);
    expect(failure).toMatchObject({ kind });
    expect(failure.message).toContain(says);
  });

  test('a refusal keeps its status, its id, its limits and how long to wait', async () => {
    const headers = {
      'x-request-id': 'req_3',
      'retry-after-ms': '150',
      'retry-after': '3',
      'x-ratelimit-remaining-tokens': '0',
      'x-ratelimit-reset-tokens': '6m0s',
    };
    expect(await failureOf(openai(), openaiError(429, limit, headers))).toMatchObject({
      status: 429,
      requestId: 'req_3',
      retryAfterMs: 150,
      limits: { tokens: { remaining: 0, resetMs: 360_000 } },
    });
  });

  test.for([
    {
      error: {
        message: "Unsupported value: 'temperature' does not support 0.3 with this model.",
        param: 'temperature',
        code: 'unsupported_value',
      },
      says: 'Drop `temperature`',
    },
    {
      error: { message: "Unsupported parameter: 'top_p'", param: 'top_p', code: 'unsupported_parameter' },
      says: 'Drop `topP`',
    },
    {
      error: { message: 'bad schema', param: 'response_format.json_schema', code: null },
      says: '`capabilities: {structured: false}`',
    },
    { error: { message: 'no xhigh', param: 'reasoning_effort', code: 'unsupported_value' }, says: 'drop `effort`' },
  ])('a refused setting comes with what to change: $says', async ({ error, says }) => {
    const failure = await failureOf(openai(), openaiError(400, error));
    expect(failure.kind).toBe('bad');
    expect(failure.message).toContain(says);
    expect(failure.message).toContain('"gpt-6-luna"');
  });
});

describe('Anthropic', () => {
  test.for<{ of: string; fixture: Fixture; kind: string; says?: string }>([
    { of: 'a rate limit', fixture: anthropicError(429, 'rate_limit_error', 'slow down'), kind: 'rate' },
    { of: 'an overload', fixture: anthropicError(529, 'overloaded_error', 'Overloaded'), kind: 'overload' },
    {
      of: 'a spend limit',
      fixture: anthropicError(429, 'rate_limit_error', 'x', { error_code: 'enforced_spend_limit_reached' }),
      kind: 'quota',
    },
    { of: 'a bill', fixture: anthropicError(400, 'billing_error', 'credit balance is too low'), kind: 'quota' },
    { of: 'a wrong key', fixture: anthropicError(401, 'authentication_error', 'invalid'), kind: 'auth' },
    {
      of: 'an organisation on hold',
      fixture: anthropicError(429, 'rate_limit_error', 'x', { error_code: 'organization_on_hold' }),
      kind: 'auth',
    },
    { of: 'an error inside', fixture: anthropicError(500, 'api_error', 'Internal'), kind: 'transient' },
    { of: 'too large a request', fixture: anthropicError(413, 'request_too_large', 'x'), kind: 'bad' },
    {
      of: 'a temperature, new version',
      fixture: anthropicError(400, 'invalid_request_error', 'temperature: Extra inputs are not permitted'),
      kind: 'bad',
      says: 'Drop `temperature`',
    },
    {
      of: 'a temperature, old version',
      fixture: anthropicError(400, 'invalid_request_error', '`temperature` is deprecated for this model.'),
      kind: 'bad',
      says: 'Drop `temperature`',
    },
    {
      of: '200 with an overload',
      fixture: { json: { type: 'error', error: { type: 'overloaded_error', message: 'x' } } },
      kind: 'overload',
    },
    {
      of: '200 with an error inside',
      fixture: { json: { type: 'error', error: { type: 'api_error', message: 'x' } } },
      kind: 'transient',
    },
    { of: '200 with a page', fixture: { raw: '<p>hi', type: 'text/html' }, kind: 'contract' },
    { of: '200 without content', fixture: { json: { id: 'x', type: 'message', content: null } }, kind: 'contract' },
  ])('$of: $kind', async ({ fixture, kind, says = '' }) => {
    const failure = await failureOf(anthropic(), fixture);
    expect(failure).toMatchObject({ kind });
    expect(failure.message).toContain(says);
  });
});

describe('The connection', () => {
  const half = JSON.stringify(completion({ content: 'x'.repeat(200) }));
  test.for(both)('%s: a body that breaks off is transient', async ([, model]) => {
    const failure = await failureOf(model(), (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': half.length });
      response.write(half.slice(0, 50), () => response.destroy());
    });
    expect(failure).toMatchObject({ kind: 'transient', status: null });
  });

  test.for(both)('%s: a reset is transient', async ([, model]) => {
    const failure = await failureOf(model(), (response) => void response.socket?.destroy());
    expect(failure.kind).toBe('transient');
    expect(failure.message).toContain('127.0.0.1');
  });

  test('nobody at the address is transient, and the address is named', async () => {
    const gone = await openWire();
    await gone.close();
    const nobody = openModel(spec({ provider: 'compatible', baseUrl: gone.openai }), { env: {} });
    const failure = await failureOf(nobody, {});
    expect(failure.kind).toBe('transient');
    expect(failure.message).toMatch(/127\.0\.0\.1:\d+.*ECONNREFUSED/);
  });

  test('an address that fetch refuses fails each call, and its password is in no message', async () => {
    const nobody = openModel(spec({ provider: 'compatible', baseUrl: 'http://me:secret@127.0.0.1/v1' }), { env: {} });
    const failure = await failureOf(nobody, {});
    expect(failure.kind).toMatch(/^(transient|bad)$/);
    expect(failure.message).not.toContain('secret');
  });

  const stalls: readonly (readonly [string, Fixture])[] = [
    ['headers', () => {}],
    ['body', (response) => void response.writeHead(200, { 'content-type': 'application/json' }).write('{"id":')],
    [
      'body of a refusal',
      (response) => void response.writeHead(429, { 'content-type': 'application/json' }).write('{"e'),
    ],
  ];
  test.for(both.flatMap(([name, model]) => stalls.map(([what, stall]) => ({ name, model, what, stall }))))(
    '$name: stalled $what end with the signal, as deadline or as aborted',
    async ({ model, stall }) => {
      const started = performance.now();
      const late = await failureOf(model(), stall, AbortSignal.any([open, AbortSignal.timeout(60)]));
      expect(late).toMatchObject({ kind: 'deadline', status: null });
      const off = new AbortController();
      const [failure] = await Promise.all([
        failureOf(model(), stall, off.signal),
        pause(60).then(() => off.abort(new Error('budget'))),
      ]);
      expect(failure.kind).toBe('aborted');
      expect(performance.now() - started).toBeLessThan(3000);
    },
  );

  test.for(both)('%s: a signal that fired before sends nothing', async ([, model]) => {
    const before = wire.seen.length;
    expect(await failureOf(model(), {}, AbortSignal.abort())).toMatchObject({ kind: 'aborted' });
    expect(wire.seen.length).toBe(before);
  });
});

describe('Keys', () => {
  const leaks = [
    `Incorrect API key provided: ${key}.`,
    'Incorrect API key provided: sk-proj-abcd****************wxyz.',
    `upstream got Authorization: Bearer ${key}`,
    `{"headers": {"x-api-key": "abcdefgh12345678"}}`,
    'https://user:pass1234@proxy.local/v1?api_key=hunter2hunter2',
  ];
  test.for(leaks)('are not in the message: %s', async (text) => {
    for (const [, model] of both) {
      for (const fixture of [
        openaiError(401, { message: text }),
        { status: 500, raw: text, type: 'text/plain' },
        { json: { error: text } },
      ]) {
        const { message: said, cause } = await failureOf(model(), fixture);
        expect(said).not.toMatch(/0123456789|wxyz|abcdefgh1234|hunter2|pass1234/);
        expect(cause).toBeUndefined();
      }
    }
  });

  test('of no known form are found by their value', async () => {
    const odd = openModel(spec({ baseUrl: wire.openai }), { env: { OPENAI_API_KEY: 'correct-horse-battery' } });
    const failure = await failureOf(odd, openaiError(401, { message: 'unknown key correct-horse-battery here' }));
    expect(failure.message).toContain('unknown key … here');
  });

  test('messages stay short and hold no escapes, whatever the server writes', async () => {
    const failure = await failureOf(openai(), {
      status: 500,
      raw: `\u001b[31m${'long '.repeat(500_000)}`,
      type: 'text/plain',
    });
    expect(failure.message.length).toBeLessThan(400);
    expect(failure.message).not.toContain('\u001b');
  });
});

test('After a failure the next call on the same model goes through', async () => {
  const model = anthropic();
  await failureOf(model, { status: 500, raw: '' });
  wire.answer({ json: message(['x'], 'end_turn') });
  await expect(model.call(request({ sampling: sampling() }), open)).resolves.toMatchObject({ text: 'x' });
});
