import { isScoreRule } from '../aggregate/rule.ts';
import type { RecordedJudge } from '../recording.ts';
import { chooseRowLaw } from './label-laws.ts';
import type { RowPool } from './pool.ts';
import type { Question } from './question.ts';
import type { RowLaw } from './row-law.ts';
import { chooseScoreLaw } from './score-laws.ts';
import type { Design, Settings } from './settings.ts';

/** What the laws of one curve's rows have in common. */
export type LawContext = {
  readonly question: Question;
  readonly judges: readonly RecordedJudge[];
  readonly settings: Settings;
  readonly design: Design;
  readonly nMax: number;
  /** Laws already computed, by the counts they follow from: rows with equal counts share one. */
  readonly known: Map<string, RowLaw>;
};

/** The law of every row of a curve, with a missing quorum counted as declared. */
export const rowLaws = (pools: readonly RowPool[], context: LawContext): RowLaw[] => {
  const folded = [new Map<RowLaw, RowLaw>(), new Map<RowLaw, RowLaw>()] as const;
  return pools.map((pool) => {
    const law = isScoreRule(context.question.rule) ? chooseScoreLaw(pool, context) : chooseRowLaw(pool, context);
    const cost = failsGold(pool, context);
    if (law.undecided === null || cost === null) return law;
    // Equal laws stay one object, so that the resampling can treat their rows as one.
    const result = folded[cost].get(law) ?? foldUndecided(law, cost, context.settings.simulations);
    folded[cost].set(law, result);
    return result;
  });
};

/** What no quorum costs on this row: 1 if it counts as an error, 0 or 1 if it counts as the negative label, null if it has no vote. */
const failsGold = (pool: RowPool, { question, settings }: LawContext): 0 | 1 | null => {
  if (settings.target === 'mean') return null;
  switch (settings.onNoQuorum) {
    case 'error':
      return 1;
    case 'fail':
      // Scores without a mark to pass have no negative label.
      if (isScoreRule(question.rule) && question.passAt === null) return 1;
      return question.poll.values[pool.gold] === question.counting.negative ? 0 : 1;
    case 'abstain':
    case 'exclude':
      return null;
  }
};

const foldUndecided = ({ wrong, undecided, noise }: RowLaw, cost: 0 | 1, simulations: number): RowLaw => {
  if (cost === 0) return { wrong, undecided: null, noise };
  const without = (n: number): number => undecided?.[n] ?? 0;
  return {
    wrong: wrong.map((p, n) => Math.min(1, p + without(n))),
    undecided: null,
    // A draw is wrong or undecided, never both.
    noise:
      noise?.map((v, n) =>
        Math.max(0, v + (without(n) * (1 - without(n)) - 2 * without(n) * (wrong[n] ?? 0)) / simulations),
      ) ?? null,
  };
};
