import type { CurveFinding } from '../analyse/findings.ts';
import { enough } from '../analyse/clusters.ts';
import type { CurvePoint } from '../analyse/curve-points.ts';
import { count, errorOf, judgeName, percent, plural, points, withInterval } from './format.ts';

/** What a curve says, in one plain sentence or two: what to do first, then how sure that is. */
export const kneeSentence = (curve: CurveFinding): string => {
  const { knee, grid } = curve;
  const who = judgeName(curve.judge);
  const largest = grid.at(-1) ?? 1;
  const one = plural(grid[0] ?? 1, 'ballot');
  const [first, last, lowest] = [firstPoint(curve), pointAt(curve, largest), pointAt(curve, knee.best)];
  const worst = worstAfter(curve);
  const measure = curve.metric === 'rmse' ? 'error (RMSE)' : 'error';
  const sure = `(${percent(knee.level)} confidence)`;
  switch (knee.verdict) {
    case 'zero-diversity':
      return `Ask ${one} of ${who}: more never change the ${measure} on any row. It is ${interval(first)} at every size up to ${largest}.`;
    case 'rises':
      return `Ask ${one} of ${who}: voting makes it worse. Its ${measure} rises from ${error(first)} at ${one} to ${error(worst)} at ${worst.n} ${sure}.`;
    case 'flat':
      return `Ask ${one} of ${who}: its ${measure} is ${interval(first)}, and no number of ballots up to ${largest} gains more than ${margin()} ${sure}.`;
    case 'knee': {
      if (knee.n === grid[0])
        return `Ask ${one} of ${who}: its ${measure} is ${interval(first)}, and no other size up to ${largest} is better by more than ${margin()} ${sure}.`;
      const { lower, upper } = knee.bootstrap;
      const range = lower === upper ? `is ${lower}` : `lies between ${lower} and ${upper}`;
      return `Ask ${plural(knee.n ?? 1, 'ballot')} of ${who}: ${measure} falls from ${error(first)} at ${one} to ${interval(pointAt(curve, knee.n ?? 1))}, and no other size up to ${largest} is better by more than ${margin()} ${sure}. As observed ${knee.point} would do; with the ${unit()}s drawn anew, that number ${range} nine times in ten.`;
    }
    case 'non-monotone':
      return `Stop at ${plural(knee.best, 'ballot')} of ${who}: ${measure} falls from ${error(first)} at ${one} to ${error(lowest)} there, then rises to ${error(worst)} at ${worst.n} ${sure}.${modal()}`;
    case 'still-falling':
      if (last.error < 1e-9)
        return `Ask ${largest} ballots of ${who}: ${measure} falls from ${error(first)} at ${one} to ${error(last)}, and fell by more than ${margin()} over the second half ${sure}.`;
      return `Collect more ballots of ${who}: ${measure} falls from ${error(first)} at ${one} to ${error(last)} at ${largest}, and was still falling by more than ${margin()} over the second half ${sure}. Until then use ${knee.best}.`;
    case 'insufficient-rows':
      return `Collect more rows: advice on ${who} needs at least ${enough} ${unit()}s, and there ${units() === 1 ? 'is' : 'are'} ${count(units())}. Observed ${measure}: ${error(first)} at ${one}${largest > 1 ? `, ${error(last)} at ${largest}` : ''}.`;
    case 'inconclusive':
      return inconclusive();
  }

  function inconclusive(): string {
    if (largest === 1) return nothingToCompare();
    const rows = plural(units(), unit());
    const [fall, more] = [
      `${measure} is ${error(first)} at ${one} and lowest, ${error(lowest)}, at ${knee.best}`,
      `About ${count(knee.rowsNeeded)} ${unit()}s would`,
    ];
    return knee.gains.some(({ lower }) => lower > 0)
      ? `More ballots of ${who} help, but ${rows} can't tell how many are enough: ${fall}. For now use ${knee.point}, the fewest within ${margin()} of the lowest as observed. ${more} make it sure.`
      : `${rows} can't tell whether more ballots of ${who} help: ${fall}. For now use ${grid[0]}. ${more} tell a gain of ${margin()} from none.`;
  }

  function nothingToCompare(): string {
    const cause =
      curve.points.length > 1
        ? `2 ballots of ${who} err as often as 1, to within ${margin()}, and ${curve.available > 2 ? 'no more were looked at' : 'not every row has 3'}`
        : curve.available > 1
          ? `only 1 ballot of ${who} was looked at`
          : `not every row has more than 1 ballot of ${who}`;
    return `Nothing to compare: ${cause}. At ${one} the ${measure} is ${interval(first)}; collect more ballots a row to see whether voting helps.`;
  }

  function margin(): string {
    return curve.metric === 'rmse' ? `${percent(curve.margin)} of the scale` : points(curve.margin);
  }
  function modal(): string {
    return curve.firstSeenError === null
      ? ''
      : ` On ${percent(curve.firstSeenError)} of rows the most common verdict is wrong, and more votes only settle on it.`;
  }
  function unit(): string {
    return curve.groups === null ? 'row' : 'group';
  }
  function units(): number {
    return curve.groups ?? curve.rows;
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
  const point = curve.points.find((each) => each.n === n) ?? curve.points.at(-1);
  if (point === undefined) throw new RangeError('a curve has at least one point');
  return point;
};

/** The smallest size of a curve: 1, unless a quorum asks for more. */
export const firstPoint = (curve: Pick<CurveFinding, 'points' | 'grid'>): CurvePoint =>
  pointAt(curve, curve.grid[0] ?? 1);

/** Where the error is highest after its lowest point, or anywhere if it only rises. */
const worstAfter = (curve: CurveFinding): CurvePoint => {
  const from = curve.knee.verdict === 'rises' ? 0 : curve.knee.best;
  return curve.grid
    .filter((n) => n >= from)
    .map((n) => pointAt(curve, n))
    .reduce((highest, next) => (next.error > highest.error ? next : highest));
};
