import { medianSorted } from 'simple-statistics';
import type { ScoreStatistic } from './rule.ts';

/** The median of the cast scores; of an even number, the mean of the middle two. */
export const median: ScoreStatistic = (sorted) => medianSorted(sorted);
