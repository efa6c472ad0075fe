import { accessSync, constants, existsSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { copyOfLedger } from './copy-of-ledger.ts';
import { isLedger, LOCK_WAIT_MS, type LedgerTerms } from './open-database.ts';
import { guarded } from './sqlite-fault.ts';
import { sqliteModule } from './sqlite-module.ts';

/**
 * Opens a ledger to look something up in it; null if nothing was ever kept there. `terms` are those that it has to have; null: any.
 * Others may look too, and nobody can write until it is closed. Where this user may not write, a copy is looked into.
 */
export const openToRead = (path: string, terms: LedgerTerms | null): OpenToRead | null => {
  if (!existsSync(path)) return null;
  return guarded(path, () => {
    using opened = new DisposableStack();
    const file = mayWrite(path) ? path : opened.use(copyOfLedger(path)).path;
    const { DatabaseSync } = sqliteModule();
    // Not by `readOnly`: such a connection cannot clear away the files that SQLite needs beside a database to read it.
    const database = opened.adopt(new DatabaseSync(file, { timeout: LOCK_WAIT_MS }), (open) => open.close());
    database.exec('pragma query_only = on');
    if (!isLedger(database, path, terms)) return null;
    const kept = opened.move();
    return { database, [Symbol.dispose]: () => guarded(path, () => kept.dispose()) };
  });
};

type OpenToRead = Disposable & { readonly database: DatabaseSync };

/** Whether SQLite can make the files here that it needs beside a database, and clear them away. */
const mayWrite = (path: string): boolean => {
  const file = realpathSync(path);
  try {
    accessSync(file, constants.W_OK);
    accessSync(dirname(file), constants.W_OK);
    return true;
  } catch {
    return false;
  }
};
