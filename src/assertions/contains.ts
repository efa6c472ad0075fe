import { quote, quoteAll } from '../wording/quote.ts';
import type { Check, CheckTerms } from './check.ts';
import { commaList } from './comma-list.ts';
import type { CheckedType } from './kinds.ts';

type Contains = Extract<CheckedType, `${string}contains` | `${string}contains-${'all' | 'any'}`>;

/** Whether texts stand in an output, with regard to case or, with an "i", without. */
export const containsChecks: Readonly<Record<Contains, (terms: CheckTerms) => Check>> = {
  contains: (terms) => one(terms, asIs),
  icontains: (terms) => one(terms, lower),
  'contains-all': (terms) => every(terms, asIs),
  'icontains-all': (terms) => every(terms, lower),
  'contains-any': (terms) => some(terms, asIs),
  'icontains-any': (terms) => some(terms, lower),
};

type Fold = (text: string) => string;

const asIs: Fold = (text) => text;
const lower: Fold = (text) => text.toLowerCase();

const one = ({ value, refuse }: CheckTerms, fold: Fold): Check => {
  const isUsable = typeof value === 'number' ? !Number.isNaN(value) : typeof value === 'string' && value !== '';
  if (!isUsable) throw refuse('a text that is not empty, or a number');
  const wanted = String(value);
  return { claim: `contains ${quote(wanted)}`, holds: ({ text }) => fold(text).includes(fold(wanted)) };
};

const every = (terms: CheckTerms, fold: Fold): Check => {
  const wanted = listed(terms);
  return {
    claim: `contains all of ${quoteAll(wanted)}`,
    holds: ({ text }) => wanted.every((each) => fold(text).includes(fold(each))),
  };
};

const some = (terms: CheckTerms, fold: Fold): Check => {
  const wanted = listed(terms);
  return {
    claim: `contains any of ${quoteAll(wanted)}`,
    holds: ({ text }) => wanted.some((each) => fold(text).includes(fold(each))),
  };
};

const listed = ({ value, refuse }: CheckTerms): readonly string[] => {
  const list = typeof value === 'string' && value !== '' ? commaList(value) : value;
  if (!Array.isArray(list) || list.some((item: unknown) => typeof item === 'object'))
    throw refuse('a list of texts, or one text with commas between them; a text with a comma in it stands in quotes');
  return list.map(String);
};
