import type { Source } from '../config/source.ts';
import type { Environment } from './environment.ts';

/** What the parts of a suite share while they are read: where its paths begin, what its templates may see, and what is noticed on the way. */
export type Scope = {
  readonly folder: string; // of the config; paths in its data files begin there too
  readonly environment: Environment;
  readonly notes: Set<string>;
  readonly passed: Set<string>; // what promptfoo alone has a use for
  readonly sources: Set<string>; // the files that were read
};

/** A value and its place as a source of its own: of a record in a data file, or of the command line. */
export const placed = (value: unknown, where: string, folder: string): Source => ({
  file: where,
  folder,
  path: [],
  value,
  where: () => where,
});
