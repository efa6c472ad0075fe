import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { appetite } from '../../src/dispatch/appetite.ts';
import { budget, type Hold } from '../../src/dispatch/budget.ts';
import { dispatch } from '../../src/dispatch/dispatch.ts';
import { inputAtMost } from '../../src/input-at-most.ts';
import { ModelFailure, type ModelReply, type ModelRequest } from '../../src/model.ts';
import type { Ask, Slot } from '../../src/slot.ts';
import { ask, model, orders, price, reply, sampling, seat, sleep, usage } from './world.ts';

/** Each question is 100 tokens by the estimate, and has so many bytes: 200 tokens at the most, unless told otherwise. */
const sized =
  (bytes = 125) =>
  (slot: Slot): Ask => {
    const asked = ask(slot);
    const messages = [{ role: 'user', content: 'x'.repeat(bytes) }] as const;
    return { ...asked, request: { ...asked.request, messages } };
  };

const nobody = (): void => {};
const held = (told: Hold | string): Hold => {
  if (typeof told === 'string') throw new Error(`no hold: ${told}`);
  return told;
};

test('A call is sent only if the most it can cost fits; it waits for calls in flight, and ends without any', () => {
  const purse = budget({ usd: 1, calls: null });
  const first = held(purse.reserve(0.6, nobody));
  let woken = 0;
  expect(purse.reserve(0.6, () => (woken += 1))).toBe('wait');
  purse.settle(first, 0.3);
  expect(woken).toBe(1);
  const second = held(purse.reserve(0.6, nobody));
  purse.settle(second, null); // nobody knows, so all of it counts
  expect(purse.spent()).toEqual({ known: 0.3, unsettled: 0.6 });
  expect(purse.reserve(0.2, nobody)).toBe('budget');
  expect(purse.calls()).toBe(2);
});

test('A bound on calls counts every request', () => {
  const purse = budget({ usd: null, calls: 1 });
  purse.settle(held(purse.reserve(1e9, nobody)), 0);
  expect(purse.reserve(0, nobody)).toBe('calls');
});

test('Whatever calls cost and however they end, what is spent and held never passes the limit', () => {
  const step = fc.record({
    reserve: fc.boolean(),
    most: fc.double({ min: 0, max: 1, noNaN: true }),
    share: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  });
  fc.assert(
    fc.property(fc.double({ min: 0, max: 5, noNaN: true }), fc.array(step, { maxLength: 60 }), (usd, steps) => {
      const purse = budget({ usd, calls: null });
      const holds: Hold[] = [];
      for (const { reserve, most, share } of steps) {
        const told = reserve ? purse.reserve(most, nobody) : null;
        if (told !== null && typeof told !== 'string') holds.push(told);
        const hold = reserve ? undefined : holds.shift();
        if (hold !== undefined) purse.settle(hold, share === null ? null : hold.usd * share);
        const { known, unsettled } = purse.spent();
        expect(known + unsettled + holds.reduce((sum, { usd }) => sum + usd, 0)).toBeLessThanOrEqual(usd + 1e-9);
      }
    }),
  );
});

test('A run stops before it overspends, with every slot accounted for, whatever its calls cost', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 6000 }),
      fc.array(
        fc.record({
          input: fc.integer({ max: 100, min: 1 }),
          output: fc.integer({ max: 100, min: 0 }),
          fails: fc.boolean(),
        }),
        {
          minLength: 60,
          maxLength: 60,
        },
      ),
      async (microdollars, fates) => {
        const usd = microdollars / 1e6; // a call costs 400 microdollars at the most: 200 tokens in, 100 out
        const judge = model(async ({ n }) => {
          await sleep(n % 3);
          const fate = fates[n % fates.length];
          if (fate === undefined || fate.fails) throw new ModelFailure('bad', 'no');
          return reply({ usage: usage(fate.input, fate.output) });
        });
        const { done, ...told } = await dispatch(orders([seat(judge)], { rows: 30, limits: { usd }, ask: sized() }))
          .finished;
        expect(told.usd + told.usdUnsettled).toBeLessThanOrEqual(usd + 1e-12);
        expect(done.cast + done.failed + told.notRun).toBe(30);
        expect(told.stopped).toBe(told.notRun > 0 ? 'budget' : null);
        // It did not stop early: not one more call would have fitted.
        if (told.notRun > 0) expect(told.usd + 400e-6).toBeGreaterThan(usd);
      },
    ),
    { numRuns: 40 },
  );
});

test.for([
  { kind: 'deadline', spent: 1200e-6 },
  { kind: 'contract', spent: 1200e-6 },
  { kind: 'bad', spent: 0 },
] as const)('What a call without a reply may have cost counts: $kind', async ({ kind, spent }) => {
  const judge = model(() => Promise.reject(new ModelFailure(kind, 'no')));
  const told = await dispatch(orders([seat(judge)], { rows: 1, limits: { usd: 1 }, random: () => 0, ask: sized() }))
    .finished;
  expect(told.usdUnsettled).toBeCloseTo(spent, 12);
  expect([told.usd, told.unknownUsd]).toEqual([0, spent > 0]);
});

