import { COMBINED, type Subject } from '../arm.ts';
import { Fault } from '../fault.ts';
import { expectedArm } from '../live/expected-arm.ts';
import type { Prepared } from '../live/prepare.ts';
import { quote, quoteAll } from '../wording/quote.ts';
import { meant } from '../config/legal.ts';

/** What an assertion is about: the criterion that it names, else all of them combined, else the only one. Throws a `Fault` where that is open. */
export const subjectOf = (prepared: Prepared, named: string | undefined): Subject => {
  const { experiment, settings, rehearse } = prepared;
  const { subjects } = expectedArm(experiment, { settings, simulated: rehearse });
  const ids = subjects.map(({ id }) => id);
  const combined = subjects.find(({ kind }) => kind === 'combined');
  const subject =
    named === undefined
      ? (combined ?? (subjects.length === 1 ? subjects[0] : undefined))
      : subjects.find(({ id }) => id === named);
  if (subject !== undefined) return subject;
  if (named === undefined)
    throw new Fault(
      'option/value',
      `The panel judges by ${subjects.length} criteria and nothing combines them, so it is open which one the test is about.\nName one: ${quoteAll(ids)}; or add combine: all to the config.`,
    );
  throw new Fault(
    'option/value',
    named === COMBINED
      ? `The test is about all criteria combined, but nothing combines them.\nAdd combine: all to the config, or name one: ${quoteAll(ids)}.`
      : `The test is about ${quote(named)}, which is no criterion of the panel, so it could never pass.\n${meant(named, ids)}`,
  );
};

/** The same where something says what passing is. */
export const passableSubjectOf = (prepared: Prepared, named: string | undefined): Subject => {
  const subject = subjectOf(prepared, named);
  if (subject.pass !== null) return subject;
  throw new Fault(
    'option/value',
    `Nothing says what passing is on ${quote(subject.id)}, so no output could pass or fail it.\nName the label that passes ("positive" of the rule) or the score from which on ("passAt" of the curve) in the config, or assert the value: toHaveVerdict(${quote(subject.id)}, …).`,
  );
};
