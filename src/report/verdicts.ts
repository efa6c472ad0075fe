import type { Findings } from '../analyse/findings.ts';
import type { RowVerdict } from '../analyse/verdicts.ts';

/** The verdicts as reports show them. Where scores are compared with a numeric gold none is right or wrong, only nearer or farther. */
export const shownVerdicts = ({ verdicts, settings }: Pick<Findings, 'verdicts' | 'settings'>): readonly RowVerdict[] =>
  settings.target === 'labels' ? verdicts : verdicts.map((verdict) => ({ ...verdict, correct: null }));
