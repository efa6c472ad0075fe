import { glob } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { beside } from '../config/source.ts';

/** The files that a path or a pattern (`tests/*.yaml`) names, in order of their names; a path without a pattern is taken as it is. */
export const filesLike = async (written: string, folder: string): Promise<readonly string[]> => {
  const path = beside(folder, written);
  if (!isPattern(written)) return [path];
  const found: string[] = [];
  for await (const each of glob(path, { withFileTypes: true })) {
    const file = join(each.parentPath, each.name);
    // Named as the config is, so that a report tells nothing of the machine.
    if (each.isFile()) found.push(isAbsolute(path) ? file : relative('', file));
  }
  return found.toSorted();
};

const isPattern = (path: string): boolean => /[*?[\]]|\{[^}]*,[^}]*\}/.test(path);
