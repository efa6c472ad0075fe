import type { GateSpec } from './gate.ts';
import type { Generator, Judge } from './panel.ts';
import type { Rehearsal } from './rehearsal.ts';
import type { DataRow } from './row.ts';
import type { AskedCriterion, Rubric } from './rubric.ts';

/** A prompt for answers, by name, rendered with a row's columns, of which it shows some. */
type AnswerPrompt = {
  readonly id: string;
  readonly columns: readonly string[];
  readonly render: (vars: Readonly<Record<string, string>>) => string;
};

/** What a run may spend. What is null has no bound. */
export type Limits = {
  readonly usd: number | null;
  readonly calls: number | null;
  readonly concurrency: number | null; // calls in flight on one lane
  readonly deadlineMs: number; // for one call, its body included
  readonly attempts: number; // at one ballot
};

/** How many ballots a row needs for a verdict. */
export type Quorum = { readonly atLeast: number | 'all' };

/** How the verdicts on a row's criteria become one: passes needed, each with its weight. */
export type Combine = {
  readonly weights: Readonly<Record<string, number>>; // by criterion; every criterion of the rubric has one
  readonly atLeast: number; // of the sum of weights; where rows differ in what they are asked, a share of it
  readonly label: string; // as declared: "all", "at least 3 of 4"
  /** Rows may be asked some of the criteria alone, and those count. */
  readonly asked?: boolean;
  /** Criteria that count as one: their set passes by itself, and has a weight like any criterion. */
  readonly sets?: readonly CombineSet[];
};

export type CombineSet = {
  readonly id: string;
  readonly weights: Readonly<Record<string, number>>; // by criterion
  readonly atLeast: number; // a share of the weights that are asked
  readonly weight: number;
};

/** A whole experiment, read and checked: everything that a run needs to know before anything is sent. */
export type Experiment = {
  readonly name: string; // of the run's folder
  readonly description: string;
  readonly sources: readonly string[]; // the files that it was read from
  readonly rows: readonly DataRow[];
  readonly rubric: Rubric | null;
  readonly criteria: readonly AskedCriterion[]; // the rubric's, then the answer's
  readonly answerPrompts: readonly AnswerPrompt[]; // empty without an answer criterion
  readonly generators: readonly Generator[];
  readonly judges: readonly Judge[];
  readonly quorum: Quorum;
  readonly combine: Combine | null;
  readonly gates: readonly GateSpec[]; // those of the command line last
  readonly limits: Limits;
  readonly privacy: 'full' | 'hashes';
  readonly rehearsal: Rehearsal;
  readonly notes: readonly string[]; // what was noticed while reading, and is no fault
};
