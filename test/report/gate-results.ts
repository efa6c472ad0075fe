import type { GateResult, GateSpec } from '../../src/gate.ts';

type Kind<K extends GateSpec['kind']> = Extract<GateSpec, { kind: K }>;

const common = { subject: null, level: 0.95, onInconclusive: 'warn', where: 'promptfooconfig.yaml:12' } as const;

export const bound = (change: Partial<Kind<'bound'>> = {}): Kind<'bound'> => ({
  ...common,
  kind: 'bound',
  metric: 'passRate',
  bound: 'atLeast',
  value: 0.9,
  ...change,
});

export const baseline = (change: Partial<Kind<'baseline'>> = {}): Kind<'baseline'> => ({
  ...common,
  kind: 'baseline',
  metric: 'errorRate',
  baseline: {
    name: 'main',
    kind: 'baseline',
    simulated: false,
    rehearsal: false,
    judges: ['luna'],
    rule: 'plurality',
    subjects: [],
    provenance: null,
  },
  file: '/repository/evals/baseline.json',
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  margin: 0.02,
  allow: [],
  ...change,
});

export const guard = (change: Partial<Kind<'guard'>> = {}): Kind<'guard'> => ({
  ...common,
  kind: 'guard',
  rows: ['r-3', 'r-9', 'r-17', 'r-40', 'r-41'],
  must: null,
  ...change,
});

/** What a gate found, plausible where nothing else is said; it blocks where it failed, and where the spec says so. */
export const found = (change: Partial<GateResult> = {}): GateResult => {
  const spec = change.spec ?? bound();
  const decision = change.decision ?? 'pass';
  return {
    name: 'passRate ≥ 90% · combined',
    spec,
    subject: 'combined',
    decision,
    blocks: decision === 'fail' || (decision === 'inconclusive' && spec.onInconclusive === 'fail'),
    observed: 0.94,
    lower: 0.903,
    upper: 0.968,
    rows: 147,
    left: [],
    rowsNeeded: null,
    unchanged: null,
    offenders: [],
    reason: null,
    ...change,
  };
};

/** One gate of each kind and decision, as a report would show them together. */
export const allGates: readonly GateResult[] = [
  found({ left: [{ why: 'undecided', rows: ['r-5', 'r-8', 'r-77'] }] }),
  found({
    name: 'passRate ≥ 90% · right',
    subject: 'right',
    decision: 'inconclusive',
    observed: 0.912,
    lower: 0.864,
    upper: 0.947,
    rowsNeeded: 840,
    unchanged: { pass: 0.19, fail: 0, inconclusive: 0.81 },
  }),
  found({
    name: 'not worse than evals/baseline.json by 2 points · combined',
    spec: baseline(),
    observed: 0.007,
    lower: -0.004,
    upper: 0.018,
    rows: 150,
    unchanged: { pass: 0.81, fail: 0.003, inconclusive: 0.187 },
    left: [
      { why: 'not in the baseline', rows: ['r-151', 'r-152'] },
      { why: 'not in this run', rows: ['r-9'] },
    ],
    offenders: ['r-12'],
  }),
  found({
    name: 'not worse than evals/baseline.json by 2 points · right',
    subject: 'right',
    spec: baseline({ onInconclusive: 'fail', allow: ['rows'] }),
    decision: 'inconclusive',
    observed: 0.013,
    lower: -0.009,
    upper: 0.035,
    rows: 150,
    rowsNeeded: 2210,
    unchanged: { pass: 0.31, fail: 0.0001, inconclusive: 0.6899 },
    offenders: ['r-12', 'r-61'],
  }),
  found({
    name: '5 guarded rows · combined',
    spec: guard(),
    decision: 'fail',
    observed: 0.6,
    lower: null,
    upper: null,
    rows: 5,
    offenders: ['r-17', 'r-40'],
  }),
  found({
    name: 'latency ≤ 5 s · each row',
    subject: '*',
    spec: bound({ metric: 'latency', bound: 'atMost', value: 5000 }),
    observed: 4120,
    lower: null,
    upper: null,
  }),
];
