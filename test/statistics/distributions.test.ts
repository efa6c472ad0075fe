import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { betaQuantile, incompleteBeta } from '../../src/statistics/beta.ts';
import { binomialRow } from '../../src/statistics/binomial.ts';
import { hypergeometricPmf } from '../../src/statistics/hypergeometric.ts';
import { normalCdf, normalQuantile } from '../../src/statistics/normal.ts';
import { tQuantile } from '../../src/statistics/student-t.ts';

const probability = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });

describe('normal', () => {
  test('The quantile at 0.975 and the tail at -1.96 are those of R', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
    expect(normalCdf(-1.96)).toBeCloseTo(0.024997895148220435, 15);
  });

  test('The distribution function undoes the quantile, far into the tails', () => {
    for (const p of [1e-300, 1e-100, 1e-30, 1e-15, 1e-12, 1e-9, 1e-3, 0.075, 0.3, 0.5, 0.9]) {
      expect(normalCdf(normalQuantile(p)) / p).toBeCloseTo(1, 9);
    }
    fc.assert(
      fc.property(probability, (p) => {
        expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 13);
        expect(normalQuantile(1 - p)).toBeCloseTo(-normalQuantile(p), 8);
      }),
    );
  });

  test('The ends are infinite, and what is no probability is refused', () => {
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
    expect(() => normalQuantile(1.5)).toThrow(RangeError);
    expect(() => normalQuantile(Number.NaN)).toThrow(RangeError);
  });
});

describe('beta and t', () => {
  const shape = fc.double({ min: 0.2, max: 300, noNaN: true });

  test('The upper 95% bound of 0 in 50 solves (1 - x)^50 = 0.05', () => {
    expect(betaQuantile(0.95, 1, 50)).toBeCloseTo(1 - 0.05 ** (1 / 50), 14);
    expect(incompleteBeta(2.5, 4.5, 0.3)).toBeCloseTo(0.406539016682459, 14);
  });

  test('The incomplete beta function undoes the quantile and mirrors at 1 - x', () => {
    fc.assert(
      fc.property(probability, shape, shape, (p, a, b) => {
        const x = betaQuantile(p, a, b);
        // Next to 1 a double has too few digits left for 1 - x.
        fc.pre(x > 1e-12 && x < 1 - 1e-6);
        expect(incompleteBeta(a, b, x)).toBeCloseTo(p, 9);
        expect(incompleteBeta(a, b, p) + incompleteBeta(b, a, 1 - p)).toBeCloseTo(1, 9);
      }),
    );
  });

  test('A shape near zero keeps its digits: I_x(a, 1) is x to the power a', () => {
    for (const a of [1e-300, 1e-15, 1e-14, 1e-10, 0.01]) expect(incompleteBeta(a, 1, 0.2)).toBeCloseTo(0.2 ** a, 12);
  });

  test('Quantiles of t have closed forms at 1 and 2 degrees of freedom, and the normal limit', () => {
    for (const p of [0.51, 0.7, 0.95, 0.999, 0.9999999]) {
      expect(tQuantile(p, 1) / Math.tan(Math.PI * (p - 0.5))).toBeCloseTo(1, 8);
      expect(tQuantile(p, 2) / ((2 * p - 1) / Math.sqrt(2 * p * (1 - p)))).toBeCloseTo(1, 8);
      expect(tQuantile(p, Infinity)).toBe(normalQuantile(p));
      expect(tQuantile(p, 1e6)).toBeCloseTo(normalQuantile(p), 4);
      expect(tQuantile(1 - p, 3)).toBeCloseTo(-tQuantile(p, 3), 6);
    }
    expect(tQuantile(0.975, 9)).toBeCloseTo(2.262157162798, 11);
    expect(() => tQuantile(0.9, 0)).toThrow(RangeError);
  });
});

describe('binomials and the hypergeometric law', () => {
  test("A row of Pascal's triangle is the one before it, added to itself one further", () => {
    expect([...binomialRow(4)]).toEqual([1, 4, 6, 4, 1]);
    for (const n of [1, 2, 10, 55, 56, 60, 200, 1029]) {
      const above = binomialRow(n - 1);
      binomialRow(n).forEach((value, k) => {
        expect(value / ((above[k - 1] ?? 0) + (above[k] ?? 0))).toBeCloseTo(1, 11);
      });
    }
  });

  test('Binomials below 2^53 are exact', () => {
    expect(binomialRow(56)[28]).toBe(7648690600760440);
    expect(binomialRow(50)[25]).toBe(126410606437752);
  });

  test('Rows that would overflow are refused', () => {
    expect(Number.isFinite(binomialRow(1029)[514])).toBe(true);
    expect(() => binomialRow(1030)).toThrow(RangeError);
  });

  test('The hypergeometric law is the quotient of binomials', () => {
    expect([...hypergeometricPmf(5, 3, 2)].map((p) => p.toFixed(12))).toEqual([
      '0.100000000000',
      '0.600000000000',
      '0.300000000000',
    ]);
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), fc.nat(60), (total, s, d) => {
        const successes = Math.min(s, total);
        const n = Math.min(d, total);
        hypergeometricPmf(total, successes, n).forEach((p, j) => {
          const ways = (binomialRow(successes)[j] ?? 0) * (binomialRow(total - successes)[n - j] ?? 0);
          expect(p).toBeCloseTo(ways / (binomialRow(total)[n] ?? 1), 12);
        });
      }),
    );
  });

  test('A hundred thousand ballots keep the mean and the variance of the law', () => {
    const pmf = hypergeometricPmf(100_000, 40_000, 5_000);
    const mean = pmf.reduce((sum, p, j) => sum + p * j, 0);
    expect(mean).toBeCloseTo(2000, 7);
    expect(pmf.reduce((sum, p, j) => sum + p * (j - mean) ** 2, 0)).toBeCloseTo((1200 * 95_000) / 99_999, 5);
    expect(() => hypergeometricPmf(5, 6, 2)).toThrow(RangeError);
  });
});
