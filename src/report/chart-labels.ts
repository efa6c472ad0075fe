import type { CurveFinding } from '../analyse/findings.ts';
import { oneLine } from './escape.ts';

/** A name beside the chart: `from` and `error` are its line's end, `at` the height at which the name can be read. */
export type EndLabel = {
  readonly curve: CurveFinding;
  readonly name: string;
  readonly from: number;
  readonly error: number;
  readonly at: number;
};

/** So many names fit above one another between the axis and the highest line. */
const lines = 20;

/** Names for the ends of lines, moved apart so that each can be read, as near to their lines as they may stand. */
export const endLabels = (
  curves: readonly CurveFinding[],
  { shown, top }: { shown: (error: number) => number; top: number },
): EndLabel[] => {
  const step = top / lines;
  const ends = curves
    .map((curve) => {
      const last = curve.points.at(-1);
      return { curve, name: nameOf(curve), from: last?.n ?? 1, error: shown(last?.error ?? 0) };
    })
    .toSorted((a, b) => a.error - b.error);
  const errors = ends.map(({ error }) => error);
  const up = pushedUp(errors, step);
  const down = pushedUp(errors.map((error) => -error).toReversed(), step)
    .map((at) => -at)
    .toReversed();
  // Halfway between pushing all up and pushing all down keeps the distance; what then lies below the axis is pushed up again.
  const halfway = up.map((at, place) => Math.max(0, (at + (down[place] ?? at)) / 2));
  const at = pushedUp(halfway, step);
  return ends.map((end, place) => ({ ...end, at: at[place] ?? end.error }));
};

/** Ascending heights, each raised until it is a step above the one before. */
const pushedUp = (heights: readonly number[], step: number): number[] => {
  const raised: number[] = [];
  for (const height of heights) raised.push(Math.max(height, (raised.at(-1) ?? -Infinity) + step));
  return raised;
};

const nameOf = ({ judge }: CurveFinding): string => (judge === '*' ? 'the panel' : oneLine(judge));
