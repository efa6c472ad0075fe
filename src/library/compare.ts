import type { Settings } from '../analyse/settings.ts';
import { distinct } from '../arms/distinct.ts';
import { readSource, type ArmSource, type SourceOptions } from '../arms/read-source.ts';
import { sidesOf } from '../arms/sides.ts';
import type { Comparison } from '../compare/comparison.ts';
import { compareSides } from '../empanel.ts';
import { Fault } from '../fault.ts';
import type { Allowance } from '../gate.ts';
import { settingsFrom, type Analysing } from './counting.ts';
import { keysOfFiles as spelling } from './option-keys.ts';

export type CompareOptions = Omit<Analysing, 'designs' | 'maxN' | 'resamples'> & {
  /** Errors of so many ballots a row, over all subsets of them; null: of all. */
  readonly n?: number | null;
  /** In what the arms may differ. */
  readonly allow?: readonly Exclude<Allowance, 'rows'>[];
  /** What is read of the files; `gold` names files of gold lines. */
  readonly read?: SourceOptions;
};

/**
 * Compares ensembles with the first of them, row by row. An arm is a run's folder, a ledger, a file of ballots or a baseline; a map gives
 * them names. Each decides as its own run declared, unless `rule` and its like say otherwise of all. Differences are shares of rows (or
 * US dollars, or milliseconds) with intervals at `level`, above 0 where an arm has more than the reference; p values are adjusted by
 * Holm's procedure. Rejects with a `Fault` on bad input, and where the arms were not asked the same (`compare/mismatch`).
 *
 *     const { pairings } = await compare({ before: 'reports/before', after: 'reports/after' });
 */
export const compare = async (
  arms: readonly string[] | Readonly<Record<string, string>>,
  { n = null, allow = [], read = {}, margin = MARGIN, rule, ...options }: CompareOptions = {},
): Promise<Comparison> => {
  const checked = settingsFrom({ ...options, margin, ...(rule === undefined ? {} : { rule }) });
  const { level, groups, seed } = checked;
  // Only what was said is said of all arms; a quorum of the caller's takes the place of the run's.
  const declared: Partial<Settings> = {
    ...options,
    ...(rule === undefined ? {} : { rule: checked.rule }),
    ...(options.quorum === undefined ? {} : { verdictQuorum: null }),
  };
  const sides = sidesOf(await sourcesOf(arms, read), { settings: declared, n, spelling });
  return compareSides(sides, { margin, level, groups, seed, n }, allow, spelling);
};

// That of the command line.
const MARGIN = 0.02;

const sourcesOf = async (
  arms: readonly string[] | Readonly<Record<string, string>>,
  read: SourceOptions,
): Promise<readonly ArmSource[]> => {
  const named = isList(arms) ? arms.map((path) => ['', path] as const) : Object.entries(arms);
  if (named.length < 2)
    throw new Fault(
      'option/value',
      `There ${named.length === 1 ? 'is one arm' : 'are no arms'}, and a comparison needs two.\nName another: compare(['reports/before', 'reports/after']).`,
    );
  const sources: ArmSource[] = [];
  for (const [name, path] of named) {
    const source = await readSource(path, read);
    sources.push(name === '' ? source : { ...source, name });
  }
  return distinct(sources);
};

const isList = (arms: readonly string[] | Readonly<Record<string, string>>): arms is readonly string[] =>
  Array.isArray(arms);
