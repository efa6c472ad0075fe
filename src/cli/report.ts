import { basename, join } from 'node:path';
import { Command } from 'commander';
import type { Arm } from '../arm.ts';
import type { GateSpec } from '../gate.ts';
import { printable } from '../report/escape.ts';
import { describeReport } from './describe-report.ts';
import { emphasis } from './emphasis.ts';
import { checkFolder, writeFolder } from './folder.ts';
import { gateCode } from './gate-code.ts';
import { asksForGates, checkGates, gatesFrom } from './gate-options.ts';
import { tellGitHub } from './github.ts';
import { readOptions, settingsOf, type ReportOptions } from './options.ts';
import { print, printJson } from './print.ts';
import { progressLine } from './progress.ts';

/** `empanel report FILE…` */
export const reportCommand = ({ version, done }: { version: string; done: (code: number) => void }): Command =>
  describeReport(new Command('report')).action(async (files: string[], options: ReportOptions) => {
    const title = options.title ?? titleOf(files);
    const folder = options.out ?? join('reports', folderName(files));
    const force = options.force ?? false;
    const settings = settingsOf(options);
    checkFolder(folder, { force });
    // A slip in a flag is told before gigabytes of ballots are read.
    await checkGates(options);

    // Loaded when there is work to do, so that --help answers at once.
    const [{ empanel, reportFiles }, { annotations }, { reportJson, reportOf }, { terminalSummary }] =
      await Promise.all([
        import('../empanel.ts'),
        import('../report/github.ts'),
        import('../report/report.ts'),
        import('../report/terminal.ts'),
      ]);
    const progress = progressLine(process.stderr, { quiet: options.quiet ?? false });
    try {
      const onProgress = ({ label, done: step, total }: { label: string; done: number; total: number }): void =>
        progress.update(total > 0 ? `${Math.floor((100 * step) / total)}% ${label}` : label);
      const gates = async (arm: Arm): Promise<readonly GateSpec[]> => {
        const { gateableOf } = await import('../config/gate-subject.ts');
        return gatesFrom(options, gateableOf(arm));
      };
      const found = await empanel(files, {
        read: readOptions(options),
        settings,
        onProgress,
        ...(asksForGates(options) ? { gates } : {}),
      });
      progress.update('writing the report');
      const written = reportFiles(found, { title, version });
      await writeFolder(folder, written, { force });
      progress.stop();
      const page = join(folder, 'index.html');
      if (options.json) printJson(reportJson(reportOf(found.findings, { title, version })));
      else {
        // Some terminals say that they have 0 columns.
        const width = Math.min(process.stdout.columns || 80, 100);
        if (!options.quiet) print(`${terminalSummary(found.findings, { width, ...emphasis })}\n\n`);
        print(`Report: ${printable(page)}\n`);
      }
      tellGitHub({ annotations: annotations(found.findings, { title }), summary: written['summary.md'] });
      done(gateCode(found.findings));
    } finally {
      progress.stop();
    }
  });

const titleOf = (files: readonly string[]): string => {
  const [first = '-', ...others] = files;
  const name = first === '-' ? 'standard input' : basename(first);
  return `Ballots of ${name}${others.length > 0 ? ` and ${others.length} more` : ''}`;
};

/** The first file's name without its endings, as a folder's name. */
const folderName = ([first = '-']: readonly string[]): string =>
  first === '-'
    ? 'stdin'
    : basename(first)
        .replace(/(\.(jsonl|ndjson|json|csv))?(\.gz)?$/, '')
        .replaceAll(/[^\p{L}\p{N}._-]+/gu, '-') || 'report';
