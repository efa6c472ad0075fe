import type { ScoreStatistic } from './rule.ts';

/** The lowest cast score: as severe as the most severe judge. */
export const minimum: ScoreStatistic = (sorted) => sorted[0] ?? Number.NaN;
