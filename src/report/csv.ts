import { stringify } from 'csv-stringify/browser/esm/sync';
import type { Value } from '../ballot.ts';
import type { Findings } from '../analyse/findings.ts';
import { printable } from './escape.ts';
import { markOf } from './mark.ts';
import { shownVerdicts } from './verdicts.ts';

/**
 * `verdicts.csv`: a line a row and criterion, for a spreadsheet. A cell that a spreadsheet would run as a formula is quoted into
 * text, and what a terminal would obey is shown instead; the names as they were stand in report.json.
 */
export const verdictsCsv = (findings: Findings): string => {
  const mark = markOf(findings);
  return stringify(
    shownVerdicts(findings).map(({ row, criterion, verdict, gold, correct, outcomes }) => ({
      row: printable(row),
      criterion: printable(criterion),
      verdict: verdict.kind === 'decided' ? shown(verdict.value) : '',
      undecided: verdict.kind === 'undecided' ? verdict.cause : '',
      support: verdict.kind === 'decided' ? verdict.support : '',
      counted: verdict.counted,
      gold: shown(gold ?? ''),
      correct: correct === null ? '' : String(correct),
      ...outcomes,
      ...(mark === null ? {} : { note: mark.word }),
    })),
    { header: true, escape_formulas: true },
  );
};

const shown = (value: Value): Value => (typeof value === 'string' ? printable(value) : value);
