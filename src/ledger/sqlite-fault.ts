import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Fault } from '../fault.ts';
import { quote } from '../wording/quote.ts';

/** Does the work on the ledger at a path. What SQLite has against the file becomes a fault; a mistake of ours stays an error. */
export const guarded = <T>(path: string, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    throw faultOf(path, error) ?? error;
  }
};

const faultOf = (path: string, error: unknown): Fault | null => {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null;
  switch (
    error.errcode & 0xff // the rest of an extended code says which call it was
  ) {
    case BUSY:
    case LOCKED:
      return inUse(path, error);
    case CORRUPT:
    case NOTADB:
      return corrupt(path, `is damaged (${error.message})`, error);
    case CANTOPEN:
      return unwritable(path, placeOf(path) ?? error.message, error);
    case PERM:
    case IOERR:
    case READONLY:
    case FULL:
      return unwritable(path, error.message, error);
    default:
      return null;
  }
};

/** What stands where the file should be. Nothing is opened for it: a lock of SQLite's ends when its process closes the file anywhere. */
const placeOf = (path: string): string | null => {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return 'it is a folder';
  const folder = dirname(path);
  const about = statSync(folder, { throwIfNoEntry: false });
  if (about === undefined) return `the folder ${quote(folder, 200)} does not exist`;
  return about.isDirectory() ? null : `${quote(folder, 200)} is no folder`;
};

/** A file that another process writes to. */
export const inUse = (path: string, cause?: unknown): Fault =>
  new Fault(
    'ledger/in-use',
    `Another empanel is at work on the ledger ${quote(path, 200)}, and a ledger belongs to one at a time.
Wait for it to end, or name another folder.`,
    { where: path, cause },
  );

/** A file that is no sound ledger. */
export const corrupt = (path: string, problem: string, cause?: unknown): Fault =>
  new Fault(
    'ledger/corrupt',
    `The ledger ${quote(path, 200)} ${problem}, so its ballots cannot be trusted, and none is added.
Put a copy back if you have one, or move the file away (and ${quote(`${path}-wal`, 200)}, if it is there): the ballots are then asked for again. What can still be read, "sqlite3 FILE .recover" tells.`,
    { where: path, cause },
  );

/** A file that cannot be made or written. */
const unwritable = (path: string, problem: string, cause?: unknown): Fault =>
  new Fault(
    'ledger/unwritable',
    `The ledger ${quote(path, 200)} cannot be written (${problem}), and a ballot that is not kept would be paid for again.
Check the folder, its permissions and the space on its disk; what was recorded before is kept. Or name another folder.`,
    { where: path, cause },
  );

// SQLite's primary result codes: https://sqlite.org/rescode.html
const PERM = 3;
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;
