import type { Counting, RuleSpec } from '../aggregate/rule.ts';
import { votesNeeded } from '../aggregate/threshold.ts';
import { hypergeometricPmf } from '../statistics/hypergeometric.ts';
import { majorityProb, strictMajorityProbs } from '../statistics/majority-prob.ts';
import { pluralityProbs, pluralityReaches } from '../statistics/plurality-prob.ts';
import { thresholdProb } from '../statistics/threshold-prob.ts';
import { lawOf, settled, type RowLaw } from './row-law.ts';

/**
 * A row's ballots as a counting rule sees them: those for the gold label, those for each label that a tie prefers to gold
 * (`higher`), those for each other label (`lower`), and those without a value. Rows with equal counts share one computation.
 */
export type LabelVotes = {
  readonly gold: number;
  readonly higher: readonly number[];
  readonly lower: readonly number[];
  readonly invalid: number;
  readonly goldIsPositive: boolean;
};

type Context = { readonly rule: RuleSpec; readonly counting: Counting; readonly nMax: number };

/** The exact law of a row under a counting rule, over all subsets of n ballots; null where no exact algorithm exists. */
export const labelLaw = (votes: LabelVotes, { rule, counting, nMax }: Context): RowLaw | null => {
  const { gold, higher, lower, invalid } = votes;
  const others = [...higher, ...lower];
  const valid = others.reduce((sum, count) => sum + count, gold);
  const seats = counting.majorityOf === 'seats' && invalid > 0;
  if (rule.kind === 'leader' && seats) return null;
  if ((rule.kind === 'majority' || rule.kind === 'threshold') && seats)
    return seatsLaw(votes, { rule, counting, nMax });
  const probs = probsOf(votes, others, valid, { rule, counting, nMax: Math.min(nMax, valid) });
  if (probs === null) return null;
  const padded = new Float64Array(nMax + 1);
  padded.set(probs);
  return lawOf(padded, { valid, invalid, quorum: counting.quorum, nMax });
};

/** P(the verdict is gold) when every one of v valid ballots counts, for v = 0…nMax. */
const probsOf = (
  votes: LabelVotes,
  others: number[],
  valid: number,
  { rule, counting, nMax }: Context,
): Float64Array | null => {
  const { gold, higher, lower } = votes;
  const chance = counting.tie === 'split' || counting.tie === 'first';
  const tie = chance ? 'split' : counting.tie === 'abstain' ? 'abstain' : 'priority';
  switch (rule.kind) {
    case 'plurality':
    case 'leader': {
      if (!pluralityReaches(valid, nMax)) return null;
      const priority = [...higher.map((_, k) => k + 1), 0, ...lower.map((_, k) => k + 1 + higher.length)];
      return pluralityProbs(
        {
          counts: [gold, ...others],
          label: 0,
          tie,
          ...(tie === 'priority' ? { priority } : {}),
          ...(rule.kind === 'leader' ? { needed: (n: number) => votesNeeded(rule, n) } : {}),
        },
        nMax,
      );
    }
    case 'majority':
      if (tie !== 'priority') return strictMajorityProbs({ counts: [gold, ...others], label: 0, tie }, nMax);
      if (others.filter((count) => count > 0).length > 1) return null;
      return byN(nMax, (n) =>
        majorityProb({ total: valid, successes: gold, n, tie: lower.length > 0 ? 'pass' : 'fail' }),
      );
    case 'unanimous':
      return byN(nMax, (n) => thresholdProb(valid, gold, n, n));
    case 'threshold':
      return byN(nMax, (n) => thresholdVerdict(votes, valid, n, votesNeeded(rule, n)));
    default:
      return null;
  }
};

const thresholdVerdict = ({ gold, goldIsPositive }: LabelVotes, valid: number, n: number, needed: number): number =>
  goldIsPositive ? thresholdProb(valid, gold, n, needed) : 1 - thresholdProb(valid, valid - gold, n, needed);

/** Majority or threshold of all seats: the votes needed depend on n, however few of the n are valid. */
const seatsLaw = (votes: LabelVotes, { rule, counting, nMax }: Context): RowLaw | null => {
  if (counting.tie !== 'split' && counting.tie !== 'first' && counting.tie !== 'abstain' && rule.kind === 'majority')
    return null;
  const { gold, higher, lower, invalid } = votes;
  const others = [...higher, ...lower];
  const valid = others.reduce((sum, count) => sum + count, gold);
  const wrong = new Float64Array(nMax + 1);
  const undecided = new Float64Array(nMax + 1);
  for (let n = 1; n <= nMax; n += 1) {
    const drawn = hypergeometricPmf(valid + invalid, valid, n);
    for (let v = 0; v <= n; v += 1) {
      const weight = drawn[v] ?? 0;
      if (weight === 0) continue;
      if (v === 0 || v < counting.quorum) undecided[n] = (undecided[n] ?? 0) + weight;
      else wrong[n] = (wrong[n] ?? 0) + weight * (1 - rightAmong(v, n));
    }
  }
  return { wrong: wrong.map(settled), undecided: undecided.map(settled), noise: null };

  function rightAmong(v: number, n: number): number {
    if (rule.kind === 'threshold') return thresholdVerdict(votes, valid, v, votesNeeded(rule, n));
    // Two labels can hold half of the seats each only if every seat is filled.
    if (v === n)
      return (
        strictMajorityProbs(
          { counts: [gold, ...others], label: 0, tie: counting.tie === 'abstain' ? 'abstain' : 'split' },
          n,
        )[n] ?? 0
      );
    return thresholdProb(valid, gold, v, Math.floor(n / 2) + 1);
  }
};

const byN = (nMax: number, probability: (n: number) => number): Float64Array =>
  Float64Array.from({ length: nMax + 1 }, (_, n) => (n === 0 ? 0 : probability(n)));
