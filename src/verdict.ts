import type { Value } from './ballot.ts';

/** What a rule makes of a row's ballots. A tie or a missing quorum is a finding, not a coin toss. */
export type Verdict =
  | { readonly kind: 'decided'; readonly value: Value; readonly support: number; readonly counted: number }
  | {
      readonly kind: 'undecided';
      readonly cause: 'no quorum' | 'tie' | 'no majority';
      readonly counted: number;
      /** The tied values, in the order in which they were first cast. */
      readonly leaders?: readonly Value[];
    };
