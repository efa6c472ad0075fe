import type { Value } from '../ballot.ts';
import type { Verdict } from '../verdict.ts';
import type { Counting } from './rule.ts';

/** Decides among leaders: one leader wins, several are a tie, which the declared tie rule breaks or leaves open. */
export const decideAmong = (
  { leaders, support }: { leaders: readonly Value[]; support: number },
  counted: number,
  { tie, priority, positive, negative }: Counting,
): Verdict => {
  const winner = leaders.length === 1 ? leaders[0] : breakTie();
  if (winner === undefined) return { kind: 'undecided', cause: 'tie', counted, leaders };
  return { kind: 'decided', value: winner, support: leaders.includes(winner) ? support : 0, counted };

  function breakTie(): Value | undefined {
    switch (tie) {
      case 'first':
        return leaders[0];
      case 'priority':
        return priority.find((value) => leaders.includes(value));
      case 'pass':
        return positive;
      case 'fail':
        return negative;
      case 'split':
      case 'abstain':
        return undefined;
    }
  }
};
