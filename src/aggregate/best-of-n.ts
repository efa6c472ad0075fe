import type { Value } from '../ballot.ts';
import type { Counting, Rule } from './rule.ts';
import { decideAmong } from './tie.ts';

/** Best of n: the value on the ballot with the highest verifier score, among a quorum of scored ballots. Values that share the top score are tied. */
export const bestOfN =
  (counting: Counting): Rule =>
  (ballots) => {
    let top = -Infinity;
    let counted = 0;
    let leaders = new Map<Value, number>();
    for (const { vote } of ballots) {
      if (vote.kind !== 'cast' || vote.score === undefined) continue;
      counted += 1;
      if (vote.score > top) [top, leaders] = [vote.score, new Map()];
      if (vote.score === top) leaders.set(vote.value, (leaders.get(vote.value) ?? 0) + 1);
    }
    if (counted === 0 || counted < counting.quorum) return { kind: 'undecided', cause: 'no quorum', counted };
    const support = Math.max(...leaders.values());
    return decideAmong({ leaders: [...leaders.keys()], support }, counted, counting);
  };
