import type { GateResult, GateSpec } from '../gate.ts';
import { plural, points } from './format.ts';
import { confident, pointsBeside } from './gate-figure.ts';

type BaselineSpec = Extract<GateSpec, { readonly kind: 'baseline' }>;

/** What a gate on a baseline found: "Not worse than baseline.json by 2 points: 0.7 points more errors on 150 paired rows (…)." */
export const baselineSentence = (
  { decision, lower, upper, rows }: GateResult,
  spec: BaselineSpec,
  observed: number,
): string => {
  const { margin } = spec;
  const [than, by] = [fileName(spec.file), points(margin)];
  const found = `${difference(spec, observed)} on ${plural(rows, 'paired row')}`;
  const least = lower === null ? null : atLeast(lower, margin);
  const most = upper === null ? null : atMost(upper, margin);
  const aside = (...sides: readonly (string | null)[]): string => {
    const told = sides.filter((side) => side !== null).join(' and ');
    return told === '' ? '' : ` (${told}, ${confident(spec)})`;
  };
  if (decision === 'pass') return `Not worse than ${than} by ${by}: ${found}${aside(most)}.`;
  return decision === 'fail'
    ? `Worse than ${than} by more than ${by}: ${found}${aside(least)}.`
    : `Can't tell whether it is worse than ${than} by ${by}: ${found}${aside(least, most)}.`;
};

const atLeast = (value: number, margin: number): string =>
  `at ${value < 0 ? 'most' : 'least'} ${pointsBeside(value, margin)} ${value < 0 ? 'better' : 'worse'}`;

const atMost = (value: number, margin: number): string =>
  `at ${value < 0 ? 'least' : 'most'} ${pointsBeside(value, margin)} ${value < 0 ? 'better' : 'worse'}`;

/** "0.7 points more errors", "2 points fewer passes", "as many errors". */
const difference = ({ metric, margin }: BaselineSpec, observed: number): string => {
  const size = pointsBeside(observed, margin);
  const worse = observed > 0;
  if (metric === null) return observed === 0 ? 'no difference' : `${size} ${worse ? 'worse' : 'better'}`;
  const what = metric === 'errorRate' ? 'errors' : 'passes';
  if (observed === 0) return `as many ${what}`;
  return `${size} ${worse === (metric === 'errorRate') ? 'more' : 'fewer'} ${what}`;
};

const fileName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;
