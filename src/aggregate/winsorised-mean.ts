import { mean as average } from 'simple-statistics';
import type { ScoreStatistic } from './rule.ts';

/** Winsorised mean: the floor(share × n) scores at each end, by rank, become the nearest score that is kept. */
export const winsorisedMean =
  (share: number): ScoreStatistic =>
  (sorted) => {
    const cut = Math.floor(share * sorted.length);
    const last = sorted.length - 1 - cut;
    return average(sorted.map((_, rank) => sorted[Math.min(Math.max(rank, cut), last)] ?? Number.NaN));
  };
