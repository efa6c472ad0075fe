import type { Findings } from '../analyse/findings.ts';
import type { RowVerdict } from '../analyse/verdicts.ts';
import type { OutcomeCounts } from '../ballot.ts';

/** The verdicts as reports show them. Where scores are compared with a numeric gold none is right or wrong, only nearer or farther. */
export const shownVerdicts = ({ verdicts, settings }: Pick<Findings, 'verdicts' | 'settings'>): readonly RowVerdict[] =>
  settings.target === 'labels' ? verdicts : verdicts.map((verdict) => ({ ...verdict, correct: null }));

/** The ballots without a value, by how they ended: "2 failed, 1 abstained"; empty where every one was cast. */
export const lostBallots = (outcomes: OutcomeCounts): string =>
  (['failed', 'invalid', 'abstained'] as const)
    .filter((outcome) => outcomes[outcome] > 0)
    .map((outcome) => `${outcomes[outcome]} ${outcome}`)
    .join(', ');
