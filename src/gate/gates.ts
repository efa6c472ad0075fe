import type { Analysis } from '../analyse/analyse.ts';
import type { Arm, ArmRow, Subject } from '../arm.ts';
import { mismatchesOf } from '../compare/mismatch.ts';
import type { GateResult, GateSpec } from '../gate.ts';
import { agreementGate } from './agreement-gate.ts';
import { baselineGate } from './baseline-gate.ts';
import { checkBaselines } from './check-baselines.ts';
import type { Finding } from './finding.ts';
import { guardGate } from './guard-gate.ts';
import { measuredGate } from './measured-gate.ts';
import { named, nameOf } from './name.ts';
import { rateGate } from './rate-gate.ts';
import { ROW, subjectsFor } from './subjects.ts';

/** Puts an arm to its gates: a result for every gate and every subject that it concerns. Throws a `Fault` where a gate can't apply. */
export const gatesOf = (specs: readonly GateSpec[], arm: Arm, analysis: Analysis): GateResult[] => {
  checkBaselines(specs, arm);
  const { groups } = analysis.settings;
  const results = specs.flatMap((spec) =>
    subjectsFor(spec, arm).map((subject): GateResult => {
      const { metric, ...found } = resultOf(spec, subject, { arm, analysis, groups });
      return {
        name: nameOf(spec, subject),
        spec: spec.kind === 'baseline' ? { ...spec, metric: metric ?? spec.metric } : spec,
        subject,
        ...found,
        reason: withCaveats(found.reason, spec, arm),
        blocks: found.decision === 'fail' || (found.decision === 'inconclusive' && spec.onInconclusive === 'fail'),
      };
    }),
  );
  return named(results);
};

const resultOf = (
  spec: GateSpec,
  subject: string,
  { arm, analysis, groups }: { arm: Arm; analysis: Analysis; groups: Analysis['settings']['groups'] },
): Finding => {
  const own = subject === ROW ? wholeRows(arm) : arm.subjects.find(({ id }) => id === subject);
  if (own === undefined) throw new RangeError(`the arm has no subject "${subject}"`);
  switch (spec.kind) {
    case 'baseline':
      return baselineGate(spec, own, groups);
    case 'guard':
      return guardGate(spec, own);
    case 'bound':
      if (spec.metric === 'agreement') return agreementGate(spec, own, analysis);
      return spec.metric === 'passRate' || spec.metric === 'errorRate'
        ? rateGate(spec, own, groups)
        : measuredGate(spec, [...own.rows.values()]);
  }
};

/** What a reader must know of a comparison with a baseline that was allowed to be asked something else, or by others. */
const withCaveats = (reason: string | null, spec: GateSpec, arm: Arm): string | null => {
  if (spec.kind !== 'baseline') return reason;
  const told = mismatchesOf(spec.baseline, arm, 0).filter(({ kind }) => kind !== 'rule' && kind !== 'output');
  const unknown = spec.baseline.provenance === null || arm.provenance === null;
  const caveats = [
    ...told.map(({ message }) => `Beware: ${message}.`),
    ...(unknown ? ['What was asked is not known of both, so only rows, labels and gold were held together.'] : []),
  ];
  return reason === null && caveats.length === 0 ? null : [reason ?? '', ...caveats].join(' ').trim();
};

/** Each row with what all of its criteria cost together, and the slowest of their ballots. */
const wholeRows = ({ subjects }: Arm): Subject => {
  const rows = new Map<string, ArmRow>();
  for (const { kind, rows: own } of subjects) {
    if (kind === 'combined') continue;
    for (const [id, row] of own) {
      const before = rows.get(id);
      rows.set(id, before === undefined ? row : together(before, row));
    }
  }
  return { id: ROW, kind: 'criterion', pass: null, rows };
};

const together = (a: ArmRow, b: ArmRow): ArmRow => ({
  ...a,
  missing: a.missing || b.missing,
  usd: a.usd === null || b.usd === null ? null : a.usd + b.usd,
  latencyMs: a.latencyMs === null || b.latencyMs === null ? null : Math.max(a.latencyMs, b.latencyMs),
});
