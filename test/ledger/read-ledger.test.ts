import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LedgerTerms } from '../../src/ledger/open-database.ts';
import { readLedger } from '../../src/ledger/read-ledger.ts';
import { sqliteLedger } from '../../src/ledger/sqlite.ts';
import { folderOf } from './files.ts';
import { ballot, failedBallot } from './records.ts';

const real: LedgerTerms = { simulated: false, privacy: 'full' };
const hashes: LedgerTerms = { ...real, privacy: 'hashes' };

/** A folder with a ledger of a ballot that came and one that failed, closed. */
const kept = (terms: LedgerTerms): string => {
  const folder = folderOf({});
  using ledger = sqliteLedger(join(folder, 'run.db'), terms);
  ledger.record(ballot());
  ledger.record(failedBallot({ key: 'k2' }));
  return folder;
};

const contents = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'hex')]));

test('What is kept can be looked up, as by the ledger itself', () => {
  const path = join(kept(real), 'run.db');
  const looked = ['k1', 'k2', 'k3'].map((key) => {
    using ledger = readLedger(path, real);
    return [ledger.isSettled(key), ledger.get(key), ledger.replyOf(key)];
  });
  using ledger = sqliteLedger(path, real);
  expect(looked).toEqual(
    ['k1', 'k2', 'k3'].map((key) => [ledger.isSettled(key), ledger.get(key), ledger.replyOf(key)]),
  );
  expect(looked.map(([isSettled]) => isSettled)).toEqual([true, false, false]);
});

test.for([
  ['full', real],
  ['hashes that are looked into by who may keep texts', hashes],
] as const)('Looking changes no byte of the folder and leaves nothing behind: %s', ([, terms]) => {
  const folder = kept(terms);
  const before = contents(folder);
  {
    using ledger = readLedger(join(folder, 'run.db'), real);
    expect(ledger.isSettled('k1')).toBe(true);
  }
  expect(contents(folder)).toEqual(before);
  expect(() => sqliteLedger(join(folder, 'run.db'), terms)[Symbol.dispose]()).not.toThrow();
});

test('Two may look at once, also while one of them is in another process', () => {
  const path = join(kept(real), 'run.db');
  using first = readLedger(path, real);
  using second = readLedger(path, real);
  const script = `
    import { readLedger } from '${join(import.meta.dirname, '../../src/ledger/read-ledger.ts')}';
    using ledger = readLedger(process.argv[1], { simulated: false, privacy: 'full' });
    console.log(ledger.isSettled('k1'));`;
  const other = execFileSync(process.execPath, ['--input-type=module-typescript', '-e', script, path]);
  expect([first.isSettled('k1'), second.isSettled('k1'), String(other).trim()]).toEqual([true, true, 'true']);
});

test('A ledger that a run is at work on is not looked into', () => {
  const path = join(kept(real), 'run.db');
  using ledger = sqliteLedger(path, real);
  ledger.record(ballot({ key: 'k3' }));
  expect(() => readLedger(path, real)).toThrow(expect.objectContaining({ code: 'ledger/in-use' }));
});

test.for([
  ['a rehearsal for a real run', { ...real, simulated: true }, real, 'option/value'],
  ['texts where hashes are asked for', real, hashes, 'config/value'],
] as const)('What a run would refuse is refused: %s', ([, made, asked, code]) => {
  const path = join(kept(made), 'run.db');
  expect(() => readLedger(path, asked)).toThrow(expect.objectContaining({ code }));
});

test('A file that is no ledger is refused and left as it was', () => {
  const folder = folderOf({ 'run.db': 'row,criterion,value\n'.repeat(100) });
  expect(() => readLedger(join(folder, 'run.db'), real)).toThrow(expect.objectContaining({ code: 'ledger/corrupt' }));
  expect(contents(folder)).toEqual({ 'run.db': Buffer.from('row,criterion,value\n'.repeat(100)).toString('hex') });
});

test('Where nothing was ever kept there is nothing, and no file is made', () => {
  const folder = folderOf({});
  {
    using ledger = readLedger(join(folder, 'run.db'), real);
    expect([ledger.isSettled('k1'), ledger.get('k1')]).toEqual([false, null]);
  }
  expect(readdirSync(folder)).toEqual([]);
  writeFileSync(join(folder, 'run.db'), '');
  using ledger = readLedger(join(folder, 'run.db'), real);
  expect(ledger.isSettled('k1')).toBe(false);
});
