import type { Counting } from '../aggregate/rule.ts';
import { votesNeeded } from '../aggregate/threshold.ts';
import type { JudgeBallots } from '../statistics/lead.ts';
import { randomJudgesDistributions, randomJudgesMajority } from '../statistics/random-judges.ts';
import { roundRobinDistributions, roundRobinMajority } from '../statistics/round-robin.ts';
import type { LabelVotes } from './label-law.ts';
import type { RowPool } from './pool.ts';
import { lawOf, settled, type RowLaw } from './row-law.ts';
import type { LawContext } from './row-laws.ts';
import { votesOf } from './votes.ts';

/**
 * The exact law of a row whose ballots are drawn judge by judge, from how many of each judge's are right; null where those counts
 * don't settle the verdict, or where there are too many to go through. Rows with equal counts share one computation.
 */
export const inTurnLaw = (pool: RowPool, context: LawContext): RowLaw | null => {
  const { design, nMax, known } = context;
  const votes = votesOf(pool, context);
  const lawFrom = byLead(votes, context) ? leadLaw : byGold(votes, context) ? goldLaw : null;
  if (lawFrom === null || Math.max(pool.judges.length, nMax) * nMax ** 2 > MOST_STEPS) return null;
  const judges = judgesOf(pool);
  const side = context.question.rule.kind === 'threshold' ? votes.goldIsPositive : creditIfLevel(votes, context);
  const key = `${context.question.rule.kind}|${design}|${nMax}|${side}|${judges.map(({ total, correct, wrong }) => `${total},${correct},${wrong}`).join(';')}`;
  const seen = known.get(key);
  if (seen !== undefined) return seen;
  const law = lawFrom(judges, votes, context);
  known.set(key, law);
  return law;
};

/** What a row may cost: about a tenth of a second. A larger one is simulated, which is many times quicker. */
const MOST_STEPS = 1e8;

/** Whether it is enough to know by how many votes gold leads its only rival. */
const byLead = (
  { higher, lower, invalid }: LabelVotes,
  { question: { rule, counting }, settings }: LawContext,
): boolean =>
  (rule.kind === 'plurality' || (rule.kind === 'majority' && (counting.majorityOf === 'valid' || invalid === 0))) &&
  isShared(counting) &&
  counting.quorum <= 1 &&
  higher.length + lower.length <= 1 &&
  // A panel in which all abstain is wrong to this algorithm, whatever it was declared to be.
  (settings.onNoQuorum === 'error' || invalid === 0);

const leadLaw = (judges: readonly JudgeBallots[], _: LabelVotes, { design, nMax }: LawContext): RowLaw => {
  const right = design === 'roundRobin' ? roundRobinMajority({ judges }, nMax) : randomJudgesMajority({ judges }, nMax);
  return { wrong: right.map((p) => settled(1 - p)), undecided: null, noise: null };
};

/** Whether it is enough to know how many of n ballots are for gold: where each has a value, and the others agree or need not. */
const byGold = (votes: LabelVotes, context: LawContext): boolean => {
  if (votes.invalid > 0) return false;
  const oneRival = votes.higher.length + votes.lower.length <= 1;
  switch (context.question.rule.kind) {
    case 'unanimous':
    case 'threshold':
      return true;
    case 'plurality':
    case 'leader':
      return oneRival;
    case 'majority':
      // With half of the ballots gold is level with a rival, or with nobody; where it loses a tie, that is all one.
      return oneRival || creditIfLevel(votes, context) === 0;
    default:
      return false;
  }
};

const goldLaw = (judges: readonly JudgeBallots[], votes: LabelVotes, context: LawContext): RowLaw => {
  const { design, nMax, question } = context;
  const laws =
    design === 'roundRobin'
      ? roundRobinDistributions(
          judges.map(({ total, correct }) => ({ total, successes: correct })),
          nMax,
        )
      : randomJudgesDistributions(
          judges.map(({ total, correct }) => correct / total),
          nMax,
        );
  const probs = Float64Array.from(laws, (law, n) =>
    n === 0 ? 0 : law.reduce((sum, p, gold) => sum + p * rightWith(gold, n, votes, context), 0),
  );
  const valid = judges.reduce((sum, { total }) => sum + total, 0);
  return lawOf(probs, { valid, invalid: 0, quorum: question.counting.quorum, nMax });
};

/** What the verdict of n ballots is worth when `gold` of them are for gold: 1 if it is right, 0 if not, between them for a shared tie. */
const rightWith = (gold: number, n: number, votes: LabelVotes, context: LawContext): number => {
  const { rule } = context.question;
  if (rule.kind === 'unanimous') return gold === n ? 1 : 0;
  if (rule.kind === 'threshold') {
    const positive = votes.goldIsPositive ? gold : n - gold;
    return positive >= votesNeeded(rule, n) === votes.goldIsPositive ? 1 : 0;
  }
  if (rule.kind === 'leader' && gold < votesNeeded(rule, n)) return 0;
  return 2 * gold === n ? creditIfLevel(votes, context) : 2 * gold > n ? 1 : 0;
};

/** What a tie between gold and its only rival is worth; 0 if no tie, whoever the rival, is won. */
const creditIfLevel = ({ lower }: LabelVotes, { question: { counting } }: LawContext): number => {
  if (isShared(counting)) return 0.5;
  return counting.tie !== 'abstain' && lower.length > 0 ? 1 : 0;
};

const isShared = ({ tie }: Counting): boolean => tie === 'split' || tie === 'first';

/** Each judge's counts, sorted: the designs treat judges alike. */
const judgesOf = ({ judges, gold }: RowPool): JudgeBallots[] =>
  judges
    .map(({ codes }) => ({
      total: codes.length,
      correct: codes.filter((code) => code === gold).length,
      wrong: codes.filter((code) => code >= 0 && code !== gold).length,
    }))
    .toSorted((a, b) => a.total - b.total || a.correct - b.correct || a.wrong - b.wrong);
