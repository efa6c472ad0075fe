import type { Graded } from '../assertion.ts';
import { meant } from '../config/legal.ts';
import { Fault } from '../fault.ts';
import { invalid, unfinished } from '../judges/unfinished.ts';
import type { ModelReply } from '../model.ts';
import type { Reading } from '../slot.ts';
import { quote, show } from '../wording/quote.ts';
import { answersIn } from './answers-in.ts';
import { judgePrompt } from './judge-prompt.ts';
import { textFor } from './text-for.ts';
import { readingOf, saying } from './vote.ts';
import { factualityPrompt } from './wire-prompts.ts';
import type { AssertedRow, AssertionTerms, Written } from './written.ts';

/**
 * `factuality`: how the output stands to an expert's answer, in one of five categories. A category passes if its score is above 0; the scores
 * are those of `options.factuality`. promptfoo takes no notice of "not-" here, this does.
 */
export const factuality = async (written: Written, row: AssertedRow, terms: AssertionTerms): Promise<Graded> => {
  const ideal = await textFor(written, row, terms);
  const shown = { fixed: { input: row.prompt, ideal }, output: 'completion' };
  const scores = scoresOf(written);
  const { inverse, graders } = written;
  const says = (category: string): string => JSON.stringify({ category, reason: 'So it stands.' });
  const worst = [...scores].toSorted(([, one], [, other]) => one - other)[0]?.[0] ?? 'D';
  const best = [...scores].toSorted(([, one], [, other]) => other - one)[0]?.[0] ?? 'C';
  return {
    kind: 'graded',
    graders,
    put: await judgePrompt(written, factualityPrompt, shown, row, terms),
    read: readFactuality(scores, inverse),
    says: saying(says(best), says(worst), inverse),
  };
};

/** A category's score in `options.factuality`, by the name that it has there. */
const categories: Readonly<Record<string, { readonly letter: string; readonly score: number }>> = {
  subset: { letter: 'A', score: 1 },
  superset: { letter: 'B', score: 1 },
  agree: { letter: 'C', score: 1 },
  disagree: { letter: 'D', score: 0 },
  differButFactual: { letter: 'E', score: 1 },
};

/** The score of each letter. */
export const scoresOf = ({
  factuality: given,
  where,
}: Pick<Written, 'factuality' | 'where'>): ReadonlyMap<string, number> => {
  const names = Object.keys(categories);
  const unknown = Object.keys(given ?? {}).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new Fault(
      'config/unknown-key',
      `${quote(unknown)} is no category of "factuality", so its score would be lost.\n${meant(unknown, names)}`,
      { where },
    );
  return new Map(
    Object.entries(categories).map(([name, { letter, score }]) => {
      const own = given?.[name] ?? score;
      if (typeof own !== 'number' || !(own >= 0 && own <= 1))
        throw new Fault(
          'assertion/value',
          `"factuality.${name}" is ${show(JSON.stringify(own) ?? '', 40)}, and a category that has no score decides nothing.\nGive it a number from 0 to 1: above 0 it passes.`,
          { where },
        );
      return [letter, own];
    }),
  );
};

/** Reads a category from a reply in either form that promptfoo takes: JSON with a `category`, or a letter in parentheses as in "(C) …". */
export const readFactuality =
  (scores: ReadonlyMap<string, number>, inverse: boolean) =>
  (reply: ModelReply): Reading => {
    const broken = unfinished(reply);
    if (broken !== null) return invalid(broken);
    const answers = answersIn(reply.text, 'category');
    const said =
      typeof answers === 'string'
        ? inParentheses(reply.text)
        : answers.map(({ category, reason }) => ({
            letter: typeof category === 'string' ? category.trim().toUpperCase() : '',
            reason: typeof reason === 'string' ? reason : '',
          }));
    const [first, ...others] = said;
    if (first === undefined) return invalid('no category');
    const score = scores.get(first.letter);
    if (score === undefined) return invalid(`no category from A to E: ${show(first.letter, 40)}`);
    if (others.some(({ letter }) => letter !== first.letter)) return invalid('categories that contradict each other');
    return readingOf({ passes: score > 0, score, reason: first.reason }, inverse);
  };

const inParentheses = (text: string): readonly { readonly letter: string; readonly reason: string }[] =>
  [...text.matchAll(/(?<![\p{L}\p{N}])\(?([a-e])\)/giu)].map(({ 0: match, 1: letter = '', index }) => ({
    letter: letter.toUpperCase(),
    reason: text.slice(index + match.length),
  }));
