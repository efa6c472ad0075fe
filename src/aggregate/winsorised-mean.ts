import { mean as average } from 'simple-statistics';
import type { ScoreStatistic } from './rule.ts';

/** Winsorised mean: the floor(share × n) scores at each end, by rank, become the nearest score that is kept. */
export const winsorisedMean =
  (share: number): ScoreStatistic =>
  (sorted) => {
    // A share such as 0.29 of 100 is 28.999… in doubles, and means 29.
    const cut = Math.floor(share * sorted.length + 1e-9);
    const last = sorted.length - 1 - cut;
    return average(sorted.map((_, rank) => sorted[Math.min(Math.max(rank, cut), last)] ?? Number.NaN));
  };
