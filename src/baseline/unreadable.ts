import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Fault } from '../fault.ts';
import { nearest } from '../wording/nearest.ts';
import { quote } from '../wording/quote.ts';

/** Why there is no baseline to be read at a path, told at `where` it is named. */
export const unreadable = async (path: string, cause: unknown, where: string): Promise<Fault> =>
  new Fault('baseline/unreadable', await explain(path, cause), { where, cause });

const explain = async (path: string, cause: unknown): Promise<string> => {
  const system = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
  const found = quote(path, 200);
  switch (system) {
    case 'ENOENT':
    case 'ENOTDIR':
      return `There is no file ${found}, so there is no baseline to be held against.\n${await meant(path)}Write one from a run that was good: empanel baseline write RUN. The first run of all has to do without it.`;
    case 'EISDIR':
      return `${found} is a folder, and a baseline is a file.\nName the file; or make one of the run in this folder: empanel baseline write ${path}`;
    case 'EACCES':
    case 'EPERM':
      return `${found} may not be read by this user, so there is no baseline to be held against.\nChange its permissions, or copy it.`;
    default:
      return `${found} can't be read (${system}), so there is no baseline to be held against.\nCheck the path and the disk.`;
  }
};

const meant = async (path: string): Promise<string> => {
  const names = await readdir(dirname(path)).catch((): string[] => []);
  const near = nearest(basename(path), names.toSorted());
  return near === null ? '' : `Did you mean ${quote(join(dirname(path), near), 200)}? `;
};
