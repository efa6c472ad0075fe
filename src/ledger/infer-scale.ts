import type { Value } from '../ballot.ts';
import type { Scale } from '../rubric.ts';

/**
 * The scale that undeclared values suggest: text is nominal; few whole numbers close together are levels; other numbers
 * are an interval. The gold may lie between the levels, for it may be the mean of human scores.
 *
 *     inferScale([3, 1, 3], [2.5]) // => { kind: 'ordinal', levels: [1, 3] }
 */
export const inferScale = (cast: readonly Value[], gold: readonly Value[]): Scale => {
  const numbers = [...cast, ...gold].filter((value) => typeof value === 'number');
  if (numbers.length === 0 || numbers.length < cast.length + gold.length) return { kind: 'nominal', labels: null };
  const levels = [...new Set(numbers.filter((value, index) => index < cast.length || Number.isInteger(value)))];
  levels.sort((a, b) => a - b);
  if (areLevels(levels)) return { kind: 'ordinal', levels };
  const [min, max] = numbers.reduce(
    ([low, high], number) => [Math.min(low, number), Math.max(high, number)],
    [Infinity, -Infinity],
  );
  return { kind: 'interval', min, max };
};

// 0 to 10 is the widest scale that is usually meant as levels.
const areLevels = (sorted: readonly number[]): boolean => {
  const first = sorted[0];
  const last = sorted.at(-1);
  if (first === undefined || last === undefined || !sorted.every(Number.isInteger)) return false;
  return last - first <= 10;
};
