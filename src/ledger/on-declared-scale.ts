import type { Value } from '../ballot.ts';
import type { Scale } from '../rubric.ts';
import { numberOf, textOf, type ReadValue } from './value-table.ts';

/** The value of a declared scale that was written, or null if it lies off the scale. Spelling decides for labels, size for numbers. */
export const onDeclaredScale = (scale: Scale, written: ReadValue): Value | null => {
  const text = textOf(written);
  switch (scale.kind) {
    case 'nominal':
      return scale.labels === null || scale.labels.some((label) => String(label) === text) ? text : null;
    case 'ordinal':
      return scale.levels.find((level) => String(level) === text || level === sizeOf(written)) ?? null;
    case 'interval': {
      const size = sizeOf(written);
      return size !== null && size >= scale.min && size <= scale.max ? size : null;
    }
  }
};

/** As for a ballot; but where levels are numbers the gold may lie between them, for it may be the mean of human scores. */
export const goldOnDeclaredScale = (scale: Scale, written: ReadValue): Value | null => {
  const value = onDeclaredScale(scale, written);
  if (value !== null || scale.kind !== 'ordinal') return value;
  const size = sizeOf(written);
  const numbers = scale.levels.filter((level) => typeof level === 'number');
  if (size === null || numbers.length === 0 || numbers.length < scale.levels.length) return null;
  return size >= Math.min(...numbers) && size <= Math.max(...numbers) ? size : null;
};

// Judges often write "4" where 4 is meant; on a scale of numbers there is no doubt about it.
const sizeOf = (written: ReadValue): number | null => {
  if (typeof written !== 'string') return numberOf(written);
  return /^-?\d+(?:\.\d+)?$/.test(written) ? Number(written) : null;
};
