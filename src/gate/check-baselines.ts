import { COMBINED, type Arm } from '../arm.ts';
import { mismatchesOf, rowsNamed } from '../compare/mismatch.ts';
import { Fault } from '../fault.ts';
import type { GateSpec } from '../gate.ts';
import { subjectsFor } from './subjects.ts';

/**
 * Checks that every baseline was asked the same of the same as the arm that is held against it. Before a run the arm is one without
 * verdicts: what is known of its rows and criteria is enough.
 */
export const checkBaselines = (specs: readonly GateSpec[], arm: Arm): void => {
  for (const spec of specs) if (spec.kind === 'baseline') checkBaseline(spec, arm);
};

const checkBaseline = (spec: Extract<GateSpec, { readonly kind: 'baseline' }>, arm: Arm): void => {
  const { baseline, allow, file } = spec;
  if (baseline.simulated !== arm.simulated)
    throw differs(
      spec,
      `${file} is of ${baseline.simulated ? 'simulated' : 'real'} ballots and this run of ${arm.simulated ? 'simulated' : 'real'} ones, and the two are never compared`,
      'Write a baseline of a run like this one (empanel baseline write RUN), or hold this run to nothing: --no-gates.',
    );
  const lacking = subjectsFor(spec, arm).filter((id) => !baseline.subjects.some((subject) => subject.id === id));
  if (lacking.length > 0)
    throw differs(
      spec,
      `${file} has no verdicts on ${quoted(lacking)}`,
      `It has ${quoted(baseline.subjects.map(({ id }) => id))}: name one of them (criterion), or write a new baseline: empanel baseline write RUN.`,
    );
  // A gate on one criterion is no worse for another that was added; one on all together is.
  const concerned = subjectsFor(spec, arm);
  const found = mismatchesOf(baseline, arm, 0).filter(
    ({ kind, subject }) =>
      (kind === 'rubric' || kind === 'data') &&
      !allow.includes(kind) &&
      (subject === null || concerned.includes(COMBINED) || concerned.includes(subject)),
  );
  const [first] = found;
  if (first !== undefined)
    throw differs(
      spec,
      `${file} was not asked the same: ${found.map(({ message }) => message).join('; ')}`,
      `Write a new baseline (empanel baseline write RUN), or allow it: ${allowing(spec, [...new Set(found.map(({ kind }) => kind))])}.`,
    );
  const gone = new Set(
    concerned.flatMap((id) => {
      const rows = arm.subjects.find((subject) => subject.id === id)?.rows;
      const before = baseline.subjects.find((subject) => subject.id === id)?.rows;
      return [...(before?.keys() ?? [])].filter((row) => rows?.has(row) !== true);
    }),
  );
  if (gone.size > 0 && !allow.includes('rows'))
    throw differs(
      spec,
      `${rowsNamed([...gone])} of ${file} ${gone.size === 1 ? 'is' : 'are'} not in this run, and a run without its hard rows is no better for it`,
      `Put the rows back, write a new baseline (empanel baseline write RUN), or compare the rest: ${allowing(spec, ['rows'])}.`,
    );
};

/** How to allow what differs, where the gate was declared. */
const allowing = ({ where }: GateSpec, kinds: readonly string[]): string =>
  where.startsWith('--') ? `--allow ${kinds.join(',')}` : `allow: [${kinds.join(', ')}] in the gate`;

const differs = ({ where }: GateSpec, found: string, remedy: string): Fault =>
  new Fault('gate/baseline-differs', `${found}.\n${remedy}`, { where });

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');
