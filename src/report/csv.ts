import { stringify } from 'csv-stringify/browser/esm/sync';
import type { Findings } from '../analyse/findings.ts';
import { shownVerdicts } from './verdicts.ts';

/** `verdicts.csv`: a line a row and criterion, for a spreadsheet. A cell that a spreadsheet would run as a formula is quoted into text. */
export const verdictsCsv = (findings: Findings): string =>
  stringify(
    shownVerdicts(findings).map(({ row, criterion, verdict, gold, correct, outcomes }) => ({
      row,
      criterion,
      verdict: verdict.kind === 'decided' ? verdict.value : '',
      undecided: verdict.kind === 'undecided' ? verdict.cause : '',
      support: verdict.kind === 'decided' ? verdict.support : '',
      counted: verdict.counted,
      gold: gold ?? '',
      correct: correct === null ? '' : String(correct),
      ...outcomes,
      ...(findings.simulated ? { note: 'SIMULATED' } : {}),
    })),
    { header: true, escape_formulas: true },
  );
