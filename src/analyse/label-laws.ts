import { bestOfNProb } from '../statistics/best-of-n.ts';
import { LAST_BINOMIAL_ROW } from '../statistics/binomial.ts';
import { weightedVoteProbs } from '../statistics/weighted-vote.ts';
import { benchLabels, countFor, scoredBallots } from './bench.ts';
import { inTurnLaw } from './in-turn-law.ts';
import { labelLaw } from './label-law.ts';
import type { RowPool } from './pool.ts';
import { lawOf, type RowLaw } from './row-law.ts';
import type { LawContext } from './row-laws.ts';
import { simulateLaw } from './simulate.ts';
import { isPositive, votesOf } from './votes.ts';

/** The law of a row under a rule that counts labels: exact where an algorithm exists for rule and design, else simulated. */
export const chooseRowLaw = (pool: RowPool, context: LawContext): RowLaw => {
  const exact = context.design === 'random' ? exchangeable(pool, context) : inTurnLaw(pool, context);
  return exact ?? simulateLaw(pool, (ordered) => countFor(ordered, context), context);
};

/** Ballots drawn from one pool, whoever cast them. */
const exchangeable = (pool: RowPool, context: LawContext): RowLaw | null => {
  const { rule, counting } = context.question;
  if (rule.kind === 'bestOfN') return bestLaw(pool, context);
  if (rule.kind === 'weighted' && pool.judges.length > 1) return weightedLaw(pool, context);
  const votes = votesOf(pool, context);
  const key = `${rule.kind}|${context.nMax}|${votes.gold}|${votes.higher.join()}|${votes.lower.join()}|${votes.invalid}|${votes.goldIsPositive}`;
  const known = context.known.get(key);
  if (known !== undefined) return known;
  const plain = rule.kind === 'weighted' ? ({ kind: 'plurality' } as const) : rule;
  const law = labelLaw(votes, { rule: plain, counting, nMax: context.nMax });
  if (law !== null) context.known.set(key, law);
  return law;
};

const bestLaw = (pool: RowPool, { question: { counting }, nMax }: LawContext): RowLaw => {
  const ballots = scoredBallots(pool);
  const scored = ballots.filter(
    (ballot): ballot is { code: number; score: number } => ballot.code >= 0 && ballot.score !== null,
  );
  const right = scored.map(({ code }) => (code === pool.gold ? 1 : 0));
  const scores = scored.map(({ score }) => score);
  const probs = Float64Array.from({ length: nMax + 1 }, (_, n) =>
    n === 0 || n > scored.length ? 0 : bestOfNProb(scores, right, n),
  );
  return lawOf(probs, { valid: scored.length, invalid: ballots.length - scored.length, quorum: counting.quorum, nMax });
};

const weightedLaw = (pool: RowPool, context: LawContext): RowLaw | null => {
  const { question, nMax } = context;
  const { counting } = question;
  const { labels, kinds, weights } = benchLabels(pool, context);
  if (kinds > 2 || counting.tie === 'priority' || weights === null || labels.length > LAST_BINOMIAL_ROW) return null;
  const cast = [...labels.keys()].filter((at) => (labels[at] ?? -1) >= 0);
  const votes = cast.map((at) => (labels[at] === 0 ? 1 : -1));
  const forGold = (counting.tie === 'pass') === isPositive(pool, context);
  const tie =
    counting.tie === 'split' || counting.tie === 'first'
      ? 'split'
      : counting.tie === 'abstain' || !forGold
        ? 'fail'
        : 'pass';
  const probs = new Float64Array(nMax + 1);
  probs.set(
    weightedVoteProbs(
      cast.map((at) => weights[at] ?? 1),
      votes,
      Math.min(nMax, cast.length),
      tie,
    ),
  );
  return lawOf(probs, { valid: cast.length, invalid: labels.length - cast.length, quorum: counting.quorum, nMax });
};
