import type { OutcomeCounts, Value } from './ballot.ts';
import type { Provenance } from './provenance.ts';
import type { Verdict } from './verdict.ts';

/** What one arm says of one row. */
export type ArmRow = {
  readonly row: string;
  readonly group: string | null;
  readonly verdict: Verdict;
  readonly gold: Value | null;
  /** The chance that its ballots decide wrongly, a tie shared among its leaders: 0 or 1 but for ties, and for fewer ballots than there are. Null where it can't be said. */
  readonly error: number | null;
  /** Whether the row passes; null where it is undecided, or nothing says what passing is. */
  readonly passes: boolean | null;
  /** No ballot came, or ballots are still owed: that is the run's doing and says nothing of the row. */
  readonly missing: boolean;
  readonly votes: readonly { readonly value: Value; readonly count: number }[]; // the most frequent first
  readonly outcomes: OutcomeCounts;
  readonly usd: number | null; // of all its ballots; null: unknown
  readonly latencyMs: number | null; // of its slowest ballot; null: unknown
};

/** What is compared or held to a bound: one criterion, or all of them combined. */
export type Subject = {
  readonly id: string; // of the criterion; `combined` for all together
  readonly kind: 'criterion' | 'combined';
  readonly pass: Value | null; // the label that passes
  readonly rows: ReadonlyMap<string, ArmRow>; // by id of the row, in the order of the data set
};

/** One side of a comparison: an ensemble's verdicts on every row, whether they come of ballots or of a baseline. */
export type Arm = {
  readonly name: string;
  readonly kind: 'ballots' | 'baseline';
  readonly simulated: boolean;
  readonly rehearsal: boolean;
  readonly judges: readonly string[];
  readonly rule: string; // as declared
  readonly subjects: readonly Subject[];
  readonly provenance: Provenance | null; // null where the ballots were cast elsewhere
};

/** The name under which all criteria together are a subject. */
export const COMBINED = 'combined';
