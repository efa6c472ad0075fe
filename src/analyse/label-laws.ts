import type { Value } from '../ballot.ts';
import { bestOfNProb } from '../statistics/best-of-n.ts';
import { LAST_BINOMIAL_ROW } from '../statistics/binomial.ts';
import { randomJudgesMajority } from '../statistics/random-judges.ts';
import { roundRobinMajority } from '../statistics/round-robin.ts';
import { weightedVoteProbs } from '../statistics/weighted-vote.ts';
import { bestCount, labelCount, type Count } from './count.ts';
import { labelLaw, type LabelVotes } from './label-law.ts';
import type { RowPool } from './pool.ts';
import { lawOf, type RowLaw } from './row-law.ts';
import type { LawContext } from './row-laws.ts';
import { simulateLaw } from './simulate.ts';

/** The law of a row under a rule that counts labels: exact where an algorithm exists for rule and design, else simulated. */
export const chooseRowLaw = (pool: RowPool, context: LawContext): RowLaw => {
  const exact = context.design === 'random' ? exchangeable(pool, context) : inTurn(pool, context);
  return exact ?? simulateLaw(pool, (ordered) => countFor(ordered, context), context);
};

/** Ballots drawn from one pool, whoever cast them. */
const exchangeable = (pool: RowPool, context: LawContext): RowLaw | null => {
  const { rule, counting } = context.question;
  if (rule.kind === 'bestOfN') return bestLaw(pool, context);
  if (rule.kind === 'weighted' && pool.judges.length > 1) return weightedLaw(pool, context);
  const votes = votesOf(pool, context);
  const key = `${context.nMax}|${votes.gold}|${votes.higher.join()}|${votes.lower.join()}|${votes.invalid}|${votes.goldIsPositive}`;
  const known = context.known.get(key);
  if (known !== undefined) return known;
  const plain = rule.kind === 'weighted' ? ({ kind: 'plurality' } as const) : rule;
  const law = labelLaw(votes, { rule: plain, counting, nMax: context.nMax });
  if (law !== null) context.known.set(key, law);
  return law;
};

/** Ballots drawn judge by judge. Success counts decide only where gold has a single rival. */
const inTurn = (pool: RowPool, { question, settings, design, nMax, known }: LawContext): RowLaw | null => {
  const { rule, counting } = question;
  const counted = rule.kind === 'plurality' || (rule.kind === 'majority' && counting.majorityOf === 'valid');
  const shared = counting.tie === 'split' || counting.tie === 'first';
  if (!counted || !shared || counting.quorum > 1) return null;
  // A panel in which all abstain is wrong to this algorithm, whatever it was declared to be.
  if (settings.onNoQuorum !== 'error' && pool.judges.some(({ codes }) => codes.some((code) => code < 0))) return null;
  if (new Set(pool.judges.flatMap(({ codes }) => codes).filter((code) => code >= 0 && code !== pool.gold)).size > 1)
    return null;
  const judges = pool.judges
    .map(({ codes }) => ({
      total: codes.length,
      correct: codes.filter((code) => code === pool.gold).length,
      wrong: codes.filter((code) => code >= 0 && code !== pool.gold).length,
    }))
    .toSorted((a, b) => a.total - b.total || a.correct - b.correct || a.wrong - b.wrong);
  const key = `${design}|${nMax}|${judges.map(({ total, correct, wrong }) => `${total},${correct},${wrong}`).join(';')}`;
  const seen = known.get(key);
  if (seen !== undefined) return seen;
  const right = design === 'roundRobin' ? roundRobinMajority({ judges }, nMax) : randomJudgesMajority({ judges }, nMax);
  const law = { wrong: right.map((p) => Math.min(1, Math.max(0, 1 - p))), undecided: null, noise: null };
  known.set(key, law);
  return law;
};

const bestLaw = (pool: RowPool, { question: { counting }, nMax }: LawContext): RowLaw => {
  const ballots = pool.judges.flatMap(({ codes, scores }) =>
    codes.map((code, at) => ({ code, score: scores[at] ?? null })),
  );
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

/** Counts of a row's labels, sorted, so that rows that differ only in the names of wrong labels are alike. */
const votesOf = (pool: RowPool, context: LawContext): LabelVotes => {
  const counts = new Map<number, number>();
  let invalid = 0;
  for (const { codes } of pool.judges)
    for (const code of codes) {
      if (code < 0) invalid += 1;
      else counts.set(code, (counts.get(code) ?? 0) + 1);
    }
  const gold = counts.get(pool.gold) ?? 0;
  counts.delete(pool.gold);
  const { values } = context.question.poll;
  const goldRank = tieRank(values[pool.gold], context);
  const higher: number[] = [];
  const lower: number[] = [];
  for (const [code, count] of counts) {
    const rank = tieRank(values[code], context);
    // A value outside the priority never wins a tie, not even against another of its kind.
    (goldRank < 0 || (rank >= 0 && rank < goldRank) ? higher : lower).push(count);
  }
  const descending = (a: number, b: number): number => b - a;
  return {
    gold,
    higher: higher.toSorted(descending),
    lower: lower.toSorted(descending),
    invalid,
    goldIsPositive: isPositive(pool, context),
  };
};

const isPositive = (pool: RowPool, { question: { poll, counting } }: LawContext): boolean =>
  poll.values[pool.gold] === counting.positive;

/** A value's place in the tie rule's order: the lowest wins; -1 never wins; all alike where the rule looks at no label. */
const tieRank = (value: Value | undefined, { question: { counting } }: LawContext): number => {
  switch (counting.tie) {
    case 'priority':
      return value === undefined ? -1 : counting.priority.indexOf(value);
    case 'pass':
      return value === counting.positive ? 0 : 1;
    case 'fail':
      return value === counting.positive ? 1 : 0;
    default:
      return 0;
  }
};

/** A row's ballots as labels from 0, which is gold, in bench order, with their judges' weights. */
const benchLabels = (pool: RowPool, context: LawContext) => {
  const { rule, poll } = context.question;
  const names = new Map<number, number>([[pool.gold, 0]]);
  const codes = pool.judges.flatMap((judge) => judge.codes);
  const labels = Int32Array.from(codes, (code) => {
    if (code < 0) return -1;
    if (!names.has(code)) names.set(code, names.size);
    return names.get(code) ?? -1;
  });
  const weightOf = (judge: number): number =>
    rule.kind === 'weighted' ? (rule.weights[context.judges[judge]?.id ?? ''] ?? 1) : 1;
  const weights =
    rule.kind === 'weighted'
      ? Int32Array.from(pool.judges.flatMap(({ judge, codes: own }) => own.map(() => weightOf(judge))))
      : null;
  return {
    labels,
    kinds: names.size,
    weights,
    rank: Int32Array.from(names.keys(), (code) => tieRank(poll.values[code], context)),
  };
};

const countFor = (pool: RowPool, context: LawContext): Count => {
  const { rule, counting } = context.question;
  if (rule.kind !== 'bestOfN')
    return labelCount({ ...benchLabels(pool, context), goldIsPositive: isPositive(pool, context) }, rule, counting);
  const ballots = pool.judges.flatMap(({ codes, scores }) =>
    codes.map((code, at) => ({ code, score: scores[at] ?? null })),
  );
  const scores = Float64Array.from(ballots, ({ code, score }) => (code < 0 || score === null ? Number.NaN : score));
  return bestCount(scores, {
    right: Uint8Array.from(ballots, ({ code }) => (code === pool.gold ? 1 : 0)),
    quorum: counting.quorum,
  });
};
