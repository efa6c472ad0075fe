import fc from 'fast-check';
import { expect, test } from 'vitest';
import { retry } from '../../src/dispatch/retry.ts';
import { ModelFailure, type FailureKind } from '../../src/model.ts';

const limits = { usd: null, calls: null, concurrency: null, deadlineMs: 1000, attempts: 8 };
const highest = (): number => 0.999_999;

/** How many attempts a ballot gets if all fail like this, a second apart, and the pauses between them. */
const suffer = (failure: ModelFailure, everyMs = 1000): { attempts: number; pauses: number[] } => {
  const next = retry(limits, highest);
  const pauses: number[] = [];
  for (let attempts = 1; attempts < 100_000; attempts += 1) {
    const told = next(failure, attempts * everyMs);
    if (told === 'give up') return { attempts, pauses };
    pauses.push(Math.round(told.pauseMs));
  }
  return { attempts: Number.POSITIVE_INFINITY, pauses };
};

test.for<{ kind: FailureKind; attempts: number }>([
  { kind: 'bad', attempts: 1 },
  { kind: 'quota', attempts: 1 },
  { kind: 'auth', attempts: 1 },
  { kind: 'aborted', attempts: 1 },
  { kind: 'contract', attempts: 3 },
  { kind: 'deadline', attempts: 3 },
  { kind: 'transient', attempts: 8 },
  { kind: 'overload', attempts: 8 },
])('$kind: $attempts attempts of 8', ({ kind, attempts }) => {
  expect(suffer(new ModelFailure(kind, 'no')).attempts).toBe(attempts);
});

test('Rejections for the rate do not use up the attempts: a ballot outlives any storm of five minutes', () => {
  const rate = new ModelFailure('rate', 'slow down', { retryAfterMs: 10 });
  expect(suffer(rate, 10).attempts).toBeGreaterThan(29_000); // 100 a second, for 5 minutes
  expect(suffer(rate, 10_000).attempts).toBe(160);
  expect(suffer(rate, 60_000).attempts).toBe(32); // half an hour
});

test('Pauses without a Retry-After are bounded by half a second that doubles, up to 30 seconds', () => {
  const { pauses } = suffer(new ModelFailure('transient', 'no'));
  expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000]);
});

test('Full jitter: a pause is anything from nothing to its bound', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (drawn) => {
      const told = retry(limits, () => drawn)(new ModelFailure('overload', 'no'), 0);
      expect(told === 'give up' ? null : told.pauseMs).toBe(drawn * 500);
    }),
  );
});

test.for([
  { retryAfterMs: 2000, pause: 2250, title: 'is honoured, with a spread of 250 ms at the most' },
  { retryAfterMs: 100, pause: 125, title: 'that is short is spread by a quarter' },
  { retryAfterMs: 24 * 86_400_000, pause: 600_250, title: 'of weeks holds nobody beyond ten minutes' },
  { retryAfterMs: 0, pause: 500, title: 'of nothing tells nothing' },
])('A Retry-After $title', ({ retryAfterMs, pause }) => {
  expect(suffer(new ModelFailure('overload', 'no', { retryAfterMs })).pauses[0]).toBe(pause);
});

test('A rejection for the rate with a Retry-After waits for the lane alone', () => {
  const { pauses } = suffer(new ModelFailure('rate', 'slow down', { retryAfterMs: 1000 }), 10_000);
  expect(new Set(pauses)).toEqual(new Set([0]));
});
