import * as z from 'zod';
import { Fault } from '../fault.ts';
import type { GateSpec } from '../gate.ts';
import { check } from './check.ts';
import { readBaselineGate } from './gate-baseline.ts';
import { readBounds } from './gate-bound.ts';
import { readGuard } from './gate-guard.ts';
import type { Gateable } from './gate-subject.ts';
import { closed } from './legal.ts';
import { inside, type Source } from './source.ts';

/**
 * Reads `gate`: one gate or a list of them, in the order in which they are written; none where the key is missing. Each is held against
 * what it is about, and a baseline is read, so that no gate turns out to be undecidable once the money is spent. Rejects with a `Fault`.
 */
export const readGates = async (source: Source, about: Gateable): Promise<readonly GateSpec[]> => {
  const { value } = source;
  if (value === undefined) return [];
  const sources = Array.isArray(value) ? value.map((_, at) => inside(source, [at])) : [source];
  if (sources.length === 0)
    throw new Fault(
      'config/value',
      'The list of gates is empty, so nothing would ever fail.\nAdd a gate, for example {metric: passRate, atLeast: 0.9}, or take "gate" out.',
      { where: source.where() },
    );
  const gates: GateSpec[] = [];
  // One after the other, so that of several mistakes the first is told.
  for (const each of sources) gates.push(...(await readGate(each, about)));
  return gates;
};

const readGate = async (source: Source, about: Gateable): Promise<readonly GateSpec[]> => {
  const { baseline, guard } = check(anyGate, source);
  if (baseline !== undefined && guard !== undefined)
    throw new Fault(
      'config/value',
      'The gate has a "baseline" and a "guard", and one gate asks one thing.\nMake two of it: gate: [{baseline: …, margin: …}, {guard: …}].',
      { where: source.where(['guard']) },
    );
  if (baseline !== undefined) return [await readBaselineGate(source, about)];
  if (guard !== undefined) return [await readGuard(source, about)];
  return readBounds(source, about);
};

// What each kind of gate takes is checked by itself; here a misspelt key finds the right one, whatever the kind.
const anyGate = closed(
  Object.fromEntries(
    [
      'metric',
      'criterion',
      'atLeast',
      'atMost',
      'level',
      'onInconclusive',
      'baseline',
      'margin',
      'allow',
      'guard',
      'must',
    ].map((key) => [key, z.unknown().optional()]),
  ),
  'a gate: {metric: passRate, atLeast: 0.9}, {baseline: file://baseline.json, margin: 0.02} or {guard: [ROW, …]}',
);
