import type { Rate } from '../analyse/rate.ts';
import type { ArmRow, Subject } from '../arm.ts';

/** A difference of two means over the same rows, with its interval: above 0 where the arm has more of it than the reference. */
export type Difference = {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  readonly rows: number;
  readonly method: 't' | 'tango';
};

/** The test that a difference is none. `adjusted` is Holm's, over all tests of errors, or all of passes, in the comparison. */
export type PairedTest = {
  readonly name: 'mcnemar' | 'sign-flip'; // McNemar's mid-p; sign flips by row, or by group where rows hang together
  readonly p: number;
  readonly adjusted: number;
  readonly exact: boolean; // false: p was simulated
  readonly worse: number; // rows on which the arm errs more
  readonly better: number;
};

/**
 * What the pairs say. `worse` and `better`: by the adjusted p; `not-worse`: not shown to differ, and its interval
 * stays below the margin; `alike`: no row differs; else `open`.
 */
export type Conclusion = 'worse' | 'better' | 'not-worse' | 'alike' | 'open';

/** A row on which the two verdicts differ, with the ballots of both. */
export type ChangedRow = { readonly row: string; readonly reference: ArmRow; readonly arm: ArmRow };

/** Rows that could not be paired, by reason. */
export type Unpaired = { readonly why: string; readonly rows: readonly string[] };

/** One arm against the reference on one subject, row by row. */
export type Pairing = {
  readonly arm: number; // index into Comparison.arms; the reference is 0
  readonly subject: string;
  readonly paired: number; // rows that both have a verdict on, or that both tried
  readonly unpaired: readonly Unpaired[];
  /** What the pairing goes by: errors where most pairs have gold on both sides, else rows that don't pass; null: neither is known. */
  readonly by: 'error' | 'fail' | null;
  /** Wrong verdicts, where both have gold; else null. */
  readonly error: {
    readonly difference: Difference;
    readonly test: PairedTest;
    readonly conclusion: Conclusion;
  } | null;
  /** Rows that don't pass, where something says what passing is; else null. Rows that either leaves undecided are not in it. */
  readonly fail: { readonly difference: Difference; readonly test: PairedTest; readonly conclusion: Conclusion } | null;
  /** The share of rows on which both decide alike, of those that both decide; null where there is none. */
  readonly agreement: Rate | null;
  readonly usd: Difference | null; // a row; null: some cost is not known
  readonly latencyMs: Difference | null; // a row's slowest ballot
  readonly changed: readonly ChangedRow[];
  /** How many rows like these would show a difference of the margin with 80% power, among as many tests; null where none differs. */
  readonly rowsNeeded: number | null;
};

/** What one arm comes to on one subject, over all of its own rows. */
export type ArmSubject = {
  readonly subject: string;
  readonly rows: number;
  readonly undecided: number;
  readonly missing: number;
  readonly errorRate: Rate | null;
  readonly passRate: Rate | null; // of the decided rows
  readonly usdPerRow: number | null; // of this subject's ballots; null: some cost is not known
  readonly latencyMsPerRow: number | null; // to its slowest ballot
};

export type ArmSummary = {
  readonly name: string;
  readonly kind: 'ballots' | 'baseline';
  readonly judges: readonly string[];
  readonly rule: string;
  readonly ballots: number;
  readonly usdPerRow: number | null;
  readonly latencyMsPerRow: number | null;
  readonly subjects: readonly ArmSubject[];
};

/** An arm, and so many of its ballots a row, that is the best buy while an error costs between `from` and `to` US dollars. */
type Buy = {
  readonly arm: number;
  readonly n: number;
  readonly usd: number; // a row
  readonly error: number;
  readonly from: number;
  readonly to: number | null;
};

/** What the arms of a subject cost and how they err, at every size of each, on the rows that all have. */
export type Frontier = {
  readonly subject: string;
  readonly rows: number;
  readonly points: readonly {
    readonly arm: number;
    readonly n: number;
    readonly usd: number;
    readonly error: number;
  }[];
  readonly buys: readonly Buy[];
};

/** What to expect of the arm that did best: picked on some rows, counted on the others. */
export type Selection = {
  readonly subject: string;
  readonly arm: number;
  readonly apparent: number;
  readonly nested: number;
  readonly optimism: number;
  readonly frequency: readonly number[]; // by arm: the share of folds that chose it
};

/** Something in which two arms were not asked the same. */
export type Mismatch = {
  readonly kind: 'rubric' | 'data' | 'output' | 'panel' | 'rule';
  readonly subject: string | null; // the criterion that it concerns; null: all of them
  readonly arm: number;
  readonly message: string;
};

/** All that a comparison found; the first arm is the reference. */
export type Comparison = {
  readonly simulated: boolean;
  readonly rehearsal: boolean;
  readonly level: number;
  readonly margin: number;
  readonly n: number | null; // ballots a row that were counted; null: all
  readonly arms: readonly ArmSummary[];
  readonly subjects: readonly Pick<Subject, 'id' | 'kind' | 'pass'>[];
  readonly pairings: readonly Pairing[]; // by subject, then by arm
  readonly frontiers: readonly Frontier[];
  readonly selections: readonly Selection[]; // where there are three arms or more
  readonly mismatches: readonly Mismatch[];
  readonly notes: readonly string[];
};
