import type { Arm } from './arm.ts';

/** What a gate can hold to a bound. Rates are shares of rows; `cost` is US dollars a row, `latency` milliseconds to a row's slowest ballot. */
export const metrics = ['passRate', 'errorRate', 'undecided', 'cost', 'latency', 'agreement'] as const;
export type Metric = (typeof metrics)[number];

/** What may differ between a run and its baseline, where that was allowed. */
export const allowances = ['rubric', 'data', 'rows'] as const;
export type Allowance = (typeof allowances)[number];

type Common = {
  /** A criterion's id or `combined`; null: all criteria together where they are combined, else each by itself. */
  readonly subject: string | null;
  readonly level: number; // of every one-sided bound
  readonly onInconclusive: 'warn' | 'fail';
  readonly where: string; // file and line, or the flag
};

/** A gate as declared. */
export type GateSpec =
  | (Common & {
      readonly kind: 'bound';
      readonly metric: Metric;
      readonly bound: 'atLeast' | 'atMost';
      readonly value: number;
    })
  | (Common & {
      readonly kind: 'baseline';
      /** Null: errors where both sides have gold, else rows that don't pass. */
      readonly metric: 'errorRate' | 'passRate' | null;
      readonly baseline: Arm;
      readonly file: string; // where the baseline was read from
      readonly sha256: string; // of that file
      readonly margin: number; // how much worse it may be, as a share of rows
      readonly allow: readonly Allowance[];
    })
  | (Common & {
      readonly kind: 'guard';
      readonly rows: readonly string[];
      /** Null: pass where something says what passing is, else agree with gold. */
      readonly must: 'pass' | 'correct' | null;
    });

/** What a gate found. */
export type GateResult = {
  readonly name: string; // "passRate ≥ 90% (combined)", unique in a run
  readonly spec: GateSpec;
  readonly subject: string; // a criterion, `combined`, or `*`: the whole row, for cost and latency
  readonly decision: 'pass' | 'fail' | 'inconclusive';
  /** Whether the command ends with exit 1 for it: it failed, or could not decide and was told to fail then. */
  readonly blocks: boolean;
  /** What was measured, with its one-sided bounds; for a baseline the difference to it, above 0 where this run is worse. Null: not known. */
  readonly observed: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly rows: number; // that were counted, or paired with the baseline
  readonly left: readonly { readonly why: string; readonly rows: readonly string[] }[]; // rows that were not
  /** How many rows like these would decide it, as things look; null where no number would, or it is decided. */
  readonly rowsNeeded: number | null;
  /** The chance that this gate passes, fails or can't tell on rows like these if nothing changed; null where chance has no part in it. */
  readonly unchanged: { readonly pass: number; readonly fail: number; readonly inconclusive: number } | null;
  readonly offenders: readonly string[]; // guarded rows that failed; rows that the baseline passed and this run does not
  /** What kept it from deciding beside the width of its bounds, or what a reader must know of the decision: a sentence; null: nothing. */
  readonly reason: string | null;
};
