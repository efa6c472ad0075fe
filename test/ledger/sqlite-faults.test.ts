import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { Fault } from '../../src/fault.ts';
import { sqliteLedger, type SqliteLedgerOptions } from '../../src/ledger/sqlite.ts';
import { folderOf, type Told } from './files.ts';
import { ballot } from './records.ts';

const real: SqliteLedgerOptions = { simulated: false, privacy: 'full' };

const faultOf = (folder: string, work: () => void): Told => {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const relative = (text: string): string => text.replaceAll(`${folder}/`, '').replaceAll(folder, 'FOLDER');
    return { code: error.code, where: relative(error.where ?? ''), message: relative(error.message) };
  }
  throw new Error('no fault');
};

/** A folder with a ledger of 300 ballots, closed. */
const filled = (options: SqliteLedgerOptions = real): string => {
  const folder = folderOf({});
  using ledger = sqliteLedger(join(folder, 'run.db'), options);
  for (let index = 0; index < 300; index += 1) ledger.record(ballot({ key: `k${index}` }));
  return folder;
};

const overwrite = (path: string, from: number, length: number): void => {
  const bytes = readFileSync(path);
  bytes.fill(0xa5, from, from + length);
  writeFileSync(path, bytes);
};

const cases: Readonly<Record<string, () => { readonly folder: string; readonly options?: SqliteLedgerOptions }>> = {
  'a file that is no database': () => ({ folder: folderOf({ 'run.db': 'row,criterion,value\n'.repeat(100) }) }),
  'a damaged header': () => {
    const folder = filled();
    overwrite(join(folder, 'run.db'), 0, 64);
    return { folder };
  },
  'a file that was cut off': () => {
    const folder = filled();
    truncateSync(join(folder, 'run.db'), 20_000);
    return { folder };
  },
  'a damaged page': () => {
    const folder = filled();
    overwrite(join(folder, 'run.db'), 4096 * 30, 4096);
    return { folder };
  },
  'a database of another program': () => {
    const folder = folderOf({});
    using database = new DatabaseSync(join(folder, 'run.db'));
    database.exec('create table notes (text)');
    return { folder };
  },
  'a later version': () => {
    const folder = filled();
    using database = new DatabaseSync(join(folder, 'run.db'));
    database.exec('pragma user_version = 7');
    return { folder };
  },
  'a folder in its place': () => {
    const folder = folderOf({});
    mkdirSync(join(folder, 'run.db'));
    return { folder };
  },
  'no folder around it': () => ({ folder: join(folderOf({}), 'nowhere') }),
  'a rehearsal opened for a real run': () => ({ folder: filled({ ...real, simulated: true }) }),
  'a real run opened for a rehearsal': () => ({ folder: filled(), options: { ...real, simulated: true } }),
  'texts in it where hashes are asked for': () => ({ folder: filled(), options: { ...real, privacy: 'hashes' } }),
};

test.for(Object.entries(cases))('%s: the ledger is refused, and it is told what to do', ([, make]) => {
  const { folder, options = real } = make();
  expect(faultOf(folder, () => sqliteLedger(join(folder, 'run.db'), options))).toMatchSnapshot();
});

test('What is no ledger is left as it was', () => {
  const { folder } = cases['a database of another program']?.() ?? { folder: '' };
  const before = readFileSync(join(folder, 'run.db'));
  expect(() => sqliteLedger(join(folder, 'run.db'), real)).toThrow(Fault);
  expect(readFileSync(join(folder, 'run.db'))).toEqual(before);
});

test('A ledger in use is refused, to this process and to another, until it is closed', () => {
  const folder = folderOf({});
  const path = join(folder, 'run.db');
  const script = `
    import { sqliteLedger } from '${join(import.meta.dirname, '../../src/ledger/sqlite.ts')}';
    try { sqliteLedger(process.argv[1], { simulated: false, privacy: 'full' }); console.log('opened'); }
    catch (error) { console.log(error.code); }`;
  const other = (): string =>
    execFileSync(process.execPath, ['--input-type=module-typescript', '-e', script, path], { encoding: 'utf8' }).trim();
  {
    using ledger = sqliteLedger(path, real);
    ledger.record(ballot());
    expect(faultOf(folder, () => sqliteLedger(path, real))).toMatchSnapshot();
    expect(other()).toBe('ledger/in-use');
    expect(ledger.isSettled('k1')).toBe(true);
  }
  expect(other()).toBe('opened');
});

test('A disk that takes no more is told at the ballot that found no place, and every ballot before it is there', () => {
  const folder = folderOf({});
  const path = join(folder, 'run.db');
  const recorder = join(import.meta.dirname, 'recorder.ts');
  // The limit is on the size of a file, in KiB: the write is refused as on a full disk.
  const told = spawnSync('bash', ['-c', `ulimit -f 400; exec "$0" "$@"`, process.execPath, recorder, path, '0'], {
    encoding: 'utf8',
  });
  const recorded = told.stdout.trim().split('\n').length;
  expect(told.stderr).toContain('ledger/unwritable');
  expect(recorded).toBeGreaterThan(10);
  using ledger = sqliteLedger(path, real);
  expect(Array.from(ledger.records()).length).toBe(recorded);
});
