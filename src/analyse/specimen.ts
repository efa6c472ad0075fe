import type { Value } from '../ballot.ts';
import type { Criterion, Scale } from '../rubric.ts';
import { ask, type Question } from './question.ts';
import type { Settings } from './settings.ts';

/** A question with one ballot of every legal value: what the analysis will make of a criterion, known before there are any ballots. */
export const specimenOf = (criterion: Criterion, settings: Settings): Question => {
  const values = legalValues(criterion.scale);
  const cell = { row: 0, judge: 0, codes: values.map((_, code) => code), scores: null, costs: null };
  return ask({ criterion, values, gold: [], cells: [cell] }, [], unweighted(settings));
};

/** The values of a scale: of an interval its ends, of open answers any. */
export const legalValues = (scale: Scale): readonly Value[] => {
  if (scale.kind === 'interval') return [scale.min, scale.max];
  return scale.kind === 'ordinal' ? scale.levels : (scale.labels ?? ['an answer']);
};

// Weights name judges, and here there is none.
const unweighted = (settings: Settings): Settings =>
  settings.rule.kind === 'weighted' ? { ...settings, rule: { ...settings.rule, weights: {} } } : settings;
