import { clopperPearson } from './clopper-pearson.ts';
import { normalQuantile } from './normal.ts';
import { clusteredStandardError, meanSe } from './standard-error.ts';
import { tQuantile } from './student-t.ts';
import { wilsonInterval } from './wilson.ts';

/** `nEff`: the number of independent binary rows that would be as informative. */
export type ErrorInterval = {
  readonly method: 'clopper-pearson' | 'wilson-neff';
  readonly nEff: number;
  readonly lower: number;
  readonly upper: number;
  readonly se: number;
};

/**
 * Interval for a mean of row errors in [0, 1], fractional ones included. With fewer than 10 effective errors or successes:
 * Clopper & Pearson 1934 on the number of units. Otherwise Wilson 1927 at the effective sample size of Korn & Graubard 1998,
 * mean (1 - mean) / se² × (z / t)². Below about ten errors a bootstrap or a normal interval covers far less than it claims.
 * With groups a unit is a group, and the standard error is clustered.
 *
 *     errorInterval({ errors: Array(50).fill(0), level: 0.95 }) // => { method: 'clopper-pearson', lower: 0, upper: 0.0711, … }
 */
export const errorInterval = (sample: {
  readonly errors: ArrayLike<number>;
  readonly groups?: readonly (string | number)[];
  readonly level: number;
}): ErrorInterval => {
  const errors = Array.from(sample.errors);
  const { mean, se } = meanSe(errors);
  if (sample.groups === undefined) return intervalFromSummary({ mean, se, units: errors.length, level: sample.level });
  return intervalFromSummary({
    mean,
    se: clusteredStandardError(errors, sample.groups),
    units: new Set(sample.groups).size,
    level: sample.level,
  });
};

/** The same from the mean, its standard error and the number of units: rows, or groups if the rows are grouped. */
export const intervalFromSummary = (summary: {
  readonly mean: number;
  readonly se: number;
  readonly units: number;
  readonly level: number;
}): ErrorInterval => {
  const { se, units, level } = summary;
  const mean = Math.min(1, Math.max(0, summary.mean));
  // Equal errors leave a rounding error where the standard error should be 0; a single unit leaves NaN.
  if (tooFewErrors(mean, units) || !(se > 1e-12)) {
    return {
      method: 'clopper-pearson',
      nEff: units,
      ...clopperPearson({ successes: units * mean, n: units, level }),
      se,
    };
  }
  const z = normalQuantile((1 + level) / 2);
  const nEff = ((mean * (1 - mean)) / se ** 2) * (z / tQuantile((1 + level) / 2, units - 1)) ** 2;
  return { method: 'wilson-neff', nEff, ...wilsonInterval({ successes: mean * nEff, n: nEff, z }), se };
};

/** Fewer than 10 effective errors or successes? Ten of them stay ten, whatever rounding their mean brought. */
export const tooFewErrors = (mean: number, units: number): boolean => units * Math.min(mean, 1 - mean) < 10 - 1e-9;
