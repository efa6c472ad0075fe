import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { costFrontier } from '../../src/statistics/cost-frontier.ts';
import { equivalentIndependentVotes, kishEffectiveSampleSize } from '../../src/statistics/equivalent-votes.ts';
import { independentMajorityError } from '../../src/statistics/independent-majority.ts';
import { kneedle } from '../../src/statistics/kneedle.ts';

const heights = fc.array(fc.integer({ min: 0, max: 64 }), { minLength: 1, maxLength: 20 });
const grid = (length: number) => Array.from({ length }, (_, i) => 2 * i + 1);

describe('Kneedle', () => {
  test('The example of its authors has its knee at 0.22', () => {
    const x = Array.from({ length: 10 }, (_, i) => i / 9);
    const y = x.map((value) => 5 - 1 / (value + 0.1));
    const [knee] = kneedle({ x, y, S: 1, curve: 'concave', direction: 'increasing' });
    expect(knee).toBeCloseTo(2 / 9, 12);
    // The same curve in a mirror, and the one upside down.
    const mirrored = { x, y: y.toReversed(), S: 1, curve: 'concave', direction: 'decreasing' } as const;
    expect(kneedle(mirrored)[0]).toBeCloseTo(7 / 9, 12);
    const over = y.map((value) => -value);
    expect(kneedle({ x, y: over, S: 1, curve: 'convex', direction: 'decreasing' })[0]).toBeCloseTo(2 / 9, 12);
    expect(kneedle({ x, y: over.toReversed(), S: 1, curve: 'convex', direction: 'increasing' })[0]).toBeCloseTo(
      7 / 9,
      12,
    );
  });

  test('Neither the unit nor the zero of y matters', () => {
    fc.assert(
      fc.property(
        heights,
        fc.constantFrom(0.25, 2, 8),
        fc.integer({ min: -99, max: 99 }),
        fc.boolean(),
        (y, factor, shift, online) => {
          const run = (values: number[]) =>
            kneedle({ x: grid(y.length), y: values, S: 1, curve: 'convex', direction: 'decreasing', online });
          expect(run(y.map((value) => value * factor + shift))).toEqual(run(y));
        },
      ),
    );
  });

  test('Flat, straight and short curves have none', () => {
    const run = (y: number[]) =>
      kneedle({ x: grid(y.length), y, S: 0, curve: 'convex', direction: 'decreasing', online: true });
    expect(run([0.2, 0.2, 0.2, 0.2])).toEqual([]);
    expect(run([0.3, 0.25, 0.2, 0.15, 0.1])).toEqual([]);
    expect(run([0.3, 0.1])).toEqual([]);
    expect(run([])).toEqual([]);
  });

  test('After a dip, falling below the diagonal is enough to declare the knee before it', () => {
    const x = Array.from({ length: 9 }, (_, i) => i / 8);
    const above = [0, 0.375, 0.125, 0.25, 0.25, -0.125, 0, 0, 0];
    const y = x.map((value, i) => value + (above[i] ?? 0));
    expect(kneedle({ x, y, S: 4, curve: 'concave', direction: 'increasing' })).toEqual([0.125]);
  });

  test('Online gives every knee in turn, offline the first of them', () => {
    const y = [40, 10, 10, 10, 2, 1, 1, 1, 1, 0];
    const run = (online: boolean) =>
      kneedle({ x: grid(10), y, S: 0.5, curve: 'convex', direction: 'decreasing', online });
    expect(run(true).length).toBeGreaterThan(0);
    expect(run(false)).toEqual(run(true).slice(0, 1));
  });
});

describe('The cost frontier', () => {
  test('A curve that rises after three has nothing beyond three', () => {
    const { n, breakEvenErrorCost } = costFrontier({ n: [1, 3, 5], costPerBallot: 1, error: [0.3, 0.2, 0.25] });
    expect(n).toEqual([1, 3]);
    expect(breakEvenErrorCost[0]).toBeCloseTo(20, 10);
  });

  test('A flat or rising curve has its first size only', () => {
    expect(costFrontier({ n: [1, 3, 5], costPerBallot: 1, error: [0.2, 0.2, 0.2] })).toEqual({
      n: [1],
      breakEvenErrorCost: [],
    });
    expect(costFrontier({ n: [1, 3], costPerBallot: 1, error: [0.2, 0.3] })).toEqual({
      n: [1],
      breakEvenErrorCost: [],
    });
  });

  test('It is convex, ends at the least error, and is the cheapest size at every price', () => {
    fc.assert(
      fc.property(heights, fc.integer({ min: 1, max: 9 }), (error, costPerBallot) => {
        const all = grid(error.length);
        const { n, breakEvenErrorCost } = costFrontier({ n: all, costPerBallot, error });
        const errorAt = (size: number) => error[all.indexOf(size)] ?? Number.NaN;
        breakEvenErrorCost.forEach((price, i) => expect(price).toBeGreaterThan(breakEvenErrorCost[i - 1] ?? 0));
        expect(errorAt(n.at(-1) ?? 0)).toBe(Math.min(...error));
        [...breakEvenErrorCost, 1e9].forEach((price, i) => {
          const between = (price + (breakEvenErrorCost[i - 1] ?? 0)) / 2;
          const bill = (size: number) => between * errorAt(size) + costPerBallot * size;
          const least = Math.min(...all.map(bill));
          expect(bill(n[i] ?? 0)).toBeLessThanOrEqual(least + 1e-9 * Math.abs(least));
        });
      }),
    );
  });
});

describe('Equivalent independent votes', () => {
  test('Independent votes are worth themselves', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.55, max: 0.9, noNaN: true }),
        fc.integer({ min: 0, max: 7 }),
        (meanAccuracy, half) => {
          const k = 2 * half + 1;
          const error = independentMajorityError(meanAccuracy, k);
          expect(equivalentIndependentVotes({ meanAccuracy, error })).toBeCloseTo(k, 5);
        },
      ),
    );
    expect(equivalentIndependentVotes({ meanAccuracy: 0.8, error: 0.104 })).toBeCloseTo(3, 8);
  });

  test('A panel worse than one vote, a coin, and a panel without error have no equivalent', () => {
    expect(equivalentIndependentVotes({ meanAccuracy: 0.8, error: 0.21 })).toBeNull();
    expect(equivalentIndependentVotes({ meanAccuracy: 0.5, error: 0.4 })).toBeNull();
    expect(equivalentIndependentVotes({ meanAccuracy: 0.9, error: 0 })).toBeNull();
    expect(equivalentIndependentVotes({ meanAccuracy: 0.8, error: 0.2 })).toBe(1);
  });

  test("Kish's size of 21 votes correlated by 0.3 is 3", () => {
    expect(kishEffectiveSampleSize(21, 0.3)).toBeCloseTo(3, 14);
    expect(kishEffectiveSampleSize(21, 0)).toBe(21);
  });
});
