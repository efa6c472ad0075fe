import { chmodSync, constants, copyFileSync, mkdtempSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault } from '../fault.ts';
import { quote, show } from '../wording/quote.ts';
import { LOCK_WAIT_MS } from './open-database.ts';
import { guarded, inUse } from './sqlite-fault.ts';
import { sqliteModule } from './sqlite-module.ts';

/**
 * A copy of a ledger that this user may not write to, with what a killed run left beside it; gone when it is disposed of.
 * In place it can't be read soundly: SQLite needs files beside it, and its way without them (`immutable`) takes no lock and leaves out the log.
 * Throws `ledger/in-use` while another process writes.
 */
export const copyOfLedger = (path: string): Disposable & { readonly path: string } => {
  try {
    using made = new DisposableStack();
    const file = realpathSync(path); // what belongs to a ledger stands beside it, not beside a link to it
    const folder = made.adopt(mkdtempSync(join(tmpdir(), 'empanel-')), remove);
    const copy = join(folder, 'ledger.db');
    const before = stampOf(file);
    refuseInUse(path, file);
    for (const part of PARTS) copyPart(`${file}${part}`, `${copy}${part}`);
    refuseInUse(path, file);
    // No writer before, none after and nothing changed: what was copied is of one moment.
    if (stampOf(file) !== before) throw inUse(path);
    const kept = made.move();
    return { path: copy, [Symbol.dispose]: () => kept.dispose() };
  } catch (error) {
    throw error instanceof Fault ? error : uncopied(path, error);
  }
};

/** The database, the log of the latest ballots, and the journal of one that was being made. */
const PARTS = ['', '-wal', '-journal'];

const copyPart = (from: string, to: string): void => {
  if (statSync(from, { throwIfNoEntry: false }) === undefined) return;
  copyFileSync(from, to, constants.COPYFILE_FICLONE);
  chmodSync(to, 0o600); // or the copy would be as read-only as the file
};

const stampOf = (file: string): string =>
  PARTS.map((part) => {
    const about = statSync(`${file}${part}`, { bigint: true, throwIfNoEntry: false });
    return about === undefined ? '' : `${about.ino} ${about.size} ${about.mtimeNs}`;
  }).join(', ');

/**
 * Refuses a ledger that another process holds for itself. A connection that may not write and asks for the file alone gets as far as the
 * lock that a writer denies it, and no further: it makes no file.
 */
const refuseInUse = (path: string, file: string): void => {
  const { DatabaseSync } = sqliteModule();
  const database = new DatabaseSync(file, { readOnly: true, timeout: LOCK_WAIT_MS });
  try {
    guarded(path, () => database.exec('pragma locking_mode = exclusive; select 1 from sqlite_schema'));
  } catch (error) {
    if (error instanceof Fault && error.code === 'ledger/in-use') throw error;
  } finally {
    database.close();
  }
};

const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true });

const uncopied = (path: string, error: unknown): Fault =>
  new Fault(
    'input/unreadable',
    `The ledger ${quote(path, 200)} is not this user's to write, so a copy of it is read, and none can be made (${show(error instanceof Error ? error.message : String(error), 200)}).
Check its permissions and the space in ${quote(tmpdir(), 200)} (TMPDIR names another folder), or copy the run's folder to where you may write.`,
    { where: path, cause: error },
  );
