import type { Value } from '../ballot.ts';
import type { Scale } from '../rubric.ts';

/**
 * What a judge said as a value of the scale, or null. A verdict that differs from one label alone in case, spaces or Unicode form is that
 * label, `"4"` is the level 4, and `true` the label "true". Nothing is rounded, clamped or guessed from a part: "INCORRECT" is not "CORRECT".
 */
export const onScale = (said: unknown, scale: Scale): Value | null => {
  if (typeof said !== 'string' && typeof said !== 'number' && typeof said !== 'boolean') return null;
  if (scale.kind === 'interval') {
    const number = numberOf(said);
    return number !== null && number >= scale.min && number <= scale.max ? number : null;
  }
  const legal = scale.kind === 'ordinal' ? scale.levels : scale.labels;
  if (legal === null) return freely(said);
  if (legal.some((value) => value === said)) return said as Value;
  const [number, folded] = [numberOf(said), fold(String(said))];
  const like = legal.filter((value) => (typeof value === 'number' ? value === number : fold(value) === folded));
  // Two labels that differ in case alone are told apart by it, or not at all.
  return like.length === 1 ? (like[0] ?? null) : null;
};

const freely = (said: string | number | boolean): Value | null => {
  if (typeof said === 'number') return Number.isFinite(said) ? said : null;
  const text = String(said).trim();
  return text === '' ? null : text;
};

const fold = (text: string): string => text.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLowerCase();

const numberOf = (said: string | number | boolean): number | null => {
  if (typeof said === 'boolean') return null;
  const number = typeof said === 'number' ? said : /^\s*[+-]?\d+(?:\.\d+)?\s*$/.test(said) ? Number(said) : Number.NaN;
  return Number.isFinite(number) ? number : null;
};
