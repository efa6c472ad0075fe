import type { Findings } from '../analyse/findings.ts';
import { gateableOf, type Remedies } from '../config/gate-subject.ts';
import { empanel, type Progress } from '../empanel.ts';
import type { ReadOptions } from '../ledger/read.ts';
import type { Recording } from '../recording.ts';
import { settingsFrom, type Analysing } from './counting.ts';
import { readGatesInCode, type GateInCode } from './gates-in-code.ts';
import { keysOfFiles } from './option-keys.ts';

export type ReportOptions = Analysing & {
  /** What is read of the files: scales, judges, criteria, groups, samples. */
  readonly read?: ReadOptions;
  /** What the verdicts are held to, as the config writes it; the results are `findings.gates`. Baselines are relative to the working folder. */
  readonly gates?: readonly GateInCode[];
  readonly onProgress?: (progress: Progress) => void;
};

/**
 * Reads recorded ballots, JSON Lines or CSV, packed or not, and finds out how many were enough: `findings.curves` are error rates (shares
 * of rows) against n with their intervals and knees, `findings.verdicts` the panel's. Rejects with a `Fault` that names file and line.
 *
 *     const { findings } = await report('ballots.jsonl', { rule: 'majority' });
 */
export const report = (
  files: string | readonly string[],
  { read = {}, gates, onProgress, ...options }: ReportOptions = {},
): Promise<{ readonly recording: Recording; readonly findings: Findings }> =>
  empanel(typeof files === 'string' ? [files] : files, {
    read,
    settings: settingsFrom(options),
    spelling: keysOfFiles,
    ...(gates === undefined
      ? {}
      : { gates: (arm) => readGatesInCode(gates, { ...gateableOf(arm), remedies }, { folder: '.', where: 'gates' }) }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });

const remedies: Remedies = {
  gold: 'Add the right values to the ballots ("gold")',
  passes: 'Name it ("positive"), or the score from which on ("passAt")',
  only: (criterion) => `let the gate be about a criterion that has it: criterion: ${criterion}`,
};
