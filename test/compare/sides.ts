import { prepare } from '../../src/analyse/analyse.ts';
import { defaults, type Settings } from '../../src/analyse/settings.ts';
import { COMBINED, type Arm, type ArmRow } from '../../src/arm.ts';
import { baselineJson } from '../../src/baseline/baseline-json.ts';
import { schema } from '../../src/baseline/schema.ts';
import { toArm } from '../../src/baseline/to-arm.ts';
import { armOf, type ArmOptions } from '../../src/compare/arm-of.ts';
import { compare, type CompareSettings, type Side } from '../../src/compare/compare.ts';
import type { Comparison, Pairing } from '../../src/compare/comparison.ts';
import { recordingOf } from '../../src/ledger/recording.ts';
import type { Recording } from '../../src/recording.ts';
import { record, settingsWith, type Given, type TableRow } from '../cast.ts';

type SideOptions = Omit<ArmOptions, 'name'> & { readonly settings?: Partial<Settings> };

/** A recording as one side of a comparison. */
export const sideOf = (name: string, recording: Recording, { settings = {}, ...rest }: SideOptions = {}): Side => {
  const analysis = prepare(recording, settingsWith(settings));
  return { arm: armOf(analysis, { name, ...rest }), analysis };
};

/** What it comes to as a baseline that was written and read again. */
export const baselineOf = ({ arm }: Side): Side => {
  const written = JSON.parse(baselineJson(arm, { version: '1.2.3' })) as unknown;
  return { arm: toArm(schema.parse(written)), analysis: null };
};

/** One row of an arm: of a criterion (the only one, unless it is named), or of all together. */
export const rowIn = ({ subjects }: Arm, row: string, subject?: string): ArmRow => {
  const found = subjects.find(({ id }) => subject === undefined || id === subject)?.rows.get(row);
  if (found === undefined) throw new RangeError(`${subject ?? 'the arm'} has no row ${row}`);
  return found;
};

export const combinedRow = (arm: Arm, row: string): ArmRow => rowIn(arm, row, COMBINED);

/** Lines as a file of ballots holds them. */
export const recorded = (...lines: readonly Readonly<Record<string, unknown>>[]): Recording =>
  recordingOf(lines, { sources: ['the test'] });

/** One judge's ballots on every row, r0 to the last, whose right answer is "pass". */
export const judged = (rows: readonly (readonly Given[])[], more: Partial<TableRow> = {}): Recording =>
  record(rows.map((given) => ({ gold: 'pass', ballots: { A: given }, ...more })));

/** Rows of one ballot each, wrong where it is so marked: "..x" is wrong on the last of three. */
export const marked = (rows: string, group?: (row: number) => string): Recording =>
  record(
    rows.split('').map((mark, row) => ({
      gold: 'pass',
      ballots: { A: [mark === 'x' ? 'fail' : 'pass'] },
      ...(group === undefined ? {} : { group: group(row) }),
    })),
  );

/** The same rows in another order. */
export const reordered = (recording: Recording, order: readonly number[]): Recording => {
  const placeOf = new Map(order.map((row, place) => [row, place]));
  return {
    ...recording,
    rows: order.flatMap((row) => recording.rows[row] ?? []),
    polls: recording.polls.map((poll) => ({
      ...poll,
      gold: order.map((row) => poll.gold[row] ?? null),
      cells: poll.cells
        .map((cell) => ({ ...cell, row: placeOf.get(cell.row) ?? -1 }))
        .toSorted((a, b) => a.row - b.row),
    })),
  };
};

export const settings: CompareSettings = { ...defaults, margin: 0.02, n: null };

export const compared = (sides: readonly Side[], change: Partial<CompareSettings> = {}): Comparison =>
  compare(sides, { ...settings, ...change });

/** The only pairing of two arms on one criterion. */
export const pairingOf = (sides: readonly [Side, Side], change: Partial<CompareSettings> = {}): Pairing => {
  const { pairings } = compared(sides, change);
  const [only, ...others] = pairings;
  if (only === undefined || others.length > 0) throw new RangeError(`there are ${pairings.length} pairings`);
  return only;
};
