import { isDeepStrictEqual } from 'node:util';
import { isObject, parseJson } from '../judges/json.ts';
import { quote, show } from '../wording/quote.ts';
import type { Check, CheckTerms } from './check.ts';
import type { CheckedType } from './kinds.ts';
import { levenshtein } from './levenshtein.ts';

type OfText = Extract<CheckedType, 'equals' | 'starts-with' | 'regex' | 'word-count' | 'levenshtein'>;

export const textChecks: Readonly<Record<OfText, (terms: CheckTerms) => Check>> = {
  /** A value that is an object or a list is compared with the output's JSON, anything else with its text. */
  equals: ({ value, refuse }) => {
    if (value === undefined) throw refuse('a text, a number or an object');
    if (typeof value === 'object')
      return {
        claim: `is the JSON ${show(JSON.stringify(value).slice(0, 500))}`,
        holds: ({ text }) => isDeepStrictEqual(value, parseJson(text)),
      };
    const wanted = `${value as string | number | boolean}`;
    return { claim: `equals ${quote(wanted)}`, holds: ({ text }) => text === wanted };
  },

  'starts-with': ({ value, refuse }) => {
    if (typeof value !== 'string' || value === '') throw refuse('a text that is not empty');
    return { claim: `starts with ${quote(value)}`, holds: ({ text }) => text.startsWith(value) };
  },

  regex: ({ value, refuse }) => {
    if (typeof value !== 'string' || value === '') throw refuse('a regular expression as text');
    const pattern = patternOf(value);
    if (pattern === null) throw refuse('a regular expression that JavaScript knows');
    return { claim: `matches the pattern ${quote(value)}`, holds: ({ text }) => pattern.test(text) };
  },

  /** Words are what stands between blanks. */
  'word-count': ({ value, refuse }) => {
    const bounds = boundsOf(value);
    if (bounds === null) throw refuse('a number of words, or a map with "min", "max" or both, the smaller first');
    const { min, max } = bounds;
    return {
      claim: `has ${min === max ? min : `${min} to ${max}`} words`,
      holds: ({ text }) => {
        const count = text
          .trim()
          .split(/\s+/)
          .filter((word) => word !== '').length;
        return count >= min && count <= max;
      },
    };
  },

  levenshtein: ({ value, threshold, refuse }) => {
    if (typeof value !== 'string') throw refuse('a text');
    const most = threshold ?? 5; // promptfoo's own
    return {
      claim: `is at most ${most} edits from ${quote(value)}`,
      holds: ({ text }) => levenshtein(text, value) <= most,
    };
  },
};

const patternOf = (value: string): RegExp | null => {
  try {
    return new RegExp(value);
  } catch {
    return null;
  }
};

const boundsOf = (value: unknown): { readonly min: number; readonly max: number } | null => {
  if (isObject(value) && value['min'] === undefined && value['max'] === undefined) return null;
  const [min, max] = isObject(value) ? [value['min'] ?? 0, value['max'] ?? Infinity] : [exact(value), exact(value)];
  return typeof min === 'number' && typeof max === 'number' && min <= max ? { min, max } : null;
};

const exact = (value: unknown): unknown => (typeof value === 'string' ? Number(value) : value);
