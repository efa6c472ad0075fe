import type { ScoreStatistic } from './rule.ts';

/** The highest cast score: as lenient as the most lenient judge. */
export const maximum: ScoreStatistic = (sorted) => sorted.at(-1) ?? Number.NaN;
