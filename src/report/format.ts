import type { Curve } from '../analyse/curve.ts';
import type { CurvePoint } from '../analyse/curve-points.ts';
import type { KneeVerdict } from '../analyse/knee-verdict.ts';

/** A share that was chosen or counted, with the digits that a reader can use: 12.3%, 0.46%, 95%, 0%. */
export const percent = (share: number): string => {
  const value = share * 100;
  if (value > 0 && value < 0.005) return '<0.01%';
  const digits = Number.isInteger(Number(value.toFixed(9))) ? 0 : Math.abs(value) < 1 ? 2 : 1;
  return `${value.toFixed(digits)}%`;
};

/** A share that was measured, always with its decimals, so that a column of them lines up: 19.0%, 0.46%, 0%. */
const measured = (share: number): string => {
  const text = percent(share);
  return /^-?0%$/.test(text) || text === '100%' || text.includes('.') ? text : text.replace('%', '.0%');
};

/** A difference of two shares, in points: "1 point", "0.4 points". */
export const points = (difference: number): string => {
  const value = Number((difference * 100).toFixed(Math.abs(difference) < 0.01 ? 2 : 1));
  return `${value} ${value === 1 ? 'point' : 'points'}`;
};

/** A number with up to three decimals. */
export const number = (value: number): string => String(Number(value.toFixed(3)));

/** A number with so many decimals, with a minus sign as print has it, and none before a zero. */
export const fixed = (value: number, decimals: number): string => {
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
};

/** A whole number with its thousands apart. */
export const count = (value: number): string => value.toLocaleString('en-GB');

/** "1 row", "2 rows". */
export const plural = (value: number, noun: string): string => `${count(value)} ${noun}${value === 1 ? '' : 's'}`;

/** US dollars with the digits that small prices need. */
export const dollars = (value: number): string =>
  `$${value >= 0.1 || value === 0 ? value.toFixed(2) : String(Number(value.toPrecision(2)))}`;

/** A length of time, with the two units that a reader can use: "0.8 s", "41 s", "3 min 20 s", "2 h 5 min". */
export const duration = (ms: number): string => {
  if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const parts: readonly [number, string][] =
    seconds < 3600
      ? [
          [Math.floor(seconds / 60), 'min'],
          [seconds % 60, 's'],
        ]
      : [
          [Math.floor(seconds / 3600), 'h'],
          [Math.floor((seconds % 3600) / 60), 'min'],
        ];
  return parts
    .filter(([value]) => value > 0)
    .map(([value, unit]) => `${count(value)} ${unit}`)
    .join(' ');
};

/** An error in the units of its curve: a percentage, or a distance on the scale. */
export const errorOf = ({ metric }: Pick<Curve, 'metric'>, value: number): string =>
  metric === 'rmse' ? value.toFixed(3) : measured(value);

/** An error with its interval: "4.0% (2.5%–6.0%)". */
export const withInterval = (curve: Pick<Curve, 'metric'>, { error, lower, upper }: CurvePoint): string =>
  `${errorOf(curve, error)} (${errorOf(curve, lower)}–${errorOf(curve, upper)})`;

/** The judge as a sentence names it. */
export const judgeName = (judge: string): string => (judge === '*' ? 'the panel' : `judge ${judge}`);

/** How a panel's ballots were drawn, in words. */
export const designName = {
  random: 'any of its ballots',
  roundRobin: 'judges in turn',
  randomJudges: 'one ballot a judge',
} as const;

/** A verdict on a curve as a table names it; report.json keeps the codes. */
export const verdictName: Readonly<Record<KneeVerdict, string>> = {
  knee: 'knee',
  flat: 'one is enough',
  'zero-diversity': 'never changes',
  rises: 'gets worse',
  'non-monotone': 'falls, then rises',
  'still-falling': 'still falling',
  inconclusive: 'can’t tell',
  'insufficient-rows': 'too few rows',
};
