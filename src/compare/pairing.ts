import { rateOf } from '../analyse/rate.ts';
import type { ArmRow, Subject } from '../arm.ts';
import { sampleSizeMcNemar } from '../statistics/sample-size.ts';
import type { Conclusion, Pairing, Unpaired } from './comparison.ts';
import { meanDifference, tested, type DifferenceSettings, type Pair, type Tested } from './difference.ts';

/** A pairing before the tests of all pairings are adjusted to one another. */
export type OpenPairing = Omit<Pairing, 'error' | 'fail' | 'rowsNeeded'> & {
  readonly error: Tested | null;
  readonly fail: Tested | null;
};

/** Pairs the rows of an arm with those of the reference, and takes every difference over the pairs. */
export const pair = (
  { reference, subject, at }: { reference: Subject; subject: Subject; at: number },
  names: { readonly reference: string; readonly arm: string },
  settings: DifferenceSettings,
): OpenPairing => {
  const { pairs, unpaired } = pairsOf(reference, subject, names);
  const error = differencesOf(pairs, erring);
  const fail = differencesOf(pairs, failing);
  const by = measureFor(pairs);
  const main = by === 'error' ? error : fail;
  const errorTested = error === null ? null : tested(error.pairs, error.values, settings);
  const failTested = fail === null ? null : tested(fail.pairs, fail.values, settings);
  const left = main === null ? [] : unsaid(pairs, main.pairs, by === 'error' ? whyNoError : () => 'undecided');
  return {
    arm: at,
    subject: subject.id,
    paired: pairs.length,
    unpaired: [...unpaired, ...left],
    by,
    error: errorTested,
    fail: failTested,
    agreement: agreementOf(pairs, settings),
    usd: measured(pairs, ({ usd }) => usd, settings),
    latencyMs: measured(pairs, ({ latencyMs }) => latencyMs, settings),
    changed: pairs.filter(({ reference: before, arm }) => differs(before, arm)),
  };
};

/** The rows that both tried, and those that only one did, by reason. */
export const pairsOf = (
  reference: Subject,
  subject: Subject,
  names: { readonly reference: string; readonly arm: string },
): { pairs: Pair[]; unpaired: Unpaired[] } => {
  const pairs: Pair[] = [];
  const left = new Map<string, string[]>();
  const leave = (why: string, row: string): void => {
    const rows = left.get(why);
    if (rows === undefined) left.set(why, [row]);
    else rows.push(row);
  };
  for (const [row, before] of reference.rows) {
    const arm = subject.rows.get(row);
    if (arm === undefined) leave(`not in ${names.arm}`, row);
    else if (before.missing) leave(`without its ballots in ${names.reference}`, row);
    else if (arm.missing) leave(`without its ballots in ${names.arm}`, row);
    else pairs.push({ row, reference: before, arm });
  }
  for (const row of subject.rows.keys()) if (!reference.rows.has(row)) leave(`not in ${names.reference}`, row);
  return { pairs, unpaired: [...left].map(([why, rows]) => ({ why, rows })) };
};

/** So many of the pairs need gold on both sides for their errors to speak for all of them: a few labelled rows may hide the rest. */
const most = 0.5;

/** What pairs are compared by: their errors if most have gold, else whether they pass; null where neither is known of any. */
export const measureFor = (pairs: readonly Pair[]): 'error' | 'fail' | null => {
  const known = (value: (row: ArmRow) => number | null): number =>
    pairs.filter(({ reference, arm }) => value(reference) !== null && value(arm) !== null).length;
  const [errors, passes] = [known(erring), known(failing)];
  if (errors > 0 && (errors >= most * pairs.length || passes === 0)) return 'error';
  return passes > 0 ? 'fail' : null;
};

/** The error of a row's verdict; null where it can't be said. */
export const erring = ({ error }: ArmRow): number | null => error;

/** 1 where a row does not pass, 0 where it does; null where that is open. */
export const failing = ({ passes }: ArmRow): number | null => (passes === null ? null : passes ? 0 : 1);

const differencesOf = (
  pairs: readonly Pair[],
  value: (row: ArmRow) => number | null,
): { pairs: Pair[]; values: number[] } | null => {
  const found = { pairs: [] as Pair[], values: [] as number[] };
  for (const each of pairs) {
    const [before, after] = [value(each.reference), value(each.arm)];
    if (before === null || after === null) continue;
    found.pairs.push(each);
    found.values.push(after - before);
  }
  return found.values.length === 0 ? null : found;
};

const unsaid = (all: readonly Pair[], counted: readonly Pair[], why: (pair: Pair) => string): Unpaired[] => {
  const known = new Set(counted);
  const left = Map.groupBy(
    all.filter((each) => !known.has(each)),
    why,
  );
  return [...left].map(([reason, of]) => ({ why: reason, rows: of.map(({ row }) => row) }));
};

// With gold, an error is unknown where a row has fewer ballots than were asked for, or than a quorum needs that excludes it.
const whyNoError = ({ reference, arm }: Pair): string =>
  reference.gold === null || arm.gold === null ? 'without gold on both' : 'with too few ballots to count';

const agreementOf = (pairs: readonly Pair[], settings: DifferenceSettings): Pairing['agreement'] =>
  rateOf(
    pairs.flatMap(({ row, reference, arm }) =>
      reference.verdict.kind === 'decided' && arm.verdict.kind === 'decided'
        ? [{ value: differs(reference, arm) ? 0 : 1, row: { id: row, group: reference.group ?? arm.group } }]
        : [],
    ),
    settings,
  );

// As texts: where one answer is no number, the file that has it holds texts and the other may hold numbers.
const differs = ({ verdict: a }: ArmRow, { verdict: b }: ArmRow): boolean =>
  a.kind !== b.kind || (a.kind === 'decided' && b.kind === 'decided' && String(a.value) !== String(b.value));

/** Unknown on one pair is unknown for all: a mean over the rest would be another quantity. */
const measured = (
  pairs: readonly Pair[],
  value: (row: ArmRow) => number | null,
  settings: DifferenceSettings,
): Pairing['usd'] => {
  const found = differencesOf(pairs, value);
  return found === null || found.values.length < pairs.length ? null : meanDifference(pairs, found.values, settings);
};

/** Rows like these that would show a difference of the margin with 80% power, where so many tests are adjusted to one another. */
export const rowsFor = (
  main: Tested | null,
  { margin, level, tests }: Pick<DifferenceSettings, 'margin' | 'level'> & { readonly tests: number },
): number | null =>
  main === null || main.discordance <= margin
    ? null
    : Math.ceil(
        main.designEffect *
          sampleSizeMcNemar({ discordance: main.discordance, difference: margin, alpha: (1 - level) / tests }),
      );

/** What a test says once it is adjusted. */
export const concluded = (
  { difference, test }: Tested,
  adjusted: number,
  { level, margin }: Pick<DifferenceSettings, 'level' | 'margin'>,
): Conclusion => {
  if (test.worse === 0 && test.better === 0) return 'alike';
  if (adjusted < 1 - level) return difference.value > 0 ? 'worse' : 'better';
  return difference.upper < margin ? 'not-worse' : 'open';
};
