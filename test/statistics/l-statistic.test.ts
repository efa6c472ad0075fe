import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  lStatisticDistribution,
  lStatisticPassProb,
  meanDistributions,
  rankWeights,
  type LStatistic,
} from '../../src/statistics/l-statistic.ts';
import { majorityProb } from '../../src/statistics/majority-prob.ts';
import { medianDistribution, orderStatisticDistribution } from '../../src/statistics/order-statistic.ts';
import { seeded, shuffle } from '../../src/statistics/random.ts';
import { differences } from '../golden.ts';
import { overSubsets } from './subsets.ts';

const scored = fc
  .array(fc.integer({ min: -2, max: 5 }), { minLength: 1, maxLength: 9 })
  .chain((scores) => fc.tuple(fc.constant(scores), fc.integer({ min: 1, max: scores.length })));
const kinds: LStatistic[] = ['mean', 'median', 'trimmed', 'winsorised', 'min', 'max'];
const third = [1 / 3, 1 / 3, 1 / 3];

/** Levels and counts of a list of scores. */
const tabulate = (scores: readonly number[]) => {
  const levels = [...new Set(scores)].toSorted((a, b) => a - b);
  return { levels, counts: levels.map((level) => scores.filter((score) => score === level).length) };
};

describe('Weights of the ranks', () => {
  test.for([
    { n: 5, kind: 'winsorised', share: 0.2, weights: [0, 2, 1, 2, 0] },
    { n: 5, kind: 'trimmed', share: 0.2, weights: [0, 1, 1, 1, 0] },
    { n: 4, kind: 'median', share: 0, weights: [0, 1, 1, 0] },
    { n: 1, kind: 'median', share: 0, weights: [1] },
    { n: 3, kind: 'winsorised', share: 0.34, weights: [0, 3, 0] },
  ] as const)('$kind of $n by $share is $weights', ({ n, kind, share, weights }) => {
    expect(rankWeights(n, kind, share)).toEqual(weights);
  });

  test('A share of 0.29 trims 29 of 100, though 0.29 × 100 is less in doubles; half is too much', () => {
    expect(rankWeights(100, 'trimmed', 0.29).filter((weight) => weight === 0)).toHaveLength(58);
    expect(() => rankWeights(4, 'trimmed', 0.5)).toThrow(RangeError);
    expect(rankWeights(7, 'trimmed', 0)).toEqual(rankWeights(7, 'mean'));
  });
});

