import { termsIn, type LedgerTerms } from './open-database.ts';
import { openToRead } from './open-to-read.ts';

/** What an existing ledger says of itself, without changing it; null if nothing was ever kept there. Throws a `Fault` where it can't be read. */
export const termsOfLedger = (path: string): LedgerTerms | null => {
  using opened = openToRead(path, null);
  return opened === null ? null : termsIn(opened.database);
};
