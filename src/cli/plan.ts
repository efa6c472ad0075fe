import { join } from 'node:path';
import { Command } from 'commander';
import { Fault } from '../fault.ts';
import type { Prepared } from '../live/prepare.ts';
import { describePlan, type RunCommandOptions } from './describe-run.ts';
import { emphasis } from './emphasis.ts';
import { ledgerName } from './folder.ts';
import { preparedFrom, runFolderName } from './prepared.ts';
import { print, printError, printJson } from './print.ts';

/** `empanel plan [CONFIG]` */
export const planCommand = (): Command =>
  describePlan(new Command('plan')).action(async (config: string, options: RunCommandOptions) => {
    const [{ planned }, { planText }] = await Promise.all([import('../live/prepare.ts'), import('./plan-text.ts')]);
    const prepared = await preparedFrom(config, options);
    const path = join(runFolderName(prepared, options), ledgerName);
    using ledger = await lookInto(path, prepared);
    const plan = planned(prepared, ledger);
    if (options.json) printJson(`${JSON.stringify(plan, null, 1)}\n`);
    else print(`${planText(plan, emphasis)}\n`);
  });

/** What an earlier run has, unless that run is still at work: a plan counts what is there, and changes nothing. */
const lookInto = async (path: string, { experiment, rehearse }: Prepared) => {
  const { readLedger } = await import('../ledger/read-ledger.ts');
  try {
    return readLedger(path, { simulated: rehearse, privacy: experiment.privacy });
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'ledger/in-use') throw error;
    printError('A run is at work on this ledger, so the ballots that it has are not counted here.\n');
    return null;
  }
};