test.for([
  { script: 'Han letters, a token each', text: '票'.repeat(400), tokens: 400 },
  { script: 'Han letters, two tokens each', text: '票'.repeat(400), tokens: 800 },
  { script: 'digits, a token each', text: '7'.repeat(1000), tokens: 1000 },
  { script: 'emoji, a token a byte', text: '🗳'.repeat(200), tokens: 800 },
])('However far the estimate falls short, a hundred calls at once keep to the limit: $script', async (told) => {
  const { text, tokens } = told;
  const judge = model(async () => {
    await sleep(2);
    return reply({ usage: usage(tokens, 20) });
  });
  const dense = (slot: Slot): Ask => {
    const asked = ask(slot);
    const inputTokens = Math.ceil(Buffer.byteLength(text) / 4);
    return { ...asked, inputTokens, request: { ...asked.request, messages: [{ role: 'user', content: text }] } };
  };
  const limits = { usd: 0.05, concurrency: 100 };
  const { usd, stopped } = await dispatch(orders([seat(judge)], { rows: 1000, limits, ask: dense })).finished;
  expect(usd).toBeLessThanOrEqual(0.05);
  expect([judge.peak() > 5, stopped]).toEqual([true, 'budget']);
  // What is left would not have bought two more calls.
  expect(usd).toBeGreaterThan(0.05 - 2 * (text.length * 4 + 300) * 1e-6);
});

describe('The most that a call can cost', () => {
  const question = ask({ row: 0, criterion: 0, judge: 0, sample: 0 });
  const asked = sized(1000)(question.slot); // estimated at 100
  const output = 200e-6;
  const after = (replies: number, told: ModelReply['usage'], isBounded = true): number => {
    const wants = appetite(price, isBounded);
    for (let reply = 0; reply < replies; reply += 1) wants.learn(asked, told);
    return wants.usdAtMost(asked) - output;
  };

  test.for([
    { title: 'a byte a token at first, and the template', replies: 9, input: 200, most: 1250 },
    { title: 'then the densest text that was seen, and a quarter', replies: 10, input: 200, most: 250 },
    { title: 'never below the estimate', replies: 10, input: 20, most: 125 },
    { title: 'never more than its bytes', replies: 10, input: 1200, most: 1250 },
    { title: 'but for what a server adds to a prompt', replies: 1, input: 1300, most: 1300 },
  ])('$title', ({ replies, input, most }) => {
    expect(after(replies, usage(input, 20))).toBeCloseTo(most * 1e-6, 12);
  });

  test('is not learned from usage that the server did not tell', () => {
    expect(after(30, { ...usage(100, 20), estimated: true })).toBeCloseTo(1250e-6, 12);
  });

  test('is an estimate where nothing is bounded', () => {
    expect([after(0, usage(0, 0), false), after(1, usage(200, 20), false)]).toEqual([
      expect.closeTo(100e-6, 12),
      expect.closeTo(200e-6, 12),
    ]);
  });

  test('is nothing where there is no price', () => {
    expect(appetite(null, true).usdAtMost(asked)).toBe(0);
  });

  test('counts the schema of the reply', () => {
    const schema = { name: 's', schema: { type: 'object', properties: {}, required: [], additionalProperties: false } };
    const { request } = asked;
    const bare = inputAtMost(request);
    expect(inputAtMost({ ...request, schema: schema as ModelRequest['schema'] })).toBe(
      bare + Math.ceil(JSON.stringify(schema).length * 1.2),
    );
  });
});

test('A bound on calls ends the run with exactly so many, retries included', async () => {
  const judge = model(({ n }) =>
    n % 4 === 0 ? Promise.reject(new ModelFailure('transient', 'no')) : Promise.resolve(reply()),
  );
  const told = await dispatch(orders([seat(judge)], { rows: 50, limits: { calls: 30 }, random: () => 0 })).finished;
  expect([told.calls, judge.seen.length, told.stopped]).toEqual([30, 30, 'calls']);
  expect(told.done.cast + told.notRun).toBe(50);
  expect([...told.causes]).toEqual([['the limit of 30 calls', told.notRun]]);
});

test('A bound in dollars without a price is a bug of the caller', () => {
  const free = { ...seat(model(() => Promise.resolve(reply()))), price: null };
  expect(() => dispatch(orders([free], { rows: 1, limits: { usd: 1 } }))).toThrow('price of every judge');
  expect([price.input, sampling.maxTokens, ask({ row: 0, criterion: 0, judge: 0, sample: 0 }).inputTokens]).toEqual([
    1, 100, 100,
  ]);
});
