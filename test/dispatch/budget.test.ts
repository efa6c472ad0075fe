import fc from 'fast-check';
import { expect, test } from 'vitest';
import { budget, type Hold } from '../../src/dispatch/budget.ts';
import { dispatch } from '../../src/dispatch/dispatch.ts';
import { ModelFailure } from '../../src/model.ts';
import { ask, model, orders, price, reply, sampling, seat, sleep, usage } from './world.ts';

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
        const usd = microdollars / 1e6; // a call costs 300 microdollars at the most
        const judge = model(async ({ n }) => {
          await sleep(n % 3);
          const fate = fates[n % fates.length];
          if (fate === undefined || fate.fails) throw new ModelFailure('bad', 'no');
          return reply({ usage: usage(fate.input, fate.output) });
        });
        const { done, ...told } = await dispatch(orders([seat(judge)], { rows: 30, limits: { usd } })).finished;
        expect(told.usd + told.usdUnsettled).toBeLessThanOrEqual(usd + 1e-12);
        expect(done.cast + done.failed + told.notRun).toBe(30);
        expect(told.stopped).toBe(told.notRun > 0 ? 'budget' : null);
        // It did not stop early: not one more call would have fitted.
        if (told.notRun > 0) expect(told.usd + 300e-6).toBeGreaterThan(usd);
      },
    ),
    { numRuns: 40 },
  );
});

test.for([
  { kind: 'deadline', spent: 900e-6 },
  { kind: 'contract', spent: 900e-6 },
  { kind: 'bad', spent: 0 },
] as const)('What a call without a reply may have cost counts: $kind', async ({ kind, spent }) => {
  const judge = model(() => Promise.reject(new ModelFailure(kind, 'no')));
  const told = await dispatch(orders([seat(judge)], { rows: 1, limits: { usd: 1 }, random: () => 0 })).finished;
  expect(told.usdUnsettled).toBeCloseTo(spent, 12);
  expect([told.usd, told.unknownUsd]).toEqual([0, spent > 0]);
});

test('Where the estimate of the input has fallen short, later calls are held to what was seen', async () => {
  const judge = model(() => Promise.resolve(reply({ usage: usage(200, 100) }))); // estimated at 100
  const limits = { usd: 0.01, concurrency: 1 };
  const told = await dispatch(orders([seat(judge)], { rows: 100, limits })).finished;
  expect(told.usd).toBeLessThanOrEqual(0.01);
  expect(told.done.cast).toBe(25); // 400 microdollars each
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
