import { costFrontier } from '../statistics/cost-frontier.ts';
import type { RowPool } from './pool.ts';
import type { Question } from './question.ts';

/** n is best while an error costs between `from` and `to` US dollars. */
export type FrontierStep = {
  readonly n: number;
  readonly cost: number;
  readonly error: number;
  readonly from: number;
  readonly to: number | null;
};

/** What a ballot costs on the mean, in US dollars; null unless every ballot's cost is known. */
export const meanCost = ({ poll }: Question, pools: readonly RowPool[], judge: number | null): number | null => {
  const rows = new Set(pools.map(({ row }) => row));
  let [sum, count] = [0, 0];
  for (const cell of poll.cells) {
    if ((judge !== null && cell.judge !== judge) || !rows.has(cell.row)) continue;
    for (const cost of cell.costs ?? [null]) {
      // A ballot of unknown cost makes the mean unknown, never cheaper.
      if (cost === null) return null;
      sum += cost;
      count += 1;
    }
  }
  return count === 0 ? null : sum / count;
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
