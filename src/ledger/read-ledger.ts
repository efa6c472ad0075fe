import type { DatabaseSync } from 'node:sqlite';
import type { Ledger } from '../ledger.ts';
import { memoryLedger } from './memory.ts';
import { openToRead, type LedgerTerms } from './open-database.ts';
import { corrupt, guarded } from './sqlite-fault.ts';
import { keptIn, textIn, type SqlRow } from './sqlite-row.ts';

/** What can be looked up in a ledger. */
export type LedgerLookUp = Pick<Ledger, 'isSettled' | 'get' | 'replyOf'>;

/**
 * A ledger to be looked into: it stays as it is, what it promises included. A file that is not there has no ballots.
 * Throws the `Fault` that opening it with the same terms would; `ledger/in-use` while another process writes.
 */
export const readLedger = (path: string, terms: LedgerTerms): LedgerLookUp & Disposable => {
  const database = openToRead(path, terms);
  if (database === null) return memoryLedger();
  return {
    ...guarded(path, () => lookUpIn(database, path)),
    [Symbol.dispose]: () => {
      if (database.isOpen) guarded(path, () => database.close());
    },
  };
};

/** The look-ups in a database that is a ledger. */
export const lookUpIn = (database: DatabaseSync, path: string): LedgerLookUp => {
  const settled = database.prepare("select 1 from ballots where key = ? and outcome <> 'failed'");
  const kept = database.prepare(
    'select nr, outcome, value, score, rationale, cause, usd, latency_ms from ballots where key = ?',
  );
  const reply = database.prepare('select reply from ballots where key = ?');
  return {
    isSettled: (key) => guarded(path, () => settled.get(key) !== undefined),
    get: (key) => {
      const row = guarded(path, () => kept.get(key));
      return row === undefined ? null : (keptIn(row) ?? damaged(row, path));
    },
    replyOf: (key) => guarded(path, () => textIn(reply.get(key)?.['reply'])),
  };
};

/** A ballot that does not read as one. */
export const damaged = (row: SqlRow, path: string): never => {
  throw corrupt(path, `is damaged (ballot ${Number(row['nr'])} cannot be read)`);
};
