import { betaQuantile } from './beta.ts';

/**
 * "Exact" interval for a proportion (Clopper & Pearson 1934; R: `binom.test`): never covers less than `level`, hence wide.
 * Successes may be fractional.
 *
 *     clopperPearson({ successes: 3, n: 50, level: 0.95 }) // => { lower: 0.01255, upper: 0.16548 }
 */
export const clopperPearson = (sample: {
  readonly successes: number;
  readonly n: number;
  readonly level: number;
}): { lower: number; upper: number } => {
  const { successes: x, n, level } = sample;
  if (!(n > 0 && x >= 0 && x <= n)) throw new RangeError(`There cannot be ${x} successes in ${n} trials.`);
  const alpha = 1 - level;
  return {
    // A sum of row errors may miss 0 or n by its rounding.
    lower: x < 1e-12 ? 0 : betaQuantile(alpha / 2, x, n - x + 1),
    upper: n - x < 1e-12 ? 1 : betaQuantile(1 - alpha / 2, x + 1, n - x),
  };
};

/**
 * What no error in n rows still allows: the one-sided upper bound 1 - (1 - level)^(1/n), and its approximation 3/n,
 * which is the rule of three (Hanley & Lippman-Hand 1983) and fits the level 0.95 only.
 *
 *     ruleOfThree({ n: 100, level: 0.95 }) // => { exactUpper: 0.02951, approx: 0.03 }
 */
export const ruleOfThree = (sample: {
  readonly n: number;
  readonly level: number;
}): { exactUpper: number; approx: number } => ({
  exactUpper: -Math.expm1(Math.log(1 - sample.level) / sample.n),
  approx: 3 / sample.n,
});
