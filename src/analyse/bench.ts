import { bestCount, labelCount, type Count } from './count.ts';
import type { RowPool } from './pool.ts';
import type { LawContext } from './row-laws.ts';
import { isPositive, tieRank } from './votes.ts';

/** A row's ballots as labels from 0, which is gold, in bench order, with their judges' weights. */
export const benchLabels = (pool: RowPool, context: LawContext) => {
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

/** How a row's ballots are counted one at a time, under a rule that counts labels. */
export const countFor = (pool: RowPool, context: LawContext): Count => {
  const { rule, counting } = context.question;
  if (rule.kind !== 'bestOfN')
    return labelCount({ ...benchLabels(pool, context), goldIsPositive: isPositive(pool, context) }, rule, counting);
  const ballots = scoredBallots(pool);
  const scores = Float64Array.from(ballots, ({ code, score }) => (code < 0 || score === null ? Number.NaN : score));
  return bestCount(scores, {
    right: Uint8Array.from(ballots, ({ code }) => (code === pool.gold ? 1 : 0)),
    quorum: counting.quorum,
  });
};

/** A row's ballots with their verifier scores, in bench order. */
export const scoredBallots = ({ judges }: RowPool): { code: number; score: number | null }[] =>
  judges.flatMap(({ codes, scores }) => codes.map((code, at) => ({ code, score: scores[at] ?? null })));
