import type { Comparison, Pairing } from '../compare/comparison.ts';
import {
  byMargin,
  measureOf,
  moreOrFewer,
  namesIn,
  pointRange,
  pValue,
  signedRange,
  testName,
  testsOf,
} from './compare-words.ts';
import { count, errorOf, percent, plural, points } from './format.ts';

/** All that is said of a pairing's verdicts: the difference, and without gold the agreement beside it, unless nothing differs. */
export const verdictSentences = (pairing: Pairing, comparison: Comparison): string[] =>
  pairing.by === 'fail' && pairing.changed.length > 0
    ? [pairingSentence(pairing, comparison), agreementSentence(pairing, comparison)]
    : [pairingSentence(pairing, comparison)];

/** What the pairs of an arm and the reference say, in a plain sentence or two: the difference, how sure it is, and what follows. */
const pairingSentence = (pairing: Pairing, comparison: Comparison): string => {
  const measure = measureOf(pairing);
  const names = namesIn(comparison, pairing);
  if (measure === null) return agreementSentence(pairing, comparison);
  const { difference, conclusion, by, test } = measure;
  const range = pointRange(difference);
  const rows = plural(difference.rows, 'row');
  const size = moreOrFewer(difference.value);
  const fact = `${names.arm} ${by} on ${size === null ? 'as many rows as' : `${size} rows than`} ${names.reference}`;
  const basis = `${pValues()}, ${testName(test)} on ${rows}`;
  switch (conclusion) {
    case 'better':
    case 'worse':
      return `${fact} (${range}; ${basis}): ${outcome()}.`;
    case 'not-worse':
      return `${fact} (${range}; ${basis}): not shown to differ, and not ${by === 'errs' ? 'worse' : 'fewer'}${byMargin(comparison)} (${percent(comparison.level)} confidence).${alone()}`;
    case 'alike':
      return `No row differs: ${names.arm} and ${names.reference} ${by === 'errs' ? 'err alike' : 'pass alike'} on ${difference.rows === 1 ? 'the one row' : `all ${rows}`}.${unseen()}`;
    case 'open':
      return `Can't tell whether ${names.arm} ${by} on ${by === 'errs' ? 'more' : 'fewer'} rows than ${names.reference}: the difference lies between ${signedRange(difference, 'and')} points (${basis})${needed()}.${alone()}`;
  }

  function pValues(): string {
    const { p, adjusted } = test;
    return `p ${pValue(p)}${pValue(p) === pValue(adjusted) ? '' : `, adjusted ${pValue(adjusted).replace('= ', '')}`}`;
  }
  function outcome(): string {
    if (by === 'errs') return conclusion === 'better' ? 'it is better' : 'it is worse';
    return conclusion === 'better' ? 'it passes more' : 'it passes fewer';
  }
  function unseen(): string {
    const most = Math.max(Math.abs(difference.lower), Math.abs(difference.upper));
    return most > 0 && Number.isFinite(most)
      ? ` On more rows like these the difference would be at most ${points(most)} either way (${percent(comparison.level)} confidence).`
      : '';
  }
  function needed(): string {
    const { rowsNeeded } = pairing;
    // Where there are as many already, they had bad luck, and more of the same is no advice.
    if (rowsNeeded === null || !Number.isFinite(rowsNeeded) || rowsNeeded <= difference.rows) return '';
    return `; some ${count(rowsNeeded)} rows would show one of ${points(comparison.margin)}`;
  }
  function alone(): string {
    const { p, adjusted } = test;
    const alpha = 1 - comparison.level;
    return p < alpha && adjusted >= alpha
      ? ` Tested alone it would differ; among ${plural(testsOf(comparison, by), 'test')} so small a p may be chance.`
      : '';
  }
};

/** How often two arms decide alike, which is no accuracy. */
export const agreementSentence = (pairing: Pairing, comparison: Comparison): string => {
  const { arm, reference } = namesIn(comparison, pairing);
  const { agreement, paired } = pairing;
  if (paired === 0) return `${arm} and ${reference} have no row in common: there is nothing to compare.`;
  if (agreement === null)
    return `There is no row that both ${reference} and ${arm} decide: there is nothing to compare.`;
  return `${arm} and ${reference} decide alike on ${rate(agreement.value)} of the ${plural(agreement.rows, 'row')} that both decide (${rate(agreement.lower)}–${rate(agreement.upper)}); agreement is not accuracy.`;
};

const rate = (share: number): string => errorOf({ metric: 'error' }, share);
