import { readFileSync } from 'node:fs';
import { styleText } from 'node:util';
import { Command, CommanderError } from 'commander';
import { Fault } from '../fault.ts';
import { printable } from '../report/escape.ts';
import { allowClosedPipes, endOnSignals } from './ending.ts';
import { exitCode } from './exit-code.ts';
import { baselineCommand } from './baseline.ts';
import { compareCommand } from './compare.ts';
import { importCommand } from './import.ts';
import { initCommand } from './init.ts';
import { ledgerCommand } from './ledger.ts';
import { planCommand } from './plan.ts';
import { printError } from './print.ts';
import { reportCommand } from './report.ts';
import { runCommand } from './run.ts';

/** Runs the command line; resolves to its exit code. A fault is told in its own words, anything else is a bug and keeps its stack. */
export const run = async (args: readonly string[]): Promise<number> => {
  endOnSignals();
  allowClosedPipes();
  const program = new Command('empanel')
    .configureOutput({ writeErr: (text) => printError(printable(text)) })
    .description('Seats a panel of LLM judges, counts their ballots, and tells you how many ballots are enough.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .showSuggestionAfterError()
    .showHelpAfterError('(--help lists what there is)')
    .exitOverride()
    .addHelpText(
      'after',
      `
Examples:
  $ empanel init my-panel            a small set-up to begin with
  $ empanel plan                     what it will cost and be able to tell
  $ empanel run --rehearse           the whole run with simulated judges, no key
  $ empanel run                      the run itself
  $ empanel report ballots.jsonl     ballots that were cast elsewhere
  $ empanel compare A B              is B worse than A, and worth its price?`,
    );
  let code: number = exitCode.done;
  const told = { version: version(), done: (value: number) => (code = value) };
  for (const command of [
    initCommand(),
    planCommand(),
    runCommand(told),
    reportCommand(told),
    compareCommand(told),
    baselineCommand(told),
    ledgerCommand(),
    importCommand(told),
  ])
    program.addCommand(
      command.copyInheritedSettings(program).showHelpAfterError(`(empanel ${command.name()} --help lists the options)`),
    );
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.badInput;
    if (!(error instanceof Fault)) throw error;
    printError(`${faultText(error)}\n`);
    return exitCode.badInput;
  }
};

const faultText = (fault: Fault): string => {
  const place = fault.where === undefined ? '' : `${fault.where}: `;
  const label = styleText('red', 'error:', { stream: process.stderr });
  return `${label} ${printable(place + fault.message)} ${styleText('dim', `[${fault.code}]`, { stream: process.stderr })}`;
};

const version = (): string => {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown';
};
