import type { RecordedJudge } from '../recording.ts';
import type { Row } from '../row.ts';
import { costFrontier } from '../statistics/cost-frontier.ts';
import { kneedle } from '../statistics/kneedle.ts';
import { deriveSeed, seeded } from '../statistics/random.ts';
import { multiplierSums } from '../statistics/resample.ts';
import { standardErrors, unitMeans, type Units } from '../statistics/units.ts';
import { bandOf, intervalAt } from './bounds.ts';
import { clustersOf } from './clusters.ts';
import { largestPanel } from './draw.ts';
import { kneeReport, type Knee } from './knee.ts';
import { poolsOf, type Excluded, type RowPool } from './pool.ts';
import type { Question } from './question.ts';
import { rowLaws, type LawContext } from './row-laws.ts';
import type { RowLaw } from './row-law.ts';
import type { Design, Settings } from './settings.ts';
import { coverageOf, simulationErrorOf, unitsOf } from './units.ts';

/** Error at one panel size, with its own interval and the band that holds for all sizes at once. */
export type CurvePoint = {
  readonly n: number;
  readonly error: number;
  readonly lower: number;
  readonly upper: number;
  readonly bandLower: number;
  readonly bandUpper: number;
  readonly se: number | null; // null where a single group gives no spread
  readonly coverage?: number; // share of draws with a quorum, where some had none
  readonly simulationError?: number; // standard error of the Monte Carlo part, where there is one
};

/** n is best while an error costs between `from` and `to` US dollars. */
export type FrontierStep = {
  readonly n: number;
  readonly cost: number;
  readonly error: number;
  readonly from: number;
  readonly to: number | null;
};

/** Error against panel size for one judge, or for the panel under one design. */
export type Curve = {
  readonly criterion: string;
  readonly judge: string; // an id, or "*" for the panel
  readonly design: Design;
  readonly metric: 'error' | 'rmse';
  readonly margin: number; // as declared: a share, of the scale's width where scores are compared
  readonly rows: number;
  readonly groups: number | null;
  readonly fixedGroups: number;
  readonly excluded: Excluded;
  readonly available: number; // ballots that every row has
  readonly points: readonly CurvePoint[];
  readonly grid: readonly number[]; // the sizes that the knee was sought among
  readonly knee: Knee;
  readonly kneedle: number | null;
  readonly costPerBallot: number | null;
  readonly frontier: readonly FrontierStep[];
};

export type CurveContext = {
  readonly question: Question;
  readonly rows: readonly Row[];
  readonly judges: readonly RecordedJudge[];
  readonly settings: Settings;
  readonly known: LawContext['known'];
};

/** The curve of one judge (an index) or of the panel (null); null where no row can be used. */
export const curveOf = (source: { judge: number | null; design: Design }, context: CurveContext): Curve | null => {
  const { question, rows, judges, settings, known } = context;
  const { judge, design } = source;
  const { pools, excluded } = poolsOf(question.poll, { judge, complete: design !== 'random' });
  if (pools.length === 0) return null;
  const available = largestPanel(pools, design);
  const nMax = Math.min(settings.maxN, available);
  const laws = rowLaws(pools, { question, judges, settings, design, nMax, known });
  const clusters = clustersOf(
    pools.map(({ row }) => rows[row] ?? { id: '', group: null }),
    settings.groups,
  );
  const every = Array.from({ length: nMax }, (_, at) => at + 1);
  const units = unitsOf(laws, every, clusters, settings);
  const counted = units.multiplicity.reduce((sum, m) => sum + m, 0);
  const seed = deriveSeed(
    settings.seed,
    `${question.poll.criterion.id}/${judge === null ? '*' : judges[judge]?.id}/${design}`,
  );
  const resamples = affordableResamples(settings.resamples, counted);
  const sums = multiplierSums(units, { resamples, random: seeded(deriveSeed(seed, 'multipliers')) });
  const points = pointsOf(laws, every, units, { settings, counted, sums });
  const grid = every.filter((n) => n % 2 === 1 || !evenBuysNothing(question, settings));
  const kneeUnits = grid.length === every.length ? units : unitsOf(laws, grid, clusters, settings);
  const margin = marginFor(points, question, settings);
  const { level } = settings;
  const costPerBallot = meanCost(question, pools, judge);
  const errors = grid.map((n) => points[n - 1]?.error ?? 0);
  return {
    criterion: question.poll.criterion.id,
    judge: judge === null ? '*' : (judges[judge]?.id ?? ''),
    design,
    metric: settings.target === 'mean' ? 'rmse' : 'error',
    margin: settings.margin,
    rows: pools.length,
    groups: clusters.keys === null ? null : counted,
    fixedGroups: clusters.fixed,
    excluded,
    available,
    points,
    grid,
    knee: kneeReport(kneeUnits, grid, {
      margin,
      level,
      resamples,
      seed,
      rows: pools.length,
      sums: columnsOf(sums, every.length, grid),
    }),
    kneedle: kneedle({ x: grid, y: errors, S: 1, curve: 'convex', direction: 'decreasing' })[0] ?? null,
    costPerBallot,
    frontier: costPerBallot === null || costPerBallot === 0 ? [] : frontierOf(grid, errors, costPerBallot),
  };
};

