import { COMBINED, type Arm, type ArmRow, type Subject } from '../../src/arm.ts';
import type { GateSpec } from '../../src/gate.ts';

/** A row of an arm by what gates look at; `passes` null is undecided. */
export type Told = Partial<Pick<ArmRow, 'group' | 'gold' | 'error' | 'passes' | 'missing' | 'usd' | 'latencyMs'>>;

export const rowOf = (row: string, told: Told): ArmRow => {
  const { passes = null, missing = false } = told;
  return {
    row,
    group: null,
    gold: null,
    error: null,
    usd: null,
    latencyMs: null,
    votes: [],
    outcomes: { cast: missing ? 0 : 3, abstained: 0, invalid: 0, failed: missing ? 3 : 0 },
    verdict:
      passes === null
        ? { kind: 'undecided', cause: 'tie', counted: 2 }
        : { kind: 'decided', value: passes ? 'pass' : 'fail', support: 3, counted: 3 },
    ...told,
    passes,
    missing,
  };
};

export const subjectOf = (rows: readonly Told[], { id = 'safe', pass = 'pass' } = {}): Subject => ({
  id,
  kind: id === COMBINED ? 'combined' : 'criterion',
  pass,
  rows: new Map(rows.map((told, at) => [`r${at}`, rowOf(`r${at}`, told)])),
});

export const armWith = (...subjects: readonly Subject[]): Arm => ({
  name: 'arm',
  kind: 'ballots',
  simulated: false,
  rehearsal: false,
  judges: ['A'],
  rule: 'plurality',
  subjects,
  provenance: null,
});

const common = { subject: null, level: 0.95, onInconclusive: 'warn', where: 'the test' } as const;

export const bound = (
  told: Partial<Extract<GateSpec, { readonly kind: 'bound' }>>,
): Extract<GateSpec, { readonly kind: 'bound' }> => ({
  ...common,
  kind: 'bound',
  metric: 'passRate',
  bound: 'atLeast',
  value: 0.9,
  ...told,
});

export const against = (
  baseline: Subject,
  told: Partial<Extract<GateSpec, { readonly kind: 'baseline' }>> = {},
): Extract<GateSpec, { readonly kind: 'baseline' }> => ({
  ...common,
  kind: 'baseline',
  metric: null,
  baseline: { ...armWith(baseline), kind: 'baseline', name: 'baseline.json' },
  file: 'baseline.json',
  sha256: '0'.repeat(64),
  margin: 0.02,
  allow: [],
  ...told,
});

export const times = (count: number, told: Told): Told[] => Array.from({ length: count }, () => told);
