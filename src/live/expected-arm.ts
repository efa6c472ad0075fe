import { passLabel } from '../analyse/pass-label.ts';
import type { Settings } from '../analyse/settings.ts';
import { specimenOf } from '../analyse/specimen.ts';
import { COMBINED, type Arm, type ArmRow, type Subject } from '../arm.ts';
import type { Value } from '../ballot.ts';
import { declaredRule } from '../compare/declared-rule.ts';
import type { Experiment } from '../experiment.ts';
import { normaliseAnswer } from '../judges/answer.ts';
import type { DataRow } from '../row.ts';
import type { AskedCriterion } from '../rubric.ts';
import { provenanceOf } from './provenance.ts';

/** The arm that a run is going to be, before it has a verdict: its rows, criteria and gold are what gates are checked against. */
export const expectedArm = (
  experiment: Experiment,
  { settings, simulated }: { readonly settings: Settings; readonly simulated: boolean },
): Arm => {
  const { rows, criteria, judges, name } = experiment;
  const subjects = criteria.map((criterion): Subject => ({
    id: criterion.id,
    kind: 'criterion',
    pass: passLabel(specimenOf(criterion, settings), settings),
    rows: new Map(
      rows
        .filter(({ id }) => criterion.kind !== 'assertion' || criterion.on.has(id))
        .map((row) => [row.id, unjudged(row, goldOn(row, criterion))]),
    ),
  }));
  const together: Subject = {
    id: COMBINED,
    kind: 'combined',
    pass: 'pass',
    rows: new Map(rows.map((row) => [row.id, unjudged(row, null)])),
  };
  return {
    name,
    kind: 'ballots',
    simulated,
    rehearsal: simulated,
    judges: judges.map(({ id }) => id),
    rule: declaredRule(settings),
    subjects: experiment.combine === null ? subjects : [...subjects, together],
    provenance: provenanceOf(experiment, (row) => {
      const output = experiment.rows[row]?.output;
      return output?.kind === 'given' ? output.text : null;
    }),
  };
};

/** Gold as ballots will be compared with it. */
export const goldOn = (row: DataRow, criterion: AskedCriterion): Value | null => {
  // A criterion may be called "constructor", which every object has.
  const written = Object.hasOwn(row.gold, criterion.id) ? row.gold[criterion.id] : undefined;
  if (written === undefined) return null;
  return criterion.kind === 'answer' ? normaliseAnswer(String(written), criterion) : written;
};

const unjudged = ({ id, group }: DataRow, gold: Value | null): ArmRow => ({
  row: id,
  group,
  verdict: { kind: 'undecided', cause: 'no quorum', counted: 0 },
  gold,
  error: null,
  passes: null,
  missing: true,
  votes: [],
  outcomes: { cast: 0, abstained: 0, invalid: 0, failed: 0 },
  usd: null,
  latencyMs: null,
});
