import type { AnswerCriterion, Extraction } from '../rubric.ts';
import { numberIn } from '../wording/number-in.ts';
import { at } from './json.ts';
import { labelAt } from './label-in.ts';
import { linesOf, markedAnswer } from './marker.ts';
import { onlyObjectWithin } from './only-object.ts';

/**
 * How a criterion finds the answer in a reply: a function to the text found, or null. No rule takes a second guess: a marked line that
 * holds no label or number ends the search.
 */
export const extractor = ({
  extract,
  matchCase,
}: Pick<AnswerCriterion, 'extract' | 'matchCase'>): ((text: string) => string | null) => {
  switch (extract.kind) {
    case 'label':
      return (text) => labelAt(markedAnswer(text) ?? text, extract.labels, matchCase);
    case 'number':
      return (text) => numberIn(markedAnswer(text) ?? linesOf(text).at(-1) ?? '');
    case 'regex':
      return byPattern(extract);
    case 'json': {
      const path = extract.field.split('.');
      return (text) => scalar(at(onlyObjectWithin(text), ...path));
    }
    case 'lastLine':
      return (text) => (linesOf(text).at(-1) ?? '').replace(/^[*_`#> ]*(?:final\s+)?answer[*_`]*\s*[:：][*_`]*/i, '');
  }
};

// The last match: a reply that works its way to an answer names it at the end.
const byPattern = ({ pattern, flags }: Extract<Extraction, { kind: 'regex' }>): ((text: string) => string | null) => {
  const regex = new RegExp(pattern, flags.includes('g') ? flags : `${flags}g`);
  return (text) => {
    const last = text.matchAll(regex).reduce<RegExpExecArray | null>((_, match) => match, null);
    return last?.[1] ?? last?.[0] ?? null;
  };
};

const scalar = (found: unknown): string | null =>
  typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean' ? String(found) : null;
