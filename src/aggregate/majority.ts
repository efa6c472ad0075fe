import type { Counting, Rule } from './rule.ts';
import { countCast, leadersOf, tally } from './tally.ts';
import { decideAmong } from './tie.ts';

/** Majority: the value on more than half of the counted ballots. Two values with exactly half each are a tie. */
export const majority =
  (counting: Counting): Rule =>
  (ballots) => {
    const counted = countCast(ballots);
    const base = counting.majorityOf === 'seats' ? ballots.length : counted;
    const { leaders, support } = leadersOf(tally(ballots));
    const half = 2 * support === base && leaders.length === 2;
    if (2 * support > base || half) return decideAmong({ leaders, support }, counted, counting);
    return { kind: 'undecided', cause: 'no majority', counted };
  };
