import type { Value } from '../ballot.ts';
import type { LabelVotes } from './label-law.ts';
import type { RowPool } from './pool.ts';
import type { Question } from './question.ts';

type Asked = { readonly question: Question };

/** Counts of a row's labels, sorted, so that rows that differ only in the names of wrong labels are alike. */
export const votesOf = (pool: RowPool, context: Asked): LabelVotes => {
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

/** Whether a row's gold is the positive label. */
export const isPositive = (pool: RowPool, { question: { poll, counting } }: Asked): boolean =>
  poll.values[pool.gold] === counting.positive;

/** A value's place in the tie rule's order: the lowest wins; -1 never wins; all alike where the rule looks at no label. */
export const tieRank = (value: Value | undefined, { question: { counting } }: Asked): number => {
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
