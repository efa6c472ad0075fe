import { combinedCriteria } from '../aggregate/combine.ts';
import { isScoreRule } from '../aggregate/rule.ts';
import type { Value } from '../ballot.ts';
import { Fault } from '../fault.ts';
import type { Poll } from '../recording.ts';
import { positives } from './pass-at.ts';
import type { Question } from './question.ts';
import type { Settings } from './settings.ts';

/** The label with which a criterion passes; null where none is known, as with scores that have no mark to pass. */
export const passLabel = ({ poll, passes, rule }: Question, { positive }: Settings): Value | null => {
  if (passes) return 'pass';
  // A mean of 0s and 1s lies between them: without a mark it is neither.
  if (isScoreRule(rule)) return null;
  const { scale } = poll.criterion;
  if (scale.kind === 'interval') return null;
  const labels = labelsOf(poll);
  if (positive !== null) return labels.find((label) => String(label) === String(positive)) ?? null;
  // Of many levels, one that is called 1 is not the one that passes; nor is one of many answers that nobody listed.
  const isOpen = scale.kind === 'nominal' && scale.labels === null;
  if ((scale.kind === 'ordinal' || isOpen) && labels.length > 2) return null;
  return labels.find((label) => positives.test(String(label))) ?? counterpart(poll);
};

/**
 * The label that passes where nobody was given it: on a scale that was not declared, and of which only a label that fails was seen. It is
 * written as that one is.
 *
 *     'FAIL' // => 'PASS'
 */
const counterpart = ({ criterion, values }: Poll): Value | null => {
  const [failing, ...others] = values;
  if (criterion.declared || failing === undefined || others.length > 0) return null;
  const written = String(failing);
  const passing = opposites.get(written.toLowerCase());
  if (passing === undefined) return null;
  if (typeof failing === 'number') return Number(passing);
  if (written === written.toUpperCase()) return passing.toUpperCase();
  return written.slice(0, 1) === written.slice(0, 1).toUpperCase()
    ? `${passing.slice(0, 1).toUpperCase()}${passing.slice(1)}`
    : passing;
};

const opposites: ReadonlyMap<string, string> = new Map([
  ['fail', 'pass'],
  ['failed', 'passed'],
  ['false', 'true'],
  ['no', 'yes'],
  ['0', '1'],
  ['incorrect', 'correct'],
  ['wrong', 'right'],
  ['bad', 'good'],
  ['not ok', 'ok'],
  ['reject', 'accept'],
  ['rejected', 'accepted'],
  ['unacceptable', 'acceptable'],
]);

/** The labels that a poll's scale declares, or else those that were seen. */
export const labelsOf = ({ criterion: { scale }, values }: Poll): readonly Value[] => {
  if (scale.kind === 'nominal' && scale.labels !== null) return scale.labels;
  return scale.kind === 'ordinal' ? scale.levels : values;
};

/** Criteria can be combined only if each says what passing is. */
export const checkCombine = (questions: readonly Question[], settings: Settings): void => {
  const combined = settings.combine === null ? [] : combinedCriteria(settings.combine);
  for (const question of questions) {
    const { id } = question.poll.criterion;
    if (!combined.includes(id) || passLabel(question, settings) !== null) continue;
    throw new Fault(
      'scale/forbids-rule',
      `All criteria are to be combined by their passes, but nothing says when criterion "${id}" passes: its values are ${labelsOf(
        question.poll,
      )
        .slice(0, 6)
        .map((label) => `"${label}"`)
        .join(', ')}.\nName the label that passes (positive), or the score from which it passes (pass-at).`,
    );
  }
};
