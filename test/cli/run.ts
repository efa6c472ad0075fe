import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export const main = join(import.meta.dirname, '../../src/cli/main.ts');

export type Ended = {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
};

/** A folder that is gone when the test is over, with these files in it. */
export const folderWith = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
};

type Surroundings = { readonly input?: string; readonly env?: Readonly<Record<string, string>> };

/** Hundreds of processes load the same files: compiled once, they start in half the time. */
const NODE_COMPILE_CACHE = join(import.meta.dirname, '../../node_modules/.cache/compiled');

/** Starts the command line as a process of its own. */
export const start = (folder: string, args: readonly string[], env: Surroundings['env'] = {}) =>
  spawn(process.execPath, [main, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE, ...env },
  });

/** Runs it to its end. */
export const run = async (
  folder: string,
  args: readonly string[],
  { input = '', env = {} }: Surroundings = {},
): Promise<Ended> => {
  const child = start(folder, args, env);
  child.stdin.on('error', () => {}); // it may end without having read its input
  child.stdin.end(input);
  return ended(child);
};

/** How a process ended, and all it said. */
export const ended = (child: ChildProcessWithoutNullStreams): Promise<Ended> =>
  new Promise((resolve) => {
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });

/** JSON Lines. */
export const lines = (...objects: readonly object[]): string =>
  objects.map((object) => `${JSON.stringify(object)}\n`).join('');

/** Forty rows, so many judges with so many ballots each, some of them wrong. */
export const ballots = ({ judges = ['luna', 'haiku'], samples = 3, rows = 40, gold = true } = {}): string =>
  lines(
    ...Array.from({ length: rows }, (_, at) =>
      judges.map((judge, seat) => {
        const right = at % 3 === 0 ? 'fail' : 'pass';
        const wrong = right === 'pass' ? 'fail' : 'pass';
        const values = Array.from({ length: samples }, (_, sample) =>
          (at * 7 + seat * 3 + sample * 5) % 11 < 3 ? wrong : right,
        );
        return { row: `r${at}`, criterion: 'safe', judge, values, ...(gold ? { gold: right } : {}) };
      }),
    ).flat(),
  );
