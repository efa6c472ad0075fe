import { describe, expect, test } from 'vitest';
import { priceOf } from '../../src/judges/prices.ts';
import { laneOf, missingKeys, openModel } from '../../src/judges/seat.ts';
import { costOf } from '../../src/price.ts';
import { completion, message, open, openWire, request, spec } from './wire.ts';

describe('Lanes', () => {
  const env = { OPENAI_API_KEY: 'sk-a', TEAM_KEY: 'sk-b', SAME_KEY: 'sk-b' };
  test.for([
    [spec(), 'openai gpt-6-luna'],
    [spec({ key: 'OPENAI_API_KEY' }), 'openai gpt-6-luna'],
    [spec({ provider: 'anthropic', model: 'claude-haiku-5-5' }), 'anthropic claude-haiku-5-5'],
    [
      spec({ provider: 'compatible', model: 'qwen3', baseUrl: 'http://u:p@10.0.0.5:8000/v1' }),
      'compatible qwen3 at 10.0.0.5:8000',
    ],
    [spec({ key: 'NOT_SET' }), 'openai gpt-6-luna'],
  ] as const)('%o runs in %s', ([of, lane]) => {
    expect(laneOf(of, env)).toBe(lane);
  });

  test('two keys have two lanes, two names of one key have one, and no lane holds a key', () => {
    const [team, same, own] = [spec({ key: 'TEAM_KEY' }), spec({ key: 'SAME_KEY' }), spec()].map((of) =>
      laneOf(of, env),
    );
    expect(team).toMatch(/^openai gpt-6-luna \(key [0-9a-f]{6}\)$/);
    expect(team).toBe(same);
    expect(team).not.toBe(own);
    expect(team).not.toContain('sk-b');
  });

  test.for([
    [spec({ key: 'OTHER' }), spec()],
    [spec({ provider: 'anthropic', key: 'OTHER' }), spec({ provider: 'anthropic' })],
  ] as const)('another name of the key that is used anyway is no lane of its own: %#', ([named, usual]) => {
    const one = { OPENAI_API_KEY: 'sk-a', ANTHROPIC_API_KEY: 'sk-a', OTHER: ' sk-a\n' };
    expect(laneOf(named, one)).toBe(laneOf(usual, one));
    expect(laneOf(named, { ...one, OTHER: 'sk-b' })).not.toBe(laneOf(usual, one));
  });
});

describe('Keys', () => {
  const compatible = spec({ provider: 'compatible', baseUrl: 'http://127.0.0.1:1/v1' });
  test('those that are missing are named once each; a server of one’s own and a replay need none', () => {
    const specs = [
      spec(),
      spec(),
      spec({ key: 'TEAM_KEY' }),
      spec({ provider: 'anthropic' }),
      compatible,
      spec({ provider: 'replay' }),
    ];
    expect(missingKeys(specs, { TEAM_KEY: '  ' })).toEqual(['OPENAI_API_KEY', 'TEAM_KEY', 'ANTHROPIC_API_KEY']);
    expect(missingKeys(specs, { OPENAI_API_KEY: 'a', TEAM_KEY: 'b', ANTHROPIC_API_KEY: 'c' })).toEqual([]);
  });

  test('without its key a model is not opened, and the variable is named', () => {
    expect(() => openModel(spec({ key: 'TEAM_KEY' }), { env: {} })).toThrowError(
      expect.objectContaining({ code: 'model/no-key', message: expect.stringContaining('TEAM_KEY') }),
    );
  });

  test.for(['sk-a b', '“sk-ab”', 'sk-a\u0000b'])(
    'what no header can hold is refused at once, and not repeated: %o',
    (value) => {
      const opened = () => openModel(spec(), { env: { OPENAI_API_KEY: value } });
      expect(opened).toThrowError(expect.objectContaining({ code: 'model/no-key' }));
      expect(opened).not.toThrowError(expect.objectContaining({ message: expect.stringContaining('sk-a') }));
    },
  );

  test('a rehearsal needs none, and sends none that is there', async () => {
    await using wire = Object.assign(await openWire(), { [Symbol.asyncDispose]: () => wire.close() });
    const world = { env: { OPENAI_API_KEY: 'sk-real-key', ANTHROPIC_API_KEY: 'sk-real-key' }, baseUrls: wire };
    wire.answer({ json: completion({ content: 'x' }) });
    await openModel(spec({ baseUrl: 'https://elsewhere.example/v1' }), world).call(request(), open);
    await openModel(spec({ provider: 'compatible', key: 'OPENAI_API_KEY' }), world).call(request(), open);
    wire.answer({ json: message(['x'], 'end_turn') });
    await openModel(spec({ provider: 'anthropic', model: 'claude-opus-5' }), world).call(request(), open);
    expect(wire.seen).toHaveLength(3);
    expect(JSON.stringify(wire.seen)).not.toContain('sk-real');
  });
});

test('Another transport is used where one is handed over', async () => {
  const called: string[] = [];
  const transport: typeof fetch = async (input) => {
    called.push(input instanceof Request ? input.url : String(input));
    return Response.json(completion({ content: 'from afar' }));
  };
  const model = openModel(spec(), { env: { OPENAI_API_KEY: 'sk-test' }, fetch: transport });
  expect(await model.call(request(), open)).toMatchObject({ text: 'from afar' });
  expect(called).toEqual(['https://api.openai.com/v1/chat/completions']);
});

test.for(['sk-1234', 'abcdef', 'sk-proj-0123456789'])(
  'a key of whatever length stays out of replies: %s',
  async (key) => {
    const transport: typeof fetch = async () =>
      Response.json(
        { ...completion({ content: `You sent ${key}.` }), id: `chat-${key}` },
        { headers: { 'x-request-id': `req-${key}` } },
      );
    const model = openModel(spec(), { env: { OPENAI_API_KEY: key }, fetch: transport });
    const reply = await model.call(request(), open);
    expect(reply).toMatchObject({ text: 'You sent ….', responseId: 'chat-…', requestId: 'req-…' });
    expect(JSON.stringify(reply)).not.toContain(key);
  },
);

describe('Prices', () => {
  const million = {
    inputTokens: 1e6,
    outputTokens: 1e6,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    reasoningTokens: 0,
    estimated: false,
  };
  test.for([
    ['openai', 'gpt-6-luna', 0.6],
    ['openai', 'gpt-6-astra', 60],
    ['openai', 'gpt-4o-mini', 0.75],
    ['anthropic', 'claude-opus-5-5', 24],
    ['anthropic', 'claude-haiku-4-5', 6],
    ['replay', 'ballots.jsonl', 0],
  ] as const)('a million tokens in and out of %s %s cost $%s', ([provider, model, usd]) => {
    const price = priceOf(spec({ provider, model }));
    expect(price === null ? null : costOf(million, price)).toBeCloseTo(usd, 10);
  });

  test.for([
    ['openai', 'gpt-6-luna-2026-09-01'],
    ['openai', 'claude-haiku-4-5'],
    ['anthropic', 'claude-sonnet-5-5'],
    ['compatible', 'gpt-6-luna'],
  ] as const)('%s %s has no known price, which is not 0', ([provider, model]) => {
    expect(priceOf(spec({ provider, model }))).toBeNull();
  });

  test('a declared price comes first', () => {
    const price = { input: 1, output: 2, cacheRead: null, cacheWrite: null };
    expect(priceOf(spec({ price }))).toEqual(price);
  });
});
