import { gammaln } from 'simple-statistics';
import { normalCdf, normalQuantile } from './normal.ts';
import { countedDifference } from './paired-interval.ts';
import { tQuantile } from './student-t.ts';

/**
 * The chances of a non-inferiority gate if the candidate's error is truly `trueDifference` above the baseline's (Blackwelder 1982):
 * normal, at the standard error to be expected, sqrt(discordance / rows). A gate that passes an unchanged candidate one time in five
 * says little by not passing it. With few discordant rows the chances move in steps that this curve smooths over.
 *
 *     passChance({ se: Math.sqrt(0.1 / 200), df: 199, margin: 0.02 }) // => { pass: 0.224, fail: 0.005, inconclusive: 0.770 }
 */
export const passChance = (
  gate: { readonly se: number; readonly df: number; readonly margin: number; readonly alpha?: number },
  trueDifference = 0,
): { pass: number; fail: number; inconclusive: number } => {
  const { se, df, margin, alpha = 0.05 } = gate;
  if (!(se > 0)) throw new RangeError(`The chances of a gate need a standard error above 0, not ${se}.`);
  const t = tQuantile(1 - alpha, df);
  const distance = (margin - trueDifference) / se;
  const pass = normalCdf(distance - t);
  const fail = normalCdf(-distance - t);
  return { pass, fail, inconclusive: 1 - pass - fail };
};

/**
 * The same chances for single rows that are right or wrong, by counting: of n rows so many differ (binomial), and of those so many for
 * the worse, each outcome decided as the gate decides it. Where few rows differ the normal chances are far too rosy: at 100 rows and a
 * discordance of 0.02 a margin of 0.05 is passed 79% of the time, where they say 97%.
 *
 *     countedPassChance({ n: 200, discordance: 0.1, margin: 0.02 }) // => { pass: 0.231, fail: 0.005, inconclusive: 0.764 }
 */
export const countedPassChance = (
  gate: { readonly n: number; readonly discordance: number; readonly margin: number; readonly alpha?: number },
  trueDifference = 0,
): { pass: number; fail: number; inconclusive: number } => {
  const { n, discordance, margin, alpha = 0.05 } = gate;
  const worse = (1 + trueDifference / discordance) / 2;
  let [pass, fail, all] = [0, 0, 0];
  for (let m = 0; m <= n; m++) {
    const differing = binomialProb(n, m, discordance);
    if (differing < 1e-9) continue;
    for (let b = 0; b <= m; b++) {
      const chance = differing * binomialProb(m, b, worse);
      if (chance < 1e-12) continue;
      const { lower, upper } = countedDifference({ b, c: m - b, n }, 1 - 2 * alpha);
      all += chance;
      if (upper < margin) pass += chance;
      else if (lower > margin) fail += chance;
    }
  }
  return { pass: pass / all, fail: fail / all, inconclusive: (all - pass - fail) / all };
};

const binomialProb = (n: number, k: number, p: number): number => {
  if (p <= 0 || p >= 1) return k === (p <= 0 ? 0 : n) ? 1 : 0;
  const ways = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1);
  return Math.exp(ways + k * Math.log(p) + (n - k) * Math.log1p(-p));
};

/**
 * Rows with which the gate passes with chance `power`: (z + z)² (discordance - difference²) / (margin - difference)²
 * (Lu & Bean 1995 for binary rows), where `discordance` is the mean squared difference of a row. Null where the candidate
 * is as much worse as the margin: no number of rows helps. Never fewer than z² (1 - margin) / margin, with which the gate first passes
 * rows that all agree. With groups, multiply by the design effect.
 *
 *     sampleSizeNonInferiority({ discordance: 0.1, margin: 0.02 }) // => 1545.6
 */
export const sampleSizeNonInferiority = (plan: {
  readonly discordance: number;
  readonly margin: number;
  readonly difference?: number;
  readonly alpha?: number;
  readonly power?: number;
}): number | null => {
  const { discordance, margin, difference = 0, alpha = 0.05, power = 0.8 } = plan;
  if (!(discordance >= difference * difference)) {
    throw new RangeError(
      `A mean difference of ${difference} needs a discordance of its square or more, not ${discordance}.`,
    );
  }
  if (difference >= margin) return null;
  const z = normalQuantile(1 - alpha);
  const spread = (z + normalQuantile(power)) ** 2 * (discordance - difference * difference);
  return Math.max(spread / (margin - difference) ** 2, (z * z * (1 - margin)) / margin);
};
