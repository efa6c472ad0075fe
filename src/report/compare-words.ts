import type { Comparison, Conclusion, Difference, PairedTest, Pairing } from '../compare/comparison.ts';
import { dollars, duration, fixed, points } from './format.ts';

/** The two sides of a pairing, by name. */
export const namesIn = (
  { arms }: Pick<Comparison, 'arms'>,
  { arm }: Pick<Pairing, 'arm'>,
): { arm: string; reference: string } => ({ arm: arms[arm]?.name ?? '', reference: arms[0]?.name ?? '' });

/** What a pairing is judged by, as more or less of what the arm does on a row: errors where both sides have gold, else passes. */
export type Measured = {
  readonly by: 'errs' | 'passes';
  readonly difference: Difference; // above 0 where the arm errs, or passes, on more rows
  readonly test: PairedTest;
  readonly conclusion: Conclusion;
};

/** What a pairing is judged by; null where there is neither gold nor a label that passes. */
export const measureOf = ({ by, error, fail }: Pick<Pairing, 'by' | 'error' | 'fail'>): Measured | null => {
  if (by === 'error' && error !== null) return { by: 'errs', ...error };
  if (fail === null) return null;
  const { value, lower, upper } = fail.difference;
  return { by: 'passes', ...fail, difference: { ...fail.difference, value: -value, lower: -upper, upper: -lower } };
};

/** What is ruled out with confidence, to stand after "not worse": " by 1 point or more". */
export const byMargin = ({ margin }: Pick<Comparison, 'margin'>): string =>
  margin === 0 ? '' : ` by ${points(margin)} or more`;

/** How many tests of one kind a comparison makes, which is what each of them is adjusted for. */
export const testsOf = ({ pairings }: Pick<Comparison, 'pairings'>, by: Measured['by']): number =>
  pairings.filter(({ error, fail }) => (by === 'errs' ? error : fail) !== null).length;

/** A conclusion as tables and charts name it. */
export const conclusionName = ({ conclusion, by }: Pick<Measured, 'conclusion' | 'by'>): string =>
  ({
    worse: by === 'errs' ? 'worse' : 'passes fewer',
    better: by === 'errs' ? 'better' : 'passes more',
    'not-worse': by === 'errs' ? 'not worse' : 'no fewer',
    alike: 'alike',
    open: "can't tell",
  })[conclusion];

/** "3.2 points fewer", "1 point more"; null where the difference would read as none. */
export const moreOrFewer = (difference: number): string | null => {
  const size = points(Math.abs(difference));
  return size.startsWith('0 ') ? null : `${size} ${difference < 0 ? 'fewer' : 'more'}`;
};

/** A difference of shares as a signed number of points, for a range or a column: "−2.0", "+3.1", "0.0". */
export const signedPoints = (difference: number, decimals = 1): string => {
  const text = fixed(difference * 100, decimals);
  return difference > 0 && Number(text) !== 0 ? `+${text}` : text;
};

/** "1.1–5.3 points" where both ends lie on one side of none, and the words beside it tell on which; else as `signedRange`. */
export const pointRange = ({ lower, upper }: Ends): string => {
  if (lower < 0 !== upper < 0) return `${signedRange({ lower, upper })} points`;
  const [least, most] = [lower, upper].map((end) => Math.abs(end * 100)).toSorted((a, b) => a - b);
  const decimals = decimalsOf({ lower, upper });
  return `${fixed(least ?? 0, decimals)}–${fixed(most ?? 0, decimals)} points`;
};

/** "−2.0 to +3.1", or with another word between. */
export const signedRange = ({ lower, upper }: Ends, between = 'to'): string => {
  const decimals = decimalsOf({ lower, upper });
  return `${signedPoints(lower, decimals)} ${between} ${signedPoints(upper, decimals)}`;
};

/** Differences below a point need a second decimal. */
export const decimalsOf = ({ lower, upper }: Ends): number =>
  Math.max(Math.abs(lower), Math.abs(upper)) < 0.01 ? 2 : 1;

type Ends = Pick<Difference, 'lower' | 'upper'>;

/** "= 0.004", "< 0.001", to stand after a p. */
export const pValue = (p: number): string => {
  if (p < 0.001) return '< 0.001';
  return p > 0.995 ? '= 1' : `= ${p.toFixed(p < 0.1 ? 3 : 2)}`;
};

/** A test as a sentence names it. */
export const testName = ({ name }: Pick<PairedTest, 'name'>): string =>
  name === 'mcnemar' ? "McNemar's mid-p" : 'sign-flip test';

/** US dollars of any size, without a sign: a millionth of a dollar is the least that is told apart from nothing. */
export const usd = (value: number): string => {
  const size = Math.abs(value);
  return size > 0 && size < 1e-6 ? 'less than $0.000001' : dollars(size);
};

/** A length of time without a sign: "40 ms", "0.4 s", "2 min 5 s". */
export const span = (ms: number): string =>
  Math.abs(ms) < 100 ? `${Math.round(Math.abs(ms))} ms` : duration(Math.abs(ms));
