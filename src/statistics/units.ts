/**
 * What is resampled: rows, or groups of rows that err together. For U units and K grid points:
 * `sums` U × K, row-major, the sum of the unit's row errors at each point; `sizes`, the rows in each unit;
 * `multiplicity`, how many identical units each stands for; `points`, K.
 */
export type Units = {
  readonly sums: Float64Array;
  readonly sizes: Float64Array;
  readonly multiplicity: Float64Array;
  readonly points: number;
};

/** R rows and G units (rows, or groups if grouped), each unit counted as often as it stands for. */
export const unitTotals = ({ sizes, multiplicity }: Units): { rows: number; units: number } => {
  let rows = 0;
  let units = 0;
  multiplicity.forEach((times, u) => {
    rows += times * (sizes[u] as number);
    units += times;
  });
  return { rows, units };
};

/**
 * Mean error of all rows at each grid point (length K).
 *
 *     unitMeans({ sums: [0, 1, 1, 1], sizes: [1, 1], multiplicity: [3, 1], points: 2 }) // => [0.25, 1]
 */
export const unitMeans = (units: Units): Float64Array => {
  const { sums, multiplicity, points } = units;
  const { rows } = unitTotals(units);
  const means = new Float64Array(points);
  multiplicity.forEach((times, u) => {
    for (let k = 0; k < points; k++) means[k] = (means[k] as number) + times * (sums[u * points + k] as number);
  });
  return means.map((total) => total / rows);
};

/** Each unit's sum less what its size would give at the mean (U × K): these add up to 0 at every point. */
export const centredSums = (units: Units): Float64Array => {
  const means = unitMeans(units);
  const { sums, sizes, points } = units;
  return sums.map((sum, i) => sum - (sizes[Math.floor(i / points)] as number) * (means[i % points] as number));
};

/**
 * Covariance of the K means (K × K, row-major): the clustered sandwich with G/(G - 1) (Liang & Zeger 1986; R: `sandwich::vcovCL`),
 * which for single rows is the sample covariance over R. Its diagonal holds the squared standard errors. One unit: NaN.
 */
export const unitCovariance = (units: Units): Float64Array => {
  const { multiplicity, points } = units;
  const { rows, units: count } = unitTotals(units);
  const centred = centredSums(units);
  const covariance = new Float64Array(points * points);
  multiplicity.forEach((times, u) => {
    const at = u * points;
    for (let j = 0; j < points; j++) {
      const weighted = times * (centred[at + j] as number);
      if (weighted === 0) continue;
      const to = j * points;
      for (let k = 0; k < points; k++) {
        covariance[to + k] = (covariance[to + k] as number) + weighted * (centred[at + k] as number);
      }
    }
  });
  const factor = count < 2 ? Number.NaN : count / (count - 1) / (rows * rows);
  return covariance.map((value) => value * factor);
};

/** Standard error of each mean (length K): NaN for a single unit. */
export const standardErrors = (units: Units): Float64Array => {
  const { multiplicity, points } = units;
  const { rows, units: count } = unitTotals(units);
  const centred = centredSums(units);
  const squares = new Float64Array(points);
  multiplicity.forEach((times, u) => {
    for (let k = 0; k < points; k++)
      squares[k] = (squares[k] as number) + times * (centred[u * points + k] as number) ** 2;
  });
  return squares.map((sum) => (count < 2 ? Number.NaN : Math.sqrt((sum * count) / (count - 1)) / rows));
};
