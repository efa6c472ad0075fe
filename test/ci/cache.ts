import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** The cache of GitHub Actions: entries never change once saved, and the newest whose key begins as asked is restored. */
export type Cache = {
  readonly save: (key: string, pattern: string, workspace: string) => void;
  /** The key that was restored; null where none fits. */
  readonly restore: (key: string, near: readonly string[], pattern: string, workspace: string) => string | null;
  readonly keys: () => readonly string[];
};

/** A cache below a folder. A pattern is a path whose last part may end in `*`; entries of another pattern are not found, as on GitHub. */
export const cacheIn = (folder: string): Cache => {
  const entries: { readonly key: string; readonly pattern: string; readonly place: string }[] = [];
  return {
    save(key, pattern, workspace) {
      const files = matching(pattern, workspace);
      if (files.length === 0 || entries.some((entry) => entry.key === key && entry.pattern === pattern)) return;
      const place = mkdtempSync(join(folder, 'cache-'));
      for (const file of files) copyFileSync(file, join(place, basename(file)));
      entries.push({ key, pattern, place });
    },
    restore(key, near, pattern, workspace) {
      const own = entries.filter((entry) => entry.pattern === pattern);
      const found = [
        own.find((entry) => entry.key === key),
        ...near.map((prefix) => own.findLast((entry) => entry.key.startsWith(prefix))),
      ].find((entry) => entry !== undefined);
      if (found === undefined) return null;
      const target = join(workspace, dirname(pattern));
      mkdirSync(target, { recursive: true });
      for (const name of readdirSync(found.place)) copyFileSync(join(found.place, name), join(target, name));
      return found.key;
    },
    keys: () => entries.map(({ key }) => key),
  };
};

const matching = (pattern: string, workspace: string): string[] => {
  const folder = join(workspace, dirname(pattern));
  const [start = ''] = basename(pattern).split('*');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith(start))
    .map((name) => join(folder, name));
};
