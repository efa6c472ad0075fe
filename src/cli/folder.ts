import { randomBytes } from 'node:crypto';
import {
  accessSync,
  constants,
  createWriteStream,
  existsSync,
  readdirSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FileContent } from '../empanel.ts';
import { Fault } from '../fault.ts';
import { ledgerName } from '../live/run-folder.ts';
import { beforeEnding } from './ending.ts';

export { ledgerName };

/** Refuses a folder that can't be written, or that exists and may not be replaced: before any work is done for it. */
export const checkFolder = (folder: string, { force }: { force: boolean }): void => {
  const place = resolve(folder);
  const above = nearestExisting(dirname(place));
  if (!statSync(above).isDirectory())
    throw unwritable(`The folder "${folder}" can't be made, because "${above}" is a file.`);
  if (!isWritable(above)) throw unwritable(`The folder "${folder}" can't be made: you may not write to "${above}".`);
  if (!existsSync(place)) return;
  if (!statSync(place).isDirectory()) throw unwritable(`"${folder}" is a file, and a report is a folder.`);
  if (!relative(place, process.cwd()).startsWith('..'))
    throw unwritable(`The folder "${folder}" holds the folder you work in, so it can't be replaced.`);
  if (!force)
    throw new Fault(
      'report/exists',
      `The folder "${folder}" exists, and a report never overwrites what is there.\nGive another one with --out DIR, or replace it with --force.`,
    );
  const names = readdirSync(place);
  if (names.includes(ledgerName))
    throw unwritable(
      `The folder "${folder}" holds the ledger of a run, with ballots that were paid for, and --force replaces reports only.`,
    );
  if (names.length > 0 && !['report.json', 'comparison.json', 'import.json'].some((name) => names.includes(name)))
    throw unwritable(`The folder "${folder}" holds no report, and --force replaces reports only.`);
};

/** Writes a folder whole or not at all: beside its place first, then renamed into it, so that a crash leaves no half of one. */
export const writeFolder = async (
  folder: string,
  files: Readonly<Record<string, FileContent>>,
  { force }: { force: boolean },
): Promise<void> => {
  checkFolder(folder, { force });
  const place = resolve(folder);
  const beside = join(dirname(place), `.empanel-${randomBytes(4).toString('hex')}`);
  const old = `${beside}-old`;
  const made: string[] = [];
  const clear = (): void => {
    for (const rest of [beside, old]) if (existsSync(rest)) rmSync(rest, { recursive: true });
    for (const folder of made.toReversed()) if (readdirSync(folder).length === 0) rmdirSync(folder);
  };
  const forget = beforeEnding(clear);
  try {
    // One by one: where a file system refuses (/proc), Node's recursive mkdir never returns.
    for (const missing of missingAbove(place)) {
      await mkdir(missing);
      made.push(missing);
    }
    await mkdir(beside);
    for (const [name, make] of Object.entries(files)) {
      const content = make();
      const pieces = typeof content === 'string' ? [content] : content;
      await pipeline(Readable.from(pieces), createWriteStream(join(beside, name)));
    }
    if (existsSync(place)) await rename(place, old);
    await rename(beside, place);
  } catch (cause) {
    throw unwritable(
      `The report can't be written to "${folder}": ${cause instanceof Error ? cause.message : String(cause)}.`,
      cause,
    );
  } finally {
    clear();
    forget();
  }
};

/** The folders that must be made before a place can be, outermost first. */
export const missingAbove = (place: string): string[] => {
  const above = dirname(place);
  return existsSync(above) ? [] : [...missingAbove(above), above];
};

const nearestExisting = (path: string): string => (existsSync(path) ? path : nearestExisting(dirname(path)));

const isWritable = (folder: string): boolean => {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
};

export const unwritable = (found: string, cause?: unknown): Fault =>
  new Fault('report/unwritable', `${found}\nGive another folder with --out DIR.`, { cause });
