import { mean as average } from 'simple-statistics';
import type { ScoreStatistic } from './rule.ts';

/**
 * Trimmed mean: drops floor(share × n) scores at each end, by rank, and averages the rest (R: `mean(x, trim = share)`).
 * By rank, not by bound: scores tie often, and a bound would then drop too few.
 */
export const trimmedMean =
  (share: number): ScoreStatistic =>
  (sorted) => {
    // A share such as 0.29 of 100 is 28.999… in doubles, and means 29.
    const cut = Math.floor(share * sorted.length + 1e-9);
    return average(sorted.slice(cut, sorted.length - cut));
  };
