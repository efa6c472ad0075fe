import { gammaln, quantileSorted, sampleStandardDeviation } from 'simple-statistics';
import { describe, expect, test } from 'vitest';
import { bcaInterval } from '../../src/statistics/bca.ts';
import { bestOfNProb } from '../../src/statistics/best-of-n.ts';
import { betaQuantile, incompleteBeta } from '../../src/statistics/beta.ts';
import { clopperPearson, ruleOfThree } from '../../src/statistics/clopper-pearson.ts';
import { cohenKappa } from '../../src/statistics/cohen-kappa.ts';
import { costFrontier } from '../../src/statistics/cost-frontier.ts';
import { equivalentIndependentVotes, kishEffectiveSampleSize } from '../../src/statistics/equivalent-votes.ts';
import { errorInterval } from '../../src/statistics/error-interval.ts';
import { fleissKappa } from '../../src/statistics/fleiss-kappa.ts';
import { sampleSizeNonInferiority } from '../../src/statistics/gate-power.ts';
import { gwetAC1 } from '../../src/statistics/gwet-ac1.ts';
import { holm } from '../../src/statistics/holm.ts';
import { independentMajorityError } from '../../src/statistics/independent-majority.ts';
import { kneedle } from '../../src/statistics/kneedle.ts';
import { krippendorffAlpha } from '../../src/statistics/krippendorff-alpha.ts';
import { lStatisticPassProb } from '../../src/statistics/l-statistic.ts';
import { majorityProb } from '../../src/statistics/majority-prob.ts';
import { mcnemar } from '../../src/statistics/mcnemar.ts';
import { newcombePaired } from '../../src/statistics/newcombe-paired.ts';
import { nonInferiority } from '../../src/statistics/non-inferiority.ts';
import { normalCdf, normalQuantile } from '../../src/statistics/normal.ts';
import { pluralityProb } from '../../src/statistics/plurality-prob.ts';
import { randomJudgesDistribution } from '../../src/statistics/random-judges.ts';
import { seeded, shuffle } from '../../src/statistics/random.ts';
import { bootstrapMeans } from '../../src/statistics/resample.ts';
import { roundRobinDistribution } from '../../src/statistics/round-robin.ts';
import { mdeMcNemar, sampleSizeMcNemar, sampleSizeMiller } from '../../src/statistics/sample-size.ts';
import { signFlipTest } from '../../src/statistics/sign-flip-test.ts';
import { clusteredStandardError, meanSe } from '../../src/statistics/standard-error.ts';
import { tQuantile } from '../../src/statistics/student-t.ts';
import { supTBand } from '../../src/statistics/sup-t.ts';
import { tangoInterval } from '../../src/statistics/tango-interval.ts';
import { passAtK, passHatK, thresholdProb } from '../../src/statistics/threshold-prob.ts';
import {
  optimalResamples,
  standardErrorAt,
  varianceDecomposition,
} from '../../src/statistics/variance-decomposition.ts';
import type { Units } from '../../src/statistics/units.ts';
import { voteErrorCorrelation } from '../../src/statistics/vote-error-correlation.ts';
import { weightedVoteProbs } from '../../src/statistics/weighted-vote.ts';
import { wilsonInterval } from '../../src/statistics/wilson.ts';
import { withInvalid } from '../../src/statistics/with-invalid.ts';
import { differences, golden } from '../golden.ts';

/** Arguments come from JSON, and each adapter knows what it asks of them: `never` fits wherever it hands them on. */
type Args = Readonly<
  Record<
    | 'B'
    | 'KA'
    | 'KB'
    | 'N'
    | 'S'
    | 'a'
    | 'alpha'
    | 'b'
    | 'between'
    | 'c'
    | 'categories'
    | 'cluster'
    | 'correct'
    | 'correction'
    | 'costBallot'
    | 'costPerBallot'
    | 'costRow'
    | 'count'
    | 'counts'
    | 'curve'
    | 'd'
    | 'dataset'
    | 'delta'
    | 'df'
    | 'difference'
    | 'differences'
    | 'direction'
    | 'discordance'
    | 'error'
    | 'estimate'
    | 'extras'
    | 'icc'
    | 'invalid'
    | 'jackknife'
    | 'judges'
    | 'k'
    | 'label'
    | 'level'
    | 'margin'
    | 'meanAccuracy'
    | 'n'
    | 'omega2'
    | 'p'
    | 'power'
    | 'priority'
    | 'quorum'
    | 'ratings'
    | 'replicates'
    | 'scores'
    | 'seed'
    | 'sigmaA2'
    | 'sigmaB2'
    | 'statistic'
    | 'successes'
    | 't'
    | 'table'
    | 'threshold'
    | 'tie'
    | 'trim'
    | 'valid'
    | 'votes'
    | 'weights'
    | 'within'
    | 'x'
    | 'y'
    | 'z',
    never
  >
>;

