import { gammaln } from 'simple-statistics';

/**
 * Regularised incomplete beta function I_x(a, b) (R: `pbeta(x, a, b)`), by its continued fraction
 * (DLMF 8.17.22) with the modified Lentz algorithm; a and b need not be whole.
 *
 *     incompleteBeta(2.5, 4.5, 0.3) // => 0.40653901668245…
 */
export const incompleteBeta = (a: number, b: number, x: number): number => {
  if (!(a > 0 && b > 0)) throw new RangeError(`incompleteBeta needs a > 0 and b > 0, but got ${a} and ${b}.`);
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(lnGamma(a + b) - lnGamma(a) - lnGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  // The fraction converges fast only below the mean; beyond it, I_x(a, b) = 1 - I_{1-x}(b, a).
  return x < (a + 1) / (a + b + 2) ? (front * lentz(a, b, x)) / a : 1 - (front * lentz(b, a, 1 - x)) / b;
};

/**
 * Quantile of the beta distribution (R: `qbeta`), by bisection down to neighbouring doubles.
 *
 *     betaQuantile(0.95, 1, 50) // => 0.058155…
 */
export const betaQuantile = (p: number, a: number, b: number): number => {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`A probability lies between 0 and 1; betaQuantile got ${p}.`);
  if (p === 0 || p === 1) return p;
  let lower = 0;
  let upper = 1;
  for (let step = 0; step < 1100; step++) {
    const middle = (lower + upper) / 2;
    if (middle === lower || middle === upper) break;
    if (incompleteBeta(a, b, middle) < p) lower = middle;
    else upper = middle;
    if (upper - lower < 1e-16 * upper) break;
  }
  return (lower + upper) / 2;
};

/** gammaln steps down by one first, which near 0 would cost all digits. */
const lnGamma = (x: number): number => (x < 1 ? gammaln(1 + x) - Math.log(x) : gammaln(x));

const lentz = (a: number, b: number, x: number): number => {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 20_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return fraction;
};

/** A denominator of zero is moved off it, as the Lentz algorithm asks. */
const away = (value: number): number => (Math.abs(value) < 1e-300 ? 1e-300 : value);
