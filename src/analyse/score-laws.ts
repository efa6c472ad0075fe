import { isScoreRule } from '../aggregate/rule.ts';
import { scoreStatistic } from '../aggregate/rules.ts';
import { meanCount, scoreCount, type Count } from './count.ts';
import type { RowPool } from './pool.ts';
import type { RowLaw } from './row-law.ts';
import type { LawContext } from './row-laws.ts';
import { scoreLaw } from './score-law.ts';
import { simulateLaw } from './simulate.ts';
import { completeScores, squaredErrorInTurn, squaredErrorLaw } from './squared-error-law.ts';

/** The law of a row under a rule on scores: exact where that is affordable, else simulated. */
export const chooseScoreLaw = (pool: RowPool, context: LawContext): RowLaw => {
  const { question, settings, design, nMax, known } = context;
  const { rule, poll, counting } = question;
  if (!isScoreRule(rule)) throw new TypeError(`the rule "${rule.kind}" is not one on scores`);
  const { quorum } = counting;
  const gold = poll.values[pool.gold];
  const benchOf = (ordered: RowPool): Float64Array =>
    Float64Array.from(
      ordered.judges.flatMap(({ codes }) => codes),
      (code) => (code < 0 ? Number.NaN : Number(poll.values[code])),
    );
  const loss = lossFor(gold, question.passAt, settings.target);
  if (design === 'random') {
    const bench = benchOf(pool);
    const scores = [...bench].filter((score) => !Number.isNaN(score)).toSorted((a, b) => a - b);
    const key = `${nMax}|${String(gold)}|${scores.join()}|${bench.length}`;
    const invalid = bench.length - scores.length;
    const law =
      known.get(key) ??
      (settings.target === 'mean' && rule.kind === 'mean'
        ? squaredErrorLaw({ scores, invalid }, Number(gold), { quorum, nMax })
        : scoreLaw({ scores, invalid }, { rule, quorum, nMax, loss }));
    if (law !== null) {
      known.set(key, law);
      return law;
    }
  }
  if (design !== 'random' && settings.target === 'mean' && rule.kind === 'mean' && quorum <= 1) {
    const scores = completeScores(pool, (code) => Number(poll.values[code]));
    if (scores !== null) return squaredErrorInTurn(scores, Number(gold), nMax);
  }
  const countFor = (ordered: RowPool): Count =>
    rule.kind === 'mean'
      ? meanCount(benchOf(ordered), { quorum, loss })
      : scoreCount(benchOf(ordered), { statistic: scoreStatistic(rule), quorum, loss });
  return simulateLaw(pool, countFor, context);
};

/** What an aggregated score costs on a row: its squared distance from gold, or 1 where it means another label. */
const lossFor = (
  gold: string | number | undefined,
  passAt: number | null,
  target: 'labels' | 'mean',
): ((score: number) => number) => {
  if (target === 'mean') return (score) => (score - Number(gold)) ** 2;
  if (passAt === null) return (score) => (Math.abs(score - Number(gold)) < 1e-9 ? 0 : 1);
  const passes = gold === 'pass';
  // A mean such as 3.4999999999999996 must reach 3.5.
  return (score) => (score >= passAt - 1e-9 === passes ? 0 : 1);
};
