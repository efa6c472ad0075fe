import { expect, test } from 'vitest';
import { dispatch } from '../../src/dispatch/dispatch.ts';
import { ModelFailure } from '../../src/model.ts';
import { ledger, model, noPace, orders, reply, seat, sleep, steady } from './world.ts';

test('First come, first served: rows are outermost', async () => {
  const judge = steady(1);
  await dispatch(orders([seat(judge)], { rows: 20, samples: 3, limits: { concurrency: 4 } })).finished;
  expect(judge.seen.map(({ request }) => request.id)).toEqual(
    Array.from({ length: 60 }, (_, at) => `${Math.floor(at / 3)}/0/0/${at % 3}`),
  );
});

test('A healthy lane goes beyond the eight calls that it starts with', async () => {
  const judge = steady(20);
  const { lanes } = await dispatch(orders([seat(judge)], { rows: 300 })).finished;
  expect(judge.peak()).toBeGreaterThan(60);
  expect(lanes[0]).toMatchObject({ asked: 256, peakInFlight: judge.peak(), calls: 300, cuts: 0 });
});

test.for([
  { title: 'the pace of a judge', pace: { ...noPace, concurrency: 3 }, limits: { concurrency: 5 }, peak: 3 },
  { title: 'the limit of the run', pace: noPace, limits: { concurrency: 5 }, peak: 5 },
])('No more calls fly than $title allows', async ({ pace, limits, peak }) => {
  const judge = steady(2);
  await dispatch(orders([seat(judge, { pace })], { rows: 60, limits })).finished;
  expect(judge.peak()).toBe(peak);
});

test('A server that sheds load makes the lane narrow; no ballot is lost', async () => {
  const capacity = 20;
  const judge = model(async () => {
    if (judge.inFlight() > capacity) throw new ModelFailure('overload', 'busy', { status: 503 });
    await sleep(10);
    return reply();
  });
  const { done, lanes } = await dispatch(orders([seat(judge)], { rows: 600, random: () => 0.1 })).finished;
  expect(done.cast).toBe(600);
  expect(lanes[0]?.cuts).toBeGreaterThan(0);
  expect(lanes[0]?.overloaded).toBeLessThan(120);
});

test('A rejection with Retry-After cools the whole lane: nobody sends until it has passed', async () => {
  let rejectedAt = Number.POSITIVE_INFINITY;
  const judge = model(async ({ n }) => {
    await sleep(n === 5 ? 5 : 15);
    if (n !== 5) return reply();
    rejectedAt = performance.now();
    throw new ModelFailure('rate', 'slow down', { status: 429, retryAfterMs: 300 });
  });
  const kept = ledger();
  const { done, lanes } = await dispatch(orders([seat(judge)], { rows: 60, ledger: kept })).finished;
  const next = judge.seen.find(({ at }) => at > rejectedAt);
  expect(next?.at).toBeGreaterThanOrEqual(rejectedAt + 299);
  expect(next?.at).toBeLessThan(rejectedAt + 450);
  // Who was rejected comes first.
  expect(next?.request.id).toBe('5/0/0/0');
  expect([done.cast, lanes[0]?.rateLimited, lanes[0]?.retries]).toEqual([60, 1, 1]);
});

test.for([
  { title: 'is waited for', retryAfterMs: null, least: 249, most: 400 },
  { title: 'gives way to a Retry-After', retryAfterMs: 20, least: 19, most: 150 },
])('Where no rate is known, the reset of a server with nothing left $title', async ({ retryAfterMs, least, most }) => {
  const none = { limit: null, remaining: null, resetMs: null };
  const limits = { requests: { limit: null, remaining: 0, resetMs: 250 }, tokens: none };
  let rejectedAt = 0;
  const judge = model(({ n }) => {
    if (n > 0) return Promise.resolve(reply());
    rejectedAt = performance.now();
    return Promise.reject(new ModelFailure('rate', 'slow down', { status: 429, retryAfterMs, limits }));
  });
  await dispatch(orders([seat(judge)], { rows: 3, limits: { concurrency: 1 }, random: () => 0 })).finished;
  const waited = (judge.seen[1]?.at ?? 0) - rejectedAt;
  expect(waited).toBeGreaterThanOrEqual(least);
  expect(waited).toBeLessThan(most);
});

test('Other lanes do not cool down with it', async () => {
  const cooling = model(({ n }) =>
    n === 0 ? Promise.reject(new ModelFailure('rate', 'slow down', { retryAfterMs: 400 })) : Promise.resolve(reply()),
  );
  const other = steady(1);
  const seats = [seat(cooling, { lane: 'a' }), seat(other, { lane: 'b' })];
  await dispatch(orders(seats, { rows: 12 })).finished;
  const [began, ended] = [other.seen[0]?.at ?? 0, other.seen.at(-1)?.at ?? 0];
  expect(ended - began).toBeLessThan(200);
});

test.for([
  { kind: 'quota', said: 'the quota is used up (lane): no money' },
  { kind: 'auth', said: 'access was denied (lane): no money' },
] as const)('$kind: no request is sent beyond those in flight, and the rest is not run', async ({ kind, said }) => {
  let flying = 0;
  const judge = model(async ({ n }) => {
    await sleep(n === 40 ? 1 : 30);
    if (n < 40) return reply();
    if (n === 40) flying = judge.seen.length;
    throw new ModelFailure(kind, 'no money', { status: 429 });
  });
  const kept = ledger();
  const told = await dispatch(orders([seat(judge)], { rows: 500, ledger: kept })).finished;
  expect(judge.seen.length).toBe(flying);
  expect(told).toMatchObject({ stopped: kind, done: { cast: 40, failed: 0 }, notRun: 460, lanes: [{ broken: said }] });
  expect([...told.causes]).toEqual([[said, 460]]);
  expect(kept.all.length).toBe(40);
});

