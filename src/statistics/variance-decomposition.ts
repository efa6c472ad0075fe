import { mean, sampleVariance } from 'simple-statistics';

/** Variances of one ballot's correctness: between rows (may come out below 0), within a row, and of the row means. */
export type VarianceDecomposition = {
  readonly between: number;
  readonly within: number;
  readonly total: number;
  readonly rows: number;
};

/**
 * Splits the variance of row accuracies into row difficulty and ballot noise (one-way random effects; Miller 2024):
 * within = mean of N/(N - 1) p (1 - p), between = Var(p) - mean of its share 1/N. Rows with a single ballot show no noise and
 * are left out; so are none at all if every row has two or more.
 *
 *     varianceDecomposition({ correct: [2, 0], total: [2, 2] }) // => { between: 0.5, within: 0, total: 0.5, rows: 2 }
 */
export const varianceDecomposition = (counts: {
  readonly correct: ArrayLike<number>;
  readonly total: ArrayLike<number>;
}): VarianceDecomposition => {
  const rows = Array.from(counts.correct, (correct, i) => ({ correct, total: counts.total[i] ?? 0 })).filter(
    (row) => row.total >= 2,
  );
  if (rows.length < 2) throw new RangeError('A variance between rows needs two rows with two ballots each.');
  const noise = rows.map(({ correct, total }) => (correct * (total - correct)) / (total * (total - 1)));
  const total = sampleVariance(rows.map((row) => row.correct / row.total));
  return {
    between: total - mean(noise.map((variance, i) => variance / (rows[i]?.total ?? 1))),
    within: mean(noise),
    total,
    rows: rows.length,
  };
};

/**
 * Standard error of mean accuracy with `samples` ballots a row.
 *
 *     standardErrorAt({ between: 0.05, within: 0.15, rows: 100 }, 3) // => sqrt(0.1 / 100) = 0.0316
 */
export const standardErrorAt = (
  parts: { readonly between: number; readonly within: number; readonly rows: number },
  samples: number,
): number => Math.sqrt(Math.max(0, parts.between + parts.within / samples) / parts.rows);

/**
 * Ballots a row that make the mean most precise for the money: sqrt(costRow / costBallot × within / between)
 * (two-stage sampling; Cochran 1977). Infinite if rows do not differ.
 *
 *     optimalResamples({ within: 0.15, between: 0.05, costRow: 1, costBallot: 0.1 }) // => 5.477
 */
export const optimalResamples = (parts: {
  readonly within: number;
  readonly between: number;
  readonly costRow: number;
  readonly costBallot: number;
}): number => {
  if (parts.within <= 0) return 1;
  if (parts.between <= 0) return Infinity;
  return Math.sqrt(((parts.costRow / parts.costBallot) * parts.within) / parts.between);
};
