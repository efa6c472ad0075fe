import { commaList } from '../assertions/comma-list.ts';
import { checkedTypes, gradedTypes, refusedTypes } from '../assertions/kinds.ts';
import { Fault } from '../fault.ts';
import { quote } from '../wording/quote.ts';

/** An assertion as a cell of a CSV file says it. */
export type Expected = { readonly type: string; readonly value: unknown; readonly threshold?: number };

/**
 * Reads a cell of the column `__expected`: `type(threshold): value`, with `grade:` for llm-rubric, `fn:`, `eval:` and `javascript:` for
 * code, and lists after commas where a type takes several. Any other text is what the output equals.
 *
 *     expectedIn('contains-any: yes, "no, never"', 'rows.csv:2') // => { type: 'contains-any', value: ['yes', 'no, never'] }
 */
export const expectedIn = (cell: string, where: string): Expected => {
  const code =
    /^(?:javascript|fn|eval):([^]*)$/.exec(cell)?.[1] ??
    (/^file:\/\/.*\.[cm]?[jt]s(?::\w+)?$/.test(cell) ? cell : null);
  if (code !== null) return { type: 'javascript', value: code.trim() };
  // Its blank before the words stays, for a judge reads them as they are under promptfoo.
  const rubric = /^(?:grade|llm-rubric):([^]*)$/.exec(cell)?.[1];
  if (rubric !== undefined) return { type: 'llm-rubric', value: rubric };
  const python = /^python:([^]*)$/.exec(cell)?.[1] ?? (/^file:\/\/.*\.py(?::\w+)?$/.test(cell) ? cell : null);
  if (python !== null) return { type: 'python', value: python.trim() };
  const [, not = '', type = '', bound, value] = pattern.exec(cell) ?? [];
  if (type === '') return { type: 'equals', value: cell };
  const threshold = bound === undefined ? undefined : Number(bound);
  if (lists.has(type))
    return { type: `${not}${type}`, value: value === undefined || value === '' ? value : itemsIn(value, where) };
  if (type === 'is-json' || type === 'contains-json') return { type: `${not}${type}`, value };
  const said = { type: `${not}${type}`, value: value?.trim() };
  return bounded.has(type) ? { ...said, threshold: threshold ?? (type === 'similar' ? 0.8 : 0.75) } : said;
};

const known = [
  ...gradedTypes,
  ...checkedTypes,
  ...refusedTypes.flatMap(({ types }) => types).map((type) => type.replaceAll('*', '[\\w:-]+')),
].toSorted((one, other) => other.length - one.length);

const pattern = new RegExp(`^(not-)?(${known.join('|')})(?:\\((\\d+(?:\\.\\d+)?)\\))?(?::([\\s\\S]*))?$`);

const lists = new Set(['contains-all', 'contains-any', 'icontains-all', 'icontains-any']);

/** Types that get a threshold even where the cell names none. */
const bounded = new Set([
  'answer-relevance',
  'classifier',
  'context-faithfulness',
  'context-recall',
  'context-relevance',
  'cost',
  'latency',
  'levenshtein',
  'perplexity-score',
  'perplexity',
  'rouge-n',
  'similar',
  'starts-with',
]);

const itemsIn = (text: string, where: string): readonly string[] => {
  const items = commaList(text);
  if (items !== null) return items;
  throw new Fault(
    'config/value',
    `The list ${quote(text.trim(), 120)} has a quotation mark that doesn't go around one item, so it is open where the item ends.\nPut the whole item in quotes, and write \\" for a mark inside it.`,
    { where },
  );
};
