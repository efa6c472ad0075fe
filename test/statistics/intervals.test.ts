import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bcaInterval } from '../../src/statistics/bca.ts';
import { clopperPearson, ruleOfThree } from '../../src/statistics/clopper-pearson.ts';
import { errorInterval, intervalFromSummary } from '../../src/statistics/error-interval.ts';
import { clusteredStandardError, meanSe } from '../../src/statistics/standard-error.ts';
import {
  optimalResamples,
  standardErrorAt,
  varianceDecomposition,
} from '../../src/statistics/variance-decomposition.ts';
import { wilsonInterval } from '../../src/statistics/wilson.ts';

const counted = fc
  .integer({ min: 1, max: 400 })
  .chain((n) => fc.tuple(fc.double({ min: 0, max: n, noNaN: true }), fc.constant(n)));
const errors = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 60 });

describe('Intervals for a proportion', () => {
  test('Seventeen of twenty, three of fifty, none of thirty', () => {
    const wilson = wilsonInterval({ successes: 17, n: 20 });
    expect(wilson.lower).toBeCloseTo(0.6396, 4);
    expect(wilson.upper).toBeCloseTo(0.9476, 4);
    const exact = clopperPearson({ successes: 3, n: 50, level: 0.95 });
    expect(exact.lower).toBeCloseTo(0.01255, 5);
    expect(exact.upper).toBeCloseTo(0.16548, 5);
    expect(wilsonInterval({ successes: 0, n: 30 }).lower).toBe(0);
    expect(wilsonInterval({ successes: 30, n: 30 }).upper).toBe(1);
  });

  test('Both contain the estimate, stay within 0 and 1, and widen with the level', () => {
    fc.assert(
      fc.property(counted, ([successes, n]) => {
        for (const interval of [wilsonInterval, clopperPearson]) {
          const narrow = interval({ successes, n, level: 0.8 });
          const wide = interval({ successes, n, level: 0.95 });
          expect(wide.lower).toBeGreaterThanOrEqual(0);
          expect(wide.upper).toBeLessThanOrEqual(1);
          expect(narrow.lower).toBeLessThanOrEqual(successes / n + 1e-12);
          expect(narrow.upper).toBeGreaterThanOrEqual(successes / n - 1e-12);
          expect(wide.lower).toBeLessThanOrEqual(narrow.lower + 1e-12);
          expect(wide.upper).toBeGreaterThanOrEqual(narrow.upper - 1e-12);
        }
      }),
    );
  });

  test('A z of one’s own replaces the level', () => {
    const level = wilsonInterval({ successes: 5, n: 20, level: 0.95 });
    expect(wilsonInterval({ successes: 5, n: 20, z: 1.959963984540054 }).upper).toBeCloseTo(level.upper, 14);
    expect(wilsonInterval({ successes: 5, n: 20, z: 3 }).upper).toBeGreaterThan(level.upper);
  });

  test('No error in a hundred rows still allows three percent', () => {
    const rule = ruleOfThree({ n: 100, level: 0.95 });
    expect(rule.exactUpper).toBeCloseTo(0.02951, 5);
    expect(rule.approx).toBe(0.03);
    expect(clopperPearson({ successes: 0, n: 100, level: 0.9 }).upper).toBeCloseTo(rule.exactUpper, 10);
  });

  test('Rounding in a sum of row errors makes no count of none, nor of all', () => {
    expect(clopperPearson({ successes: 1e-15, n: 30, level: 0.95 }).lower).toBe(0);
    expect(clopperPearson({ successes: 30 - 1e-14, n: 30, level: 0.95 }).upper).toBe(1);
  });

  test('Impossible counts are refused', () => {
    expect(() => wilsonInterval({ successes: 0, n: 0 })).toThrow(RangeError);
    expect(() => clopperPearson({ successes: 3, n: 2, level: 0.95 })).toThrow(RangeError);
  });
});

describe('Standard errors', () => {
  test('Two groups that agree within themselves carry half of the information', () => {
    expect(meanSe([0, 0, 1])).toEqual({ mean: 1 / 3, se: expect.closeTo(1 / 3, 14) });
    expect(clusteredStandardError([0, 0, 1, 1], ['a', 'a', 'b', 'b'])).toBeCloseTo(0.5, 14);
    expect(meanSe([0, 0, 1, 1]).se).toBeCloseTo(0.2887, 4);
  });

  test('Groups of one row give the plain standard error', () => {
    fc.assert(
      fc.property(errors, (x) => {
        expect(clusteredStandardError(x, Array.from(x.keys()))).toBeCloseTo(meanSe(x).se, 12);
      }),
    );
  });

  test('Rows copied into groups change nothing; copied as rows of their own they shrink the variance', () => {
    fc.assert(
      fc.property(errors, (x) => {
        const doubled = [...x, ...x];
        const groups = [...x.keys(), ...x.keys()];
        const { se } = meanSe(x);
        expect(clusteredStandardError(doubled, groups)).toBeCloseTo(se, 12);
        expect(meanSe(doubled).se ** 2).toBeCloseTo((se ** 2 * (x.length - 1)) / (2 * x.length - 1), 12);
      }),
    );
  });

  test('One row, and one group, have no standard error', () => {
    expect(meanSe([0.5]).se).toBeNaN();
    expect(clusteredStandardError([0, 1], ['a', 'a'])).toBeNaN();
    expect(() => clusteredStandardError([0, 1], ['a'])).toThrow(RangeError);
  });
});

