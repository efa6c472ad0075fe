import { join } from 'node:path';
import type { Prepared } from '../live/prepare.ts';
import type { RunCommandOptions } from './describe-run.ts';

/** Reads and checks the experiment with what the command line says of it. */
export const preparedFrom = async (config: string, options: RunCommandOptions): Promise<Prepared> => {
  const { prepareRun } = await import('../live/prepare.ts');
  return prepareRun(config, {
    rehearse: options.rehearse ?? false,
    env: process.env,
    overrides: {
      ...(options.samples === undefined ? {} : { samples: options.samples }),
      ...(options.judge === undefined ? {} : { judges: options.judge }),
      ...(options.rows === undefined ? {} : { maxRows: options.rows }),
    },
    limits: {
      ...(options.usd === undefined ? {} : { usd: options.usd }),
      ...(options.calls === undefined ? {} : { calls: options.calls }),
    },
  });
};

/** Where a run is kept. A rehearsal has a folder of its own: simulated ballots and real ones never meet. */
export const runFolderName = ({ experiment, rehearse }: Prepared, { out }: RunCommandOptions): string =>
  out ?? join('reports', rehearse ? `${experiment.name}-rehearsal` : experiment.name);
