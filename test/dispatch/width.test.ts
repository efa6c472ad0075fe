import { expect, test } from 'vitest';
import { width, type Width } from '../../src/dispatch/width.ts';

/** One round trip with every place taken. */
const roundTrip = (bounds: Width): void => {
  const inFlight = bounds.value();
  for (let call = 0; call < inFlight; call += 1) bounds.succeeded(bounds.value());
};

test('A healthy lane probes above its start, doubling each round trip, up to its cap', () => {
  const bounds = width({ start: 8, cap: 100 });
  const widths = [1, 2, 3, 4, 5].map(() => {
    roundTrip(bounds);
    return bounds.value();
  });
  expect(widths).toEqual([16, 32, 64, 100, 100]);
});

test('After an overload it goes back to half, then to 0.7, and grows by one a round trip', () => {
  const bounds = width({ start: 100, cap: 256 });
  bounds.pushedBack({ now: 0, sentAt: 0, reason: 'overload' });
  expect(bounds.value()).toBe(50);
  bounds.pushedBack({ now: 2000, sentAt: 0, reason: 'overload' });
  expect(bounds.value()).toBe(35);
  for (let round = 0; round < 10; round += 1) roundTrip(bounds);
  expect(bounds.value()).toBeGreaterThanOrEqual(44);
  expect(bounds.value()).toBeLessThanOrEqual(45);
});

test('After a rejection for the rate it narrows as well, but still doubles: the buckets hold the rate', () => {
  const bounds = width({ start: 10, cap: 256 });
  bounds.pushedBack({ now: 0, sentAt: 0, reason: 'rate' });
  expect(bounds.value()).toBe(7);
  roundTrip(bounds);
  expect(bounds.value()).toBe(14);
});

test('One storm narrows it once, but a call that left after the cut narrows it again; never below one', () => {
  const bounds = width({ start: 64, cap: 64 });
  for (const now of [100, 101, 500, 999]) bounds.pushedBack({ now, sentAt: 90, reason: 'overload' });
  expect([bounds.value(), bounds.cuts()]).toEqual([32, 1]);
  bounds.pushedBack({ now: 1000, sentAt: 999, reason: 'overload' });
  expect(bounds.value()).toBe(22);
  for (let now = 1001; now < 1030; now += 1) bounds.pushedBack({ now, sentAt: now - 0.5, reason: 'overload' });
  expect(bounds.value()).toBe(1);
});

test('For the rate it narrows once a second at the most', () => {
  const bounds = width({ start: 10, cap: 64 });
  for (const now of [0, 1, 500, 999]) bounds.pushedBack({ now, sentAt: now, reason: 'rate' });
  expect([bounds.value(), bounds.cuts()]).toEqual([7, 1]);
});

test('A width that is not filled does not grow', () => {
  const bounds = width({ start: 8, cap: 64 });
  for (let call = 0; call < 100; call += 1) bounds.succeeded(7);
  expect(bounds.value()).toBe(8);
});

test.for([
  { start: 8, cap: 3, value: 3 },
  { start: 0, cap: 3, value: 1 },
])('It starts between one and its cap: $start of $cap → $value', ({ start, cap, value }) => {
  expect(width({ start, cap }).value()).toBe(value);
});
