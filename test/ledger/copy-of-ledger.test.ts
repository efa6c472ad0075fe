import { appendFileSync, copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { copyOfLedger } from '../../src/ledger/copy-of-ledger.ts';
import { sqliteLedger } from '../../src/ledger/sqlite.ts';
import { folderOf } from './files.ts';
import { ballot } from './records.ts';

const ballotsIn = (path: string): number => {
  const database = new DatabaseSync(path);
  const count = Number(database.prepare('select count(*) as count from ballots').get()?.['count']);
  database.close();
  return count;
};

test('A copy holds what a killed run left in the log beside its ledger, and is gone when it is done with', () => {
  const folder = folderOf({});
  const killed = join(folder, 'killed');
  mkdirSync(killed);
  using ledger = sqliteLedger(join(folder, 'run.db'), { simulated: false, privacy: 'full' });
  ledger.record(ballot());
  // As on the disk of a process that is gone: the ballot stands in the log alone.
  for (const name of readdirSync(folder).filter((each) => each.startsWith('run.db') && !each.endsWith('-shm')))
    copyFileSync(join(folder, name), join(killed, name));
  const before = readdirSync(killed);
  const made = (() => {
    using copy = copyOfLedger(join(killed, 'run.db'));
    expect(ballotsIn(copy.path)).toBe(1);
    return copy.path;
  })();
  expect(readdirSync(killed)).toEqual(before);
  expect(existsSync(dirname(made))).toBe(false);
});

test('No copy is made of a ledger that a run writes to', () => {
  const path = join(folderOf({}), 'run.db');
  using ledger = sqliteLedger(path, { simulated: false, privacy: 'full' });
  ledger.record(ballot());
  expect(() => copyOfLedger(path)).toThrow(/Another empanel is at work/);
});

test('What is no ledger is copied as it is, for its reader to say so', () => {
  const path = join(folderOf({}), 'run.db');
  appendFileSync(path, 'no database');
  using copy = copyOfLedger(path);
  expect(existsSync(copy.path)).toBe(true);
});
