import type { DatabaseSync } from 'node:sqlite';
import type { BallotRecord, Ledger } from '../ledger.ts';
import { openDatabase, termsIn, type LedgerTerms } from './open-database.ts';
import { lookUpIn } from './read-ledger.ts';
import { guarded } from './sqlite-fault.ts';
import { cellsOf, columns, hasTexts, promptOf } from './sqlite-row.ts';

export type SqliteLedgerOptions = LedgerTerms & {
  /** The experiment's name, for people who find the file. */
  readonly experiment?: string;
};

/**
 * A ledger in a SQLite file: every ballot that `record` has returned from is there after any end of the process, kill -9 included.
 * The file belongs to this process alone while it is open. After a power failure the last ballots may be missing; none is broken.
 */
export const sqliteLedger = (path: string, { experiment, ...terms }: SqliteLedgerOptions): Ledger => {
  const database = openDatabase(path, terms, experiment ?? null);
  const ask = guarded(path, () => statements(database));
  const keepsText = terms.privacy === 'full';
  let promisesHashes = guarded(path, () => termsIn(database).privacy === 'hashes');
  let last = guarded(path, () => Number(ask.last.get()?.['last'] ?? 0));

  let latest: string | null = null; // the samples of a judge mostly come one after the other

  const record = (ballot: BallotRecord): void => {
    if (promisesHashes && keepsText && hasTexts(ballot)) {
      ask.promiseNothing.run();
      promisesHashes = false;
    }
    const { messages } = ballot.trace;
    const prompt = messages === null ? null : promptOf(messages);
    // The prompt first, so that no ballot ever points to one that is not there.
    if (prompt !== null && keepsText && prompt.sha256 !== latest) ask.keepPrompt.run(prompt.sha256, prompt.text);
    latest = prompt?.sha256 ?? null;
    const { changes } = ask.keep.run(last + 1, ...cellsOf(ballot, prompt?.sha256 ?? null, keepsText));
    last += Number(changes);
  };

  return {
    ...guarded(path, () => lookUpIn(database, path)),
    record: (ballot) => guarded(path, () => record(ballot)),
    [Symbol.dispose]: () => {
      if (database.isOpen) guarded(path, () => database.close());
    },
  };
};

const statements = (database: DatabaseSync) => ({
  last: database.prepare('select max(nr) as last from ballots'),
  promiseNothing: database.prepare("update meta set value = 'full' where name = 'privacy'"),
  keepPrompt: database.prepare('insert into prompts (sha256, messages) values (?, ?) on conflict do nothing'),
  keep: database.prepare(
    `insert into ballots (nr, ${columns.join(', ')}) values (?, ${columns.map(() => '?').join(', ')})
     on conflict (key) do update set nr = excluded.nr, ${columns.map((name) => `${name} = excluded.${name}`).join(', ')}
     where outcome = 'failed'`,
  ),
});