describe('The law of an L-statistic', () => {
  test('Two of 1, 2, 4 sum to 3, 5 or 6', () => {
    const { sum, probability } = lStatisticDistribution([4, 1, 2], 2, [1, 1]);
    expect(sum).toEqual([3, 5, 6]);
    expect(differences(probability, third, 1e-11)).toEqual([]);
    expect(meanDistributions([4, 1, 2], 2)[2]?.sum).toEqual([3, 5, 6]);
  });

  test('Enumeration of all subsets gives the same chance to pass, for every statistic', () => {
    fc.assert(
      fc.property(
        scored,
        fc.constantFrom(...kinds),
        fc.constantFrom(0, 0.1, 0.25, 0.4),
        fc.integer({ min: -4, max: 10 }),
        ([scores, n], statistic, trim, twice) => {
          const threshold = twice / 2;
          const weights = rankWeights(n, statistic, trim);
          const whole = weights.reduce((sum, weight) => sum + weight, 0);
          const brute = overSubsets(scores, n, (chosen) => {
            const sum = chosen
              .toSorted((a, b) => a - b)
              .reduce((total, score, r) => total + score * (weights[r] ?? 0), 0);
            return Number(sum >= threshold * whole);
          });
          expect(lStatisticPassProb({ scores, n, threshold, statistic, trim })).toBeCloseTo(brute, 11);
        },
      ),
    );
  });

  test('One pass for the mean gives the law for every n', () => {
    fc.assert(
      fc.property(scored, ([scores, nMax]) => {
        meanDistributions(scores, nMax).forEach(({ sum, probability }, n) => {
          const single =
            n === 0 ? { sum: [0], probability: [1] } : lStatisticDistribution(scores, n, rankWeights(n, 'mean'));
          expect(sum).toEqual(single.sum);
          expect(differences(probability, single.probability, 1e-11)).toEqual([]);
        });
      }),
    );
  });

  test('For odd n the median passes when the majority of the scores do', () => {
    fc.assert(
      fc.property(scored, fc.integer({ min: -2, max: 5 }), ([scores, n], threshold) => {
        fc.pre(n % 2 === 1);
        const successes = scores.filter((score) => score >= threshold).length;
        const majority = majorityProb({ total: scores.length, successes, n, tie: 'split' });
        expect(lStatisticPassProb({ scores, n, threshold, statistic: 'median' })).toBeCloseTo(majority, 11);
      }),
    );
  });

  test('Twenty thousand shuffles come within four standard errors', () => {
    const scores = Array.from({ length: 40 }, (_, i) => 1 + ((i * 7) % 5));
    const exact = lStatisticPassProb({ scores, n: 12, threshold: 3.2, statistic: 'trimmed', trim: 0.2 });
    const random = seeded(3);
    let hits = 0;
    for (let i = 0; i < 20_000; i++) {
      const kept = shuffle([...scores], random)
        .slice(0, 12)
        .toSorted((a, b) => a - b)
        .slice(2, 10);
      hits += Number(kept.reduce((sum, score) => sum + score, 0) >= 3.2 * 8 - 1e-9);
    }
    expect(exact).toBeGreaterThan(0.05);
    expect(exact).toBeLessThan(0.95);
    expect(Math.abs(hits / 20_000 - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 20_000));
  });

  test('A fractional score, and more scores than there are, are refused', () => {
    expect(() => lStatisticDistribution([1.5], 1, [1])).toThrow(RangeError);
    expect(() => meanDistributions([1, 2], 3)).toThrow(RangeError);
  });

  test('Two thousand scores keep a proper law', () => {
    const scores = Array.from({ length: 2000 }, (_, i) => i % 3);
    const { sum, probability } = lStatisticDistribution(scores, 30, rankWeights(30, 'mean'));
    expect(probability.reduce((total, p) => total + p, 0)).toBeCloseTo(1, 11);
    expect(probability.reduce((total, p, i) => total + p * (sum[i] ?? 0), 0)).toBeCloseTo(
      (30 * scores.reduce((a, b) => a + b)) / 2000,
      9,
    );
  });
});

describe('Order statistics', () => {
  test('The smaller of two of 1, 2, 4 is 1 in two of three draws', () => {
    expect(differences([...orderStatisticDistribution([1, 2, 4], [1, 1, 1], 2, 1)], [2 / 3, 1 / 3, 0], 1e-11)).toEqual(
      [],
    );
  });

  test('Each rank has the law of the L-statistic with all weight on it', () => {
    fc.assert(
      fc.property(scored, ([scores, n]) => {
        const { levels, counts } = tabulate(scores);
        for (let k = 1; k <= n; k++) {
          const weights = Array.from({ length: n }, (_, r) => Number(r === k - 1));
          const { sum, probability } = lStatisticDistribution(scores, n, weights);
          const law = orderStatisticDistribution(levels, counts, n, k);
          levels.forEach((level, j) => expect(law[j]).toBeCloseTo(probability[sum.indexOf(level)] ?? 0, 11));
        }
      }),
    );
  });

  test('The median has the law of the L-statistic, for odd and even n', () => {
    const { value, probability } = medianDistribution([1, 2, 4], [1, 1, 1], 2);
    expect(value).toEqual([1.5, 2.5, 3]);
    expect(differences(probability, third, 1e-11)).toEqual([]);
    fc.assert(
      fc.property(scored, ([scores, n]) => {
        const { levels, counts } = tabulate(scores);
        const weights = rankWeights(n, 'median');
        const law = lStatisticDistribution(scores, n, weights);
        const median = medianDistribution(levels, counts, n);
        expect(median.value).toEqual(law.sum.map((sum) => sum / (n % 2 === 0 ? 2 : 1)));
        expect(differences(median.probability, law.probability, 1e-11)).toEqual([]);
      }),
    );
  });

  test('Neither thousands of ballots nor a fine scale change that the median law adds up to 1', () => {
    const levels = Array.from({ length: 60 }, (_, i) => i / 7);
    const { probability } = medianDistribution(
      levels,
      levels.map((_, i) => 20 + i),
      100,
    );
    expect(probability.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 10);
    expect(() => medianDistribution([2, 1], [1, 1], 1)).toThrow(RangeError);
    expect(() => orderStatisticDistribution([1], [2], 2, 3)).toThrow(RangeError);
  });
});
