import type { Value } from '../ballot.ts';
import type { RuleSpec, Tie } from '../aggregate/rule.ts';
import type { Combine } from '../experiment.ts';

/** How a panel of n ballots is drawn from those recorded: any n of the pool; judges in turn; n judges with one ballot each. */
export type Design = 'random' | 'roundRobin' | 'randomJudges';

/** Everything that an analysis is free to choose. It is printed with the result, so that the result can be had again. */
export type Settings = {
  readonly rule: RuleSpec;
  readonly tie: Tie;
  readonly priority: readonly Value[];
  readonly positive: Value | null; // null: recognised by name (pass, true, yes, 1, correct)
  readonly quorum: number;
  /** What the whole panel's verdicts need, where that is more than a smaller panel on a curve can have; null: the same quorum. */
  readonly verdictQuorum: number | null;
  readonly majorityOf: 'valid' | 'seats';
  /** What a draw without a quorum counts as: an error, neither right nor wrong, the negative label, or not at all. */
  readonly onNoQuorum: 'error' | 'abstain' | 'fail' | 'exclude';
  readonly passAt: number | null; // scores from here up pass
  readonly combine: Combine | null; // how the verdicts on a row's criteria become one
  readonly target: 'labels' | 'mean'; // compare with gold as labels, or by how near a score comes to a numeric gold
  readonly designs: readonly Design[];
  /** `auto` clusters by group, unless there are fewer than 30 groups of 30 rows or more each: those are fixed categories. */
  readonly groups: 'auto' | 'cluster' | 'ignore';
  readonly maxN: number;
  readonly margin: number; // the loss in error that an ensemble may have and still count as good enough
  readonly level: number; // of every interval
  readonly resamples: number; // bootstrap and multiplier draws
  readonly simulations: number; // draws a row where no exact algorithm exists
  readonly seed: number;
};

export const defaults: Settings = {
  rule: { kind: 'plurality' },
  tie: 'split',
  priority: [],
  positive: null,
  quorum: 1,
  verdictQuorum: null,
  majorityOf: 'valid',
  onNoQuorum: 'error',
  passAt: null,
  combine: null,
  target: 'labels',
  designs: ['random', 'roundRobin', 'randomJudges'],
  groups: 'auto',
  maxN: 101,
  margin: 0.01,
  level: 0.95,
  resamples: 2000,
  simulations: 2000,
  seed: 1,
};

/** Resamples that very many rows allow: each is dear then, and its quantiles need fewer. */
export const affordableResamples = (resamples: number, rows: number): number =>
  Math.max(200, Math.min(resamples, Math.floor(2e7 / rows)));
