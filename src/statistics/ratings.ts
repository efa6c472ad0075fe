/** The ratings of one unit: how often each of its categories was chosen. Categories are column numbers; those never chosen are left out. */
export type UnitRatings = {
  readonly categories: readonly number[];
  readonly counts: readonly number[];
  readonly total: number;
};

/** Ratings of many units, sparse: a unit of an open question has few of the categories that all units together have. */
export type Ratings = readonly UnitRatings[];

/** Sparse ratings from unit × category counts. */
export const ratingsFrom = (counts: readonly (readonly number[])[]): Ratings =>
  counts.map((row) => {
    const used = row.flatMap((count, category) => (count > 0 ? [category] : []));
    return {
      categories: used,
      counts: used.map((category) => row[category] as number),
      total: row.reduce((sum, count) => sum + count, 0),
    };
  });

/** The same in flat arrays, for loops that run thousands of times: unit u holds the places `start[u]` to `start[u + 1]`. */
export const flatten = (
  ratings: Ratings,
): { start: Int32Array; category: Int32Array; count: Float64Array; total: Float64Array } => {
  const start = new Int32Array(ratings.length + 1);
  ratings.forEach(({ categories }, u) => {
    start[u + 1] = (start[u] as number) + categories.length;
  });
  return {
    start,
    category: Int32Array.from(ratings.flatMap(({ categories }) => categories)),
    count: Float64Array.from(ratings.flatMap(({ counts }) => counts)),
    total: Float64Array.from(ratings, ({ total }) => total),
  };
};
