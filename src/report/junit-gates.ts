import type { GateResult } from '../gate.ts';
import { gateSentence } from './gate-sentence.ts';
import type { Case, CaseOutcome, Suite } from './junit-suite.ts';

/** A case a gate. One that can't tell is skipped with its reason, unless it was told to block. */
export const gateCases = (gates: readonly GateResult[]): Case[] =>
  gates.map((gate) => ({ name: gate.name, ms: null, outcome: outcomeOf(gate), told: gateSentence(gate) }));

/** What each gate was held to and found, with the file of its baseline: whoever reads a pass must see against what it passed. */
export const gateProperties = (gates: readonly GateResult[]): Suite['properties'] =>
  Object.fromEntries(
    gates.flatMap((gate, at) =>
      Object.entries(factsOf(gate)).map(([name, value]) => [`gate.${at + 1}.${name}`, value] as const),
    ),
  );

const outcomeOf = (gate: GateResult): CaseOutcome | null => {
  if (gate.decision === 'pass') return null;
  const message = gateSentence(gate);
  if (gate.decision === 'inconclusive' && !gate.blocks) return { kind: 'skipped', message };
  const type = gate.decision === 'fail' ? 'gate' : 'gate-inconclusive';
  return { kind: 'failure', type, message, text: gateSentence(gate, { most: 1000 }) };
};

const factsOf = ({ spec, ...gate }: GateResult): Readonly<Record<string, string | number>> => ({
  name: gate.name,
  subject: gate.subject,
  decision: gate.decision,
  level: spec.level,
  rows: gate.rows,
  ...known({ observed: gate.observed, lower: gate.lower, upper: gate.upper, 'rows-needed': gate.rowsNeeded }),
  ...(spec.kind === 'bound' ? { metric: spec.metric, [spec.bound]: spec.value } : {}),
  ...(spec.kind === 'baseline'
    ? {
        'baseline.file': spec.file,
        'baseline.sha256': spec.sha256,
        margin: spec.margin,
        ...(spec.allow.length === 0 ? {} : { allow: spec.allow.join(', ') }),
      }
    : {}),
  ...(gate.unchanged === null ? {} : { 'pass-if-unchanged': rounded(gate.unchanged.pass) }),
});

const known = (figures: Readonly<Record<string, number | null>>): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(figures).flatMap(([name, value]) => (value === null ? [] : [[name, rounded(value)]])),
  );

const rounded = (value: number): number => Number(value.toPrecision(6));
