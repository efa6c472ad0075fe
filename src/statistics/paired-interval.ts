import { tQuantile } from './student-t.ts';
import { tangoInterval } from './tango-interval.ts';
import { type Units, standardErrors, unitMeans } from './units.ts';

/** `units`: the rows, or groups of rows, that are the sample; `se` is 0 without spread, NaN for a single unit. */
export type PairedDifference = {
  readonly difference: number;
  readonly se: number;
  readonly lower: number;
  readonly upper: number;
  readonly units: number;
  readonly method: 't' | 'tango';
};

/**
 * Two-sided interval for the mean of paired differences of errors, each from -1 to 1: the error of one arm less that of the other on
 * the same row. d ± t SE, clustered where rows come in groups (Student 1908; Liang & Zeger 1986; R: `t.test(x, y, paired = TRUE)`).
 * Where every unit has -1, 0 or 1 and there are fewer than 100 units, or fewer than 10 that differ: Tango 1998, for t is blind to
 * what so few have not shown; and so wherever the standard error is 0 or missing, with fractions of a difference counted as such.
 * It misleads where a few large fractions make up all the difference: they show as few units as would call for Tango, but get t.
 *
 *     pairedDifference([1, 0, 0, 0, 0, 0, 0, 0, 0, -1], { level: 0.95 }) // => { difference: 0, lower: -0.342, upper: 0.342, … 'tango' }
 */
export const pairedDifference = (
  differences: ArrayLike<number>,
  { groups, level }: { readonly groups?: readonly (string | number)[]; readonly level: number },
): PairedDifference => {
  const sample = unitsOf(differences, groups);
  const units = sample.sizes.length;
  const [difference = Number.NaN] = unitMeans(sample);
  const [se = Number.NaN] = standardErrors(sample);
  const counts = countsOf(sample);
  // Equal differences leave a rounding error where the standard error should be 0.
  if (!(se > 1e-12) || (counts.whole && (units < 100 || counts.b + counts.c < 10 - 1e-9))) {
    return { ...tangoInterval({ ...counts, n: units, level }), se, units, method: 'tango' };
  }
  const half = tQuantile((1 + level) / 2, units - 1) * se;
  return { difference, se, lower: difference - half, upper: difference + half, units, method: 't' };
};

/** The same of n single rows by counts: b with a difference of 1, c with -1, 0 on the others. */
export const countedDifference = (
  counts: { readonly b: number; readonly c: number; readonly n: number },
  level: number,
): { lower: number; upper: number } => {
  const { b, c, n } = counts;
  const difference = (b - c) / n;
  const se = Math.sqrt(Math.max(0, (b + c) / n - difference * difference) / (n - 1));
  if (!(se > 1e-12) || n < 100 || b + c < 10) return tangoInterval({ b, c, n, level });
  const half = tQuantile((1 + level) / 2, n - 1) * se;
  return { lower: difference - half, upper: difference + half };
};

/** Each group of rows is a unit; without groups each row is. */
const unitsOf = (differences: ArrayLike<number>, groups: readonly (string | number)[] | undefined): Units => {
  const units = new Map<string | number, { sum: number; size: number }>();
  for (let i = 0; i < differences.length; i++) {
    const value = differences[i] as number;
    if (!Number.isFinite(value)) throw new RangeError(`A difference is a finite number, but row ${i} has ${value}.`);
    const key = groups === undefined ? i : groups[i];
    if (key === undefined) throw new RangeError(`Difference ${i} of ${differences.length} has no group.`);
    const unit = units.get(key);
    if (unit === undefined) units.set(key, { sum: value, size: 1 });
    else {
      unit.sum += value;
      unit.size += 1;
    }
  }
  if (units.size === 0) throw new RangeError('A difference needs at least one row.');
  const all = [...units.values()];
  return {
    sums: Float64Array.from(all, ({ sum }) => sum),
    sizes: Float64Array.from(all, ({ size }) => size),
    multiplicity: new Float64Array(all.length).fill(1),
    points: 1,
  };
};

/** Units for and against, weighed by their rows. They are `whole` if units weigh alike and each has a mean of -1, 0 or 1, but for rounding. */
const countsOf = ({ sums, sizes }: Units): { b: number; c: number; whole: boolean } => {
  let rows = 0;
  let positive = 0;
  let negative = 0;
  let whole = true;
  for (const [u, sum] of sums.entries()) {
    const size = sizes[u] as number;
    rows += size;
    positive += Math.max(0, sum);
    negative += Math.max(0, -sum);
    const mean = sum / size;
    whole &&= size === sizes[0] && Math.abs(mean) < 1.5 && Math.abs(mean - Math.round(mean)) < 1e-9;
  }
  return { b: (sums.length * positive) / rows, c: (sums.length * negative) / rows, whole };
};
