/**
 * Correlation of the errors of two single votes, for each pair of judges (phi; Pearson 1900), from ballots counted by row:
 * `errors[a][i]` wrong of `totals[a][i]` ballots of judge a on row i. Off the diagonal one vote of each judge, on it two samples of
 * the same judge, by the unbiased x(x - 1) / (n(n - 1)); rows that lack a ballot needed are left out of the pair.
 * A value off the diagonal below those on it: a second judge tells more than a second sample.
 * Null without rows, or where a judge is never or always wrong.
 *
 *     voteErrorCorrelation([[2, 0], [0, 2]], [[2, 2], [2, 2]]) // => [[1, -1], [-1, 1]]
 */
export const voteErrorCorrelation = (
  errors: readonly (readonly number[])[],
  totals: readonly (readonly number[])[],
): (number | null)[][] => {
  const votes = (a: number, i: number) => ({ wrong: errors[a]?.[i] ?? 0, of: totals[a]?.[i] ?? 0 });
  const rows = errors[0]?.length ?? 0;
  return errors.map((_, a) =>
    errors.map((__, b) => {
      let count = 0;
      let wrongA = 0;
      let wrongB = 0;
      let both = 0;
      for (let i = 0; i < rows; i++) {
        const one = votes(a, i);
        const other = votes(b, i);
        if (one.of < (a === b ? 2 : 1) || other.of < 1) continue;
        const rateA = one.wrong / one.of;
        const rateB = other.wrong / other.of;
        count++;
        wrongA += rateA;
        wrongB += rateB;
        both += a === b ? (rateA * (one.wrong - 1)) / (one.of - 1) : rateA * rateB;
      }
      return phi(wrongA / count, wrongB / count, both / count);
    }),
  );
};

const phi = (a: number, b: number, both: number): number | null => {
  const spread = a * (1 - a) * b * (1 - b);
  // Not above 0 for no rows (NaN) too. The estimate is one of moments and may leave [-1, 1].
  return spread > 1e-15 ? (both - a * b) / Math.sqrt(spread) : null;
};
