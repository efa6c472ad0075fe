import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dispatch } from '../../src/dispatch/dispatch.ts';
import { ModelFailure, type FailureKind } from '../../src/model.ts';
import { ask, ledger, model, orders, reply, sampling, seat, sleep, steady, usage } from './world.ts';

test('Every ballot is recorded as it comes, with all that is known of how it came about', async () => {
  const kept = ledger();
  const judge = model(({ n }) =>
    n === 0
      ? Promise.reject(new ModelFailure('transient', 'reset', { status: 500, requestId: 'req_0' }))
      : Promise.resolve(reply({ usage: usage(1000, 500), finish: 'stop' })),
  );
  const told = await dispatch(orders([seat(judge)], { rows: 1, ledger: kept, random: () => 0 })).finished;
  const attempt = {
    startedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    queuedMs: expect.any(Number),
    latencyMs: expect.any(Number),
  };
  expect(kept.all).toEqual([
    {
      row: 'r0',
      criterion: 'c0',
      judge: 'j0',
      sample: 0,
      key: '0/0/0/0',
      vote: { kind: 'cast', value: 'pass', rationale: 'because' },
      cause: null,
      reply: 'pass',
      trace: {
        lane: 'lane',
        provider: 'openai',
        model: 'model-1',
        requested: sampling,
        effective: sampling,
        messages: [{ role: 'user', content: 'row 0' }],
        responseModel: 'model-1',
        responseId: 'resp_1',
        requestId: 'req_1',
        finish: 'stop',
        usage: usage(1000, 500),
        usd: 0.002,
        attempts: [
          { ...attempt, outcome: 'transient', status: 500, requestId: 'req_0', retryAfterMs: null, message: 'reset' },
          { ...attempt, outcome: 'reply', status: 200, requestId: 'req_1', retryAfterMs: null, message: null },
        ],
      },
    },
  ]);
  expect(told).toMatchObject({ owed: 1, kept: 0, notRun: 0, calls: 2, retries: 1, usd: 0.002, stopped: null });
});

test('Where only hashes are kept no text of data set or model is', async () => {
  const kept = ledger();
  const judge = steady(0, { text: 'secret' });
  const read = (slot: Parameters<typeof ask>[0]): ReturnType<typeof ask> => ({
    ...ask(slot),
    read: () => ({
      vote:
        slot.row === 0
          ? { kind: 'cast', value: 'pass', rationale: 'secret' }
          : { kind: 'abstained', rationale: 'secret' },
      cause: null,
    }),
  });
  await dispatch(orders([seat(judge)], { rows: 2, ledger: kept, privacy: 'hashes', ask: read })).finished;
  expect(kept.all.map(({ vote }) => vote)).toEqual([{ kind: 'cast', value: 'pass' }, { kind: 'abstained' }]);
  expect(JSON.stringify(kept.all)).not.toMatch(/secret|row 0/);
});

test.for<{ failure: ModelFailure; cause: string; usd: number | null }>([
  {
    failure: new ModelFailure('bad', 'no such model', { status: 404 }),
    cause: 'the request was refused: no such model',
    usd: 0,
  },
  { failure: new ModelFailure('overload', 'busy', { status: 529 }), cause: '529 overloaded after 8 attempts', usd: 0 },
  { failure: new ModelFailure('transient', 'reset'), cause: 'no reply after 8 attempts: reset', usd: null },
  { failure: new ModelFailure('contract', 'HTML'), cause: 'what came was no reply after 3 attempts: HTML', usd: null },
])('A ballot that never comes is recorded as failed: $cause', async ({ failure, cause, usd }) => {
  const kept = ledger();
  const judge = model(() => Promise.reject(failure));
  const { done } = await dispatch(orders([seat(judge)], { rows: 1, ledger: kept, random: () => 0 })).finished;
  expect(done.failed).toBe(1);
  expect(kept.all[0]).toMatchObject({
    vote: { kind: 'failed' },
    cause,
    reply: null,
    trace: { usd, usage: null, effective: null },
  });
});

