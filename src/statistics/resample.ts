import { type Random, index, normal } from './random.ts';
import { type Units, centredSums } from './units.ts';

type Resampling = { readonly resamples: number; readonly random: Random };

/**
 * Bootstrap of the K means (Efron 1979; R: `boot::boot`): `resamples` times, G units drawn with replacement, the same ones for
 * all grid points, so that the curve's covariance is kept. B × K, row-major. Rows are resampled, never the ballots
 * within them: a vote is a nonlinear function, and ballots drawn with replacement bias it upwards.
 */
export const bootstrapMeans = (units: Units, { resamples, random }: Resampling): Float64Array => {
  const { sums, sizes, multiplicity, points } = units;
  const drawn = expand(multiplicity);
  const weights = new Float64Array(multiplicity.length);
  const means = new Float64Array(resamples * points);
  for (let b = 0; b < resamples; b++) {
    weights.fill(0);
    for (let g = 0; g < drawn.length; g++) {
      const unit = drawn[index(random, drawn.length)] as number;
      weights[unit] = (weights[unit] as number) + 1;
    }
    const to = b * points;
    let rows = 0;
    for (let u = 0; u < weights.length; u++) {
      const weight = weights[u] as number;
      if (weight === 0) continue;
      rows += weight * (sizes[u] as number);
      addScaled(means, to, sums, u * points, points, weight);
    }
    for (let k = 0; k < points; k++) means[to + k] = (means[to + k] as number) / rows;
  }
  return means;
};

/**
 * Gaussian multiplier bootstrap (Chernozhukov, Chetverikov & Kato 2013): `resamples` draws of the sum over units of
 * xi × centred sum, xi standard normal. B × K, row-major; over R this has the law of the error of the K means.
 * A unit that stands for m draws one normal times sqrt(m), the same law for fewer draws.
 */
export const multiplierSums = (units: Units, { resamples, random }: Resampling): Float64Array => {
  const { multiplicity, points } = units;
  const centred = centredSums(units);
  const spread = multiplicity.map(Math.sqrt);
  const sums = new Float64Array(resamples * points);
  for (let b = 0; b < resamples; b++) {
    for (let u = 0; u < spread.length; u++) {
      addScaled(sums, b * points, centred, u * points, points, normal(random) * (spread[u] as number));
    }
  }
  return sums;
};

const addScaled = (
  to: Float64Array,
  start: number,
  from: Float64Array,
  offset: number,
  length: number,
  factor: number,
): void => {
  for (let k = 0; k < length; k++) {
    to[start + k] = (to[start + k] as number) + factor * (from[offset + k] as number);
  }
};

/** Unit u, `multiplicity[u]` times over. */
const expand = (multiplicity: Float64Array): Int32Array =>
  Int32Array.from(Array.from(multiplicity, (times, u) => Array<number>(times).fill(u)).flat());
