import type { Comparison, Pairing } from '../compare/comparison.ts';
import { pricesKnown, unknownIn } from './compare-price.ts';
import { conclusionName, measureOf, namesIn, usd } from './compare-words.ts';

/** Several subjects in one sentence: "big against small: better on safe and tone; can't tell on brief." */
export const tally = (own: readonly Pairing[], comparison: Comparison): string => {
  const [first] = own;
  if (first === undefined) return '';
  const { arm, reference } = namesIn(comparison, first);
  const said = [...Map.groupBy(own, wordFor)].map(
    ([word, pairings]) => `${word} on ${listed(pairings.map(({ subject }) => subject))}`,
  );
  const [before, after] = [comparison.arms[0]?.usdPerRow ?? null, comparison.arms[first.arm]?.usdPerRow ?? null];
  return `${arm} against ${reference}: ${said.join('; ')}.${pricesKnown(comparison) ? ` ${costs()}` : ''}`;

  function costs(): string {
    if (before === null || after === null) return `${unknownIn(first ?? { arm: 0 }, comparison)}.`;
    if (Math.abs(after - before) < 1e-9) return 'They cost the same.';
    return `It costs ${usd(after - before)} a row ${after > before ? 'more' : 'less'}.`;
  }
};

/** Many arms in a sentence a subject: "Against small, big is better; can't tell of mid and old." */
export const groupedByWord = (main: readonly Pairing[], comparison: Comparison): string[] => {
  const bySubject = Map.groupBy(main, ({ subject }) => subject);
  return [...bySubject].map(([subject, pairings]) => {
    const byWord = Map.groupBy(pairings, wordFor);
    const said = order.flatMap((word) => {
      const names = (byWord.get(word) ?? []).map((pairing) => namesIn(comparison, pairing).arm);
      return names.length === 0 ? [] : [clause(word, names)];
    });
    const where = bySubject.size > 1 ? ` on ${subject}` : '';
    return `Against ${comparison.arms[0]?.name ?? ''}${where}, ${said.join('; ')}.`;
  });
};

const clause = (word: string, arms: readonly string[]): string => {
  const one = arms.length === 1;
  if (word === untold || word === "can't tell") return `${word} of ${listed(arms)}`;
  if (word === 'no fewer') return `${listed(arms)} ${one ? 'passes' : 'pass'} no fewer`;
  return word.startsWith('passes')
    ? `${listed(arms)} ${one ? word : word.replace('passes', 'pass')}`
    : `${listed(arms)} ${one ? 'is' : 'are'} ${word}`;
};

const untold = 'nothing to tell by';

/** What a reader looks for first stands first. */
const order = [
  'better',
  'worse',
  'passes more',
  'passes fewer',
  'not worse',
  'no fewer',
  'alike',
  "can't tell",
  untold,
];

const wordFor = (pairing: Pairing): string => {
  const measure = measureOf(pairing);
  return measure === null ? untold : conclusionName(measure);
};

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