describe('The interval of an error rate', () => {
  test('No errors in 50 rows: at most 7%', () => {
    const interval = errorInterval({ errors: Array<number>(50).fill(0), level: 0.95 });
    expect(interval).toMatchObject({ method: 'clopper-pearson', nEff: 50, lower: 0, se: 0 });
    expect(interval.upper).toBeCloseTo(0.0711, 4);
  });

  test('It contains the mean, stays within 0 and 1, and does not mind the order of the rows', () => {
    fc.assert(
      fc.property(errors, (x) => {
        const { lower, upper, ...rest } = errorInterval({ errors: x, level: 0.95 });
        const { mean } = meanSe(x);
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(upper).toBeLessThanOrEqual(1);
        expect(lower).toBeLessThanOrEqual(mean + 1e-12);
        expect(upper).toBeGreaterThanOrEqual(mean - 1e-12);
        const reversed = errorInterval({ errors: x.toReversed(), level: 0.95 });
        expect(reversed.method).toBe(rest.method);
        expect(reversed.lower).toBeCloseTo(lower, 10);
        expect(reversed.upper).toBeCloseTo(upper, 10);
      }),
    );
  });

  test('Binary rows in plenty have as many effective rows as rows, but for the t quantile', () => {
    const x = Array.from({ length: 400 }, (_, i) => Number(i % 4 === 0));
    const { method, nEff } = errorInterval({ errors: x, level: 0.95 });
    expect(method).toBe('wilson-neff');
    expect(nEff).toBeCloseTo(399 * (1.959963985 / 1.965927296) ** 2, 4);
  });

  test('Groups are the units: few of them widen the interval', () => {
    const x = Array.from({ length: 120 }, (_, i) => Number(Math.floor(i / 3) % 3 === 0));
    const groups = x.map((_, i) => `g${Math.floor(i / 3)}`);
    const grouped = errorInterval({ errors: x, groups, level: 0.95 });
    const ungrouped = errorInterval({ errors: x, level: 0.95 });
    expect(grouped.method).toBe('wilson-neff');
    expect(grouped.nEff).toBeLessThan(41);
    expect(grouped.upper - grouped.lower).toBeGreaterThan(ungrouped.upper - ungrouped.lower);
    const few = errorInterval({ errors: [0, 0, 1, 1], groups: ['a', 'a', 'b', 'b'], level: 0.95 });
    expect(few).toMatchObject({ method: 'clopper-pearson', nEff: 2 });
  });

  test('Equal fractional errors, whose standard error is rounding, do not claim certainty', () => {
    const interval = errorInterval({ errors: Array<number>(100).fill(0.3), level: 0.95 });
    expect(interval.method).toBe('clopper-pearson');
    expect(interval.upper - interval.lower).toBeGreaterThan(0.15);
    expect(intervalFromSummary({ mean: 0.3, se: 1e-17, units: 100, level: 0.95 }).method).toBe('clopper-pearson');
    expect(intervalFromSummary({ mean: 0.5, se: Number.NaN, units: 1, level: 0.95 }).upper).toBeLessThanOrEqual(1);
  });
});

describe('The accelerated bootstrap interval', () => {
  test('Without bias and skew it is the percentile interval', () => {
    const interval = bcaInterval({ estimate: 2, replicates: [3, 1, 2], jackknife: [1, 2, 3], level: 0.5 });
    expect(interval).toMatchObject({ z0: 0, acceleration: 0 });
    expect(interval.lower).toBeCloseTo(1.5, 12);
    expect(interval.upper).toBeCloseTo(2.5, 12);
  });

  test('An estimate outside all replicates still has an interval of numbers', () => {
    const interval = bcaInterval({ estimate: 9, replicates: [1, 2, 3], jackknife: [1, 1, 1], level: 0.9 });
    expect(interval.upper).toBeGreaterThan(2.99);
    expect(interval.lower).toBeGreaterThan(2);
  });
});

describe('Variance between and within rows', () => {
  test('Rows that never waver have no noise; rows that always waver differ by noise alone', () => {
    expect(varianceDecomposition({ correct: [2, 0], total: [2, 2] })).toEqual({
      between: 0.5,
      within: 0,
      total: 0.5,
      rows: 2,
    });
    const same = varianceDecomposition({ correct: [1, 1, 1], total: [2, 2, 2] });
    expect(same.total).toBe(0);
    expect(same.between).toBeCloseTo(-0.25, 14);
  });

  test('The parts make the whole at the recorded number of ballots', () => {
    const parts = varianceDecomposition({ correct: [9, 4, 6, 2], total: [9, 9, 9, 9] });
    expect(standardErrorAt(parts, 9)).toBeCloseTo(Math.sqrt(parts.total / 4), 14);
    expect(standardErrorAt({ between: 0.05, within: 0.15, rows: 100 }, 3)).toBeCloseTo(0.0316, 4);
    expect(optimalResamples({ within: 0.15, between: 0.05, costRow: 1, costBallot: 0.1 })).toBeCloseTo(5.477, 3);
    expect(optimalResamples({ within: 0.15, between: -0.01, costRow: 1, costBallot: 0.1 })).toBe(Infinity);
  });

  test('A row with a single ballot is left out, and two rows are needed', () => {
    const parts = varianceDecomposition({ correct: [2, 1, 0], total: [2, 1, 2] });
    expect(parts).toEqual({ between: 0.5, within: 0, total: 0.5, rows: 2 });
    expect(() => varianceDecomposition({ correct: [1, 1], total: [2, 1] })).toThrow(RangeError);
  });
});
