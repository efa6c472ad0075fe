import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { independentMajorityError } from '../../src/statistics/independent-majority.ts';
import { majorityProb, strictMajorityProbs } from '../../src/statistics/majority-prob.ts';
import { passAtK, passHatK, thresholdProb } from '../../src/statistics/threshold-prob.ts';
import { bestOfNProb } from '../../src/statistics/best-of-n.ts';
import { overSubsets } from './subsets.ts';

/** total, successes <= total, 1 <= n <= total */
const draws = (most: number) =>
  fc
    .integer({ min: 1, max: most })
    .chain((total) => fc.tuple(fc.constant(total), fc.nat(total), fc.integer({ min: 1, max: total })));

describe('The majority of a subset', () => {
  test('Three of five ballots, three of them successes, succeed in 7 of 10 subsets', () => {
    expect(majorityProb({ total: 5, successes: 3, n: 3, tie: 'split' })).toBeCloseTo(0.7, 14);
  });

  test('An even ballot buys nothing when ties split', () => {
    fc.assert(
      fc.property(draws(200), ([total, successes, n]) => {
        const at = (size: number) => majorityProb({ total, successes, n: size, tie: 'split' });
        fc.pre(n % 2 === 0);
        expect(at(n)).toBeCloseTo(at(n - 1), 11);
      }),
    );
  });

  test('All ballots together give the recorded vote', () => {
    fc.assert(
      fc.property(draws(300), ([total, successes]) => {
        const vote = majorityProb({ total, successes, n: total, tie: 'split' });
        expect(vote).toBeCloseTo((Math.sign(2 * successes - total) + 1) / 2, 12);
      }),
    );
  });

  test('A tie counts whole, half or nothing, and an empty vote nothing', () => {
    const at = (tie: 'split' | 'pass' | 'fail' | 'abstain', n: number) =>
      majorityProb({ total: 4, successes: 2, n, tie });
    expect(at('split', 4)).toBeCloseTo(0.5, 14);
    expect(at('pass', 4)).toBeCloseTo(1, 14);
    expect(at('fail', 4)).toBe(0);
    expect(at('abstain', 4)).toBe(0);
    expect(at('pass', 0)).toBe(0);
  });

  test('The increment from n to n + 2 is the difference of the pivotal pairs', () => {
    const hypergeometric = (total: number, s: number, n: number, j: number) =>
      thresholdProb(total, s, n, j) - thresholdProb(total, s, n, j + 1);
    const [N, c, m] = [15, 9, 3];
    const f = N - c - m + 1;
    const pairs = (N - 2 * m + 1) * (N - 2 * m);
    const gain =
      (hypergeometric(N, c, 2 * m - 1, m - 1) * (c - m + 1) * (c - m) -
        hypergeometric(N, c, 2 * m - 1, m) * f * (f - 1)) /
      pairs;
    const at = (n: number) => majorityProb({ total: N, successes: c, n, tie: 'split' });
    expect(at(2 * m + 1) - at(2 * m - 1)).toBeCloseTo(gain, 12);
  });
});

describe('More than half of the votes, among many labels', () => {
  const counted = fc
    .array(fc.nat(3), { minLength: 1, maxLength: 4 })
    .filter((counts) => counts.some((count) => count > 0));

  test('Enumeration of all subsets gives the same', () => {
    fc.assert(
      fc.property(counted, fc.constantFrom('split', 'abstain'), (counts, tie) => {
        const ballots = counts.flatMap((count, label) => Array<number>(count).fill(label));
        const probs = strictMajorityProbs({ counts, label: 0, tie }, ballots.length);
        probs.forEach((p, n) => {
          const brute = overSubsets(ballots, n, (chosen) => {
            const share = (label: number) => chosen.filter((ballot) => ballot === label).length / n;
            if (n > 0 && share(0) > 0.5) return 1;
            const rival = counts.some((_, label) => label > 0 && share(label) === 0.5);
            return tie === 'split' && n > 0 && share(0) === 0.5 && rival ? 0.5 : 0;
          });
          expect(p).toBeCloseTo(brute, 11);
        });
      }),
      { numRuns: 60 },
    );
  });

  test('Against two singles an exact half is shared with neither', () => {
    expect(strictMajorityProbs({ counts: [2, 1, 1], label: 0, tie: 'split' }, 4)[2]).toBeCloseTo(0.5, 14);
    expect(strictMajorityProbs({ counts: [2, 1, 1], label: 0, tie: 'split' }, 4)[4]).toBe(0);
  });

  test('With two labels it is the majority', () => {
    fc.assert(
      fc.property(draws(60), ([total, successes, n]) => {
        const counts = [successes, total - successes];
        const majority = majorityProb({ total, successes, n, tie: 'split' });
        expect(strictMajorityProbs({ counts, label: 0, tie: 'split' }, n)[n]).toBeCloseTo(majority, 11);
      }),
    );
  });
});

describe('At least t of n', () => {
  test('One in three is right: any of five attempts passes in 137 of 228', () => {
    expect(thresholdProb(10, 4, 5, 1)).toBeCloseTo(41 / 42, 13);
    expect(passAtK(20, 3, 5)).toBeCloseTo(137 / 228, 13);
    expect(passHatK(20, 15, 5)).toBeCloseTo(1001 / 5168, 13);
  });

  test('A higher threshold is never easier', () => {
    fc.assert(
      fc.property(draws(80), ([total, successes, n]) => {
        const at = Array.from({ length: n + 2 }, (_, t) => thresholdProb(total, successes, n, t));
        at.forEach((p, t) => expect(p).toBeLessThanOrEqual((at[t - 1] ?? 1) + 1e-15));
        expect([at[0], at[n + 1]]).toEqual([1, 0]);
      }),
    );
  });

  test('pass@k is a threshold of one, and the best of k by a perfect verifier', () => {
    fc.assert(
      fc.property(draws(40), ([total, successes, k]) => {
        const right = Array.from({ length: total }, (_, i) => Number(i < successes));
        expect(passAtK(total, successes, k)).toBeCloseTo(thresholdProb(total, successes, k, 1), 14);
        expect(passAtK(total, successes, k)).toBeCloseTo(bestOfNProb(right, right, k), 11);
      }),
    );
  });
});

describe('Independent votes', () => {
  test('The error is the binomial tail, and an even n repeats the odd one before', () => {
    expect(independentMajorityError(0.7, 15)).toBeCloseTo(0.050012540053776, 14);
    expect(independentMajorityError(0.7, 3)).toBeCloseTo(0.3 ** 3 + 3 * 0.7 * 0.3 ** 2, 14);
    expect(independentMajorityError(0.7, 16)).toBe(independentMajorityError(0.7, 15));
    expect(() => independentMajorityError(0.7, 0)).toThrow(RangeError);
  });
});
