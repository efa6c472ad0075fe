import type { Comparison, Frontier, Selection } from '../compare/comparison.ts';
import { usd } from './compare-words.ts';
import { errorOf, percent, plural } from './format.ts';

/** What to ask at which price of an error: "Below $0.02 an error, ask 1 ballot of small; from there 5 ballots of big." */
export const frontierSentence = ({ buys }: Frontier, { arms }: Comparison): string | null => {
  const [first, ...others] = buys;
  if (first === undefined) return null;
  const what = ({ arm, n }: (typeof buys)[number]): string => `${plural(n, 'ballot')} of ${arms[arm]?.name ?? ''}`;
  if (first.to === null)
    return `Whatever an error costs, ask ${what(first)}: of all that was looked at nothing is cheaper, and nothing errs less.`;
  const steps = others.map((buy, at) => `from ${at === 0 ? 'there' : `${usd(buy.from)},`} ${what(buy)}`);
  return `Below ${usd(first.to)} an error, ask ${what(first)}; ${steps.join('; ')}.`;
};

/** Which of several arms did best, and what to expect of such a winner on rows that did not pick it. */
export const selectionSentence = ({ arm, apparent, nested, frequency }: Selection, { arms }: Comparison): string => {
  const shown = (error: number): string => errorOf({ metric: 'error' }, error);
  const name = arms[arm]?.name ?? '';
  const picked = frequency[arm] ?? 0;
  const often = picked < 1 ? ` (it was ${name} ${percent(picked)} of the time)` : '';
  return `${name} did best, with ${shown(apparent)} errors; picked on some rows and counted on others the best arm errs on ${shown(nested)}${often}.`;
};
