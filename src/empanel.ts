import { conclude, prepare, type Analysis } from './analyse/analyse.ts';
import type { Findings } from './analyse/findings.ts';
import type { Settings } from './analyse/settings.ts';
import type { Spelling } from './analyse/spelling.ts';
import { nameOf, perform, type TaskResult } from './analyse/task.ts';
import type { Arm } from './arm.ts';
import { armOf } from './compare/arm-of.ts';
import { compare, type CompareSettings, type Side } from './compare/compare.ts';
import type { Comparison } from './compare/comparison.ts';
import { checkComparable } from './compare/comparable.ts';
import type { Allowance, GateSpec } from './gate.ts';
import { checkBaselines } from './gate/check-baselines.ts';
import { gatesOf } from './gate/gates.ts';
import { exportBallots } from './ledger/export.ts';
import { readRecording, type ReadOptions } from './ledger/read.ts';
import type { Prepared } from './live/prepare.ts';
import { runPanel, type Run, type RunOptions } from './live/run-panel.ts';
import type { Recording } from './recording.ts';
import { comparisonPage } from './report/compare-html.ts';
import { comparisonJson } from './report/compare-json.ts';
import { comparisonMarkdown } from './report/compare-markdown.ts';
import { verdictsCsv } from './report/csv.ts';
import { htmlPage } from './report/html.ts';
import { junit } from './report/junit.ts';
import { markdown } from './report/markdown.ts';
import { reportJson, reportOf } from './report/report.ts';
import { performAll, worthThreads } from './workers/pool.ts';

// The pipeline on one page: plan → dispatch → ledger → aggregate → analyse → report.
// A live panel goes all the way. Recorded ballots enter at the ledger; what was cast elsewhere is analysed as if it had been cast here.

/** How far the work is: `done` of `total` bytes while reading (a total of 0: unknown), then of tasks. */
export type Progress = { readonly label: string; readonly done: number; readonly total: number };

export type EmpanelOptions = {
  readonly read: ReadOptions;
  readonly settings: Settings;
  /** What the ballots are held to, once it is known what they are about. */
  readonly gates?: (arm: Arm) => Promise<readonly GateSpec[]>;
  /** How the caller spells options; as flags where nothing is said. */
  readonly spelling?: Spelling;
  readonly onProgress?: (progress: Progress) => void;
};

/** Reads recorded ballots and finds out how many were enough. Rejects with a `Fault` on bad input. */
export const empanel = async (
  paths: readonly string[],
  { read, settings, gates, spelling, onProgress }: EmpanelOptions,
): Promise<{ recording: Recording; findings: Findings }> => {
  const recording = await readRecording(paths, {
    ...read,
    onProgress: (done, total) => onProgress?.({ label: 'reading', done, total }),
  });
  const analysis = prepare(recording, settings, spelling);
  // An arm takes its time, and only gates look at it.
  const arm = gates === undefined ? null : armOf(analysis, { name: paths[0] ?? 'ballots' });
  // A gate that can't apply is told before the long work.
  const specs = gates === undefined || arm === null ? [] : await gates(arm);
  if (arm !== null) checkBaselines(specs, arm);
  const findings = await analysed(analysis, onProgress ?? (() => {}));
  return { recording, findings: { ...findings, gates: arm === null ? [] : gatesOf(specs, arm, analysis) } };
};

/** All that a live panel brought, and what was found in it. */
export type Seated = Run & { readonly findings: Findings };

/** Asks a panel for every ballot that the ledger lacks, and finds out how many were enough. Rejects with a `Fault` before anything is sent. */
export const seatPanel = async (
  prepared: Prepared,
  { onProgress, ...options }: RunOptions & Pick<EmpanelOptions, 'onProgress'>,
): Promise<Seated> => {
  const run = await runPanel(prepared, options);
  const { name, gates } = prepared.experiment;
  const analysis = prepare(run.recording, prepared.settings);
  const findings = await analysed(analysis, onProgress ?? (() => {}));
  const { provenance } = run;
  return {
    ...run,
    findings: {
      ...findings,
      run: run.facts,
      provenance,
      gates: gates.length === 0 ? [] : gatesOf(gates, armOf(analysis, { name, provenance }), analysis),
    },
  };
};

/** Compares ensembles row by row, each decided as its own run declared. Rejects with a `Fault` if they were not asked the same. */
export const compareSides = (
  sides: readonly Side[],
  settings: CompareSettings,
  allow: readonly Allowance[] = [],
  spelling?: Spelling,
): Comparison => {
  const comparison = compare(sides, settings);
  checkComparable(comparison, allow, spelling);
  return comparison;
};

/** A file's content, made when it is written, so that only one is held at a time. */
export type FileContent = () => string | Iterable<string>;

/** The files of a report's folder, by name. */
export const reportFiles = (
  { recording, findings, lines }: { recording: Recording; findings: Findings; lines?: () => Iterable<object> },
  named: { title: string; version: string },
): Record<string, FileContent> => ({
  'index.html': () => htmlPage(findings, named),
  'report.json': () => reportJson(reportOf(findings, named)),
  'summary.md': () => markdown(findings, named),
  'junit.xml': () => junit(findings, named),
  'verdicts.csv': () => verdictsCsv(findings),
  'ballots.jsonl': () => (lines === undefined ? exportBallots(recording) : jsonLines(lines())),
});

/** The files of a comparison's folder, by name. */
export const comparisonFiles = (
  comparison: Comparison,
  named: { title: string; version: string },
): Record<string, FileContent> => ({
  'index.html': () => comparisonPage(comparison, named),
  'comparison.json': () => comparisonJson(comparison, named),
  'summary.md': () => comparisonMarkdown(comparison, named),
});

function* jsonLines(lines: Iterable<object>): Generator<string> {
  for (const line of lines) yield `${JSON.stringify(line)}\n`;
}

/** Does an analysis on as many threads as it is worth. */
const analysed = async (analysis: Analysis, onProgress: (progress: Progress) => void): Promise<Findings> => {
  const total = analysis.tasks.length;
  const begin = (done: number): void => {
    const task = analysis.tasks[done];
    if (task !== undefined) onProgress({ label: nameOf(task, analysis), done, total });
  };
  const threads = worthThreads(analysis);
  if (threads > 1) return conclude(analysis, await performAll(analysis, { threads, onStart: begin }));
  const results: TaskResult[] = [];
  for (const [done, task] of analysis.tasks.entries()) {
    begin(done);
    // The terminal and Ctrl-C have their turn between tasks.
    await new Promise((resolve) => setImmediate(resolve));
    results.push(perform(task, analysis));
  }
  return conclude(analysis, results);
};