/** With two labels and shared ties e(2m) = e(2m − 1), exactly where every ballot is cast: the even ballot buys nothing. */
const evenBuysNothing = ({ twoLabels, rule }: Question, { tie }: Settings): boolean =>
  twoLabels && (rule.kind === 'plurality' || rule.kind === 'majority') && (tie === 'split' || tie === 'first');

const pointsOf = (
  laws: readonly RowLaw[],
  grid: readonly number[],
  units: Units,
  { settings, counted, sums }: { settings: Settings; counted: number; sums: Float64Array },
): CurvePoint[] => {
  const scores = settings.target === 'mean';
  const { level } = settings;
  const means = unitMeans(units);
  const standard = standardErrors(units);
  const band = bandOf(units, { sums, level, scores });
  const coverage = coverageOf(laws, grid);
  const simulation = simulationErrorOf(laws, grid);
  // A mean squared error is shown as its root, interval and all; the root's own error follows from the slope.
  const shown = (value: number): number => (scores ? Math.sqrt(Math.max(0, value)) : value);
  return grid.map((n, k) => {
    const mean = means[k] ?? 0;
    const error = shown(mean);
    const slope = scores ? (error > 0 ? 1 / (2 * error) : 0) : 1;
    const se = standard[k] ?? Number.NaN;
    const { lower, upper } = intervalAt({ mean, se, units: counted, level, scores });
    return {
      n,
      error,
      lower: Math.min(error, shown(lower)),
      upper: Math.max(error, shown(upper)),
      bandLower: Math.min(error, shown(band.lower[k] ?? 0)),
      bandUpper: Math.max(error, shown(band.upper[k] ?? 1)),
      se: Number.isNaN(se) ? null : se * slope,
      ...(coverage === null ? {} : { coverage: coverage[k] ?? 1 }),
      ...(simulation === null ? {} : { simulationError: (simulation[k] ?? 0) * slope }),
    };
  });
};

/** The columns of a resample × n matrix for the sizes of a grid. */
const columnsOf = (matrix: Float64Array, width: number, grid: readonly number[]): Float64Array => {
  if (grid.length === width) return matrix;
  const columns = new Float64Array((matrix.length / width) * grid.length);
  for (let row = 0; row * width < matrix.length; row += 1)
    for (const [k, n] of grid.entries()) columns[row * grid.length + k] = matrix[row * width + n - 1] ?? 0;
  return columns;
};

/** The margin in the units of the rows' errors. For scores it is a share of the scale's width, on the root: turned into one on squares. */
const marginFor = (points: readonly CurvePoint[], { poll }: Question, { margin, target }: Settings): number => {
  if (target !== 'mean') return margin;
  const lowest = Math.min(...points.map(({ error }) => error));
  return (lowest + margin * widthOf(poll.criterion.scale, poll.values.map(Number))) ** 2 - lowest ** 2;
};

const widthOf = (scale: Question['poll']['criterion']['scale'], values: readonly number[]): number => {
  const ends =
    scale.kind === 'interval' ? [scale.min, scale.max] : scale.kind === 'ordinal' ? scale.levels.map(Number) : values;
  return Math.max(...ends) - Math.min(...ends);
};

// Very many rows make each resample dear and the quantile over resamples steadier than it need be.
const affordableResamples = (resamples: number, units: number): number =>
  Math.max(200, Math.min(resamples, Math.floor(5e7 / units)));

const meanCost = ({ poll }: Question, pools: readonly RowPool[], judge: number | null): number | null => {
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

const frontierOf = (grid: readonly number[], errors: readonly number[], costPerBallot: number): FrontierStep[] => {
  const { n, breakEvenErrorCost } = costFrontier({ n: [...grid], costPerBallot, error: [...errors] });
  return n.map((size, at) => ({
    n: size,
    cost: size * costPerBallot,
    error: errors[grid.indexOf(size)] ?? 0,
    from: breakEvenErrorCost[at - 1] ?? 0,
    to: breakEvenErrorCost[at] ?? null,
  }));
};
