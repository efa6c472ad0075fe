import { incompleteBeta } from './beta.ts';

/**
 * Error of the majority of n independent votes, each correct with chance p; ties split (Condorcet 1785;
 * R: `pbinom((n - 1) / 2, n, p)` for odd n). An even n errs exactly as often as the odd n before it.
 * Real votes share their row's difficulty and err more often.
 *
 *     independentMajorityError(0.7, 15) // => 0.050012540053776
 */
export const independentMajorityError = (p: number, n: number): number => {
  if (!(n >= 1)) throw new RangeError(`A majority needs at least one vote, not ${n}.`);
  const half = (n % 2 === 0 ? n : n + 1) / 2;
  return incompleteBeta(half, half, 1 - p);
};
