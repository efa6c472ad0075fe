import { glob } from 'node:fs/promises';
import { beside } from '../config/source.ts';

/** The files that a path or a pattern (`tests/*.yaml`) names, in order of their names; a path without a pattern is taken as it is. */
export const filesLike = async (written: string, folder: string): Promise<readonly string[]> => {
  const path = beside(folder, written);
  if (!isPattern(written)) return [path];
  const found: string[] = [];
  for await (const each of glob(path, { withFileTypes: true }))
    if (each.isFile()) found.push(`${each.parentPath}/${each.name}`);
  return found.toSorted();
};

const isPattern = (path: string): boolean => /[*?[\]]|\{[^}]*,[^}]*\}/.test(path);
