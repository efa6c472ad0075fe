import { isScoreRule } from '../aggregate/rule.ts';
import type { Subject } from '../arm.ts';
import type { Value } from '../ballot.ts';
import { meant } from '../config/legal.ts';
import { onScale, valuesOf } from '../config/scale.ts';
import { Fault } from '../fault.ts';
import type { Prepared } from '../live/prepare.ts';
import { quote } from '../wording/quote.ts';
import type { Wanted } from './verdict-claim.ts';

/** What is wanted where a verdict is to be a value. Throws a `Fault` if no verdict could ever be that value. */
export const valueOn = (prepared: Prepared, subject: Subject, written: Value | boolean): Wanted => {
  const value = legalValue(prepared, subject, written);
  return {
    subject: subject.id,
    words: `get ${quote(String(value))} on ${quote(subject.id)}`,
    expected: value,
    holds: ({ verdict }) => verdict.kind === 'decided' && equal(verdict.value, value),
  };
};

const legalValue = ({ experiment, settings }: Prepared, subject: Subject, written: Value | boolean): Value => {
  const text = String(written);
  if (subject.kind === 'combined' || settings.passAt !== null) return among(text, ['pass', 'fail'], subject);
  const criterion = experiment.criteria.find(({ id }) => id === subject.id);
  if (criterion === undefined) throw new RangeError(`the experiment has no criterion "${subject.id}"`);
  if (isScoreRule(settings.rule)) {
    // The mean of levels may lie between two of them.
    if (typeof written === 'number' && Number.isFinite(written)) return written;
    throw new Fault(
      'option/value',
      `The rule ${quote(settings.rule.kind)} makes a score of the ballots on ${quote(subject.id)}, and ${quote(text)} is none.\nGive a number.`,
    );
  }
  return onScale(written, criterion.scale) ?? among(text, valuesOf(criterion.scale), subject);
};

const among = (text: string, legal: readonly string[], { id }: Subject): string => {
  if (legal.includes(text)) return text;
  throw new Fault(
    'option/value',
    `The verdict on ${quote(id)} is to be ${quote(text)}, which is not on its scale, so the test could never pass.\n${meant(text, legal)}`,
  );
};

const equal = (a: Value, b: Value): boolean =>
  typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) < 1e-9 : a === b;
