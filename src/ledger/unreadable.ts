import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Fault } from '../fault.ts';
import { nearest } from '../wording/nearest.ts';
import { quote, quoteAll } from '../wording/quote.ts';

/** Why a path cannot be read, and which one may have been meant. */
export const unreadable = async (path: string, error: unknown): Promise<Fault> =>
  new Fault('input/unreadable', await explain(path, error), { where: path, cause: error });

const explain = async (path: string, error: unknown): Promise<string> => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const found = quote(path, 200);
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return `${found} does not exist, so there are no ballots to count.\n${await meant(path)}`;
    case 'EISDIR':
      return `${found} is a folder, and ballots are read from files.\n${await inside(path)}`;
    case 'EACCES':
    case 'EPERM':
      return `${found} may not be read by this user, so its ballots cannot be counted.\nChange its permissions, or copy it.`;
    case 'Z_BUF_ERROR':
      return `${found} ends in the middle of its gzip data, so ballots are missing: the file was truncated, or was still being written.\nCopy or download the file again.`;
    case 'Z_DATA_ERROR':
      return `${found} is not sound gzip data, though its name ends in ".gz", so its ballots cannot be trusted.\nPack it again with gzip, or drop ".gz" from the name if it is not packed.`;
    default:
      return `${found} cannot be read (${error instanceof Error ? error.message : String(error)}).\nCheck the path and the disk, then read it again.`;
  }
};

const meant = async (path: string): Promise<string> => {
  const folder = dirname(path);
  const names = await namesIn(folder);
  if (names === null) return `The folder ${quote(folder, 200)} does not exist either. Check the path.`;
  const near = nearest(basename(path), names);
  if (near !== null) return `Did you mean ${quote(join(folder, near), 200)}?`;
  const ballots = names.filter(isBallotFile);
  return ballots.length === 0 ? 'Check the path.' : `The folder holds ${quoteAll(ballots)}.`;
};

const inside = async (folder: string): Promise<string> => {
  const ballots = (await namesIn(folder))?.filter(isBallotFile) ?? [];
  if (ballots.length === 0) return 'Name a file of ballots: JSON Lines (.jsonl) or CSV (.csv).';
  return `Name a file in it: it holds ${quoteAll(ballots)}.`;
};

const namesIn = async (folder: string): Promise<string[] | null> =>
  readdir(folder).then(
    (names) => names.toSorted(),
    () => null,
  );

const isBallotFile = (name: string): boolean => /\.(?:jsonl|ndjson|json|csv)(?:\.gz)?$/i.test(name);
