/** The shape of a curve before its knee. An error curve is convex and decreasing. */
export type CurveShape = {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly S: number;
  readonly curve: 'convex' | 'concave';
  readonly direction: 'increasing' | 'decreasing';
  readonly online?: boolean;
};

/**
 * Kneedle (Satopää, Albrecht, Irwin & Raghavan 2011), without its smoothing spline, which an averaged curve does not need.
 * Gives the x of the first knee, or of every knee in turn if `online`; nothing for flat or straight curves.
 * It misleads: the knee moves with the window and with S, noise on a flat curve has one too, and it knows no uncertainty.
 * Show it beside a decision, never as the decision. `x` ascends.
 *
 *     x = 0, 1/9, …, 1; y = 5 - 1 / (x + 0.1); kneedle({ x, y, S: 1, curve: 'concave', direction: 'increasing' }) // => [0.222…]
 */
export const kneedle = (shape: CurveShape): number[] => {
  const { x, S } = shape;
  const last = x.length - 1;
  const difference = differenceCurve(shape);
  if (difference === null) return [];
  const found: number[] = [];
  let candidate = -1;
  let threshold = 0;
  let pending = false;
  for (let i = 1; i <= last; i++) {
    const here = difference[i] as number;
    const before = difference[i - 1] as number;
    const after = difference[i + 1];
    if (after !== undefined && before < here && after < here) {
      candidate = i;
      threshold = here - S / last;
      pending = true;
      continue;
    }
    if (pending && here < threshold) {
      found.push(candidate);
      pending = false;
    }
    if (after !== undefined && before > here && after > here) threshold = 0;
  }
  const reversed = turnsAround(shape);
  const knees = found.map((i) => x[reversed ? last - i : i] as number);
  return shape.online === true ? knees : knees.slice(0, 1);
};

/** Convex-increasing and concave-decreasing curves have their elbow at the other end. */
const turnsAround = ({ curve, direction }: CurveShape): boolean =>
  (curve === 'concave') === (direction === 'decreasing');

/** How far the curve, scaled to the unit square and turned concave and increasing, lies above the diagonal. */
const differenceCurve = (shape: CurveShape): number[] | null => {
  const { x, y, curve } = shape;
  const across = unit(x);
  const upward = unit(y);
  if (x.length < 3 || across === null || upward === null) return null;
  const risen = curve === 'convex' ? upward.map((value) => 1 - value) : upward;
  const turned = turnsAround(shape) ? risen.toReversed() : risen;
  const difference = turned.map((value, i) => value - (across[i] as number));
  // A straight line differs from the diagonal by rounding alone, and rounding has no knee.
  return difference.some((value) => Math.abs(value) >= 1e-12) ? difference : null;
};

const unit = (values: readonly number[]): number[] | null => {
  const low = Math.min(...values);
  const high = Math.max(...values);
  return high > low ? values.map((value) => (value - low) / (high - low)) : null;
};
