import { mkdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Fault } from '../fault.ts';
import type { Ledger } from '../ledger.ts';
import type { LedgerTerms } from '../ledger/open-database.ts';
import { sqliteLedger } from '../ledger/sqlite.ts';
import { quote } from '../wording/quote.ts';

/** Where the ballots of a test file are kept: a folder of its own, as a run has one, so that other commands read it too. */
export const ledgerPath = (testFile: string, { simulated, privacy }: LedgerTerms): string => {
  const parts = relative(process.cwd(), testFile).split(sep);
  // A test outside of the folder keeps its ballots inside.
  const place = parts.map((part) => (part === '..' || /^[a-z]:$/i.test(part) ? '_' : part)).join(sep);
  const kind = `${simulated ? '-rehearsal' : ''}${privacy === 'hashes' ? '-hashes' : ''}`;
  return join('.empanel', `${place}${kind}`, 'ledger.db');
};

/**
 * Does the work with a ledger that all who ask for it at the same time share. It is open only meanwhile: nothing has to be closed at the
 * end of a file, and another process that runs the same file waits for its turn.
 */
export const withLedger = async <T>(
  path: string,
  terms: LedgerTerms,
  work: (ledger: Ledger) => Promise<T>,
): Promise<T> => {
  const held = open.get(path) ?? { ledger: opened(path, terms), users: 0 };
  open.set(path, held);
  held.users += 1;
  try {
    return await work(await held.ledger);
  } finally {
    held.users -= 1;
    if (held.users === 0) {
      open.delete(path);
      await held.ledger.then(
        (ledger) => ledger[Symbol.dispose](),
        () => {},
      );
    }
  }
};

const open = new Map<string, { readonly ledger: Promise<Ledger>; users: number }>();

const opened = async (path: string, terms: LedgerTerms): Promise<Ledger> => {
  makeFolder(dirname(path));
  for (const end = performance.now() + PATIENCE_MS; ;) {
    try {
      return sqliteLedger(path, terms);
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== 'ledger/in-use' || performance.now() > end) throw error;
    }
    await setTimeout(50);
  }
};

// The same file in two projects of one workspace, or in two terminals: the other one is done with its calls by then, or hangs.
const PATIENCE_MS = 60_000;

const makeFolder = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new Fault(
      'ledger/unwritable',
      `The folder ${quote(folder, 200)} can't be made (${cause instanceof Error ? cause.message : String(cause)}), and a ballot that is not kept would be paid for again.
Check the permissions of the folder that the tests run in.`,
      { cause },
    );
  }
};
