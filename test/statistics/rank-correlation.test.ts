import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { kendallTauB, pearson, spearman } from '../../src/statistics/rank-correlation.ts';
import { differences } from '../golden.ts';

const paired = fc
  .array(fc.tuple(fc.nat(6), fc.nat(6)), { maxLength: 25 })
  .map((pairs) => ({ x: pairs.map(([x]) => x), y: pairs.map(([, y]) => y) }));

/** By all pairs, as defined. */
const tauByPairs = (x: readonly number[], y: readonly number[]): number => {
  let lead = 0;
  let inX = 0;
  let inY = 0;
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < i; j++) {
      const dx = Math.sign((x[i] ?? 0) - (x[j] ?? 0));
      const dy = Math.sign((y[i] ?? 0) - (y[j] ?? 0));
      lead += dx * dy;
      inX += dx * dx;
      inY += dy * dy;
    }
  }
  return lead / Math.sqrt(inX * inY);
};

test('One exchange in four gives two thirds', () => {
  expect(kendallTauB([1, 2, 3, 4], [1, 3, 2, 4])).toBeCloseTo(2 / 3, 14);
  expect(spearman([1, 2, 3, 4], [1, 3, 2, 4])).toBeCloseTo(0.8, 14);
  expect(pearson([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 14);
});

test('Counting exchanges gives the definition by pairs, ties and all', () => {
  fc.assert(
    fc.property(paired, ({ x, y }) => {
      const byPairs = tauByPairs(x, y);
      expect(differences(kendallTauB(x, y), Number.isNaN(byPairs) ? null : byPairs, 1e-12)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('Every correlation is symmetric, and changes sign with either side', () => {
  fc.assert(
    fc.property(paired, ({ x, y }) => {
      for (const correlation of [kendallTauB, pearson, spearman]) {
        const r = correlation(x, y);
        const swapped = correlation(y, x);
        const turned = correlation(
          x,
          y.map((value) => -value),
        );
        expect(Math.abs(r ?? 0)).toBeLessThanOrEqual(1);
        expect(differences(swapped, r, 1e-11)).toEqual([]);
        expect(differences(turned, r === null ? null : -r, 1e-11)).toEqual([]);
      }
    }),
  );
});

test('A constant side, and fewer than two values, have no correlation', () => {
  for (const correlation of [kendallTauB, pearson, spearman]) {
    expect(correlation([0.1, 0.1, 0.1], [1, 2, 3])).toBeNull();
    expect(correlation([1], [2])).toBeNull();
    expect(correlation([], [])).toBeNull();
  }
});
