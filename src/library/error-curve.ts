import { prepare } from '../analyse/analyse.ts';
import type { CurveFinding } from '../analyse/findings.ts';
import { perform } from '../analyse/task.ts';
import type { Value } from '../ballot.ts';
import { Fault } from '../fault.ts';
import { recordingOf } from '../ledger/recording.ts';
import type { Scale } from '../rubric.ts';
import { settingsFrom, type Analysing } from './counting.ts';
import { keys } from './option-keys.ts';

/** The ballots on one row (`null`: an abstention), its right value, and what it shares a source with. */
export type VotedRow = {
  readonly values: readonly (Value | boolean | null)[];
  readonly gold: Value | boolean;
  readonly group?: string;
};

/**
 * Error against the number of ballots, over all subsets of every row's ballots (a U-statistic, Hoeffding 1948): `points[i]` is what n
 * ballots would have come to, as a share of rows, with its interval at `level`; `knee` says how many were enough. Ballots of a row are
 * exchangeable: any n of them are as good as any other.
 *
 *     errorCurve([{ values: ['pass', 'pass', 'fail'], gold: 'pass' }, …], { rule: 'majority', tie: 'split', maxN: 9 })
 *     // => { points: [{ n: 1, error: 0.333, lower: …, upper: … }, …], knee: { verdict: 'insufficient-rows', … }, … }
 *
 * Throws a `Fault` where an option can't be, the values don't suit the rule, or no row can be used.
 */
export const errorCurve = (
  rows: readonly VotedRow[],
  { scale, ...options }: Omit<Analysing, 'designs'> & { readonly scale?: Scale } = {},
): CurveFinding => {
  const settings = { ...settingsFrom(options), designs: ['random'] as const };
  if (rows.length === 0)
    throw new Fault(
      'input/no-ballots',
      "There is no row, so there is no error to speak of.\nGive rows with their ballots: [{ values: ['pass', 'fail'], gold: 'pass' }].",
    );
  const lines = rows.map(({ values, gold, group }, at) => ({
    row: String(at + 1),
    criterion: 'ballots',
    judge: 'panel',
    values,
    gold,
    ...(group === undefined ? {} : { group }),
  }));
  const recording = recordingOf(lines, {
    sources: ['ballots'],
    scales: scale === undefined ? [] : [{ criterion: null, scale }],
  });
  const analysis = prepare(recording, settings, keys);
  const [task] = analysis.tasks;
  const curves = task === undefined ? [] : perform(task, analysis).curves;
  const curve = curves.find(({ judge }) => judge === '*');
  if (curve !== undefined) return curve;
  throw new Fault(
    'input/no-ballots',
    `None of the ${rows.length} rows has ballots enough for the quorum (${settings.quorum}) at any size up to ${settings.maxN}.\nLower "quorum", raise "maxN", or give more ballots.`,
  );
};
