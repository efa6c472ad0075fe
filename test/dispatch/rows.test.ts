import { expect, test } from 'vitest';
import { dispatch } from '../../src/dispatch/dispatch.ts';
import { rowWindow, type Runner } from '../../src/dispatch/rows.ts';
import { ModelFailure } from '../../src/model.ts';
import { ledger, model, noPace, orders, reply, seat, sleep, steady } from './world.ts';

test('A runner waits until all others have started the row that its window begins with', async () => {
  let slow = 0;
  const runners: Runner[] = [
    { started: () => slow, ahead: () => 3 },
    { started: () => 0, ahead: () => 3 },
  ];
  const window = rowWindow(runners);
  const [, fast] = runners;
  if (fast === undefined) throw new Error('two runners');
  expect(window.enter(fast, 3)).toBeNull();
  let entered = false;
  const gate = window.enter(fast, 4)?.then(() => (entered = true));
  window.moved();
  await Promise.resolve();
  expect(entered).toBe(false);
  slow = 1;
  window.moved();
  await gate;
  expect(entered).toBe(true);
});

test('A fast lane stays near a slow one, so that a run cut short has whole rows', async () => {
  const stop = new AbortController();
  const slow = steady(20);
  const fast = steady(1);
  const kept = ledger();
  const seats = [
    seat(slow, { lane: 'slow', pace: { ...noPace, concurrency: 2 } }),
    seat(fast, { lane: 'fast', pace: { ...noPace, concurrency: 2 } }),
  ];
  const run = dispatch(orders(seats, { rows: 1000, ledger: kept, drain: stop.signal }));
  await sleep(300);
  stop.abort();
  const { done } = await run.finished;
  expect(fast.seen.length - slow.seen.length).toBeLessThanOrEqual(17);
  const whole = Map.groupBy(kept.all, ({ row }) => row)
    .values()
    .filter((ballots) => ballots.length === 2)
    .toArray().length;
  expect(whole).toBeGreaterThan(10);
  expect(done.cast - 2 * whole).toBeLessThanOrEqual(17 + 4);
});

test('A slow call holds nobody up: rows wait for starts, not for ends', async () => {
  const stuck = model(async ({ n }) => {
    await sleep(n === 0 ? 500 : 1);
    return reply();
  });
  const other = steady(1);
  await dispatch(orders([seat(stuck, { lane: 'a' }), seat(other, { lane: 'b' })], { rows: 300 })).finished;
  expect((other.seen.at(-1)?.at ?? 0) - (other.seen[0]?.at ?? 0)).toBeLessThan(450);
});

test.for([
  { title: 'has nothing to do', kept: Array.from({ length: 300 }, (_, row) => `${row}/0/0/0`), fails: false },
  { title: 'has broken', kept: [], fails: true },
])('A lane that $title holds nobody back', async ({ kept, fails }) => {
  const judge = model(() => (fails ? Promise.reject(new ModelFailure('auth', 'no')) : Promise.resolve(reply())));
  const other = steady(0);
  const seats = [seat(judge, { lane: 'a' }), seat(other, { lane: 'b' })];
  const told = await dispatch(orders(seats, { rows: 300, ledger: ledger(kept) })).finished;
  expect([told.done.cast, told.kept, told.notRun]).toEqual([300, kept.length, fails ? 300 : 0]);
});

test('A lane that only votes on some rows neither waits nor makes others wait for ever', async () => {
  const seats = [seat(steady(0), { lane: 'a' }), seat(steady(0), { lane: 'b' })];
  const told = await dispatch({
    ...orders(seats, { rows: 400 }),
    slots: function* slots(row) {
      if (row < 200) yield { row, criterion: 0, judge: 0, sample: 0 };
      if (row % 100 === 0 || row > 350) yield { row, criterion: 0, judge: 1, sample: 0 };
    },
  }).finished;
  expect([told.done.cast, told.owed]).toEqual([200 + 4 + 49, 200 + 4 + 49]);
});
