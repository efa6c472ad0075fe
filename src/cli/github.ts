import { appendFileSync } from 'node:fs';
import type { FileContent } from '../empanel.ts';
import { printable } from '../report/escape.ts';
import { stepSummary } from '../report/github.ts';
import { printError } from './print.ts';

/** On GitHub's runner: annotations of the commit, and the summary on the page of the run. Elsewhere nothing. */
export const tellGitHub = ({
  annotations,
  summary,
}: {
  readonly annotations: readonly string[];
  readonly summary: FileContent | undefined;
}): void => {
  if (process.env['GITHUB_ACTIONS'] !== 'true') return;
  // The runner reads both streams, and standard output may be somebody's JSON.
  for (const line of annotations) process.stderr.write(`${line}\n`);
  const file = process.env['GITHUB_STEP_SUMMARY'] ?? '';
  const content = summary?.();
  if (file === '' || typeof content !== 'string') return;
  try {
    appendFileSync(file, `${stepSummary(content)}\n`);
  } catch (error) {
    printError(
      `The summary was not written to GITHUB_STEP_SUMMARY: ${printable(error instanceof Error ? error.message : String(error))}\n`,
    );
  }
};
