import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Fault } from '../../fault.ts';
import type { Ledger } from '../../ledger.ts';
import { memoryLedger } from '../../ledger/memory.ts';
import { sqliteLedger } from '../../ledger/sqlite.ts';
import { quote } from '../../wording/quote.ts';
import type { PanelTerms } from './read-panel.ts';
import type { CallContext } from './theirs.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where the ballots of a call are kept: in the panel's ledger, in that of EMPANEL_LEDGER, or in memory. Where promptfoo's cache is off,
 * every ballot is asked for anew. Throws a `Fault` where a file can't be a ledger.
 */
export const ledgerFor = (
  { ledger, privacy }: Pick<PanelTerms, 'ledger' | 'privacy'>,
  { env, context }: { readonly env: Environment; readonly context: Pick<CallContext, 'bustCache'> },
): Ledger => {
  if (context.bustCache === true || isOff(env)) return memoryLedger();
  const written = ledger ?? env['EMPANEL_LEDGER']?.trim() ?? '';
  if (written === '') return inMemory;
  const path = resolve(written);
  const known = open.get(path) ?? opened(path, privacy);
  open.set(path, known);
  return known;
};

/** What promptfoo itself looks at; of a flag on its command line it tells nobody. */
const isOff = (env: Environment): boolean =>
  /^(?:false|0|no|off)$/i.test(env['PROMPTFOO_CACHE_ENABLED'] ?? '') || process.argv.includes('--no-cache');

const inMemory = memoryLedger();
const open = new Map<string, Ledger>();

const opened = (path: string, privacy: PanelTerms['privacy']): Ledger => {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const ledger = sqliteLedger(path, { simulated: false, privacy, experiment: 'promptfoo' });
    process.once('exit', () => ledger[Symbol.dispose]());
    return ledger;
  } catch (error) {
    if (!(error instanceof Fault)) throw unmade(path, error);
    if (error.code !== 'ledger/in-use') throw error;
    process.stderr.write(
      `empanel: another process has the ledger ${quote(path, 200)}, so this one's ballots are kept in memory and asked for again next time.\n`,
    );
    return memoryLedger();
  }
};

const unmade = (path: string, cause: unknown): Fault =>
  new Fault(
    'ledger/unwritable',
    `The folder of the ledger ${quote(path, 200)} can't be made (${cause instanceof Error ? cause.message : String(cause)}), and a ballot that is not kept would be paid for again.\nName another file in "ledger" or EMPANEL_LEDGER.`,
    { cause },
  );
