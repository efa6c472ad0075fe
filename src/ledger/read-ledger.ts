import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Ledger } from '../ledger.ts';
import { memoryLedger } from './memory.ts';
import { termsIn, type LedgerTerms } from './open-database.ts';
import { openToRead } from './open-to-read.ts';
import { corrupt, guarded } from './sqlite-fault.ts';
import { ballotColumns, ballotIn, keptIn, recordIn, textIn, type LedgerBallot, type SqlRow } from './sqlite-row.ts';

/** What can be looked up in a ledger. `ballots` are its records as verdicts need them, in the same order and in a third of the time. */
export type LedgerLookUp = Pick<Ledger, 'isSettled' | 'get' | 'replyOf' | 'records'> & {
  readonly ballots: () => Iterable<LedgerBallot>;
};

/** A ledger that is open to be looked into, and what it promises; null where nothing was ever kept. */
export type LedgerToRead = LedgerLookUp & Disposable & { readonly terms: LedgerTerms | null };

/**
 * A ledger to be looked into: it stays as it is, what it promises included. A file that is not there has no ballots. `terms` are those
 * that it has to have; null: any. Throws the `Fault` that opening it with the same terms would; `ledger/in-use` while another process writes.
 */
export const readLedger = (path: string, terms: LedgerTerms | null): LedgerToRead => {
  const opened = openToRead(path, terms);
  if (opened === null) return { ...memoryLedger(), ballots: () => [], terms: null };
  const { database } = opened;
  return {
    ...guarded(path, () => ({ ...lookUpIn(database, path), terms: termsIn(database) })),
    [Symbol.dispose]: () => opened[Symbol.dispose](),
  };
};

/** The look-ups in a database that is a ledger. */
export const lookUpIn = (database: DatabaseSync, path: string): LedgerLookUp => {
  const settled = database.prepare("select 1 from ballots where key = ? and outcome <> 'failed'");
  const kept = database.prepare(
    'select nr, outcome, value, score, rationale, cause, usd, latency_ms from ballots where key = ?',
  );
  const reply = database.prepare('select reply from ballots where key = ?');
  const records = database.prepare(
    `select ballots.nr, trace, rationale, reply, messages from ballots left join prompts on sha256 = prompt
     where ballots.nr > ? order by ballots.nr limit ?`,
  );
  const ballots = database.prepare(`select nr, ${ballotColumns} from ballots where nr > ? order by nr limit ?`);
  return {
    isSettled: (key) => guarded(path, () => settled.get(key) !== undefined),
    get: (key) => {
      const row = guarded(path, () => kept.get(key));
      return row === undefined ? null : (keptIn(row) ?? damaged(row, path));
    },
    replyOf: (key) => guarded(path, () => textIn(reply.get(key)?.['reply'])),
    records: () => paged(records, recordIn, path),
    ballots: () => paged(ballots, ballotIn, path),
  };
};

/** All rows of a statement that asks for those after a number. */
function* paged<T>(page: StatementSync, read: (row: SqlRow) => T | null, path: string): Generator<T> {
  for (let after = 0; ;) {
    // By the page and not by an open statement, which would stand in the way of what is recorded meanwhile.
    const rows: SqlRow[] = guarded(path, () => page.all(after, PAGE));
    for (const row of rows) yield read(row) ?? damaged(row, path);
    const end = rows.at(-1);
    if (end === undefined) return;
    after = Number(end['nr']);
  }
}

const PAGE = 500;

/** A ballot that does not read as one. */
const damaged = (row: SqlRow, path: string): never => {
  throw corrupt(path, `is damaged (ballot ${Number(row['nr'])} cannot be read)`);
};
