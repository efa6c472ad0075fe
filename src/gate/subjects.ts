import { COMBINED, type Arm } from '../arm.ts';
import type { GateSpec } from '../gate.ts';

/** A row with all of its criteria: what cost and latency are of. */
export const ROW = '*';

/** The subjects that a gate concerns: the one it names, or all criteria together where they are combined, or else each by itself. */
export const subjectsFor = (spec: GateSpec, { subjects }: Pick<Arm, 'subjects'>): string[] => {
  if (spec.subject !== null) return [spec.subject];
  if (spec.kind === 'bound' && (spec.metric === 'cost' || spec.metric === 'latency')) return [ROW];
  const criteria = subjects.filter(({ kind }) => kind === 'criterion').map(({ id }) => id);
  if (spec.kind === 'bound' && spec.metric === 'agreement') return criteria;
  return subjects.some(({ kind }) => kind === 'combined') ? [COMBINED] : criteria;
};
