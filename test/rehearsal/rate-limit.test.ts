import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { goDuration } from '../../src/rehearsal/openai-wire.ts';
import { rateLimit } from '../../src/rehearsal/rate-limit.ts';
import { loopback } from '../../src/rehearsal/server.ts';
import { clients, ending, post } from './clients.ts';

describe('A limit', () => {
  test('lets no more through than its burst and what dripped since, and keeps its word on when to come back', () => {
    const gaps = fc.array(fc.record({ gap: fc.integer({ min: 0, max: 500 }), cost: fc.integer({ min: 1, max: 80 }) }), {
      minLength: 1,
      maxLength: 200,
    });
    fc.assert(
      fc.property(gaps, (steps) => {
        let time = 0;
        const limit = rateLimit({ rpm: 600, tpm: 6000, burstSeconds: 2 }, () => time);
        let [requests, tokens] = [0, 0];
        for (const { gap, cost } of steps) {
          time += gap;
          const lack = limit.take(cost);
          if (lack !== null) {
            time += Math.ceil(lack.waitMs);
            expect(limit.take(cost)).toBeNull();
          }
          [requests, tokens] = [requests + 1, tokens + cost];
          expect(requests).toBeLessThanOrEqual(20 + (time * 600) / 60_000 + 1e-6);
          expect(tokens).toBeLessThanOrEqual(200 + (time * 6000) / 60_000 + 1e-6);
        }
      }),
    );
  });

  test('names the bucket that lacks more', () => {
    const limit = rateLimit({ rpm: 60, tpm: 6000, burstSeconds: 1 }, () => 0);
    expect(limit.take(10)).toBeNull();
    expect(limit.take(10)).toEqual({ by: 'requests', perMinute: 60, waitMs: 1000 });
    expect(rateLimit({ tpm: 6000, burstSeconds: 1 }, () => 0).take(100)).toBeNull();
  });

  test('lets a request through that is larger than the whole bucket, once it is full', () => {
    const limit = rateLimit({ tpm: 600, burstSeconds: 1 }, () => 0);
    expect(limit.take(5000)).toBeNull();
    expect(limit.take(1)).toMatchObject({ by: 'tokens' });
  });

  test('takes back what was reserved and not used', () => {
    const limit = rateLimit({ tpm: 600, burstSeconds: 10 }, () => 0);
    limit.take(100);
    limit.giveBack(60);
    expect(limit.state().tokens).toEqual({ perMinute: 600, remaining: 60, resetMs: 4000 });
  });
});

test.for([
  [12, '12ms'],
  [1000, '1s'],
  [1250, '1.25s'],
  [360_000, '6m0s'],
  [61_500, '1m1.5s'],
] as const)('%d ms are %s to Go', ([ms, text]) => expect(goDuration(ms)).toBe(text));

const body = { model: 'gpt-4.1', messages: [{ role: 'user', content: 'x' }] };
const key = { authorization: 'Bearer k', 'anthropic-version': '2026-10-21' };

describe('Over the wire', () => {
  test('OpenAI tells limits in its own headers, and when to come back', async () => {
    await using server = await loopback({
      respond: () => ({ kind: 'reply', text: 'Yes.' }),
      limits: { rpm: 60, tpm: 60_000, burstSeconds: 1 },
    });
    const ask = () => post(`${server.openai}/chat/completions`, body, key);
    const [first, second] = [await ask(), await ask()];
    expect(first.status).toBe(200);
    expect(Object.fromEntries(first.headers)).toMatchObject({
      'x-ratelimit-limit-requests': '60',
      'x-ratelimit-limit-tokens': '60000',
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': expect.stringMatching(/^(1s|\d+ms)$/),
    });
    expect(second.status).toBe(429);
    expect(second.body).toMatchObject({ error: { type: 'requests', code: 'rate_limit_exceeded' } });
    expect(second.headers.get('retry-after')).toBe('1');
    const waitMs = Number(second.headers.get('retry-after-ms'));
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(1000);
    expect(server.stats()).toMatchObject({
      requests: 2,
      replies: 1,
      rateLimited: 1,
      perModel: { 'gpt-4.1': { rateLimited: 1 } },
    });
  });

  test('Anthropic tells them in its own', async () => {
    await using server = await loopback({
      respond: () => ({ kind: 'reply', text: 'Yes.' }),
      limits: { rpm: 60, tpm: 60_000, burstSeconds: 1 },
    });
    const ask = () => post(`${server.anthropic}/v1/messages`, { ...body, max_tokens: 5 }, key);
    const [first, second] = [await ask(), await ask()];
    expect(Object.fromEntries(first.headers)).toMatchObject({
      'anthropic-ratelimit-requests-limit': '60',
      'anthropic-ratelimit-requests-remaining': '0',
      'anthropic-ratelimit-requests-reset': expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      'anthropic-ratelimit-input-tokens-limit': '60000',
      'anthropic-ratelimit-output-tokens-limit': '60000',
    });
    expect([second.status, second.body]).toMatchObject([429, { error: { type: 'rate_limit_error' } }]);
    expect(second.headers.get('retry-after')).toBe('1');
  });

  test('each model has limits of its own', async () => {
    await using server = await loopback({
      respond: () => ({ kind: 'reply', text: 'Yes.' }),
      limits: { rpm: 6, burstSeconds: 1 },
    });
    const status = async (model: string) =>
      (await post(`${server.openai}/chat/completions`, { ...body, model }, key)).status;
    expect([await status('a'), await status('b'), await status('a')]).toEqual([200, 200, 429]);
  });

  test('above its calls in flight a model is overloaded', async () => {
    await using server = await loopback({
      respond: () => ({ kind: 'reply', text: 'Yes.' }),
      latencyMs: 80,
      limits: { maxInFlight: 1 },
    });
    const ask = clients(server);
    const openai = await Promise.all([ask.openai('x'), ending(ask.openai('x'))]);
    expect(openai[1]).toMatchObject({ status: 503, message: expect.stringContaining('overloaded') });
    const anthropic = await Promise.all([ask.anthropic('x'), ending(ask.anthropic('x'))]);
    expect(anthropic[1]).toMatchObject({ status: 529, type: 'overloaded_error' });
    expect(server.stats()).toMatchObject({ overloaded: 2, peakInFlight: 1, replies: 2 });
  });

  test('a client that hangs up frees its place', async () => {
    await using server = await loopback({
      respond: ({ text }) => (text === 'hang' ? { kind: 'stallHeaders' } : { kind: 'reply', text: 'Yes.' }),
      limits: { maxInFlight: 1 },
    });
    const ask = clients(server);
    await ending(ask.openai('hang', { signal: AbortSignal.timeout(50) }));
    await expect.poll(() => ending(ask.openai('x'))).toMatchObject({ object: 'chat.completion' });
  });
});
