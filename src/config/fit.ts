import { passLabel } from '../analyse/pass-label.ts';
import type { Settings } from '../analyse/settings.ts';
import { legalValues, specimenOf } from '../analyse/specimen.ts';
import type { Value } from '../ballot.ts';
import { Fault } from '../fault.ts';
import type { AskedCriterion } from '../rubric.ts';
import { quote } from '../wording/quote.ts';
import { meant } from './legal.ts';

/** Where the rule and what belongs to it stand. */
export type FitPlaces = { readonly rule: string; readonly combine: string | null };

/** Checks that the rule can count what the criteria ask for, before anything is sent. */
export const checkFit = (criteria: readonly AskedCriterion[], settings: Settings, places: FitPlaces): void => {
  for (const criterion of criteria) {
    checkOpen(criterion, settings, places.rule);
    tryRule(criterion, settings, places.rule);
    if (places.combine !== null && criterion.kind === 'judge') checkPassing(criterion, settings, places.combine);
  }
  checkNamed([...settings.priority, ...(settings.positive === null ? [] : [settings.positive])], criteria, places.rule);
};

/** Open answers have no negative label that a tie or a missing quorum could fall to. */
const checkOpen = ({ id, scale }: AskedCriterion, { tie, onNoQuorum }: Settings, where: string): void => {
  if (scale.kind !== 'nominal' || scale.labels !== null) return;
  const polar = tie === 'pass' || tie === 'fail' ? `The tie rule "${tie}"` : 'A missing quorum that fails';
  if (polar.startsWith('A') && onNoQuorum !== 'fail') return;
  throw forbidden(`${polar} needs a scale of two labels, and the answers to ${quote(id)} are open`, where);
};

/** Puts one ballot of every legal value to the analysis, which knows what each rule needs. */
const tryRule = (criterion: AskedCriterion, settings: Settings, where: string): void => {
  try {
    specimenOf(criterion, settings);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw forbidden((error.message.split('\n')[0] ?? '').replace(/\.$/, ''), where, error);
  }
};

/** Combining verdicts needs to know which of them are passes. */
const checkPassing = (criterion: AskedCriterion, settings: Settings, where: string): void => {
  if (passLabel(specimenOf(criterion, settings), settings) !== null) return;
  throw new Fault(
    'scale/forbids-rule',
    `"combine" adds up passes, and it is open what passing means on ${quote(criterion.id)}.\nName the label that passes, rule: {kind: …, positive: LABEL}, or the score from which on, curve: {passAt: SCORE}; or take "combine" out.`,
    { where },
  );
};

const checkNamed = (named: readonly Value[], criteria: readonly AskedCriterion[], where: string): void => {
  if (criteria.some(({ scale }) => scale.kind === 'interval' || (scale.kind === 'nominal' && scale.labels === null)))
    return;
  const legal = [...new Set(criteria.flatMap(({ scale }) => legalValues(scale).map(String)))];
  const unknown = named.find((value) => !legal.includes(String(value)));
  if (unknown === undefined) return;
  throw new Fault(
    'config/value',
    `The rule names ${quote(String(unknown))}, which no criterion has among its values, so it would change nothing.\n${meant(String(unknown), legal)}`,
    { where },
  );
};

const forbidden = (found: string, where: string, cause?: unknown): Fault =>
  new Fault(
    'scale/forbids-rule',
    `${found}.\nChange "rule" (plurality counts labels of any scale, mean and median need scores, "positive" names the label that passes), or take the criterion out.`,
    { where, cause },
  );
