import { termsIn, type LedgerTerms } from './open-database.ts';
import { guarded } from './sqlite-fault.ts';
import { sqliteModule } from './sqlite-module.ts';

/**
 * What an existing ledger says of itself, without changing it; null if the file says nothing of the kind. Not by `readOnly`: such a
 * connection leaves a file behind that SQLite needs beside a database to read it.
 */
export const termsOfLedger = (path: string): LedgerTerms | null =>
  guarded(path, () => {
    const { DatabaseSync } = sqliteModule();
    const database = new DatabaseSync(path);
    try {
      database.exec('pragma query_only = on');
      const isLedger = database.prepare("select 1 from sqlite_schema where name = 'meta'").get() !== undefined;
      if (!isLedger) return null;
      return termsIn(database);
    } finally {
      database.close();
    }
  });
