import type { CurveFinding } from '../analyse/analyse.ts';
import { shortName } from './format.ts';

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

/** Names for the ends of lines, moved apart so that each can be read: from the top down, then up again from the axis. */
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
    .toSorted((a, b) => b.error - a.error);
  const down: number[] = [];
  for (const { error } of ends) down.push(Math.min(error, (down.at(-1) ?? Infinity) - step));
  const up: number[] = [];
  for (const at of down.toReversed()) up.push(Math.max(at, (up.at(-1) ?? -step) + step));
  return ends.map((end, place) => ({ ...end, at: up[ends.length - 1 - place] ?? end.error }));
};

const nameOf = ({ judge }: CurveFinding): string => (judge === '*' ? 'the panel' : shortName(judge, 22));
