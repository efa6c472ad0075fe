import { costFrontier } from '../statistics/cost-frontier.ts';
import { FAILED } from '../recording.ts';
import type { RowPool } from './pool.ts';
import type { Question } from './question.ts';
import type { Design } from './settings.ts';

/** n is best while an error costs between `from` and `to` US dollars. */
export type FrontierStep = {
  readonly n: number;
  readonly cost: number;
  readonly error: number;
  readonly from: number;
  readonly to: number | null;
};

/**
 * What a ballot costs on the mean, in US dollars; null unless the cost of every ballot that came back is known. Where judges take
 * turns each counts alike, however many ballots it gave.
 */
export const meanCost = (
  { poll }: Question,
  pools: readonly RowPool[],
  { judge, design }: { judge: number | null; design: Design },
): number | null => {
  const rows = new Set(pools.map(({ row }) => row));
  const spent = new Map<number, { sum: number; count: number }>();
  for (const cell of poll.cells) {
    if ((judge !== null && cell.judge !== judge) || !rows.has(cell.row)) continue;
    const account = spent.get(design === 'random' ? 0 : cell.judge) ?? { sum: 0, count: 0 };
    spent.set(design === 'random' ? 0 : cell.judge, account);
    for (const [sample, code] of cell.codes.entries()) {
      const cost = cell.costs?.[sample] ?? null;
      if (cost === null && code === FAILED) continue;
      // A ballot of unknown cost makes the mean unknown, never cheaper.
      if (cost === null) return null;
      account.sum += cost;
      account.count += 1;
    }
  }
  const means = [...spent.values()].filter(({ count }) => count > 0).map(({ sum, count }) => sum / count);
  return means.length === 0 ? null : means.reduce((sum, mean) => sum + mean, 0) / means.length;
};

/** The sizes worth buying, each with the prices of an error between which it is the best. */
export const frontierOf = (
  grid: readonly number[],
  errors: readonly number[],
  costPerBallot: number,
): FrontierStep[] => {
  const { n, breakEvenErrorCost } = costFrontier({ n: [...grid], costPerBallot, error: [...errors] });
  return n.map((size, at) => ({
    n: size,
    cost: size * costPerBallot,
    error: errors[grid.indexOf(size)] ?? 0,
    from: breakEvenErrorCost[at - 1] ?? 0,
    to: breakEvenErrorCost[at] ?? null,
  }));
};
