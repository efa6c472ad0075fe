import { expect, test, vi } from 'vitest';
import { bench } from '../../src/dispatch/bench.ts';
import { ModelFailure } from '../../src/model.ts';
import { ask, ledger, model, noPace, reply, seat, sleep, steady } from './world.ts';

const limits = { usd: null, calls: null, concurrency: null, deadlineMs: 1000, attempts: 3 };
const never = new AbortController().signal;
const slot = (row: number) => ask({ row, criterion: 0, judge: 0, sample: 0 });
const told = { privacy: 'full', halt: never } as const;

test('A ballot that comes by itself is recorded and given back; calls from everywhere share one lane', async () => {
  const judge = steady(5);
  const kept = ledger();
  const seats = bench({ limits, random: Math.random });
  const one = seat(judge, { pace: { ...noPace, concurrency: 2 } });
  const ballots = await Promise.all(
    Array.from({ length: 10 }, (_, row) => seats.cast({ ask: slot(row), seat: one, ledger: kept, ...told })),
  );
  expect(ballots).toEqual(kept.all.toSorted((a, b) => Number(a.row.slice(1)) - Number(b.row.slice(1))));
  expect(ballots[3]).toMatchObject({ vote: { kind: 'cast' }, trace: { requestId: 'req_1' } });
  expect(judge.peak()).toBe(2);
});

test('What fails is asked for again, and recorded as failed in the end', async () => {
  const judge = model(() => Promise.reject(new ModelFailure('overload', 'busy', { status: 503, retryAfterMs: 1 })));
  const result = await bench({ limits, random: () => 0 }).cast({
    ask: slot(0),
    seat: seat(judge),
    ledger: ledger(),
    ...told,
  });
  expect(result).toMatchObject({ vote: { kind: 'failed' }, cause: '503 overloaded after 3 attempts' });
  expect(judge.seen).toHaveLength(3);
});

test('A limit holds for all that is ever asked', async () => {
  const judge = steady(1);
  const seats = bench({ limits: { ...limits, calls: 2 }, random: Math.random });
  const cast = (row: number) => seats.cast({ ask: slot(row), seat: seat(judge), ledger: ledger(), ...told });
  expect((await Promise.all([0, 1].map(cast))).map((result) => 'vote' in result)).toEqual([true, true]);
  expect(await cast(2)).toEqual({ notRun: 'the limit of 2 calls' });
  expect(judge.seen).toHaveLength(2);
});

test('A lane without quota is shut for a minute, and then tried again', async () => {
  const judge = model(async ({ n }) => {
    if (n === 0) throw new ModelFailure('quota', 'used up', { status: 429 });
    return reply();
  });
  const seats = bench({ limits, random: Math.random });
  const cast = (row: number) => seats.cast({ ask: slot(row), seat: seat(judge), ledger: ledger(), ...told });
  const shut = { notRun: expect.stringContaining('the quota is used up') };
  expect(await cast(0)).toEqual(shut);
  expect(await cast(1)).toEqual(shut);
  expect(judge.seen).toHaveLength(1);
  const now = performance.now();
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now + 61_000);
  try {
    expect(await cast(2)).toMatchObject({ vote: { kind: 'cast' } });
  } finally {
    clock.mockRestore();
  }
});

test('A halt aborts the call in flight, and sends none that waits', async () => {
  const halt = new AbortController();
  const judge = model(async () => {
    await sleep(10_000);
    return reply();
  });
  const seats = bench({ limits: { ...limits, concurrency: 1 }, random: Math.random });
  const cast = (row: number) =>
    seats.cast({ ask: slot(row), seat: seat(judge), ledger: ledger(), privacy: 'full', halt: halt.signal });
  const both = Promise.all([cast(0), cast(1)]);
  await sleep(5);
  halt.abort();
  expect(await both).toEqual([{ notRun: 'the run was halted' }, { notRun: 'stopped by the user' }]);
  expect(judge.seen).toHaveLength(1);
});
