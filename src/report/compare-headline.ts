import { COMBINED } from '../arm.ts';
import type { Comparison, Pairing } from '../compare/comparison.ts';
import { frontierSentence } from './compare-choice.ts';
import { latencySentence, priceSentence, pricesKnown } from './compare-price.ts';
import { agreementSentence, verdictSentences } from './compare-sentence.ts';
import { groupedByWord, tally } from './compare-tally.ts';
import { byMargin, measureOf, moreOrFewer, namesIn, pointRange, signedRange } from './compare-words.ts';
import { plural } from './format.ts';

/** Whether each arm is worse than the reference, and worth its price: all criteria together where they are combined, else each. */
export const comparisonHeadline = (comparison: Comparison): string => {
  const { arms, frontiers } = comparison;
  const [frontier, ...others] = frontiers;
  const isShort = frontier !== undefined && others.length === 0 && frontier.buys.length <= many;
  const choice = arms.length > 2 && isShort ? frontierSentence(frontier, comparison) : null;
  const unknown = pricesKnown(comparison) ? null : 'What a row costs is unknown, so nothing is said of prices.';
  const answers =
    arms.length > many
      ? groupedByWord(
          arms.slice(1).flatMap((_, at) => mainPairings(comparison, at + 1)),
          comparison,
        )
      : arms.slice(1).map((_, at) => armAnswer(at + 1, comparison));
  return [...answers, choice, unknown].filter((sentence) => sentence !== null).join(' ');
};

/** Of more arms than this nobody reads a sentence each. */
const many = 4;

/** What is said of one arm: an answer with its price on one subject, a word on each of several. */
const armAnswer = (at: number, comparison: Comparison): string => {
  const own = mainPairings(comparison, at);
  const [only] = own;
  if (only === undefined) return `${namesIn(comparison, { arm: at }).arm} is asked nothing that the reference is.`;
  if (own.length > 1) return tally(own, comparison);
  const price =
    pricesKnown(comparison) && only.paired > 0 ? ` ${priceSentence(only, comparison, { after: true })}` : '';
  return `${answer(only, comparison)}${price}`;
};

/** What is said of a pairing below the headline: its verdicts with their test, the price unless the headline has it, and the time. */
export const pairingSentences = (pairing: Pairing, comparison: Comparison): string[] => {
  const main = mainPairings(comparison, pairing.arm);
  const told =
    !pricesKnown(comparison) ||
    pairing.paired === 0 ||
    (comparison.arms.length <= many && main.length === 1 && main.includes(pairing));
  return [
    ...verdictSentences(pairing, comparison),
    ...(told ? [] : [priceSentence(pairing, comparison)]),
    latencySentence(pairing),
  ].filter((sentence) => sentence !== null);
};

/** The pairings that answer for an arm. */
const mainPairings = ({ pairings }: Comparison, at: number): Pairing[] => {
  const own = pairings.filter(({ arm }) => arm === at);
  const combined = own.filter(({ subject }) => subject === COMBINED);
  return combined.length > 0 ? combined : own;
};

/** The answer on one subject, before the figures behind it. */
const answer = (pairing: Pairing, comparison: Comparison): string => {
  const measure = measureOf(pairing);
  if (measure === null) return agreementSentence(pairing, comparison);
  const { arm, reference } = namesIn(comparison, pairing);
  const { by, conclusion, difference } = measure;
  const errs = by === 'errs';
  const figure = `on ${moreOrFewer(difference.value) ?? 'as many'} rows`;
  const rows = plural(difference.rows, 'row');
  switch (conclusion) {
    case 'better':
    case 'worse':
      return errs
        ? `${arm} is ${conclusion} than ${reference}: it errs ${figure} (${pointRange(difference)}).`
        : `${arm} passes ${figure} than ${reference} (${pointRange(difference)}).`;
    case 'not-worse':
      return errs
        ? `${arm} is not worse than ${reference}${byMargin(comparison)}; neither is shown to be the better (${signedRange(difference)} points).`
        : `${arm} does not pass fewer rows than ${reference}${byMargin(comparison)}; neither is shown to pass more (${signedRange(difference)} points).`;
    case 'alike':
      return `${arm} and ${reference} ${errs ? 'err' : 'pass'} alike on every row.`;
    case 'open':
      return `${rows} can't tell whether ${arm} ${errs ? 'is worse' : 'passes fewer rows'} than ${reference}: the difference lies between ${signedRange(difference, 'and')} points.`;
  }
};
