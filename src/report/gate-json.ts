import type { GateResult } from '../gate.ts';

/** A gate as `report.json` holds it: of a baseline the file and its hash, never its rows. */
export const gateOf = ({ spec, ...result }: GateResult) => ({
  name: result.name,
  kind: spec.kind,
  metric: spec.kind === 'guard' ? null : spec.metric,
  subject: result.subject,
  decision: result.decision,
  blocks: result.blocks,
  observed: result.observed,
  lower: result.lower,
  upper: result.upper,
  level: spec.level,
  ...(spec.kind === 'bound' ? { bound: spec.bound, value: spec.value } : {}),
  ...(spec.kind === 'baseline'
    ? { margin: spec.margin, baseline: { file: spec.file, sha256: spec.sha256 }, allow: spec.allow }
    : {}),
  ...(spec.kind === 'guard' ? { guarded: spec.rows, must: spec.must } : {}),
  onInconclusive: spec.onInconclusive,
  rows: result.rows,
  left: result.left,
  rowsNeeded: result.rowsNeeded,
  unchanged: result.unchanged,
  offenders: result.offenders,
  reason: result.reason,
});
