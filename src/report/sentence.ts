import { enough } from '../analyse/clusters.ts';
import type { CurvePoint } from '../analyse/curve.ts';
import type { CurveFinding } from '../analyse/analyse.ts';
import { count, errorOf, judgeName, percent, plural, points, withInterval } from './format.ts';

/** What a curve says, in one plain sentence or two: what to do, and how sure. */
export const kneeSentence = (curve: CurveFinding): string => {
  const { knee, grid } = curve;
  const who = judgeName(curve.judge);
  const largest = grid.at(-1) ?? 1;
  const first = pointAt(curve, 1);
  const last = pointAt(curve, largest);
  const sure = `with ${percent(knee.level)} confidence`;
  switch (knee.verdict) {
    case 'zero-diversity':
      return `One ballot of ${who} is all it has to say: no number of ballots up to ${largest} changes the error on any row (${error(first)}). Ask once.`;
    case 'rises':
      return `Use one ballot of ${who}: voting amplifies its errors, which rise from ${error(first)} at one ballot to ${error(last)} at ${largest} (${sure}).`;
    case 'flat':
      return `One ballot of ${who} is enough: its error is ${interval(first)}, and ${sure} no number of ballots up to ${largest} gains more than ${margin()}.`;
    case 'knee': {
      const { lower, upper } = knee.bootstrap;
      const range = lower === upper ? `at ${lower}` : `between ${lower} and ${upper}`;
      return `Ask ${knee.n} ballots of ${who}: error ${interval(pointAt(curve, knee.n ?? 1))}, down from ${error(first)} at one, and ${sure} within ${margin()} of every other size up to ${largest}. In 90% of resamples the knee lies ${range}.`;
    }
    case 'non-monotone':
      return `Stop at ${plural(knee.best, 'ballot')} of ${who}: error falls to ${error(pointAt(curve, knee.best))} there and then rises (${sure}), to ${error(last)} at ${largest}${modal()}.`;
    case 'still-falling':
      return `No knee yet for ${who}: error is ${error(last)} at ${largest} ballots, down from ${error(first)} at one, and still falling by more than ${margin()} over the second half (${sure}). Collect more ballots a row.`;
    case 'insufficient-rows':
      return `Too few ${curve.groups === null ? 'rows' : 'groups of rows'} to advise on ${who}: ${count(curve.groups ?? curve.rows)}, and ${enough} are the least. Observed: ${error(first)} at one ballot${largest > 1 ? `, ${error(last)} at ${largest}` : ''}.`;
    case 'inconclusive':
      return inconclusive();
  }

  function inconclusive(): string {
    if (largest === 1)
      return `Every row can count on one ballot of ${who} only (error ${interval(first)}), so there is nothing to compare. Collect more samples a row to see whether voting helps.`;
    const gain = knee.gains.reduce((best, next) => (next.estimate > best.estimate ? next : best));
    if (gain.lower > 0)
      return `More ballots help ${who}, but ${plural(curve.groups ?? curve.rows, curve.groups === null ? 'row' : 'group')} can't tell how many are enough: error is ${error(first)} at one ballot and ${error(pointAt(curve, knee.best))} at ${knee.best}, and no size is ${sure} within ${margin()} of the rest. About ${count(knee.rowsNeeded)} would do.`;
    return `These ${plural(curve.groups ?? curve.rows, curve.groups === null ? 'row' : 'group')} can't tell whether more ballots help ${who}: error is ${error(first)} at one ballot and ${error(pointAt(curve, knee.best))} at best (${knee.best}). About ${count(knee.rowsNeeded)} would tell a gain of ${margin()} from none; until then use one.`;
  }

  function margin(): string {
    return curve.metric === 'rmse' ? `the margin (${percent(curve.margin)} of the scale)` : points(curve.margin);
  }
  function modal(): string {
    return curve.firstSeenError === null
      ? ''
      : `; on ${percent(curve.firstSeenError)} of rows the most common verdict is wrong, and more votes settle on it`;
  }
  function error(point: CurvePoint): string {
    return errorOf(curve, point.error);
  }
  function interval(point: CurvePoint): string {
    return withInterval(curve, point);
  }
};

/** The point of a curve at a size that it has. */
export const pointAt = (curve: { readonly points: readonly CurvePoint[] }, n: number): CurvePoint => {
  const point = curve.points[n - 1] ?? curve.points.at(-1);
  if (point === undefined) throw new RangeError('a curve has at least one point');
  return point;
};
