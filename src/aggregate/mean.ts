import { mean as average } from 'simple-statistics';
import type { ScoreStatistic } from './rule.ts';

/** The mean of the cast scores. */
export const mean: ScoreStatistic = (sorted) => average(sorted);
