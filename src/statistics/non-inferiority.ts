import { type PairedDifference, pairedDifference } from './paired-interval.ts';

/** `pass`: surely not worse by the margin. `fail`: surely worse by more than it. `lower` and `upper` bound the difference one at a time. */
export type NonInferiority = PairedDifference & { readonly decision: 'pass' | 'fail' | 'inconclusive' };

/**
 * Non-inferiority gate for paired differences of errors, candidate less baseline, so that positive is worse (Blackwelder 1982;
 * R: `t.test(x, y, paired = TRUE, mu = margin, alternative = 'less')` for the `pass`). Each bound holds with
 * 1 - alpha on its own: both are the ends of the two-sided interval at 1 - 2 alpha.
 * `inconclusive` is no soft pass: with few rows it is the likely outcome whatever the truth, as `passChance` tells beforehand.
 *
 *     nonInferiority([...Array(180).fill(0), ...Array(8).fill(1), ...Array(12).fill(-1)], { margin: 0.02 })
 *     // => { difference: -0.02, lower: -0.057, upper: 0.017, decision: 'pass', … }
 */
export const nonInferiority = (
  differences: ArrayLike<number>,
  {
    margin,
    alpha = 0.05,
    ...grouping
  }: { readonly margin: number; readonly alpha?: number; readonly groups?: readonly (string | number)[] },
): NonInferiority => {
  const interval = pairedDifference(differences, { ...grouping, level: 1 - 2 * alpha });
  const decision = interval.upper < margin ? 'pass' : interval.lower > margin ? 'fail' : 'inconclusive';
  return { ...interval, decision };
};
