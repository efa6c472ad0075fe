import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ended, start, type Ended } from '../cli/run.ts';

// The command line as a process of its own, in a folder with a config.

/** Runs `empanel run …` to its end. */
export const empanelRun = (
  folder: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> => {
  const child = start(folder, ['run', ...args], env);
  child.stdin.end();
  return ended(child);
};

/** Where `empanel run` keeps the panel of `seat.ts`. */
export const runFolder = (folder: string): string => join(folder, 'reports', 'seat');

/** A run's report. */
export const reportIn = (
  folder: string,
): {
  run: { calls: number; kept: number; complete: boolean; resume: string | null };
  ballots: Record<string, number>;
  provenance: Record<string, unknown>;
} & Record<string, unknown> => JSON.parse(readFileSync(join(runFolder(folder), 'report.json'), 'utf8'));

/** The files below a folder whose bytes hold a text, in UTF-8, UTF-16 or base64. */
export const filesWith = (folder: string, text: string): string[] => {
  const forms = [Buffer.from(text), Buffer.from(text, 'utf16le'), Buffer.from(Buffer.from(text).toString('base64'))];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => {
      const bytes = readFileSync(file);
      return forms.some((form) => bytes.includes(form));
    });
};
