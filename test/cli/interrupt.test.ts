import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { ballots, ended, folderWith, run, start, type Ended } from './run.ts';

// Many judges on few rows: seconds of work, in many short steps.
const judges = Array.from({ length: 60 }, (_, at) => `judge${at}`);
let long = '';
beforeAll(() => {
  long = ballots({ judges, samples: 12, rows: 150 });
});

/** Ends a run with a signal once it has been at work for a while, or once it has begun to write. */
const endedBy = async (signal: NodeJS.Signals, folder: string, when: 'working' | 'writing'): Promise<Ended> => {
  const child = start(folder, ['report', 'long.jsonl', '--out', 'out', '--force']);
  const end = ended(child);
  if (when === 'working') await setTimeout(900);
  else
    while (child.exitCode === null && !readdirSync(folder).some((name) => name.startsWith('.empanel-')))
      await setTimeout(1);
  child.kill(signal);
  return end;
};

describe('A run that is ended', () => {
  test.for([
    { signal: 'SIGINT', code: 130 },
    { signal: 'SIGTERM', code: 143 },
  ] as const)('by $signal ends with $code, says so and leaves nothing behind', async ({ signal, code }) => {
    const folder = folderWith({ 'long.jsonl': long });
    expect(await endedBy(signal, folder, 'working')).toEqual({
      code,
      signal: null,
      stdout: '',
      stderr: 'Interrupted. No report was written.\n',
    });
    expect(readdirSync(folder)).toEqual(['long.jsonl']);
  });

  test('by SIGKILL leaves no half report', async () => {
    const folder = folderWith({ 'long.jsonl': long });
    expect(await endedBy('SIGKILL', folder, 'working')).toMatchObject({ code: null, signal: 'SIGKILL' });
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });

  test('by SIGKILL while it writes leaves the report that was there', async () => {
    const folder = folderWith({ 'long.jsonl': long, 'a.jsonl': ballots() });
    await run(folder, ['report', 'a.jsonl', '--out', 'out']);
    const before = readFileSync(join(folder, 'out/report.json'), 'utf8');
    expect(await endedBy('SIGKILL', folder, 'writing')).toMatchObject({ signal: 'SIGKILL' });
    expect(readFileSync(join(folder, 'out/report.json'), 'utf8')).toBe(before);
    expect(readdirSync(join(folder, 'out'))).toHaveLength(6);
  });
});
