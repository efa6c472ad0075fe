import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { Fault } from '../fault.ts';
import type { Ledger } from '../ledger.ts';
import type { Prepared } from '../live/prepare.ts';
import { describePlan, type RunCommandOptions } from './describe-run.ts';
import { emphasis } from './emphasis.ts';
import { ledgerName } from './folder.ts';
import { preparedFrom, runFolderName } from './prepared.ts';

/** `empanel plan [CONFIG]` */
export const planCommand = (): Command =>
  describePlan(new Command('plan')).action(async (config: string, options: RunCommandOptions) => {
    const [{ planned }, { planText }] = await Promise.all([import('../live/prepare.ts'), import('./plan-text.ts')]);
    const prepared = await preparedFrom(config, options);
    const path = join(runFolderName(prepared, options), ledgerName);
    using ledger = existsSync(path) ? await openLedger(path, prepared) : null;
    const plan = planned(prepared, ledger);
    process.stdout.write(options.json ? `${JSON.stringify(plan, null, 1)}\n` : `${planText(plan, emphasis)}\n`);
  });

/** The ledger of an earlier run, unless that run is still at work: a plan counts what is there, and must not stand in the way. */
const openLedger = async (path: string, { experiment, rehearse }: Prepared): Promise<Ledger | null> => {
  const { sqliteLedger } = await import('../ledger/sqlite.ts');
  try {
    return sqliteLedger(path, { simulated: rehearse, privacy: experiment.privacy });
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'ledger/in-use') throw error;
    process.stderr.write('A run is at work on this ledger, so the ballots that it has are not counted here.\n');
    return null;
  }
};
