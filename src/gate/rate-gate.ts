import { clustersOf } from '../analyse/clusters.ts';
import type { Settings } from '../analyse/settings.ts';
import type { ArmRow, Subject } from '../arm.ts';
import type { GateResult, GateSpec } from '../gate.ts';
import { incompleteBeta } from '../statistics/beta.ts';
import { errorInterval, intervalFromSummary } from '../statistics/error-interval.ts';
import { normalQuantile } from '../statistics/normal.ts';
import { decide, despiteUnknown, turnable, type Demand } from './decide.ts';
import type { Finding } from './finding.ts';
import { nothing } from './nothing.ts';

type RateSpec = Extract<GateSpec, { readonly kind: 'bound' }>;

type Counted = { readonly row: ArmRow; readonly value: number };

/** Holds the pass rate or the error rate of a subject to a bound, by its one-sided confidence bounds. */
export const rateGate = (spec: RateSpec, subject: Subject, groups: Settings['groups']): Finding => {
  const rows = [...subject.rows.values()];
  const of = spec.metric === 'passRate' ? passing : erring;
  const counted = rows.flatMap((row): Counted[] => {
    const value = of(row);
    return value === null ? [] : [{ row, value }];
  });
  const unknown = rows.filter((row) => of(row) === null && isOpen(row, spec.metric));
  const left = leftOut(rows, spec.metric);
  if (counted.length === 0)
    return {
      ...nothing,
      left,
      reason: spec.metric === 'passRate' ? 'No row is decided.' : 'No row has gold and a verdict.',
    };
  const within = (fill: number | null) =>
    boundsOf([...counted, ...(fill === null ? [] : unknown.map((row) => ({ row, value: fill })))], spec.level, groups);
  const [worst, best] = spec.bound === 'atLeast' ? [0, 1] : [1, 0];
  const { decision, turned } = despiteUnknown((fill) => decide(spec, within(fill)), {
    worst,
    best,
    unknown: unknown.length,
  });
  const { lower, upper, informative } = within(null);
  const observed = counted.reduce((sum, { value }) => sum + value, 0) / counted.length;
  return {
    decision,
    observed,
    lower,
    upper,
    rows: counted.length,
    left,
    rowsNeeded: decision === 'inconclusive' && !turned ? rowsFor(spec, observed, counted.length / informative) : null,
    unchanged: chances(spec, observed, Math.max(1, Math.round(informative))),
    offenders: [],
    reason: turned ? turnable(unknown.length, 'undecided or without their ballots') : null,
  };
};

const passing = ({ passes }: ArmRow): number | null => (passes === null ? null : passes ? 1 : 0);

const erring = ({ error }: ArmRow): number | null => error;

/** Whether a row would count if only its verdict were known. */
const isOpen = ({ gold }: ArmRow, metric: RateSpec['metric']): boolean => metric === 'passRate' || gold !== null;

const leftOut = (rows: readonly ArmRow[], metric: RateSpec['metric']): GateResult['left'] => {
  const named = (why: string, has: (row: ArmRow) => boolean): GateResult['left'] => {
    const own = rows.filter(has).map(({ row }) => row);
    return own.length === 0 ? [] : [{ why, rows: own }];
  };
  return [
    ...named('without their ballots', ({ missing }) => missing),
    ...(metric === 'passRate'
      ? named('undecided', ({ passes, missing }) => passes === null && !missing)
      : [
          ...named('without gold', ({ gold, missing }) => gold === null && !missing),
          ...named('undecided', ({ error, gold, missing }) => error === null && gold !== null && !missing),
        ]),
  ];
};

/** One-sided bounds at `level` each: the ends of a two-sided interval at 2 level - 1. `informative`: so many independent rows tell as much. */
const boundsOf = (counted: readonly Counted[], level: number, groups: Settings['groups']) => {
  const { keys } = clustersOf(
    counted.map(({ row }) => ({ id: row.row, group: row.group })),
    groups,
  );
  const errors = counted.map(({ value }) => value);
  const found = errorInterval({ errors, ...(keys === null ? {} : { groups: keys }), level: 2 * level - 1 });
  return { ...found, informative: keys === null ? errors.length : found.nEff };
};

/** Rows with which a rate like this would be decided with 80% power, each as informative as those at hand; null where no number would. */
const rowsFor = ({ value, level }: RateSpec, rate: number, designEffect: number): number | null => {
  const alpha = 1 - level;
  const distance = Math.abs(rate - value);
  if (distance < 1e-9) return null;
  // Wilson's bounds invert the score test, whose spread is that of the demanded rate.
  const reach =
    normalQuantile(level) * Math.sqrt(value * (1 - value)) + normalQuantile(0.8) * Math.sqrt(rate * (1 - rate));
  // Without a single failure the normal approximation has no spread: then value ^ n is to fall below alpha.
  const unanimous = Math.log(alpha) / Math.log(rate >= 1 ? value : 1 - value);
  const n = rate <= 0 || rate >= 1 ? unanimous : (reach / distance) ** 2;
  return Number.isFinite(n) && n < 1e8 ? Math.ceil(n * designEffect) : null;
};

/** The chances of each decision on n rows like these if the true rate is the observed one: binomial, by the same bounds. */
const chances = (spec: Demand & { readonly level: number }, rate: number, n: number): GateResult['unchanged'] => {
  const at = (k: number) => {
    const mean = k / n;
    const se = n < 2 ? Number.NaN : Math.sqrt((mean * (1 - mean)) / (n - 1));
    return decide(spec, intervalFromSummary({ mean, se, units: n, level: 2 * spec.level - 1 }));
  };
  // Decisions are ordered along k, so that two steps are all there is to find.
  const high = spec.bound === 'atLeast' ? 'pass' : 'fail';
  const low = high === 'pass' ? 'fail' : 'pass';
  const firstHigh = firstOf(n, (k) => at(k) === high);
  const firstNotLow = firstOf(n, (k) => at(k) !== low);
  const [above, below] = [atLeastProb(firstHigh, n, rate), 1 - atLeastProb(firstNotLow, n, rate)];
  const [pass, fail] = high === 'pass' ? [above, below] : [below, above];
  return { pass, fail, inconclusive: Math.max(0, 1 - pass - fail) };
};

/** The least k from 0 to n of which something holds that holds from there on; n + 1 if it never does. */
const firstOf = (n: number, holds: (k: number) => boolean): number => {
  let [low, high] = [0, n + 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** P(K ≥ k) for K binomial. */
const atLeastProb = (k: number, n: number, p: number): number => {
  if (k <= 0) return 1;
  if (k > n) return 0;
  return incompleteBeta(k, n - k + 1, p);
};
