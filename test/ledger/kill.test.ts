import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import pMap from 'p-map';
import { expect, test } from 'vitest';
import { sqliteLedger } from '../../src/ledger/sqlite.ts';
import { folderOf } from './files.ts';
import { numbered } from './numbered.ts';

/** Starts a recorder, kills it with no warning after so many milliseconds of recording, and answers which numbers it told. */
const killed = async (path: string, from: number, afterMs: number): Promise<number[]> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'recorder.ts'), path, String(from)]);
  const told = text(child.stdout);
  await once(child.stdout, 'readable');
  await setTimeout(afterMs);
  child.kill('SIGKILL');
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
  const whole = (await told).replace(/[^\n]*$/, ''); // a number that was cut off was not told
  return whole.split('\n').filter(Boolean).map(Number);
};

// By hand: KILLS=100 vitest run test/ledger/kill.test.ts
const KILLS = Number(process.env['KILLS'] ?? 24);
const KILLS_A_FILE = 6;

const outlive = async (path: string): Promise<number> => {
  let next = 0;
  for (let round = 0; round < KILLS_A_FILE; round += 1) {
    // Drawn anew at every run of the test: no moment may lose a ballot, so any will do.
    const told = await killed(path, next, Math.random() * 40);
    const last = told.at(-1) ?? next - 1;
    {
      using ledger = sqliteLedger(path, { simulated: false, privacy: 'full' }); // not locked out
      const found = Array.from(ledger.records());
      // The one being recorded when the end came may be there or not.
      expect([last + 1, last + 2]).toContain(found.length);
      const wrong = found.findIndex((record, index) => JSON.stringify(record) !== expected(index));
      expect(wrong).toBe(-1);
      next = found.length;
    }
    using database = new DatabaseSync(path, { readOnly: true });
    expect({ ...database.prepare('pragma integrity_check').get() }).toEqual({ integrity_check: 'ok' });
  }
  return next;
};

test(`A ledger outlives its process: after each of ${KILLS} kills every recorded ballot is there, as it was`, async () => {
  const paths = Array.from({ length: KILLS / KILLS_A_FILE }, () => join(folderOf({}), 'run.db'));
  const recorded = await pMap(paths, outlive, { concurrency: 2 });
  expect(Math.min(...recorded)).toBeGreaterThan(KILLS_A_FILE * 10);
});

const known: string[] = [];
const expected = (index: number): string => (known[index] ??= JSON.stringify(numbered(index)));
