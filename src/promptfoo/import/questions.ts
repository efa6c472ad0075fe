import { untaken } from './item-names.ts';
import type { Leaf } from './leaves.ts';
import { shorten } from './shorten.ts';
import { stable } from './stable.ts';

/** How assertions without a `metric` become criteria: each by what it says, all of one type together, or, by default, by what they say where it is asked on several items. */
export type CriteriaBy = 'value' | 'type';

/** The criterion of every verdict of a row, in their order. */
export type Questions = (leaves: readonly Leaf[]) => string[];

/**
 * Names the questions of a run. A metric, or a type, that stands for several questions of one row is numbered within the row; what
 * is called by its words is one criterion of its own.
 */
export const questionsOf = (items: readonly (readonly Leaf[])[], by: CriteriaBy | null): Questions => {
  const users = new Map<string, Set<number>>();
  const pooled = new Set<string>();
  for (const [item, leaves] of items.entries())
    for (const leaf of leaves) {
      const { key, pool } = questionOf(leaf);
      users.set(key, (users.get(key) ?? new Set()).add(item));
      pooled.add(pool);
    }
  const byWords = (key: string): boolean =>
    by === 'value' || (by === null && (items.length === 1 || (users.get(key)?.size ?? 0) > 1));
  const [names, taken] = [new Map<string, string>(), pooled];
  const nameOfWords = (key: string, words: string): string => {
    const known = names.get(key);
    if (known !== undefined) return known;
    const name = untaken(words, taken);
    names.set(key, name);
    return name;
  };
  return (leaves) => {
    const sharing = new Map<string, string[]>(); // by name: the questions of the row that go by it
    return leaves.map((leaf) => {
      const { key, words, pool } = questionOf(leaf);
      if (words !== null && byWords(key)) return nameOfWords(key, words);
      const keys = sharing.get(pool) ?? [];
      sharing.set(pool, keys);
      const place = keys.includes(key) ? keys.indexOf(key) : keys.push(key) - 1;
      return place === 0 ? pool : `${pool} ${place + 1}`;
    });
  };
};

/** A question: what tells it from others, what it is called if it goes by its words (null: it has none, or a metric), and what if it is pooled. */
const questionOf = (leaf: Leaf): { key: string; words: string | null; pool: string } => {
  const { assertion, own } = leaf;
  const type = typeOf(leaf);
  if (own !== null && type === 'javascript')
    return { key: `own ${own.criterion}`, words: null, pool: shorten(own.criterion, LONG) };
  const key = stable([type, assertion?.value, assertion?.metric, assertion?.threshold]);
  if (assertion?.metric) return { key, words: null, pool: shorten(assertion.metric, LONG) };
  const value = shorten(assertion?.value, LONG);
  return { key, words: value === '' ? null : type === 'llm-rubric' ? value : `${type}: ${value}`, pool: type };
};

const LONG = 80;

const typeOf = ({ assertion }: Leaf): string => assertion?.type ?? 'assertion';
