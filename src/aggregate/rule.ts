import type { Ballot, Value } from '../ballot.ts';
import type { Verdict } from '../verdict.ts';

/** A voting rule: ballots in, verdict out, by code alone. */
export type Rule = (ballots: readonly Ballot[]) => Verdict;

/**
 * What a tie among leaders becomes. `split` leaves the row undecided and gives each leader an equal share of the credit in an error
 * curve; `first` takes the leader cast first (the same expectation over exchangeable ballots); `priority` follows a declared order
 * of labels; `pass` and `fail` decide for the positive or the negative label; `abstain` leaves the row undecided, and wrong.
 */
export type Tie = 'split' | 'first' | 'priority' | 'pass' | 'fail' | 'abstain';

/** A rule as it is declared: data, so that a report can print it and a curve can choose its exact algorithm. */
export type RuleSpec =
  | { readonly kind: 'majority' }
  | { readonly kind: 'plurality' }
  | { readonly kind: 'unanimous' }
  | { readonly kind: 'bestOfN' }
  | { readonly kind: 'mean' }
  | { readonly kind: 'median' }
  | { readonly kind: 'min' }
  | { readonly kind: 'max' }
  | { readonly kind: 'threshold'; readonly atLeast: number; readonly of: 'votes' | 'share' }
  | { readonly kind: 'leader'; readonly atLeast: number; readonly of: 'votes' | 'share' } // what a threshold means among open answers
  | { readonly kind: 'weighted'; readonly weights: Readonly<Record<string, number>> } // whole numbers; an unnamed judge weighs 1
  | { readonly kind: 'trimmedMean'; readonly share: number } // of the ballots, cut at each end, by rank
  | { readonly kind: 'winsorisedMean'; readonly share: number };

/** How ballots are counted, whatever the rule. */
export type Counting = {
  readonly tie: Tie;
  readonly priority: readonly Value[];
  /** The label that a threshold counts, and that the tie rule `pass` takes. */
  readonly positive: Value;
  /** Its opposite on a scale of two labels. */
  readonly negative: Value;
  /** The fewest cast ballots that may decide; one at least is always needed. */
  readonly quorum: number;
  /** Whether a majority or a share is taken of the cast ballots or of all seats, answered or not. */
  readonly majorityOf: 'valid' | 'seats';
};

/** Rules that aggregate scores rather than count labels. */
export type ScoreRuleSpec = Extract<
  RuleSpec,
  { kind: 'mean' | 'median' | 'min' | 'max' | 'trimmedMean' | 'winsorisedMean' }
>;

export const isScoreRule = (rule: RuleSpec): rule is ScoreRuleSpec =>
  ['mean', 'median', 'min', 'max', 'trimmedMean', 'winsorisedMean'].includes(rule.kind);

/** A rule's way from sorted scores to one: ascending, never empty. */
export type ScoreStatistic = (sorted: readonly number[]) => number;
