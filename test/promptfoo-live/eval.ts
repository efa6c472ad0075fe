import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Loopback } from '../../src/rehearsal/server.ts';
import { ended, start, type Ended } from '../cli/run.ts';
import { promptfoo } from './installed.ts';

/** A component of a test's result, as promptfoo writes it. */
export type Component = {
  readonly pass: boolean;
  readonly score: number;
  readonly reason: string;
  readonly assertion?: { readonly type: string; readonly metric?: string } | null;
  readonly metadata?: {
    readonly graderError?: boolean;
    readonly cachedResponse?: boolean;
    readonly empanel?: {
      readonly v: number;
      readonly criterion?: string;
      readonly verdict?: unknown;
      readonly support?: number;
      readonly undecided?: unknown;
      readonly ballots?: readonly {
        readonly judge: string;
        readonly sample: number;
        readonly outcome: string;
        readonly value: unknown;
        readonly cause: string | null;
      }[];
    };
  };
  readonly tokensUsed?: { readonly total: number; readonly numRequests: number };
  readonly componentResults?: readonly Component[];
};

export type Row = {
  readonly success: boolean;
  readonly failureReason: number;
  readonly error?: string | null;
  readonly vars: Readonly<Record<string, unknown>>;
  readonly response?: { readonly output?: unknown; readonly cached?: boolean } | null;
  readonly gradingResult?: Component | null;
  readonly metadata?: Component['metadata'];
};

export type Evaluated = {
  readonly status: number | null;
  readonly said: string;
  readonly rows: readonly Row[]; // in the order of the tests
  readonly file: string;
};

export type Evaluation = {
  readonly folder: string;
  readonly server: Pick<Loopback, 'openai' | 'anthropic'>;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

const repository = join(import.meta.dirname, '../..');

/** A folder of its own with these files, and with empanel installed in it. It is gone when the test is over. */
export const project = (files: Readonly<Record<string, object | string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'promptfoo-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  // A package of its own, or a folder above might say whose it is.
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(repository, join(folder, 'node_modules/empanel'));
  return folder;
};

/** The file of a door, as a config names it. */
export const door = (name: string): string => `file://node_modules/empanel/dist/promptfoo/${name}.js`;

/** Runs `promptfoo eval` in a folder, against a server on this machine and nothing else. */
export const evaluate = async ({ folder, server, args = [], env = {} }: Evaluation): Promise<Evaluated> => {
  const file = join(folder, 'out.json');
  rmSync(file, { force: true });
  const child = spawn(
    process.execPath,
    [promptfoo, 'eval', '--no-table', '--no-progress-bar', '--no-share', '-o', 'out.json', ...args],
    {
      cwd: folder,
      // Nothing of this machine's own: a key or an address in its environment would change what is called.
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        ...compiled,
        ...quiet,
        PROMPTFOO_CONFIG_DIR: join(folder, '.promptfoo'),
        ...addresses(server),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (said += piece.toString()));
  const status = await new Promise<number | null>((done) => child.once('close', done));
  return { status, said, rows: existsSync(file) ? rowsIn(file) : [], file };
};

/** Runs `empanel …` there, against the same server. */
export const empanel = ({ folder, server, args = [], env = {} }: Evaluation): Promise<Ended> => {
  const child = start(folder, args, { HOME: folder, ...compiled, ...addresses(server), ...env });
  child.stdin.end();
  return ended(child);
};

const addresses = ({ openai, anthropic }: Evaluation['server']): Readonly<Record<string, string>> => ({
  OPENAI_BASE_URL: openai,
  OPENAI_API_KEY: 'sk-none',
  ANTHROPIC_BASE_URL: anthropic,
  ANTHROPIC_API_KEY: 'sk-ant-none',
});

/** Compiled once for all processes: a third of the time that each takes to start. */
const compiled = { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/compiled') };

const quiet = {
  PROMPTFOO_DISABLE_TELEMETRY: '1',
  PROMPTFOO_DISABLE_UPDATE: '1',
  PROMPTFOO_DISABLE_REMOTE_GENERATION: '1',
  PROMPTFOO_DISABLE_SHARING: '1',
};

const rowsIn = (file: string): Row[] => {
  const { results } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly results: { readonly results: readonly (Row & { readonly testIdx: number; readonly promptIdx: number })[] };
  };
  return [...results.results].sort((a, b) => a.testIdx - b.testIdx || a.promptIdx - b.promptIdx);
};
