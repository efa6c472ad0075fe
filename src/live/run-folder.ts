import { join } from 'node:path';
import type { Prepared } from './prepare.ts';

/** Where a run is kept. A rehearsal has a folder of its own: simulated ballots and real ones never meet. */
export const runFolderOf = ({ experiment, rehearse }: Pick<Prepared, 'experiment' | 'rehearse'>): string =>
  join('reports', rehearse ? `${experiment.name}-rehearsal` : experiment.name);

/** The file of a run's folder that holds its ballots. */
export const ledgerName = 'ledger.db';
