import { isObject, parseJson, type JsonObject } from '../judges/json.ts';
import { invalid, unfinished } from '../judges/unfinished.ts';
import type { ModelReply } from '../model.ts';
import type { Reading } from '../slot.ts';
import { objectsIn } from './objects-in.ts';
import { readingOf, type Finding } from './vote.ts';

/**
 * Reads a reply by the object in it that has this field. `findingOf` tells what the object says, or why it says nothing. Two objects that
 * disagree are no answer: which of them was meant nobody knows.
 */
export const readAnswer =
  (field: string, findingOf: (answer: JsonObject) => Finding | string, inverse: boolean) =>
  (reply: ModelReply): Reading => {
    const broken = unfinished(reply);
    if (broken !== null) return invalid(broken);
    const answers = answersIn(reply.text, field);
    if (typeof answers === 'string') return invalid(answers);
    const findings: Finding[] = [];
    for (const answer of answers) {
      const finding = findingOf(answer);
      if (typeof finding === 'string') return invalid(finding);
      findings.push(finding);
    }
    const [first, ...others] = findings;
    return first === undefined || others.some(({ passes }) => passes !== first.passes)
      ? invalid('verdicts that contradict each other')
      : readingOf(first, inverse);
  };

/**
 * The objects in a judge's reply that have this field, wherever they stand: the reply itself, in a fence, in prose. What was thought before
 * the answer is no answer. A text: why there is none.
 */
export const answersIn = (reply: string, field: string): readonly JsonObject[] | string => {
  const end = reply.lastIndexOf(endOfThinking);
  const objects = allIn(end < 0 ? reply : reply.slice(end + endOfThinking.length));
  if (objects.length === 0) return 'no JSON object';
  const answers = objects.filter((object) => Object.hasOwn(object, field));
  return answers.length === 0 ? `no field "${field}"` : answers;
};

const endOfThinking = '</think>';

/** A reply that is JSON as a whole is read as such: braces in its texts are no objects. */
const allIn = (text: string): readonly JsonObject[] => {
  const whole = parseJson(text) ?? parseJson(text.replace(/^\s*```(?:json)?\s*\n([^]*)\n\s*```\s*$/i, '$1'));
  if (whole === undefined) return objectsIn(text);
  return isObject(whole) ? [whole] : [];
};
