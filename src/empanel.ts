import { analyse, type Findings, type Step } from './analyse/analyse.ts';
import type { Settings } from './analyse/settings.ts';
import { exportBallots } from './ledger/export.ts';
import { readRecording, type ReadOptions } from './ledger/read.ts';
import type { Recording } from './recording.ts';
import { verdictsCsv } from './report/csv.ts';
import { htmlPage } from './report/html.ts';
import { junit } from './report/junit.ts';
import { markdown } from './report/markdown.ts';
import { reportJson, reportOf } from './report/report.ts';

// The pipeline on one page: plan → dispatch → ledger → aggregate → analyse → report.
// Recorded ballots enter at the ledger; what a panel cast elsewhere is analysed as if it had been cast here.

/** A step that is about to begin; `work` is unknown while reading, when the file's size stands for it. */
export type Progress = { readonly label: string; readonly done: number; readonly total: number };

export type EmpanelOptions = {
  readonly read: ReadOptions;
  readonly settings: Settings;
  readonly onProgress?: (progress: Progress) => void;
};

/** Reads recorded ballots and finds out how many were enough. Rejects with a `Fault` on bad input. */
export const empanel = async (
  paths: readonly string[],
  { read, settings, onProgress }: EmpanelOptions,
): Promise<{ recording: Recording; findings: Findings }> => {
  const recording = await readRecording(paths, {
    ...read,
    onProgress: (done, total) => onProgress?.({ label: 'reading', done, total }),
  });
  const findings = await unhurried(analyse(recording, settings), onProgress);
  return { recording, findings };
};

/** A file's content, made when it is written, so that only one is held at a time. */
export type FileContent = () => string | Iterable<string>;

/** The files of a report's folder, by name. */
export const reportFiles = (
  { recording, findings }: { recording: Recording; findings: Findings },
  named: { title: string; version: string },
): Record<string, FileContent> => ({
  'index.html': () => htmlPage(findings, named),
  'report.json': () => reportJson(reportOf(findings, named)),
  'summary.md': () => markdown(findings, named),
  'junit.xml': () => junit(findings, named),
  'verdicts.csv': () => verdictsCsv(findings),
  'ballots.jsonl': () => exportBallots(recording),
});

/** Runs the analysis a step at a time, letting the terminal and Ctrl-C have their turn between steps. */
const unhurried = async (
  steps: Generator<Step, Findings, void>,
  onProgress: EmpanelOptions['onProgress'],
): Promise<Findings> => {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    onProgress?.(step.value);
    await new Promise((resolve) => setImmediate(resolve));
  }
};