test('A lane that breaks leaves the others alone', async () => {
  const broken = model(() => Promise.reject(new ModelFailure('auth', 'no such key', { status: 401 })));
  const healthy = steady(1);
  const seats = [seat(broken, { lane: 'a' }), seat(healthy, { lane: 'b' })];
  const { done, notRun, stopped } = await dispatch(orders(seats, { rows: 200 })).finished;
  expect([done.cast, notRun, stopped]).toEqual([200, 200, 'auth']);
});

test.for([8, 1])(
  'Where nothing ever answers the lane is given up, and what is owed is not run: %i at once',
  async (width) => {
    const judge = model(() =>
      Promise.reject(new ModelFailure('transient', 'the connection to a:1 broke: ECONNREFUSED')),
    );
    const kept = ledger();
    const told = await dispatch(
      orders([seat(judge)], { rows: 300, ledger: kept, limits: { concurrency: width, attempts: 30 }, random: () => 0 }),
    ).finished;
    const said = 'nothing answers (lane): the connection to a:1 broke: ECONNREFUSED; is the server running?';
    expect(judge.seen.length).toBeLessThanOrEqual(19 + width);
    expect(told).toMatchObject({ stopped: 'unreachable', done: { failed: 0 }, notRun: 300, lanes: [{ broken: said }] });
    expect([...told.causes]).toEqual([[said, 300]]);
    expect(kept.all).toEqual([]);
  },
);

test.for([
  { title: 'a reply', first: () => Promise.resolve(reply()) },
  { title: 'a refusal', first: () => Promise.reject(new ModelFailure('transient', 'HTTP 500', { status: 500 })) },
])('After $title a server that is gone is waited for, ballot by ballot', async ({ first }) => {
  const judge = model(({ n }) => (n === 0 ? first() : Promise.reject(new ModelFailure('transient', 'ECONNREFUSED'))));
  const limits = { concurrency: 1, attempts: 2 };
  const { stopped, done } = await dispatch(orders([seat(judge)], { rows: 30, limits, random: () => 0 })).finished;
  expect([stopped, done.cast + done.failed]).toEqual([null, 30]);
});

test('A server that kept silent now and then was there: only connections that come to nothing in a row count', async () => {
  const judge = model(({ n }) =>
    Promise.reject(new ModelFailure(n % 15 === 14 ? 'deadline' : 'transient', 'no reply yet')),
  );
  const limits = { concurrency: 1, attempts: 1 };
  const { stopped, done } = await dispatch(orders([seat(judge)], { rows: 60, limits, random: () => 0 })).finished;
  expect([stopped, done.failed]).toEqual([null, 60]);
});

test('A stalled call ends at its deadline although the model ignores its signal, and what it says later is not heard', async () => {
  const kept = ledger();
  const judge = model(async ({ n }) => {
    await sleep(n === 0 ? 150 : 1);
    return reply({ text: n === 0 ? 'late' : 'pass' });
  });
  const { done } = await dispatch(
    orders([seat(judge)], { rows: 1, ledger: kept, limits: { deadlineMs: 50 }, random: () => 0 }),
  ).finished;
  await sleep(150);
  expect(done.cast).toBe(1);
  expect(kept.all.map(({ reply, trace }) => [reply, trace.attempts.map(({ outcome }) => outcome)])).toEqual([
    ['pass', ['deadline', 'reply']],
  ]);
});

test('One slow item does not stall the pool', async () => {
  const judge = model(async ({ request }) => {
    await sleep(request.id === '1/0/0/0' ? 400 : 2);
    return reply();
  });
  const { wallMs } = await dispatch(orders([seat(judge)], { rows: 200, limits: { concurrency: 4 } })).finished;
  const others = judge.seen.map(({ at }) => at);
  expect(Math.max(...others) - Math.min(...others)).toBeLessThan(350);
  expect(wallMs).toBeLessThan(600);
});

test('A call that rests between two attempts gives its place to others', async () => {
  const judge = model(async ({ n }) => {
    await sleep(1);
    if (n === 0) throw new ModelFailure('transient', 'reset', { retryAfterMs: 300 });
    return reply();
  });
  await dispatch(orders([seat(judge)], { rows: 30, limits: { concurrency: 1 } })).finished;
  expect(judge.seen.at(-1)?.request.id).toBe('0/0/0/0');
  expect((judge.seen.at(-2)?.at ?? 0) - (judge.seen[0]?.at ?? 0)).toBeLessThan(250);
});

test('The judges of one row are asked at the same time', async () => {
  const judges = Array.from({ length: 5 }, () => steady(60));
  const told = await dispatch(
    orders(
      judges.map((judge, at) => seat(judge, { lane: `lane ${at}` })),
      { rows: 1 },
    ),
  ).finished;
  const times = judges.flatMap(({ seen }) => seen.map(({ at }) => at));
  expect(Math.max(...times) - Math.min(...times)).toBeLessThan(50);
  expect(told.serialMs).toBeGreaterThan(2 * told.wallMs);
});

test('A thousand calls in flight on one halt signal leak no listener', async () => {
  const warnings: string[] = [];
  const heard = (warning: Error): void => void warnings.push(warning.name);
  process.on('warning', heard);
  const judge = model(async () => {
    await sleep(judge.peak() < 1000 ? 50 : 1);
    return reply();
  });
  const { done } = await dispatch(orders([seat(judge)], { rows: 5000, limits: { concurrency: 1000 } })).finished;
  await sleep(10);
  process.off('warning', heard);
  expect([done.cast, warnings]).toEqual([5000, []]);
  expect(judge.peak()).toBeGreaterThan(500);
});
