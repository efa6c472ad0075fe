import { deriveSeed, seeded } from '../statistics/random.ts';
import { multiplierSums } from '../statistics/resample.ts';
import { clustersOf } from './clusters.ts';
import { pointsOf, type CurvePoint } from './curve-points.ts';
import { largestPanel } from './draw.ts';
import { passLabel } from './pass-label.ts';
import { poolsOf, type RowPool } from './pool.ts';
import type { Question } from './question.ts';
import { settled, type RowLaw } from './row-law.ts';
import { rowLaws } from './row-laws.ts';
import { affordableResamples, type Settings } from './settings.ts';
import type { Materials } from './task.ts';
import { unitsOf } from './units.ts';
import { weightedPasses } from './weighted-passes.ts';

/** A row's chances on one criterion, by n: that its vote passes, and that it does not fail. */
type Chances = { readonly passes: RowLaw; readonly fails: RowLaw };

/**
 * The expected error of the combined verdict at n ballots a criterion, against each row's combined gold: given the row, ballots on
 * different criteria are independent, so the chances of the criteria's votes multiply. A combination left undecided is an error.
 * Null without such rows, or where a criterion has more than two labels, of which "not passed" says too little.
 */
export const twoStagePoints = (
  materials: Materials,
  gold: ReadonlyMap<string, 'pass' | 'fail'>,
): readonly CurvePoint[] | null => {
  const { recording, settings, questions } = materials;
  // Rows that are asked different things have no curve of one size.
  if (settings.combine?.asked === true) return null;
  const weights = settings.combine?.weights ?? {};
  const criteria = Object.keys(weights);
  const asked = criteria.flatMap((id) => questions.filter(({ poll }) => poll.criterion.id === id));
  const chance = weightedPasses(Object.values(weights), settings.combine?.atLeast ?? 0);
  if (chance === null || asked.length < criteria.length || !asked.every(({ twoLabels }) => twoLabels)) return null;
  const pools = asked.map(({ poll, counting }) =>
    poolsOf(poll, { judge: null, complete: false, seats: counting.majorityOf === 'seats' }),
  );
  const byRow = pools.map((own) => new Map(own.pools.map((pool) => [pool.row, pool])));
  const rows = recording.rows.flatMap(({ id }, row) =>
    gold.has(id) && byRow.every((own) => own.has(row)) ? [row] : [],
  );
  const shared = byRow.map((own) => rows.flatMap((row) => own.get(row) ?? []));
  const nMax = Math.min(settings.maxN, ...shared.map((own) => largestPanel(own, 'random')));
  if (rows.length === 0 || nMax < Math.max(1, settings.quorum)) return null;
  const chances = asked.map((question, at) => chancesOf(question, shared[at] ?? [], { ...materials, nMax }));
  const laws = rows.map((row, at) => {
    const own = chances.flatMap((each) => each[at] ?? []);
    const passes = gold.get(recording.rows[row]?.id ?? '') === 'pass';
    const right = (n: number): number =>
      passes
        ? chance(own.map((each) => 1 - (each.passes.wrong[n] ?? 0)))
        : 1 - chance(own.map((each) => each.fails.wrong[n] ?? 0));
    return { wrong: Float64Array.from({ length: nMax + 1 }, (_, n) => (n === 0 ? 0 : settled(1 - right(n)))) };
  });
  return meanOf(
    laws.map(({ wrong }) => ({ wrong, undecided: null, noise: null })),
    rows,
    { ...materials, nMax },
  );
};

/**
 * The laws of a vote to pass, as if "pass" were gold, and of one to fail, as if "fail" were. A vote that is no verdict is wrong in
 * both, so that 1 - `fails.wrong` is the chance of a clear fail.
 */
const chancesOf = (
  question: Question,
  pools: readonly RowPool[],
  { recording, settings, known, nMax }: Materials & { nMax: number },
): Chances[] => {
  const pass = passLabel(question, settings) ?? question.counting.positive;
  const fail = question.poll.values.find((value) => value !== pass) ?? question.counting.negative;
  // A label that nobody voted for is no value of the poll yet, and has its meaning all the same: "pass" stays the positive one.
  const values = [...new Set([...question.poll.values, pass, fail])];
  const complete = { ...question, poll: { ...question.poll, values } };
  const context = {
    question: complete,
    judges: recording.judges,
    settings: strict(settings),
    design: 'random',
    nMax,
    known,
  } as const;
  const lawsFor = (gold: number): RowLaw[] =>
    rowLaws(
      pools.map((pool) => ({ ...pool, gold })),
      context,
    );
  const fails = lawsFor(values.indexOf(fail));
  return lawsFor(values.indexOf(pass)).flatMap((passes, at) => {
    const law = fails[at];
    return law === undefined ? [] : [{ passes, fails: law }];
  });
};

/** Without a quorum a criterion is undecided, whatever its own curve counts that as. */
const strict = (settings: Settings): Settings => ({ ...settings, target: 'labels', onNoQuorum: 'error' });

const meanOf = (
  laws: readonly RowLaw[],
  rows: readonly number[],
  { recording, settings, nMax }: Materials & { nMax: number },
): CurvePoint[] => {
  const clusters = clustersOf(
    rows.map((row) => recording.rows[row] ?? { id: '', group: null }),
    settings.groups,
  );
  const grid = Array.from({ length: nMax }, (_, at) => at + 1);
  const units = unitsOf(laws, grid, clusters, strict(settings));
  const counted = units.multiplicity.reduce((sum, m) => sum + m, 0);
  const resamples = affordableResamples(settings.resamples, counted);
  const random = seeded(deriveSeed(settings.seed, 'combined/multipliers'));
  const sums = multiplierSums(units, { resamples, random });
  return pointsOf(laws, grid, units, { settings: strict(settings), counted, sums });
};