test('A call that does not end is recorded as failed, with its deadline', async () => {
  const kept = ledger();
  const judge = model(() => new Promise(() => {}));
  await dispatch(orders([seat(judge)], { rows: 1, ledger: kept, limits: { deadlineMs: 20 }, random: () => 0 }))
    .finished;
  expect(kept.all[0]?.cause).toBe('the reply did not end within 0.02 s, after 3 attempts');
});

test('What the ledger has is never sent', async () => {
  const judge = steady(0);
  const kept = ledger(['0/0/0/0', '2/0/0/0']);
  const told = await dispatch(orders([seat(judge)], { rows: 4, ledger: kept })).finished;
  expect(judge.seen.map(({ request }) => request.id)).toEqual(['1/0/0/0', '3/0/0/0']);
  expect(told).toMatchObject({ owed: 4, kept: 2, done: { cast: 2 } });
});

test('Whatever becomes of the calls, every slot is kept, done or not run, and done ballots are recorded once', async () => {
  const kinds: readonly (FailureKind | 'reply')[] = [
    'reply',
    'reply',
    'reply',
    'bad',
    'rate',
    'overload',
    'transient',
    'contract',
    'quota',
    'aborted',
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...kinds), { minLength: 20, maxLength: 20 }),
      fc.array(fc.boolean(), { minLength: 24, maxLength: 24 }),
      fc.option(fc.integer({ min: 1, max: 40 })),
      async (fates, known, calls) => {
        const judge = model(async ({ n }) => {
          await sleep(n % 2);
          const fate = fates[n % fates.length] ?? 'reply';
          if (fate === 'reply') return reply();
          throw new ModelFailure(fate, 'no', { retryAfterMs: 1 });
        });
        const keys = known.flatMap((isKnown, at) => (isKnown ? [`${Math.floor(at / 2)}/0/${at % 2}/0`] : []));
        const kept = ledger(keys);
        const seats = [seat(judge, { lane: 'a' }), seat(judge, { lane: 'b' })];
        const told = await dispatch(orders(seats, { rows: 12, ledger: kept, limits: { calls }, random: () => 0 }))
          .finished;
        const { cast, abstained, invalid, failed } = told.done;
        expect(told.kept).toBe(keys.length);
        expect(told.kept + cast + abstained + invalid + failed + told.notRun).toBe(24);
        expect([...told.causes.values()].reduce((sum, count) => sum + count, 0)).toBe(told.notRun);
        expect(new Set(kept.all.map(({ key }) => key)).size).toBe(kept.all.length);
        expect(kept.all.length).toBe(cast + failed);
        expect(told.calls).toBe(judge.seen.length);
      },
    ),
    { numRuns: 60 },
  );
});

test('Drained, a run starts nothing and lets calls in flight end', async () => {
  const stop = new AbortController();
  const judge = steady(50);
  const kept = ledger();
  const run = dispatch(orders([seat(judge)], { rows: 1000, ledger: kept, drain: stop.signal }));
  await sleep(70);
  const sent = judge.seen.length;
  stop.abort();
  const told = await run.finished;
  expect(judge.seen.length).toBe(sent);
  expect(told).toMatchObject({ stopped: 'drained', done: { cast: sent }, notRun: 1000 - sent });
  expect([...told.causes]).toEqual([['stopped by the user', 1000 - sent]]);
});

test('Drained, a run does not wait for a call that rests or a lane that cools', async () => {
  const stop = new AbortController();
  const judge = model(({ n }) =>
    Promise.reject(new ModelFailure(n === 0 ? 'overload' : 'rate', 'later', { retryAfterMs: 60_000 })),
  );
  const run = dispatch(orders([seat(judge)], { rows: 50, drain: stop.signal }));
  await sleep(30);
  expect(run.monitor().lanes[0]).toMatchObject({ state: 'cooling', inFlight: 0, queued: 50 });
  stop.abort();
  expect(await run.finished).toMatchObject({ stopped: 'drained', notRun: 50, wallMs: expect.closeTo(30, -2) });
});

