import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucket, type Bucket, type Mark } from '../../src/dispatch/bucket.ts';

const none = { limit: null, remaining: null, resetMs: null };

/** Takes ones as fast as the bucket lets them, from one time to another; gives the times. */
const drain = (from: Bucket, start: number, end: number): number[] => {
  const times: number[] = [];
  for (let now = start; now < end;) {
    const wait = from.waitMs(1, now);
    if (wait > 0) now += Math.ceil(wait);
    else {
      from.take(1, now);
      times.push(now);
    }
  }
  return times;
};

test('In any stretch of time no more is taken than the burst and the rate allow, and hardly less', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 10, max: 6000 }),
      fc.integer({ min: 0, max: 9000 }),
      fc.integer({ min: 1000, max: 9000 }),
      (rpm, from, length) => {
        const times = drain(bucket(rpm, { burstSeconds: 1, now: 0 }), 0, from + length);
        const burst = Math.max(1, rpm / 60);
        const taken = times.filter((at) => at >= from).length;
        expect(taken).toBeLessThanOrEqual(burst + (rpm * length) / 60_000 + 1e-6);
        // A wait is rounded up to whole milliseconds, and that is all that is lost.
        expect(times.length).toBeGreaterThanOrEqual(Math.floor((rpm * (from + length)) / (60_000 + rpm)));
      },
    ),
    { numRuns: 100 },
  );
});

test('Without a known rate nothing is held back', () => {
  const open = bucket(null, { burstSeconds: 1, now: 0 });
  expect(open.waitMs(1e9, 0)).toBe(0);
  expect(open.perMinute()).toBeNull();
});

test('What exceeds the burst leaves with a full bucket, and the debt is waited for', () => {
  const tokens = bucket(60_000, { burstSeconds: 1, now: 0 }); // 1,000 a second
  expect(tokens.waitMs(5000, 0)).toBe(0);
  tokens.take(5000, 0);
  expect(tokens.waitMs(1000, 0)).toBeCloseTo(5000, 3);
  tokens.give(4000); // it used 1,000 only
  expect(tokens.waitMs(1000, 0)).toBeCloseTo(1000, 3);
});

test.for([
  { title: 'a lower limit than declared counts', declared: 600, told: 60, rate: 60 },
  { title: 'a higher limit than declared does not', declared: 60, told: 600, rate: 60 },
  { title: 'a limit that nobody declared counts', declared: null, told: 600, rate: 600 },
  { title: 'a limit of zero is none', declared: null, told: 0, rate: null },
])('From headers: $title', ({ declared, told, rate }) => {
  const requests = bucket(declared, { burstSeconds: 1, now: 0 });
  requests.learn({ ...none, limit: told }, requests.take(1, 0), 10);
  expect(requests.perMinute()).toBe(rate);
});

test('A low remainder lowers the bucket, calls that have left since included, and a high one changes nothing', () => {
  const level = (remaining: number): number => {
    const requests = bucket(6000, { burstSeconds: 1, now: 0 }); // 100 a second
    const mark = requests.take(1, 0);
    for (let more = 0; more < 9; more += 1) requests.take(1, 0);
    requests.learn({ limit: 6000, remaining, resetMs: null }, mark, 0);
    let left = 0;
    while (requests.waitMs(1, 0) === 0) {
      requests.take(1, 0);
      left += 1;
    }
    return left;
  };
  expect(level(5000)).toBe(90);
  expect(level(29)).toBe(21); // 29, less 9 that left later, and one for a part that the server does not tell
  expect(level(0)).toBe(1);
});

test('A remainder that comes late is no news: only the newest call that was answered tells', () => {
  const requests = bucket(6000, { burstSeconds: 1, now: 0 });
  const marks: Mark[] = [requests.take(1, 0), requests.take(1, 5)];
  const [old, young] = marks;
  if (old === undefined || young === undefined) throw new Error('two marks');
  requests.learn({ limit: 6000, remaining: 500, resetMs: null }, young, 100);
  requests.learn({ limit: 6000, remaining: 0, resetMs: null }, old, 110);
  expect(requests.waitMs(50, 110)).toBe(0);
});

test.for([
  { title: 'until then nothing is taken', told: { ...none, remaining: 0, resetMs: 5000 }, wait: 5000 },
  { title: 'for a minute at the most', told: { ...none, remaining: 0, resetMs: 8.64e7 }, wait: 60_000 },
  { title: 'while something is left nobody waits', told: { ...none, remaining: 1, resetMs: 5000 }, wait: 0 },
  { title: 'a rate says it better', told: { limit: 60, remaining: 0, resetMs: 60_000 }, wait: 0 },
])('Where a server tells when it is whole again: $title', ({ told, wait }) => {
  const requests = bucket(null, { burstSeconds: 1, now: 0 });
  requests.learn(told, requests.take(1, 0), 0);
  expect([requests.waitMs(1, 0), requests.waitMs(1, wait)]).toEqual([wait, 0]);
});

test('Headers that always say that nothing is left cost a fiftieth of the rate at the most', () => {
  const requests = bucket(600, { burstSeconds: 1, now: 0 });
  const times: number[] = [];
  for (let now = 0; now < 60_000; now += 1) {
    if (requests.waitMs(1, now) > 0) continue;
    times.push(now);
    requests.learn({ limit: 600, remaining: 0, resetMs: null }, requests.take(1, now), now);
  }
  expect(times.length).toBeGreaterThan(0.95 * 600);
});

test('A guessed rate grows until it proves too high, then falls by a fifth at the most; a told one takes its place', () => {
  const requests = bucket(null, { burstSeconds: 1, now: 0 });
  requests.guess(600, 0);
  requests.waitMs(1, 5000);
  const grown = requests.perMinute() ?? 0;
  expect(grown).toBeGreaterThan(1000);
  requests.guess(100, 5000);
  expect(requests.perMinute()).toBeCloseTo(grown * 0.8, 6);
  expect(requests.isTold()).toBe(false);
  requests.learn({ ...none, limit: 300 }, requests.take(1, 5001), 5002);
  requests.guess(100, 6000);
  requests.waitMs(1, 20_000);
  expect([requests.perMinute(), requests.isTold()]).toEqual([300, true]);
});

test('A declared rate that proves too high gives way to a guess, and is never passed', () => {
  const requests = bucket(1000, { burstSeconds: 1, now: 0 });
  requests.guess(500, 0);
  expect(requests.perMinute()).toBe(800);
  requests.waitMs(1, 60_000);
  expect(requests.perMinute()).toBe(1000);
});

test('Rejected though it kept to its rate, a bucket halves its burst once a second, and doubles it again later', () => {
  const atOnce = (from: Bucket, now: number): number => drain(from, now, now + 1).length;
  const requests = bucket(6000, { burstSeconds: 1, now: 0 });
  for (const now of [0, 10, 20]) requests.pushedBack(now);
  expect(atOnce(requests, 10_000)).toBe(50);
  requests.pushedBack(11_000);
  expect(atOnce(requests, 20_000)).toBe(25);
  expect(atOnce(requests, 40_000)).toBe(25);
  expect(atOnce(requests, 60_000)).toBe(50);
});
