import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { deriveSeed, index, normal, seeded, shuffle, uniform } from '../../src/statistics/random.ts';

test('The first integer of seed 42 is that of NumPy', () => expect(seeded(42)()).toBe(1608637542));

test('A derived seed is the FNV-1a hash of seed and purpose', () => {
  expect(deriveSeed(1, 'curve')).toBe(884104616);
  expect(deriveSeed(1, 'knee')).not.toBe(deriveSeed(1, 'curve'));
  expect(deriveSeed(2, 'curve')).not.toBe(deriveSeed(1, 'curve'));
});

test('The extreme integers give uniforms inside (0, 1) and indexes inside the array', () => {
  for (const extreme of [0, 2 ** 32 - 1]) {
    expect(uniform(() => extreme)).toBeGreaterThan(0);
    expect(uniform(() => extreme)).toBeLessThan(1);
    expect(Number.isFinite(normal(() => extreme))).toBe(true);
    expect([0, 6]).toContain(index(() => extreme, 7));
  }
});

test('A shuffle keeps the elements, in plain and in typed arrays alike', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(255)), fc.nat(), (items, seed) => {
      const shuffled = shuffle([...items], seeded(seed));
      expect(shuffled.toSorted((a, b) => a - b)).toEqual(items.toSorted((a, b) => a - b));
      expect([...shuffle(Uint8Array.from(items), seeded(seed))]).toEqual(shuffled);
    }),
  );
});

test('A thousand normal draws have mean 0 and variance 1 within four standard errors', () => {
  const random = seeded(5);
  const draws = Array.from({ length: 1000 }, () => normal(random));
  const mean = draws.reduce((sum, z) => sum + z, 0) / 1000;
  const variance = draws.reduce((sum, z) => sum + (z - mean) ** 2, 0) / 999;
  expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(1000));
  expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / 999));
});
