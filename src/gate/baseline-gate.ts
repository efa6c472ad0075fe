import { keysOf, type Pair } from '../compare/difference.ts';
import { erring, failing, measureFor, pairsOf } from '../compare/pairing.ts';
import type { Settings } from '../analyse/settings.ts';
import type { ArmRow, Subject } from '../arm.ts';
import type { GateResult, GateSpec } from '../gate.ts';
import { countedPassChance, passChance, sampleSizeNonInferiority } from '../statistics/gate-power.ts';
import { normalQuantile } from '../statistics/normal.ts';
import { nonInferiority, type NonInferiority } from '../statistics/non-inferiority.ts';
import { despiteUnknown, turnable } from './decide.ts';
import type { Finding } from './finding.ts';
import { nothing } from './nothing.ts';

type BaselineSpec = Extract<GateSpec, { readonly kind: 'baseline' }>;

/**
 * Holds a run against a baseline, row by row: `pass` if it is surely not worse by the margin (non-inferiority), `fail` if it is surely
 * worse by more (statistics.md §6). Rows that the baseline decided and this run did not may turn the decision, and then there is none.
 */
export const baselineGate = (spec: BaselineSpec, subject: Subject, groups: Settings['groups']): Finding => {
  const before = spec.baseline.subjects.find(({ id }) => id === subject.id);
  const names = { reference: 'the baseline', arm: 'this run' };
  const { pairs, unpaired } =
    before === undefined ? { pairs: [], unpaired: [] } : pairsOf(before, withoutMissing(subject), names);
  const metric = spec.metric ?? (measureFor(pairs) === 'error' ? 'errorRate' : 'passRate');
  const value = metric === 'errorRate' ? erring : failing;
  const counted = pairs.filter(bothKnown(value));
  const unknown = pairs.filter(({ reference, arm }) => value(reference) !== null && isOpen(arm, value, metric));
  const left = [...unpaired, ...unsaid(pairs, counted, metric)];
  if (counted.length === 0) return { ...nothing, metric, left, reason: 'No row can be paired with the baseline.' };
  const gate = (fill: number | null): NonInferiority => {
    const all = fill === null ? counted : [...counted, ...unknown];
    const differences = all.map(({ reference, arm }) => (value(arm) ?? fill ?? 0) - (value(reference) ?? 0));
    const { keys } = keysOf(all, groups);
    return nonInferiority(differences, {
      margin: spec.margin,
      alpha: 1 - spec.level,
      ...(keys === null ? {} : { groups: keys }),
    });
  };
  const found = gate(null);
  const { decision, turned } = despiteUnknown((fill) => (fill === null ? found : gate(fill)).decision, {
    worst: 1,
    best: 0,
    unknown: unknown.length,
  });
  const differences = counted.map(({ reference, arm }) => (value(arm) ?? 0) - (value(reference) ?? 0));
  const discordance = meanSquare(differences);
  return {
    metric,
    decision,
    observed: found.difference,
    lower: found.lower,
    upper: found.upper,
    rows: counted.length,
    left,
    rowsNeeded:
      decision === 'inconclusive' && !turned
        ? rowsFor(spec, { ...found, discordance, rows: counted.length, grouped: found.units < counted.length })
        : null,
    unchanged: unchanged(spec, found, differences),
    offenders: counted.filter((_, at) => (differences[at] ?? 0) > 1e-9).map(({ row }) => row),
    reason: turned ? turnable(unknown.length, 'undecided or without their ballots in this run') : null,
  };
};

const bothKnown =
  (value: (row: ArmRow) => number | null) =>
  ({ reference, arm }: Pair): boolean =>
    value(reference) !== null && value(arm) !== null;

/** Rows without their ballots stay in: what they would have been may turn the decision. */
const withoutMissing = (subject: Subject): Subject => ({
  ...subject,
  rows: new Map(
    [...subject.rows].map(([id, row]) => [
      id,
      row.missing ? { ...row, missing: false, error: null, passes: null } : row,
    ]),
  ),
});

/** A row without gold is no question of ballots, and stays out for good. */
const isOpen = (arm: ArmRow, value: (row: ArmRow) => number | null, metric: 'errorRate' | 'passRate'): boolean =>
  value(arm) === null && (metric === 'passRate' || arm.gold !== null);

const unsaid = (pairs: readonly Pair[], counted: readonly Pair[], metric: string): GateResult['left'] => {
  const known = new Set(counted);
  const rows = pairs.filter((each) => !known.has(each)).map(({ row }) => row);
  const why = metric === 'errorRate' ? 'without gold or a verdict' : 'undecided';
  return rows.length === 0 ? [] : [{ why, rows }];
};

/** Rows with 80% power to decide what the difference seems to be; clustered rows count by how much less they tell. */
const rowsFor = (
  { margin, level }: BaselineSpec,
  {
    difference,
    discordance,
    se,
    rows,
    grouped,
  }: {
    readonly difference: number;
    readonly discordance: number;
    readonly se: number;
    readonly rows: number;
    readonly grouped: boolean;
  },
): number | null => {
  const spread = discordance - difference ** 2;
  const effect = grouped && spread > 1e-12 && se > 0 ? Math.max(1, (se ** 2 * rows) / spread) : 1;
  const n =
    difference < margin
      ? sampleSizeNonInferiority({ discordance, margin, difference, alpha: 1 - level })
      : rowsToFail(spread, { distance: difference - margin, level });
  return n === null || n > 1e8 ? null : Math.ceil(n * effect);
};

/** Beyond the margin the question is how many rows show it to be worse. */
const rowsToFail = (spread: number, { distance, level }: { distance: number; level: number }): number | null =>
  distance < 1e-9 ? null : ((normalQuantile(level) + normalQuantile(0.8)) ** 2 * spread) / distance ** 2;

/** So many single rows are counted through, which takes some milliseconds; with more the normal chances are as good. */
const countable = 1000;

/** What this gate does to a run that is no different, with as many rows and as much disagreement. */
const unchanged = (
  { margin, level }: BaselineSpec,
  { units, se, difference, upper }: NonInferiority,
  differences: readonly number[],
): GateResult['unchanged'] => {
  if (units < 2) return null;
  const discordance = meanSquare(differences);
  // Without a discordant row there is no chance in it.
  if (discordance === 0) {
    const pass = upper < margin ? 1 : 0;
    return { pass, fail: 0, inconclusive: 1 - pass };
  }
  const alpha = 1 - level;
  const single = units === differences.length && differences.every((d) => d === 0 || Math.abs(d) === 1);
  if (single && units <= countable) return countedPassChance({ n: units, discordance, margin, alpha });
  const spread = discordance - difference ** 2;
  const scale = spread > 1e-12 && se > 0 ? discordance / spread : 1;
  const expected = se > 0 ? se * Math.sqrt(scale) : Math.sqrt(discordance / units);
  return passChance({ se: expected, df: units - 1, margin, alpha });
};

const meanSquare = (differences: readonly number[]): number =>
  differences.reduce((sum, d) => sum + d * d, 0) / differences.length;
