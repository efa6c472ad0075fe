import { meanCost } from '../analyse/frontier.ts';
import { largestPanel } from '../analyse/draw.ts';
import { clustersOf } from '../analyse/clusters.ts';
import { poolsOf } from '../analyse/pool.ts';
import type { Analysis } from '../analyse/analyse.ts';
import { rowLaws } from '../analyse/row-laws.ts';
import { unitsOf } from '../analyse/units.ts';
import { costFrontier } from '../statistics/cost-frontier.ts';
import { unitMeans } from '../statistics/units.ts';
import type { Frontier } from './comparison.ts';

type Point = Frontier['points'][number];

/**
 * What the arms of a criterion cost and how they err, at every size of each, on the rows that all have; null where the cost of a ballot
 * is not known for every arm, or no row has gold in all. `arms` are indexes, each with its analysis.
 */
export const frontierOf = (
  subject: string,
  arms: readonly { readonly at: number; readonly analysis: Analysis }[],
): Frontier | null => {
  const sides = arms.flatMap(({ at, analysis }) => {
    const question = analysis.questions.find(({ poll }) => poll.criterion.id === subject);
    if (question === undefined) return [];
    const seats = question.counting.majorityOf === 'seats';
    const { pools } = poolsOf(question.poll, { judge: null, complete: false, seats });
    return [{ at, analysis, question, pools: new Map(pools.map((pool) => [idOf(analysis, pool.row), pool])) }];
  });
  const [first, ...others] = sides;
  if (first === undefined || sides.length < arms.length) return null;
  const shared = [...first.pools.keys()].filter((id) => others.every(({ pools }) => pools.has(id)));
  if (shared.length === 0) return null;
  const points: Point[] = [];
  for (const { at, analysis, question, pools } of sides) {
    const { recording, settings } = analysis;
    const own = shared.flatMap((id) => pools.get(id) ?? []);
    const usd = meanCost(question, own, { judge: null, design: 'random' });
    if (usd === null) return null;
    const nMax = Math.min(settings.maxN, largestPanel(own, 'random'));
    const grid = Array.from({ length: nMax }, (_, index) => index + 1).filter((n) => n >= question.counting.quorum);
    const context = { question, judges: recording.judges, settings, design: 'random', nMax, known: new Map() } as const;
    const clusters = clustersOf([], 'ignore'); // means need none
    const means = unitMeans(unitsOf(rowLaws(own, context), grid, clusters, settings));
    points.push(...grid.map((n, k) => ({ arm: at, n, usd: settled(usd * n), error: settled(means[k] ?? 0) })));
  }
  return { subject, rows: shared.length, points, buys: buysOf(points) };
};

// Prices that ought to be equal differ by rounding, and so do errors: the last digits would choose between arms.
const settled = (figure: number): number => (figure < 1e-15 ? 0 : Number(figure.toPrecision(12)));

const idOf = ({ recording }: Analysis, row: number): string => recording.rows[row]?.id ?? '';

/** The points that are the best buy at some price of an error, the cheapest first. */
const buysOf = (points: readonly Point[]): Frontier['buys'] => {
  // Of points that cost the same only the one with the least error can be worth it.
  const ascending = points.toSorted((a, b) => a.usd - b.usd || a.error - b.error || a.n - b.n);
  const distinct = ascending.filter((point, at) => at === 0 || point.usd > (ascending[at - 1]?.usd ?? 0));
  const { n: costs, breakEvenErrorCost } = costFrontier({
    n: distinct.map(({ usd }) => usd),
    costPerBallot: 1,
    error: distinct.map(({ error }) => error),
  });
  return costs.flatMap((usd, at) => {
    const point = distinct.find((each) => each.usd === usd);
    return point === undefined
      ? []
      : [{ ...point, from: breakEvenErrorCost[at - 1] ?? 0, to: breakEvenErrorCost[at] ?? null }];
  });
};
