import type { Graded } from '../assertion.ts';
import type { Errand } from '../model.ts';
import type { Scale, Extraction } from '../rubric.ts';
import { oneAt } from './chance.ts';
import type { Thought } from './mind.ts';
import type { Behaviour } from './wire.ts';

/** How a judge is asked to word what it thinks: as the closed object of a verdict, as an answer that an extraction finds, or as an assertion has it. */
export type Wording =
  | { readonly kind: 'verdict' }
  | { readonly kind: 'answer'; readonly extract: Extraction }
  | { readonly kind: 'assertion'; readonly says: ReadonlyMap<string, Graded['says']> }; // by row

/** What goes over the wire for a thought. */
export const speak = (
  thought: Thought,
  wording: Wording,
  { scale, row }: { readonly scale: Scale; readonly row: string },
): Behaviour => {
  switch (thought.kind) {
    case 'refused':
      return { kind: 'reply', finish: 'refusal', text: "I'm sorry, but I can't help with that." };
    case 'brokenJson':
      return { kind: 'reply', text: wording.kind === 'answer' ? noAnswer : '{"reason": "Simulated: a reply that' };
    case 'abstained':
      return {
        kind: 'reply',
        text: wording.kind === 'verdict' ? verdict(thought.reason, true, anyOf(scale)) : noAnswer,
      };
    case 'cast':
      return {
        kind: 'reply',
        text: castText(thought, wording, row),
      };
  }
};

/** A text that a generator might write: short, and recognisable as nobody's work. */
export const outputText = (seed: number, { row, judge }: Errand): string =>
  `${oneAt(openings, seed, 'output', row, judge)} ${oneAt(endings, seed, 'ending', row, judge)} (Simulated.)`;

const openings = [
  'Thank you for writing; we have looked into it.',
  'Good question, and the answer is short.',
  'We are sorry for the trouble, and have put it right.',
] as const;
const endings = [
  'Please let us know if anything is still open.',
  'You will hear from us again within two working days.',
  'No further step is needed on your side.',
] as const;

const noAnswer = 'Simulated: a reply without any answer in it.';

const castText = ({ reason, value }: Extract<Thought, { kind: 'cast' }>, wording: Wording, row: string): string => {
  switch (wording.kind) {
    case 'verdict':
      return verdict(reason, false, value);
    case 'answer':
      return answerText(String(value), wording.extract);
    case 'assertion':
      return wording.says.get(row)?.[value === 'pass' ? 'pass' : 'fail'] ?? noAnswer;
  }
};

const verdict = (reason: string, abstain: boolean, value: string | number): string =>
  JSON.stringify({ reason, abstain, verdict: value });

/** Who abstains still fills in the verdict, since the reply's schema requires one. */
const anyOf = (scale: Scale): string | number => {
  if (scale.kind === 'interval') return scale.min;
  return (scale.kind === 'ordinal' ? scale.levels : scale.labels)?.[0] ?? '';
};

/**
 * An answer where the extraction looks for it: in its field, or on a last line of its own. A regular expression gets the first of the
 * usual forms that it reads back, and `Answer: …` if there is none.
 */
const answerText = (answer: string, extract: Extraction): string => {
  if (extract.kind === 'json') {
    const keys = extract.field.split('.');
    return JSON.stringify(keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), answer));
  }
  const plain = `Answer: ${answer}`;
  const form = extract.kind === 'regex' ? (readBack(answer, extract) ?? plain) : plain;
  return `Simulated: no model was asked.\n${form}`;
};

/** Gold is in lower case where case doesn't matter, and the expression may want capitals. */
const readBack = (answer: string, extract: Pattern): string | undefined =>
  [answer, answer.toUpperCase()]
    .flatMap((text) => [`Answer: ${text}`, `#### ${text}`, `\\boxed{${text}}`, `<answer>${text}</answer>`, text])
    .find((text) => lastMatch(text, extract)?.toLowerCase() === answer.toLowerCase());

type Pattern = { readonly pattern: string; readonly flags: string };

const lastMatch = (text: string, { pattern, flags }: Pattern): string | undefined => {
  const matches = [...text.matchAll(new RegExp(pattern, flags.includes('g') ? flags : `${flags}g`))];
  const match = matches.at(-1);
  return (match?.[1] ?? match?.[0])?.trim();
};
