import type { RecordedJudge } from '../recording.ts';
import type { Row } from '../row.ts';
import { kneedle } from '../statistics/kneedle.ts';
import { deriveSeed, seeded } from '../statistics/random.ts';
import { multiplierSums } from '../statistics/resample.ts';
import { clustersOf } from './clusters.ts';
import { pointsOf, type CurvePoint } from './curve-points.ts';
import { largestPanel } from './draw.ts';
import { frontierOf, meanCost, type FrontierStep } from './frontier.ts';
import { kneeReport, type Knee } from './knee.ts';
import { countCast, poolsOf, type Excluded } from './pool.ts';
import type { Question } from './question.ts';
import type { RowLaw } from './row-law.ts';
import { rowLaws, type LawContext } from './row-laws.ts';
import { affordableResamples, type Design, type Settings } from './settings.ts';
import { unitsOf } from './units.ts';
import { worthOf, type Worth } from './worth.ts';

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
  readonly worth: Worth | null; // of the largest odd size, where a majority of two labels decides
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
  const { pools, excluded } = poolsOf(question.poll, {
    judge,
    complete: design !== 'random',
    seats: question.counting.majorityOf === 'seats',
  });
  if (pools.length === 0) return null;
  const available = largestPanel(pools, design);
  const nMax = Math.min(settings.maxN, available);
  // Where no draw can have a quorum there is nothing to find out, whatever that counts as.
  const { quorum } = question.counting;
  if (nMax < quorum || pools.every((pool) => countCast(pool) < quorum)) return null;
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
  // A size at which no draw has a quorum has no error, not an error of 0.
  const points = pointsOf(laws, every, units, { settings, counted, sums }).filter(
    ({ coverage = 1 }) => coverage > 1e-9,
  );
  if (points.length === 0) return null;
  const grid = gridOf(points, laws, { question, design, settings });
  const kneeUnits = grid.length === every.length ? units : unitsOf(laws, grid, clusters, settings);
  const errors = points.filter(({ n }) => grid.includes(n)).map(({ error }) => error);
  const margin = marginFor(errors, question, settings);
  const { level } = settings;
  const costPerBallot = meanCost(question, pools, { judge, design });
  const largest =
    decidesByHalf(question, settings) && grid[0] === 1 ? (grid.findLast((n) => n % 2 === 1 && n > 1) ?? null) : null;
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
    worth:
      largest === null
        ? null
        : worthOf(unitsOf(laws, [1, largest], clusters, settings), largest, {
            level,
            resamples,
            random: seeded(deriveSeed(seed, 'worth')),
          }),
    costPerBallot,
    frontier:
      costPerBallot === null || costPerBallot === 0 || settings.target === 'mean'
        ? []
        : frontierOf(grid, errors, costPerBallot),
  };
};

/**
 * The sizes among which a knee is sought: all that have a point, but for even ones that buy nothing. With two labels, shared ties and
 * every ballot cast, e(2m) = e(2m − 1) on every row; abstentions let the even ballot differ, and it counts once it buys a margin.
 */
const gridOf = (
  points: readonly CurvePoint[],
  laws: readonly RowLaw[],
  { question, design, settings }: { question: Question; design: Design; settings: Settings },
): readonly number[] => {
  const sizes = points.map(({ n }) => n);
  const even = sizes.filter((n) => n % 2 === 0 && sizes.includes(n - 1));
  const same = (values: Float64Array | null, n: number): boolean =>
    Math.abs((values?.[n] ?? 0) - (values?.[n - 1] ?? 0)) < 1e-9;
  const identical = [...new Set(laws)].every((law) => even.every((n) => same(law.wrong, n) && same(law.undecided, n)));
  const errorAt = new Map(points.map(({ n, error }) => [n, error]));
  const gain = (n: number): number => (errorAt.get(n - 1) ?? 0) - (errorAt.get(n) ?? 0);
  const byHalf = decidesByHalf(question, settings) && design !== 'roundRobin';
  const buysNothing = identical || (byHalf && even.every((n) => gain(n) <= settings.margin));
  return buysNothing ? sizes.filter((n) => !even.includes(n)) : sizes;
};

/** Whether half of the votes is the mark: two labels, and ties shared. */
const decidesByHalf = ({ twoLabels, rule }: Question, { tie }: Settings): boolean =>
  twoLabels && (rule.kind === 'plurality' || rule.kind === 'majority') && (tie === 'split' || tie === 'first');

/** The columns of a resample × n matrix for the sizes of a grid. */
const columnsOf = (matrix: Float64Array, width: number, grid: readonly number[]): Float64Array => {
  if (grid.length === width) return matrix;
  const columns = new Float64Array((matrix.length / width) * grid.length);
  for (let row = 0; row * width < matrix.length; row += 1)
    for (const [k, n] of grid.entries()) columns[row * grid.length + k] = matrix[row * width + n - 1] ?? 0;
  return columns;
};

/** The margin in the units of the rows' errors. For scores it is a share of the scale's width, on the root: turned into one on squares. */
const marginFor = (errors: readonly number[], { poll }: Question, { margin, target }: Settings): number => {
  if (target !== 'mean') return margin;
  const lowest = Math.min(...errors);
  return (lowest + margin * widthOf(poll.criterion.scale, poll.values.map(Number))) ** 2 - lowest ** 2;
};

const widthOf = (scale: Question['poll']['criterion']['scale'], values: readonly number[]): number => {
  const ends =
    scale.kind === 'interval' ? [scale.min, scale.max] : scale.kind === 'ordinal' ? scale.levels.map(Number) : values;
  return Math.max(...ends) - Math.min(...ends);
};
