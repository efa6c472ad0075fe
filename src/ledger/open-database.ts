import type { DatabaseSync } from 'node:sqlite';
import { Fault } from '../fault.ts';
import { quote, show } from '../wording/quote.ts';
import { APPLICATION_ID, SCHEMA_VERSION, TABLES } from './schema.ts';
import { corrupt, guarded } from './sqlite-fault.ts';
import { sqliteModule } from './sqlite-module.ts';

/** What a ledger promises of all its ballots, so that it is the same at every opening. */
export type LedgerTerms = {
  readonly simulated: boolean;
  /** `hashes` keeps no prompt, reply or rationale. */
  readonly privacy: 'full' | 'hashes';
};

/** Opens the ledger at a path, or makes a new one there. No other process can open it until this one closes it, or ends in any way. */
export const openDatabase = (path: string, terms: LedgerTerms, experiment: string | null): DatabaseSync =>
  guarded(path, () => {
    const { DatabaseSync } = sqliteModule();
    const database = new DatabaseSync(path, { timeout: LOCK_WAIT_MS });
    try {
      // Locked before anything is read: what is found holds until the end, and a file that is no ledger is left as it was.
      database.exec('pragma locking_mode = exclusive; begin exclusive');
      if (!isLedger(database, path, terms)) create(database, terms, experiment);
      database.exec(
        `commit; pragma journal_mode = wal; pragma synchronous = normal; pragma wal_autocheckpoint = ${CHECKPOINT_PAGES}`,
      );
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });

// Whoever only looks into the file, a plan for one, holds it for a moment.
export const LOCK_WAIT_MS = 500;

// 32 MB between syncs of the disk: a fifth off the time of a record, for a pause of some 40 ms every few thousand.
const CHECKPOINT_PAGES = 8000;

/** Whether the file is a ledger of these terms (null: of any), and a sound one; false where nothing was ever kept in it. Throws a `Fault` where it is neither. */
export const isLedger = (database: DatabaseSync, path: string, terms: LedgerTerms | null): boolean => {
  if (isNew(database, path)) return false;
  checkFile(database, path);
  if (terms !== null) checkTerms(database, path, terms);
  return true;
};

const isNew = (database: DatabaseSync, path: string): boolean => {
  if (pragma(database, 'application_id') === APPLICATION_ID) return false;
  const tables = database.prepare('select count(*) as count from sqlite_schema').get()?.['count'];
  if (tables === 0 && pragma(database, 'user_version') === 0) return true;
  throw foreign(path);
};

const create = (database: DatabaseSync, terms: LedgerTerms, experiment: string | null): void => {
  database.exec(`${TABLES}
    pragma application_id = ${APPLICATION_ID};
    pragma user_version = ${SCHEMA_VERSION};`);
  const tell = database.prepare('insert into meta (name, value) values (?, ?)');
  tell.run('created', new Date().toISOString());
  tell.run('simulated', String(terms.simulated));
  tell.run('privacy', terms.privacy);
  if (experiment !== null) tell.run('experiment', experiment);
};

/** Refuses a ledger that is damaged, or that a later empanel wrote. */
const checkFile = (database: DatabaseSync, path: string): void => {
  const version = pragma(database, 'user_version');
  if (version > SCHEMA_VERSION) throw newer(path, version);
  if (pragma(database, 'page_count') > QUICK_PAGES) return;
  const found = database.prepare('pragma quick_check(1)').get()?.['quick_check'];
  if (found !== 'ok') throw corrupt(path, `is damaged (${show(String(found).replace(/^\*\*\*.*\n/, ''))})`);
};

/** Refuses a ledger that promises something else. One of hashes may take texts, and says so from the first on. */
const checkTerms = (database: DatabaseSync, path: string, terms: LedgerTerms): void => {
  const { simulated, privacy } = termsIn(database);
  if (simulated !== terms.simulated) throw otherWorld(path, simulated);
  if (terms.privacy === 'hashes' && privacy !== 'hashes') throw holdsTexts(path);
};

/** What a ledger says of itself. */
export const termsIn = (database: DatabaseSync): LedgerTerms => {
  const told = database.prepare('select value from meta where name = ?');
  return {
    simulated: told.get('simulated')?.['value'] === 'true',
    privacy: told.get('privacy')?.['value'] === 'hashes' ? 'hashes' : 'full',
  };
};

// 16 MB, checked in some 20 ms. Damage in a larger file is noticed where it is met.
const QUICK_PAGES = 4096;

const pragma = (database: DatabaseSync, name: string): number =>
  Number(database.prepare(`pragma ${name}`).get()?.[name]);

const foreign = (path: string): Fault =>
  new Fault(
    'ledger/corrupt',
    `${quote(path, 200)} is a SQLite database of another program, so no ballots are read from it and none is added.
Name another folder, or move the file away.`,
    { where: path },
  );

const newer = (path: string, version: number): Fault =>
  new Fault(
    'ledger/newer',
    `The ledger ${quote(path, 200)} has version ${version} and this empanel knows version ${SCHEMA_VERSION}, so it would misread the ballots or spoil them.
Update empanel, or name another folder.`,
    { where: path },
  );

const otherWorld = (path: string, simulated: boolean): Fault =>
  new Fault(
    'option/value',
    simulated
      ? `The ledger ${quote(path, 200)} holds the ballots of a rehearsal, and simulated ballots are never counted with real ones.
Name another folder with --out for the real run.`
      : `The ledger ${quote(path, 200)} holds the ballots of a real run, and a rehearsal's are never counted with them.
Name another folder with --out for the rehearsal.`,
    { where: path },
  );

const holdsTexts = (path: string): Fault =>
  new Fault(
    'config/value',
    `"privacy" is "hashes", but the ledger ${quote(path, 200)} was made with "full" and holds the texts of prompts and replies, so it cannot promise to hold none.
Name another folder with --out, or delete the ledger if its ballots may be asked for again.`,
    { where: path },
  );
