import { dirname } from 'node:path';
import type { ArmRow } from '../arm.ts';
import { gateableOf } from '../config/gate-subject.ts';
import type { GateResult, GateSpec } from '../gate.ts';
import { gatesOf } from '../gate/gates.ts';
import { readGatesInCode, type GateInCode } from '../library/gates-in-code.ts';
import { expectedArm } from '../live/expected-arm.ts';
import type { Prepared } from '../live/prepare.ts';
import { plural } from '../report/format.ts';
import { gateSentence } from '../report/gate-sentence.ts';
import { printable } from '../report/escape.ts';
import type { Claim } from './claim.ts';
import type { NamedRow } from './outputs.ts';
import type { Judged } from './seat.ts';
import { messageOf } from './verdict-claim.ts';

/** Reads gates that are given in code, before anything is asked. Rejects with a `Fault`, as for those of the config. */
export const gatesFrom = async (
  prepared: Prepared,
  gates: readonly GateInCode[],
  { path, where }: { readonly path: string; readonly where: string },
): Promise<readonly GateSpec[]> => {
  const { experiment, settings, rehearse } = prepared;
  const about = gateableOf(expectedArm(experiment, { settings, simulated: rehearse }));
  // In a test "can't tell" is no pass.
  const strict = gates.map((gate) => ({ onInconclusive: 'fail' as const, ...gate }));
  return readGatesInCode(strict, about, { folder: dirname(path), where });
};

/** Whether no gate blocks. `expected` says in a sentence what was; `warnings` tell of gates that can't, and may. */
export const gateClaim = (
  judged: Judged,
  rows: readonly NamedRow[],
  specs: readonly GateSpec[],
  expected: string,
): Claim & { readonly warnings: readonly string[] } => {
  const results = gatesOf(specs, judged.arm, judged.analysis);
  const blocking = results.filter(({ blocks }) => blocks);
  const told = (result: GateResult): string => `${printable(result.name)}: ${sentenceOf(result, rows)}`;
  const [first] = blocking;
  const by = (of: (result: GateResult) => string): unknown =>
    first !== undefined && blocking.length === 1
      ? of(first)
      : Object.fromEntries(blocking.map((result) => [result.name, of(result)]));
  return {
    holds: first === undefined,
    message:
      first === undefined
        ? expected
        : messageOf(judged, offendersOf(judged, rows, first), { subject: first.subject }, [
            expected,
            ...blocking.map(told),
          ]),
    actual: by(({ decision }) => decision),
    expected: by(() => 'pass'),
    warnings: results.filter(({ blocks, decision }) => !blocks && decision === 'inconclusive').map(told),
  };
};

/** The outputs that count against a gate. */
const offendersOf = (judged: Judged, rows: readonly NamedRow[], result: GateResult): readonly NamedRow[] => {
  const own = judged.arm.subjects.find(({ id }) => id === result.subject)?.rows;
  return rows.filter(({ id }) => {
    const row = own?.get(id);
    return row !== undefined && (result.offenders.includes(id) || countsAgainst(result.spec, row));
  });
};

const countsAgainst = (spec: GateSpec, { passes, error, verdict }: ArmRow): boolean => {
  if (spec.kind !== 'bound') return false;
  if (spec.metric === 'passRate') return passes !== true;
  if (spec.metric === 'errorRate') return error !== null && error > 0;
  return spec.metric === 'undecided' && verdict.kind === 'undecided';
};

/** Ids that are made of contents tell a reader nothing: he knows his outputs by their place. */
const sentenceOf = (result: GateResult, rows: readonly NamedRow[]): string => {
  const called = (ids: readonly string[]): readonly string[] =>
    ids.map((id) => rows.find((row) => row.id === id)?.called ?? id);
  const { rowsNeeded, ...found } = result;
  const sentence = gateSentence({
    ...found,
    rowsNeeded: null,
    unchanged: null,
    offenders: called(result.offenders),
    left: result.left.map(({ why, rows: ids }) => ({ why, rows: called(ids) })),
  });
  return `${printable(sentence)}${rowsNeeded === null ? '' : ` Some ${plural(rowsNeeded, 'output')} like these would decide it.`}`;
};
