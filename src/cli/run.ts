import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { Command } from 'commander';
import { printable } from '../report/escape.ts';
import { plural } from '../report/format.ts';
import { describeRun, type RunCommandOptions } from './describe-run.ts';
import { emphasis } from './emphasis.ts';
import { beforeEnding, endInPeace } from './ending.ts';
import { ledgerName } from './folder.ts';
import { gateCode } from './gate-code.ts';
import { tellGitHub } from './github.ts';
import { liveDisplay } from './live-display.ts';
import { preparedFrom, runFolderName } from './prepared.ts';
import { print, printError, printJson } from './print.ts';
import { openRunFolder, writeIntoRun } from './run-folder.ts';
import { shellWords } from './shell-words.ts';

/** `empanel run [CONFIG]` */
export const runCommand = ({ version, done }: { version: string; done: (code: number) => void }): Command =>
  describeRun(new Command('run')).action(async (config: string, options: RunCommandOptions) => {
    const quiet = options.quiet ?? false;
    // Loaded when there is work to do, so that --help answers at once.
    const [
      { seatPanel, reportFiles },
      { sqliteLedger },
      { reportJson, reportOf },
      { terminalSummary },
      { annotations },
      { incomplete },
      { requireKeys },
    ] = await Promise.all([
      import('../empanel.ts'),
      import('../ledger/sqlite.ts'),
      import('../report/report.ts'),
      import('../report/terminal.ts'),
      import('../report/github.ts'),
      import('./incomplete.ts'),
      import('../live/seats.ts'),
    ]);
    const prepared = await preparedFrom(config, options);
    const { experiment, rehearse } = prepared;
    const folder = runFolderName(prepared, options);
    const path = join(folder, ledgerName);
    // A ledger may hold every ballot already, and then nobody needs a key.
    if (!rehearse && !existsSync(path)) requireKeys(experiment, process.env);
    openRunFolder(folder);
    using ledger = sqliteLedger(path, { simulated: rehearse, privacy: experiment.privacy });

    const [drain, halt] = [new AbortController(), new AbortController()];
    const display = liveDisplay(process.stderr, { quiet, rehearsal: rehearse });
    const forgetHalt = beforeEnding(() => halt.abort());
    const forgetPeace = endInPeace(
      () => {
        drain.abort();
        display.say('Finishing the calls in flight; then comes the report. Ctrl-C again stops at once.');
      },
      `Stopped. Every ballot that came is kept in ${printable(path)}; the same command goes on from there.`,
    );
    const title = options.title ?? (experiment.description || experiment.name);
    try {
      const found = await seatPanel(prepared, {
        ledger,
        env: process.env,
        drain: drain.signal,
        halt: halt.signal,
        resume: `empanel ${shellWords(process.argv.slice(2))}`,
        onAsking: ({ plan, what, monitor }) => display.follow({ what, monitor, expectedUsd: plan.usd }),
        onProgress: () => display.pause(),
        onWarning: (warning) => {
          if (!quiet) display.say(styleText('yellow', `! ${printable(warning)}`, { stream: process.stderr }));
        },
      });
      display.stop();
      const files = reportFiles(found, { title, version });
      await writeIntoRun(folder, files);
      if (options.json) printJson(reportJson(reportOf(found.findings, { title, version })));
      else {
        const width = Math.min(process.stdout.columns || 80, 100);
        if (!quiet) print(`${terminalSummary(found.findings, { width, ...emphasis })}\n\n`);
        print(`Report: ${printable(join(folder, 'index.html'))}\n`);
      }
      const lack = incomplete(found.findings);
      const { failed } = found.findings.outcomes;
      if (lack === null && failed > 0 && !quiet)
        printError(
          `${plural(failed, 'ballot')} failed; the same command asks for ${failed === 1 ? 'it' : 'them'} again.\n`,
        );
      if (lack !== null) printError(`${printable(lack)}\n`);
      tellGitHub({ annotations: annotations(found.findings, { title }), summary: files['summary.md'] });
      done(gateCode(found.findings, { complete: lack === null }));
    } finally {
      display.stop();
      forgetPeace();
      forgetHalt();
    }
  });
