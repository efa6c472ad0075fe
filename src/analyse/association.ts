import { kendallTauB, pearson, spearman } from '../statistics/rank-correlation.ts';
import { deriveSeed, seeded, shuffle } from '../statistics/random.ts';
import type { Clusters } from './clusters.ts';
import type { RowPool } from './pool.ts';
import type { Question } from './question.ts';
import { scoreStatistic } from '../aggregate/rules.ts';
import { isScoreRule, type ScoreRuleSpec, type ScoreStatistic } from '../aggregate/rule.ts';

/** Three correlations of an aggregated score with gold; null where either side is constant. */
type Correlations = {
  readonly pearson: number | null;
  readonly spearman: number | null;
  readonly kendall: number | null;
};

/**
 * How an aggregated score goes with gold: of all recorded ballots, over all rows and as the mean over groups (`groups` of them count,
 * those in which either side is constant do not), and at smaller panels, where a correlation has no exact algorithm and is the mean
 * over random orders of each row's ballots, with its standard error.
 */
export type Association = {
  readonly rows: number;
  readonly overall: Correlations;
  readonly withinGroups: (Correlations & { readonly groups: number }) | null;
  readonly byN: readonly ({
    readonly n: number;
    readonly orders: number;
    readonly simulationError: number;
  } & Correlations)[];
};

const sizes = [1, 2, 3, 5, 10, 20, 50, 100];

/** Correlates a panel's or judge's aggregated scores with a numeric gold. */
export const associationOf = (
  question: Question,
  pools: readonly RowPool[],
  { groups, nMax, orders, seed }: { groups: Clusters['keys']; nMax: number; orders: number; seed: number },
): Association => {
  const aggregate = aggregateBy(isScoreRule(question.rule) ? question.rule : { kind: 'mean' });
  const rows = pools.map((pool, at) => ({
    scores: Float64Array.from(
      pool.judges.flatMap(({ codes }) => codes),
      (code) => (code < 0 ? Number.NaN : Number(question.poll.values[code])),
    ),
    gold: Number(question.poll.values[pool.gold]),
    group: groups?.[at] ?? null,
  }));
  const whole = rows.flatMap(({ scores, gold, group }) => {
    const score = aggregate(scores);
    return score === null ? [] : [{ score, gold, group }];
  });
  const random = seeded(deriveSeed(seed, 'association'));
  const grid = sizes.filter((n) => n <= nMax);
  // Each order serves every size, so that the correlations move together.
  const draws = Array.from({ length: orders }, () => {
    for (const { scores } of rows) shuffle(scores, random);
    return grid.map((n) =>
      correlations(
        rows.flatMap(({ scores, gold }) => {
          const score = aggregate(scores.subarray(0, n));
          return score === null ? [] : [{ score, gold }];
        }),
      ),
    );
  });
  return {
    rows: whole.length,
    overall: correlations(whole),
    withinGroups: groups === null ? null : meanWithin(whole),
    byN: grid.map((n, k) => ({ n, ...summary(draws.flatMap((draw) => draw[k] ?? [])) })),
  };
};

type Pair = { readonly score: number; readonly gold: number };

const summary = (draws: readonly Correlations[]): Omit<Association['byN'][number], 'n'> => {
  const centre = average(draws.map(({ pearson: r }) => r));
  const spread = draws.reduce((sum, { pearson: r }) => sum + ((r ?? 0) - (centre ?? 0)) ** 2, 0);
  return {
    orders: draws.length,
    simulationError: draws.length > 1 ? Math.sqrt(spread / (draws.length * (draws.length - 1))) : 0,
    pearson: centre,
    spearman: average(draws.map(({ spearman: rho }) => rho)),
    kendall: average(draws.map(({ kendall: tau }) => tau)),
  };
};

type Aggregate = (scores: Float64Array) => number | null;

/** A row's score from those of its ballots, NaN where one has none. The mean alone needs no order. */
const aggregateBy = (rule: ScoreRuleSpec): Aggregate =>
  rule.kind === 'mean' ? meanOf : sortedBy(scoreStatistic(rule));

const meanOf: Aggregate = (scores) => {
  let [sum, cast] = [0, 0];
  for (let at = 0; at < scores.length; at += 1) {
    const score = scores[at] as number;
    if (Number.isNaN(score)) continue;
    sum += score;
    cast += 1;
  }
  return cast === 0 ? null : sum / cast;
};

const sortedBy =
  (statistic: ScoreStatistic): Aggregate =>
  (scores) => {
    const cast = scores.filter((score) => !Number.isNaN(score)).sort();
    return cast.length === 0 ? null : statistic(Array.from(cast));
  };

const correlations = (pairs: readonly Pair[]): Correlations => {
  const scores = pairs.map(({ score }) => score);
  const gold = pairs.map((pair) => pair.gold);
  return { pearson: pearson(scores, gold), spearman: spearman(scores, gold), kendall: kendallTauB(scores, gold) };
};

const meanWithin = (
  pairs: readonly (Pair & { readonly group: string | number | null })[],
): Correlations & { groups: number } => {
  const each = [...Map.groupBy(pairs, ({ group }) => group).values()]
    .map(correlations)
    .filter((found) => found.pearson !== null);
  return {
    groups: each.length,
    pearson: average(each.map((found) => found.pearson)),
    spearman: average(each.map((found) => found.spearman)),
    kendall: average(each.map((found) => found.kendall)),
  };
};

const average = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
};
