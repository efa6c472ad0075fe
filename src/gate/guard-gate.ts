import { agrees } from '../analyse/verdicts.ts';
import type { ArmRow, Subject } from '../arm.ts';
import type { GateSpec } from '../gate.ts';
import type { Finding } from './finding.ts';

/** Rows that must never fail: each is to pass, or to be judged as gold has it. One that is undecided is no pass, and no failure either. */
export const guardGate = (spec: Extract<GateSpec, { readonly kind: 'guard' }>, subject: Subject): Finding => {
  const must = spec.must ?? (subject.pass === null ? 'correct' : 'pass');
  const judged = spec.rows.map((row) => ({ row, kept: keptBy(subject.rows.get(row), must) }));
  const offenders = judged.filter(({ kept }) => kept === false).map(({ row }) => row);
  const open = judged.filter(({ kept }) => kept === null).map(({ row }) => row);
  return {
    decision: offenders.length > 0 ? 'fail' : open.length > 0 ? 'inconclusive' : 'pass',
    observed: judged.length === 0 ? null : judged.filter(({ kept }) => kept === true).length / judged.length,
    lower: null,
    upper: null,
    rows: judged.length - open.length,
    left: open.length === 0 ? [] : [{ why: 'undecided, or without ballots or gold', rows: open }],
    rowsNeeded: null,
    unchanged: null,
    offenders,
    reason: null,
  };
};

const keptBy = (row: ArmRow | undefined, must: 'pass' | 'correct'): boolean | null => {
  if (row === undefined || row.missing || row.verdict.kind === 'undecided') return null;
  if (must === 'pass') return row.passes;
  return row.gold === null ? null : agrees(row.verdict.value, row.gold);
};
