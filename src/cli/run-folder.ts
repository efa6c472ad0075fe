import { createWriteStream, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FileContent } from '../empanel.ts';
import { Fault } from '../fault.ts';
import { beforeEnding } from './ending.ts';
import { ledgerName, missingAbove, unwritable } from './folder.ts';

/** Makes the folder of a run, or takes up one that a run has left. Anything else in its place is refused. */
export const openRunFolder = (folder: string): void => {
  const place = resolve(folder);
  if (existsSync(place)) {
    if (!statSync(place).isDirectory()) throw unwritable(`"${folder}" is a file, and a run is a folder.`);
    const names = readdirSync(place);
    if (names.length > 0 && !names.includes(ledgerName))
      throw new Fault(
        'report/exists',
        `The folder "${folder}" exists and holds no run (there is no ${ledgerName} in it), so nothing was sent: a run never overwrites what is not its own.
Give another one with --out DIR.`,
      );
    return;
  }
  try {
    for (const missing of [...missingAbove(place), place]) mkdirSync(missing);
  } catch (cause) {
    throw unwritable(
      `The folder "${folder}" can't be made: ${cause instanceof Error ? cause.message : String(cause)}.`,
      cause,
    );
  }
};

/** Writes a report into the folder of its run, each file whole or not at all. The ledger beside them is not touched. */
export const writeIntoRun = async (folder: string, files: Readonly<Record<string, FileContent>>): Promise<void> => {
  for (const [name, make] of Object.entries(files)) {
    const half = join(folder, `.${name}.half`);
    const forget = beforeEnding(() => rmSync(half, { force: true }));
    try {
      const content = make();
      await pipeline(Readable.from(typeof content === 'string' ? [content] : content), createWriteStream(half));
      await rename(half, join(folder, name));
    } catch (cause) {
      rmSync(half, { force: true });
      throw unwritable(
        `The report can't be written to "${folder}": ${cause instanceof Error ? cause.message : String(cause)}.`,
        cause,
      );
    } finally {
      forget();
    }
  }
};
