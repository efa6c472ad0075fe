import { mean, sampleStandardDeviation } from 'simple-statistics';

/**
 * Mean of the rows and its standard error, s / sqrt(R) (R: `sd(x) / sqrt(length(x))`). Rows are the sampling unit
 * (Miller 2024): noise of the ballots within a row is already in their spread. One row has no standard error: NaN.
 *
 *     meanSe([0, 0, 1]) // => { mean: 1/3, se: 1/3 }
 */
export const meanSe = (x: readonly number[]): { mean: number; se: number } => ({
  mean: mean(x),
  se: x.length < 2 ? Number.NaN : sampleStandardDeviation(x) / Math.sqrt(x.length),
});

/**
 * Standard error of the mean when rows come in groups that err together (Liang & Zeger 1986; Miller 2024;
 * R: `sandwich::vcovCL` of an intercept). `correction` multiplies the variance by G/(G - 1); Miller's appendix has none.
 * Few groups (under about 30) make it unstable; groups of one give the plain standard error. One group has none: NaN.
 *
 *     clusteredStandardError([0, 0, 1, 1], ['a', 'a', 'b', 'b']) // => 0.5, where the plain one is 0.289
 */
export const clusteredStandardError = (
  x: readonly number[],
  cluster: readonly (string | number)[],
  correction = true,
): number => {
  const centre = mean(x);
  const sums = new Map<string | number, number>();
  x.forEach((value, i) => {
    const group = cluster[i];
    if (group === undefined) throw new RangeError(`Value ${i} of ${x.length} has no group.`);
    sums.set(group, (sums.get(group) ?? 0) + value - centre);
  });
  if (sums.size < 2) return Number.NaN;
  let squares = 0;
  for (const sum of sums.values()) squares += sum * sum;
  const inflation = correction ? sums.size / (sums.size - 1) : 1;
  return Math.sqrt(inflation * squares) / x.length;
};
