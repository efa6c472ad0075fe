import type { Analysis } from '../analyse/analyse.ts';
import { rateOf } from '../analyse/rate.ts';
import type { Arm, ArmRow, Subject } from '../arm.ts';
import { holm } from '../statistics/holm.ts';
import type { ArmSubject, ArmSummary, Comparison, Pairing } from './comparison.ts';
import type { DifferenceSettings, Tested } from './difference.ts';
import { frontierOf } from './frontier.ts';
import { mismatchesOf } from './mismatch.ts';
import { concluded, pair, rowsFor, type OpenPairing } from './pairing.ts';
import { selectionOf } from './selection.ts';
import { unrecorded } from './unrecorded.ts';

/** One side: its arm, and the analysis of its ballots where there are any. */
export type Side = { readonly arm: Arm; readonly analysis: Analysis | null };

export type CompareSettings = DifferenceSettings & { readonly n: number | null };

/**
 * Compares every arm with the first, row by row, on every subject that the first has (statistics.md §6). Whether arms that were not
 * asked the same may be compared at all is the caller's to decide, by `mismatches`.
 */
export const compare = (sides: readonly Side[], settings: CompareSettings): Comparison => {
  const arms = sides.map(({ arm }) => arm);
  const [reference, ...others] = arms;
  if (reference === undefined || others.length === 0) throw new RangeError('a comparison needs two arms or more');
  const shared = reference.subjects.filter(({ id }) => others.some((arm) => subjectOf(arm, id) !== undefined));
  const pairings = shared.flatMap((subject) =>
    others.flatMap((arm, index) => {
      const other = subjectOf(arm, subject.id);
      if (other === undefined) return [];
      const names = { reference: reference.name, arm: arm.name };
      return [pair({ reference: subject, subject: other, at: index + 1 }, names, settings)];
    }),
  );
  return {
    simulated: arms.some(({ simulated }) => simulated),
    rehearsal: arms.some(({ rehearsal }) => rehearsal),
    level: settings.level,
    margin: settings.margin,
    n: settings.n,
    arms: arms.map((arm) => summaryOf(arm, settings)),
    subjects: shared.map(({ id, kind, pass }) => ({ id, kind, pass })),
    pairings: adjusted(pairings, settings),
    frontiers: shared.flatMap(({ id }) => {
      const asked = sides.flatMap(({ analysis }, at) => (analysis === null ? [] : [{ at, analysis }]));
      return asked.length < sides.length ? [] : (frontierOf(id, asked) ?? []);
    }),
    selections: arms.length < 3 ? [] : shared.flatMap(({ id }) => selectionOf(id, arms, settings) ?? []),
    mismatches: others.flatMap((arm, index) => mismatchesOf(reference, arm, index + 1)),
    notes: [...unrecorded(sides), ...notesOf(sides)],
  };
};

const subjectOf = (arm: Arm, id: string): Subject | undefined => arm.subjects.find((subject) => subject.id === id);

/** Holm's adjustment over the tests of all pairings: those of errors with one another, and those of passes. */
const adjusted = (pairings: readonly OpenPairing[], settings: CompareSettings): Pairing[] => {
  const adjustedFor = (of: (pairing: OpenPairing) => Tested | null): ((pairing: OpenPairing) => Pairing['error']) => {
    const asked = pairings.filter((pairing) => of(pairing) !== null);
    const values = holm(asked.map((pairing) => of(pairing)?.test.p ?? 1));
    return (pairing) => {
      const found = of(pairing);
      const value = values[asked.indexOf(pairing)];
      if (found === null || value === undefined) return null;
      const { difference, test } = found;
      return { difference, test: { ...test, adjusted: value }, conclusion: concluded(found, value, settings) };
    };
  };
  const [error, fail] = [adjustedFor((pairing) => pairing.error), adjustedFor((pairing) => pairing.fail)];
  return pairings.map((pairing) => {
    const main = pairing.by === null ? null : pairing[pairing.by];
    const tests = pairings.filter((each) => pairing.by !== null && each[pairing.by] !== null).length;
    return {
      ...pairing,
      error: error(pairing),
      fail: fail(pairing),
      rowsNeeded: rowsFor(main, { ...settings, tests: Math.max(1, tests) }),
    };
  });
};

const summaryOf = (arm: Arm, settings: CompareSettings): ArmSummary => {
  const criteria = arm.subjects.filter(({ kind }) => kind === 'criterion');
  const all = criteria.flatMap(({ rows }) => [...rows.values()]);
  return {
    name: arm.name,
    kind: arm.kind,
    judges: arm.judges,
    rule: arm.rule,
    ballots: all.reduce(
      (sum, { outcomes: { cast, abstained, invalid, failed } }) => sum + cast + abstained + invalid + failed,
      0,
    ),
    usdPerRow: perRow(all, ({ usd }) => usd, 'sum'),
    latencyMsPerRow: perRow(all, ({ latencyMs }) => latencyMs, 'max'),
    subjects: arm.subjects.map((subject) => armSubject(subject, settings)),
  };
};

/** The mean over rows of what a row's criteria come to; null where a part is not known. */
const perRow = (all: readonly ArmRow[], value: (row: ArmRow) => number | null, merge: 'sum' | 'max'): number | null => {
  const rows = new Map<string, number>();
  for (const each of all) {
    if (each.missing) continue;
    const own = value(each);
    if (own === null) return null;
    const before = rows.get(each.row) ?? 0;
    rows.set(each.row, merge === 'sum' ? before + own : Math.max(before, own));
  }
  return rows.size === 0 ? null : [...rows.values()].reduce((sum, own) => sum + own, 0) / rows.size;
};

const armSubject = ({ id, rows }: Subject, settings: CompareSettings): ArmSubject => {
  const all = [...rows.values()];
  const rate = (value: (row: ArmRow) => number | null) =>
    rateOf(
      all.flatMap((each) => {
        const own = value(each);
        return own === null ? [] : [{ value: own, row: { id: each.row, group: each.group } }];
      }),
      settings,
    );
  return {
    subject: id,
    rows: all.length,
    undecided: all.filter(({ verdict, missing }) => verdict.kind === 'undecided' && !missing).length,
    missing: all.filter(({ missing }) => missing).length,
    errorRate: rate(({ error }) => error),
    passRate: rate(({ passes }) => (passes === null ? null : passes ? 1 : 0)),
    usdPerRow: perRow(all, ({ usd }) => usd, 'sum'),
    latencyMsPerRow: perRow(all, ({ latencyMs }) => latencyMs, 'max'),
  };
};

const notesOf = (sides: readonly Side[]): string[] =>
  sides.flatMap(({ arm, analysis }) =>
    (analysis?.recording.notes ?? []).map(({ message }) => `${arm.name}: ${message}`),
  );