test('Halted, a run aborts its calls and ends at once, even if a model does not listen', async () => {
  const stop = new AbortController();
  let aborted = 0;
  const judge = model(({ n, signal }) => {
    signal.addEventListener('abort', () => (aborted += 1));
    return n < 4 ? Promise.resolve(reply()) : new Promise(() => {});
  });
  const run = dispatch(orders([seat(judge)], { rows: 5000, halt: stop.signal }));
  await sleep(30);
  const halted = performance.now();
  stop.abort();
  const told = await run.finished;
  expect(performance.now() - halted).toBeLessThan(500);
  expect(aborted).toBe(judge.seen.length - 4);
  expect(told).toMatchObject({ stopped: 'halted', done: { cast: 4 }, notRun: 4996 });
});

test('A signal that has been given before the start is heard', async () => {
  const judge = steady(0);
  const told = await dispatch(
    orders([seat(judge)], { rows: 5, drain: AbortSignal.abort(), ledger: ledger(['1/0/0/0']) }),
  ).finished;
  expect([judge.seen.length, told.notRun, told.kept, told.stopped]).toEqual([0, 4, 1, 'drained']);
});

test('A ledger that cannot write ends the run with its error, and aborts the calls in flight', async () => {
  let aborted = 0;
  const judge = model(({ n, signal }) => {
    signal.addEventListener('abort', () => (aborted += 1));
    return n === 3 ? Promise.resolve(reply()) : new Promise(() => {});
  });
  const full = {
    ...ledger(),
    record: () => {
      throw new Error('the disk is full');
    },
  };
  const seats = [seat(judge, { lane: 'a' }), seat(judge, { lane: 'b' })];
  await expect(dispatch(orders(seats, { rows: 100, ledger: full })).finished).rejects.toThrow('the disk is full');
  expect(aborted).toBe(judge.seen.length - 1);
});

test.for([
  {
    title: 'a reader that throws',
    said: 'unreadable',
    told: {
      ask: (slot: Parameters<typeof ask>[0]) => ({
        ...ask(slot),
        read: () => {
          throw new Error('unreadable');
        },
      }),
    },
  },
  {
    title: 'two slots of one key',
    said: 'Two slots have the key',
    told: { ask: (slot: Parameters<typeof ask>[0]) => ask({ ...slot, row: 0 }) },
  },
])('A bug comes to light: $title', async ({ said, told }) => {
  await expect(dispatch(orders([seat(steady(1))], { rows: 9, ...told })).finished).rejects.toThrow(said);
});

test('A model that rejects with anything but its failure is a bug', async () => {
  const judge = model(() => Promise.reject(new TypeError('x is not a function')));
  await expect(dispatch(orders([seat(judge)], { rows: 9 })).finished).rejects.toThrow('x is not a function');
});

test('A model without a price costs an unknown amount, which is not 0', async () => {
  const kept = ledger();
  const told = await dispatch(orders([seat(steady(0), { price: null })], { rows: 2, ledger: kept })).finished;
  expect([told.usd, told.unknownUsd, kept.all[0]?.trace.usd]).toEqual([0, true, null]);
});

test('The monitor adds up at any time', async () => {
  const run = dispatch(orders([seat(steady(3), { lane: 'a' }), seat(steady(5), { lane: 'b' })], { rows: 200 }));
  const watch = setInterval(() => {
    const { owed, kept, done, notRun, calls, lanes } = run.monitor();
    const flying = lanes.reduce((sum, { inFlight }) => sum + inFlight, 0);
    expect([owed, kept, notRun, calls]).toEqual([400, 0, 0, done.cast + flying]);
  }, 4);
  const { done } = await run.finished;
  clearInterval(watch);
  expect(done.cast).toBe(400);
  expect(run.monitor().lanes).toMatchObject([
    { lane: 'a', state: 'idle' },
    { lane: 'b', state: 'idle' },
  ]);
});

test('Signals and timers are heard while a model answers at once', async () => {
  const stop = new AbortController();
  const judge = { call: () => Promise.resolve(reply()) };
  const run = dispatch(orders([seat(judge)], { rows: 200_000, halt: stop.signal }));
  setTimeout(() => stop.abort(), 30);
  const { stopped, done } = await run.finished;
  expect(stopped).toBe('halted');
  expect(done.cast).toBeLessThan(200_000);
});