const { rows } = golden.datasets.demo;
const correct = rows.map(({ gold, ballots }) => ballots.filter(({ label }) => label === gold).length);

/** Row errors of the majority of n of the nine ballots, as units of one row each. */
const demoUnits = (ns: readonly number[]): Units => ({
  sums: Float64Array.from(
    correct.flatMap((successes) => ns.map((n) => 1 - majorityProb({ total: 9, successes, n, tie: 'split' }))),
  ),
  sizes: new Float64Array(rows.length).fill(1),
  multiplicity: new Float64Array(rows.length).fill(1),
  points: ns.length,
});

const columns = (matrix: Float64Array, points: number): number[][] =>
  Array.from({ length: points }, (_, k) => Array.from(matrix).filter((__, i) => i % points === k));

const ratingsByUnit = (ratings: (number | null)[][]): number[][] =>
  (ratings[0] ?? []).map((_, unit) => ratings.map((rater) => rater[unit]).filter((value) => typeof value === 'number'));

const countRatings = (units: number[][], categories: number[]): number[][] =>
  units.map((unit) => categories.map((category) => unit.filter((rating) => rating === category).length));

/** Two raters' table as units with one rating of each. */
const unitsOfTable = (table: number[][]): number[][] =>
  table.flatMap((row, i) =>
    row.flatMap((count, j) =>
      Array.from({ length: count }, () => table.map((_, c) => Number(c === i) + Number(c === j))),
    ),
  );

/** Golden differences are written by run length: "180x0, 8x1". */
const runs = (text: string): number[] =>
  text.split(', ').flatMap((run) => {
    const [times, value] = run.split('x').map(Number);
    return Array.from({ length: times ?? 0 }, () => value ?? Number.NaN);
  });

