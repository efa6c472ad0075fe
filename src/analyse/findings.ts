import type { OutcomeCounts, Value } from '../ballot.ts';
import type { GateResult } from '../gate.ts';
import type { Provenance } from '../provenance.ts';
import type { Note, RecordedJudge } from '../recording.ts';
import type { Criterion } from '../rubric.ts';
import type { RunFacts } from '../run.ts';
import type { Agreement } from './agreement.ts';
import type { Association } from './association.ts';
import type { Combined } from './combined.ts';
import type { Curve } from './curve.ts';
import type { Settings } from './settings.ts';
import type { RowVerdict } from './verdicts.ts';

/** A curve with what only the analysis of all ballots adds to it. */
export type CurveFinding = Curve & {
  /** The error of all ballots with a tie going to the value cast first; null for rules on scores. */
  readonly firstSeenError: number | null;
  readonly association: Association | null; // where scores are compared with a numeric gold
};

/** One judge on one criterion. `identical` is the share of rows on which all of its ballots are alike; null with one ballot a row. */
export type JudgeFinding = {
  readonly judge: string;
  readonly rows: number;
  readonly outcomes: OutcomeCounts;
  readonly identical: number | null;
};

/** One criterion: what came in, and why it has no curve if it has none. */
export type CriterionFinding = {
  readonly criterion: Criterion;
  readonly pass: Value | null; // the label that passes; null where nothing says so
  readonly rows: number;
  readonly rowsWithGold: number;
  readonly outcomes: OutcomeCounts;
  readonly judges: readonly JudgeFinding[];
  readonly noCurve: string | null;
};

/** All that an analysis found; reports are made from it. */
export type Findings = {
  readonly sources: readonly string[];
  readonly simulated: boolean;
  readonly rehearsal: boolean;
  readonly run: RunFacts | null; // null for recorded ballots
  readonly settings: Settings;
  readonly rows: number;
  readonly judges: readonly RecordedJudge[];
  readonly outcomes: OutcomeCounts;
  readonly criteria: readonly CriterionFinding[];
  readonly curves: readonly CurveFinding[];
  readonly verdicts: readonly RowVerdict[];
  readonly combined: Combined | null; // null where the criteria are not combined
  readonly agreement: readonly Agreement[];
  readonly notes: readonly Note[];
  readonly gates: readonly GateResult[]; // empty where none is declared
  readonly provenance: Provenance | null; // null for recorded ballots
};
