import type { ArmRow } from '../arm.ts';
import type { GateResult, GateSpec } from '../gate.ts';
import { decide, despiteUnknown, turnable } from './decide.ts';
import type { Finding } from './finding.ts';

type MeasuredSpec = Extract<GateSpec, { readonly kind: 'bound' }>;

/**
 * Holds what a run was to a bound: the share of its rows that are undecided, its dollars a row, the milliseconds of a row's slowest
 * ballot. These are facts of the run, measured on all of its rows, so they have no interval; one that is not known is no pass.
 */
export const measuredGate = (spec: MeasuredSpec, rows: readonly ArmRow[]): Finding => {
  const missing = rows.filter((row) => row.missing);
  const present = rows.filter((row) => !row.missing);
  const left = missing.length === 0 ? [] : [{ why: 'without their ballots', rows: missing.map(({ row }) => row) }];
  if (spec.metric === 'undecided') return undecidedGate(spec, { present, missing, left });
  const what = spec.metric === 'cost' ? 'cost' : 'time';
  const values = present.map(({ usd, latencyMs }) => (spec.metric === 'cost' ? usd : latencyMs));
  const unknown = values.filter((value) => value === null).length;
  const lacking = unknown + missing.length;
  if (lacking > 0 || values.length === 0)
    return finding({
      decision: 'inconclusive',
      observed: null,
      rows: values.length - unknown,
      left,
      reason: values.length === 0 ? 'No row has its ballots.' : `The ${what} of ${plural(lacking)} is not known.`,
    });
  const observed = values.reduce<number>((sum, value) => sum + (value ?? 0), 0) / values.length;
  return finding({
    decision: decide(spec, { lower: observed, upper: observed }),
    observed,
    rows: values.length,
    left,
    reason: null,
  });
};

const undecidedGate = (
  spec: MeasuredSpec,
  { present, missing, left }: { present: readonly ArmRow[]; missing: readonly ArmRow[]; left: GateResult['left'] },
): Finding => {
  const open = present.filter(({ verdict }) => verdict.kind === 'undecided');
  if (present.length === 0)
    return finding({ decision: 'inconclusive', observed: null, rows: 0, left, reason: 'No row has its ballots.' });
  const { decision, turned } = despiteUnknown(
    (fill) => {
      const share =
        (open.length + (fill ?? 0) * missing.length) / (present.length + (fill === null ? 0 : missing.length));
      return decide(spec, { lower: share, upper: share });
    },
    { worst: 1, best: 0, unknown: missing.length },
  );
  return finding({
    decision,
    observed: open.length / present.length,
    rows: present.length,
    left,
    reason: turned ? turnable(missing.length, 'without their ballots') : null,
    offenders: open.map(({ row }) => row),
  });
};

const finding = (
  told: Pick<Finding, 'decision' | 'observed' | 'rows' | 'left' | 'reason'> & Partial<Pick<Finding, 'offenders'>>,
): Finding => ({
  lower: null,
  upper: null,
  rowsNeeded: null,
  unchanged: null,
  offenders: [],
  ...told,
});

const plural = (rows: number): string => `${rows} ${rows === 1 ? 'row' : 'rows'}`;
