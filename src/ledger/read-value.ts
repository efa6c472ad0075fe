import { SpelledNumber, type ReadValue } from './value-table.ts';

/** What a line says of one vote: its value (null: none), and whether it was the first of a ranking. */
export type Read = { readonly value: ReadValue | null; readonly ranked: boolean };

/**
 * A value, if it can be one: text, a finite number, a boolean (as its label) or a ranking, of which the first choice counts.
 * An empty ranking ranks nobody: an abstention. Anything else is undefined.
 */
export const readValue = (value: unknown): Read | undefined => {
  if (!Array.isArray(value)) return isAtom(value) ? { value: atom(value), ranked: false } : undefined;
  const first: unknown = value[0] ?? null;
  return isAtom(first) ? { value: atom(first), ranked: true } : undefined;
};

const isAtom = (value: unknown): value is ReadValue | boolean | null =>
  value === null ||
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  Number.isFinite(value) ||
  value instanceof SpelledNumber;

const atom = (value: ReadValue | boolean | null): ReadValue | null =>
  typeof value === 'boolean' ? String(value) : value;
