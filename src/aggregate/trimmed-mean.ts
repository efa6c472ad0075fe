import { mean as average } from 'simple-statistics';
import type { ScoreStatistic } from './rule.ts';

/**
 * Trimmed mean: drops floor(share × n) scores at each end, by rank, and averages the rest (R: `mean(x, trim = share)`).
 * By rank, not by bound: scores tie often, and a bound would then drop too few.
 */
export const trimmedMean =
  (share: number): ScoreStatistic =>
  (sorted) => {
    const cut = Math.floor(share * sorted.length);
    return average(sorted.slice(cut, sorted.length - cut));
  };
