/** The last n for which every C(n, k) is a finite double: C(1030, 515) overflows. */
export const LAST_BINOMIAL_ROW = 1029;

/**
 * The row C(n, 0), …, C(n, n) of Pascal's triangle (R: `choose(n, 0:n)`), cached: treat it as read-only.
 * Entries below 2^53 are whole; larger ones keep a relative error below 1e-12.
 *
 *     binomialRow(4) // => [1, 4, 6, 4, 1]
 */
export const binomialRow = (n: number): Float64Array => {
  if (!Number.isInteger(n) || n < 0 || n > LAST_BINOMIAL_ROW) {
    throw new RangeError(`binomialRow needs a whole n from 0 to ${LAST_BINOMIAL_ROW}, but got ${n}.`);
  }
  return (rows[n] ??= compute(n));
};

const rows: Float64Array[] = [];

const compute = (n: number): Float64Array => {
  const row = new Float64Array(n + 1);
  let value = 1;
  for (let k = 0; k <= n - k; k++) {
    row[k] = value;
    row[n - k] = value;
    // value × (n - k) / (k + 1), divided first: exact as long as the result is, and without overflow in the last rows.
    const rest = value % (k + 1);
    value = ((value - rest) / (k + 1)) * (n - k) + (rest * (n - k)) / (k + 1);
  }
  return row;
};