const implemented: Record<string, (args: Args) => unknown> = {
  normalQuantile: ({ p }) => normalQuantile(p),
  normalCdf: ({ z }) => normalCdf(z),
  lgamma: ({ x }) => gammaln(x),
  betaInc: ({ a, b, x }) => incompleteBeta(a, b, x),
  betaQuantile: ({ p, a, b }) => betaQuantile(p, a, b),
  tQuantile: ({ p, df }) => tQuantile(p, df),
  majorityProb: ({ N, ...vote }) => majorityProb({ total: N, ...vote }),
  thresholdProb: ({ N, successes, n, t }) => thresholdProb(N, successes, n, t),
  passAtK: ({ n, c, k }) => passAtK(n, c, k),
  passHatK: ({ n, c, k }) => passHatK(n, c, k),
  pluralityProb: (vote) => pluralityProb(vote),
  majorityWithInvalid: ({ successes, tie, ...draw }) =>
    withInvalid(draw, (v) => majorityProb({ total: draw.valid, successes, n: v, tie })),
  lStatisticPassProb: ({ statistic, ...vote }) =>
    lStatisticPassProb({ ...vote, statistic: statistic === 'winsorized' ? 'winsorised' : statistic }),
  bestOfN: ({ scores, correct: right, n }) => bestOfNProb(scores, right, n),
  weightedVoteProb: ({ weights, votes, n, tie }) => weightedVoteProbs(weights, votes, n, tie)[n],
  roundRobinDistribution: ({
    judges,
    n,
    extras,
  }: Pick<Args, 'n' | 'extras'> & { judges: readonly { N: number; successes: number }[] }) =>
    roundRobinDistribution(
      judges.map(({ N, successes }) => ({ total: N, successes })),
      n,
      extras,
    ),
  randomJudgesDistribution: ({ p, n }) => randomJudgesDistribution(p, n),
  independentMajorityError: ({ p, n }) => independentMajorityError(p, n),
  wilsonInterval,
  clopperPearson,
  ruleOfThree,
  meanSe: ({ x }) => meanSe(x),
  clusteredStandardError: ({ x, cluster, correction }) => clusteredStandardError(x, cluster, correction),
  errorInterval: ({ x, level }) => errorInterval({ errors: x, level }),
  bcaInterval: (args) => {
    const { lower, upper, acceleration, ...rest } = bcaInterval(args);
    return { ...rest, a: acceleration, lo: lower, hi: upper };
  },
  varianceDecomposition: () => {
    const parts = varianceDecomposition({ correct, total: correct.map(() => 9) });
    return { ...parts, seAtK1: standardErrorAt(parts, 1), seAtK9: standardErrorAt(parts, 9) };
  },
  optimalResamples,
  kneedle,
  costFrontier,
  equivalentIndependentVotes,
  kishEffectiveSampleSize: ({ n, icc }) => kishEffectiveSampleSize(n, icc),
  krippendorffAlpha: ({ ratings, level }) => krippendorffAlpha(ratingsByUnit(ratings), level).alpha,
  gwetAC1: ({ ratings, categories, table }) =>
    gwetAC1(table === undefined ? countRatings(ratingsByUnit(ratings), categories) : unitsOfTable(table)),
  cohenKappa: ({ table, weights }) => cohenKappa(table, weights),
  fleissKappa: ({ counts }) => fleissKappa(counts),
  mcnemar,
  signFlipTest: ({ differences }) => signFlipTest(differences).p,
  holm: ({ p }) => holm(p),
  newcombePaired,
  tangoInterval,
  nonInferiorityGate: ({ differences, delta, alpha }) => nonInferiority(runs(differences), { margin: delta, alpha }),
  sampleSizeNonInferiority,
  sampleSizeMcNemar,
  mdeMcNemar,
  sampleSizeMiller: ({ omega2, sigmaA2, sigmaB2, KA, KB, delta, ...test }) =>
    sampleSizeMiller({
      ...test,
      between: omega2,
      a: { within: sigmaA2, samples: KA },
      b: { within: sigmaB2, samples: KB },
      difference: delta,
    }),
  rngMersenne: ({ seed, count }) => {
    const random = seeded(seed);
    return Array.from({ length: count }, random);
  },
  bootstrapMeans: ({ x, seed, B }: { x: readonly number[]; seed: number; B: number }) => {
    const ones = new Float64Array(x.length).fill(1);
    const units = { sums: Float64Array.from(x), sizes: ones, multiplicity: ones, points: 1 };
    return bootstrapMeans(units, { resamples: B, random: seeded(seed) });
  },
  shuffle: ({ n, seed }) =>
    shuffle(
      Array.from({ length: n }, (_, i) => i),
      seeded(seed),
    ),
  bootstrapCurve: ({
    n,
    B,
    seed,
    level,
    delta,
  }: {
    n: readonly number[];
    B: number;
    seed: number;
    level: number;
    delta: number;
  }) => {
    const means = bootstrapMeans(demoUnits(n), { resamples: B, random: seeded(seed) });
    const byPoint = columns(means, n.length);
    const at = (p: number) =>
      byPoint.map((column) =>
        quantileSorted(
          column.toSorted((a, b) => a - b),
          p,
        ),
      );
    const kneeCounts = n.map(() => 0);
    for (let b = 0; b < B; b++) {
      const curve = means.subarray(b * n.length, (b + 1) * n.length);
      const least = Math.min(...curve);
      const knee = curve.findIndex((mean) => mean - least <= delta + 1e-12);
      kneeCounts[knee] = (kneeCounts[knee] ?? 0) + 1;
    }
    return {
      lower: at((1 - level) / 2),
      upper: at((1 + level) / 2),
      se: byPoint.map(sampleStandardDeviation),
      kneeCounts,
    };
  },
  supTBand: ({ n, B, seed, level }) => supTBand({ units: demoUnits(n), level, resamples: B, random: seeded(seed) }),
  voteErrorCorrelation: () => {
    const wrong = ['A', 'B', 'C'].map((judge) =>
      rows.map(
        ({ gold, ballots }) => ballots.filter((ballot) => ballot.judge === judge && ballot.label !== gold).length,
      ),
    );
    const [a, b, c] = voteErrorCorrelation(
      wrong,
      wrong.map((row) => row.map(() => 3)),
    );
    return { AA: a?.[0], AB: a?.[1], AC: a?.[2], BB: b?.[1], BC: b?.[2], CC: c?.[2] };
  },
};

/** These need the curve and the knee of the analysis, and are tested there. */
const testedElsewhere = ['errorCurve', 'kneePoint'];

describe('Every statistic meets its reference values', () => {
  for (const [fn, compute] of Object.entries(implemented)) {
    const cases = golden.cases.filter((one) => one.fn === fn);
    test(`${fn} (${cases.length} cases)`, () => {
      expect(cases.length).toBeGreaterThan(0);
      const missed = cases.flatMap(({ id, args, expect: expected, tol }) =>
        differences(compute(args as Args), expected, tol, id),
      );
      expect(missed).toEqual([]);
    });
  }

  test('A function tested elsewhere is not tested here, and has reference values', () => {
    const names = new Set(golden.cases.map(({ fn }) => fn));
    for (const fn of testedElsewhere) {
      expect(names).toContain(fn);
      expect(Object.keys(implemented)).not.toContain(fn);
    }
    const known = new Set([...Object.keys(implemented), ...testedElsewhere]);
    console.log(`Reference values without a function yet: ${[...names].filter((fn) => !known.has(fn)).join(', ')}.`);
  });

  test('A value outside the tolerance, a missing value and a surplus value are all noticed', () => {
    expect(differences(1.1, 1, 0.05)).toHaveLength(1);
    expect(differences({ a: 1 }, { a: 1, b: 2 }, 0)).toEqual(['b: undefined, expected 2']);
    expect(differences([1, 2, 3], [1, 2], 0)).toHaveLength(1);
    expect(differences(null, 0, 1)).toHaveLength(1);
    expect(differences(Number.NaN, 0, 1)).toHaveLength(1);
  });
});
