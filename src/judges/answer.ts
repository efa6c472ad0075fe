import type { Value } from '../ballot.ts';
import type { ModelReply } from '../model.ts';
import type { AnswerCriterion } from '../rubric.ts';
import type { Reading } from '../slot.ts';
import { numberIn } from '../wording/number-in.ts';
import { show } from '../wording/quote.ts';
import { extractor } from './extract.ts';
import { onScale } from './on-scale.ts';
import { invalid, unfinished } from './unfinished.ts';

/** Reads a reply to the row's own question: found by the criterion's rule, normalised as gold is, and on the scale; else invalid. */
export const readAnswer = (criterion: AnswerCriterion): ((reply: ModelReply) => Reading) => {
  const find = extractor(criterion);
  const { kind } = criterion.extract;
  return (reply) => {
    const broken = unfinished(reply);
    if (broken !== null) return invalid(broken);
    const found = find(reply.text);
    if (found === null) return invalid(`no answer found by the rule "${kind}"`);
    const value = normaliseAnswer(found, criterion);
    if (value === '') return invalid(`an empty answer by the rule "${kind}"`);
    const legal = onScale(value, criterion.scale);
    return legal === null
      ? invalid(`off the scale: ${show(String(value), 40)}`)
      : { vote: { kind: 'cast', value: legal }, cause: null };
  };
};

/**
 * An answer in the form in which answers are compared, gold as well: without wrapping quotes, emphasis and full stop, in lower case unless
 * case matters, numbers in canonical form, labels as they were declared. Numbers where the scale has an order, else text.
 */
export const normaliseAnswer = (text: string, { extract, matchCase, scale }: AnswerCriterion): Value => {
  const folded = (part: string): string => {
    const plain = part.normalize('NFC').trim().replaceAll(/\s+/g, ' ');
    return matchCase ? plain : plain.toLowerCase();
  };
  const bare = folded(unwrap(text.normalize('NFC')));
  // As it stands, so that gold is a number here wherever the config let it pass as one.
  const number = extract.kind === 'number' ? numberIn(text) : null;
  const label = extract.kind === 'label' ? labelIn(extract.labels, [folded(text), bare], folded) : undefined;
  const value = label ?? number ?? bare;
  return onScale(value, scale) ?? value;
};

/** The label that a text is. A label may be wrapped itself, or end in a stop, as "U.S." does: as it stands comes first. */
const labelIn = (
  labels: readonly string[],
  [whole, bare]: readonly [string, string],
  folded: (part: string) => string,
): string | undefined =>
  labels.find((label) => folded(label) === whole) ??
  labels.find((label) => folded(label) === bare) ??
  (bare === '' ? undefined : labels.find((label) => folded(unwrap(label.normalize('NFC'))) === bare));

const pairs = ['""', "''", '“”', '‘’', '«»', '``', '**', '__'];

/** Takes off what wraps a text, layer by layer: white space, a full stop at the end, quotation marks, emphasis. */
const unwrap = (text: string): string => {
  let inner = text.trim();
  for (let before = ''; before !== inner;) {
    before = inner;
    inner = inner.replace(/(?<=[^.])[.。]$/u, '').trim();
    const pair = pairs.find(
      ([open = '', close = '']) => inner.length > 1 && inner.startsWith(open) && inner.endsWith(close),
    );
    if (pair !== undefined) inner = inner.slice(1, -1).trim();
  }
  return inner;
};
