import { randomBytes } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FileContent } from '../empanel.ts';
import { Fault } from '../fault.ts';

/** Refuses a folder that exists, unless it may be replaced: before any work is done for it. */
export const checkFolder = (folder: string, { force }: { force: boolean }): void => {
  if (force || !existsSync(folder)) return;
  throw new Fault(
    'report/exists',
    `The folder "${folder}" exists, and a report never overwrites what is there.\nGive another one with --out DIR, or replace it with --force.`,
  );
};

/** Writes a folder whole or not at all: beside its place first, then renamed into it, so that a crash leaves no half of one. */
export const writeFolder = async (
  folder: string,
  files: Readonly<Record<string, FileContent>>,
  { force }: { force: boolean },
): Promise<void> => {
  checkFolder(folder, { force });
  const place = resolve(folder);
  if (relative(place, process.cwd()) === '' || !relative(place, process.cwd()).startsWith('..'))
    throw new Fault(
      'report/unwritable',
      `The folder "${folder}" holds the folder you work in, so it can't be replaced.\nGive another one with --out DIR.`,
    );
  const beside = join(dirname(place), `.${basename(place)}-${randomBytes(4).toString('hex')}`);
  const old = `${beside}-old`;
  try {
    await mkdir(beside, { recursive: true });
    for (const [name, make] of Object.entries(files)) {
      const content = make();
      const pieces = typeof content === 'string' ? [content] : content;
      await pipeline(Readable.from(pieces), createWriteStream(join(beside, name)));
    }
    if (existsSync(place)) await rename(place, old);
    await rename(beside, place);
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault(
      'report/unwritable',
      `The report can't be written to "${folder}": ${cause instanceof Error ? cause.message : String(cause)}.\nCheck that the folder above it exists and may be written to, or give another one with --out DIR.`,
      { cause },
    );
  } finally {
    await rm(beside, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
};
