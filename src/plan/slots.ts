import { votesOnAssertion } from '../assertion.ts';
import type { Experiment } from '../experiment.ts';
import type { Judge } from '../panel.ts';
import type { DataRow } from '../row.ts';
import type { AskedCriterion } from '../rubric.ts';
import type { Slot } from '../slot.ts';

/**
 * The ballots owed on one row. Samples lie outside the judges, so that a row's first ballots are one of every judge; the judges of
 * one row are asked at the same time. Answers are asked for on a record's first candidate only.
 */
export function* slotsOfRow({ rows, criteria, judges }: Experiment, row: number): Generator<Slot> {
  const data = rows[row];
  if (data === undefined) return;
  const rounds = Math.max(0, ...judges.map(({ samples }) => samples));
  for (const [criterion, asked] of criteria.entries()) {
    const isSeated = judges.map((judge) => votesOn(asked, data, judge));
    for (let sample = 0; sample < rounds; sample += 1)
      for (const [judge, { samples }] of judges.entries())
        if (sample < samples && isSeated[judge] === true) yield { row, criterion, judge, sample };
  }
}

/** Whether a judge votes on a criterion of a row. */
const votesOn = (criterion: AskedCriterion, row: DataRow, judge: Judge): boolean => {
  if (criterion.kind === 'answer' && row.candidate !== 0) return false;
  if (criterion.kind !== 'assertion') return judge.asks === 'both' || judge.asks === criterion.kind;
  const assertion = criterion.on.get(row.id);
  return assertion !== undefined && votesOnAssertion(assertion, judge);
};

/** Whether code casts the ballot, and nobody is asked. */
export const isCheck = ({ judges }: Experiment, { judge }: Slot): boolean => judges[judge]?.spec.provider === 'code';

/** All ballots owed, rows outermost, so that a run cut short has whole rows to report on. */
export function* slotsOf(experiment: Experiment): Generator<Slot> {
  for (const row of experiment.rows.keys()) yield* slotsOfRow(experiment, row);
}

/** How many ballots one criterion gets on a row: on the row that gets the most, where rows are asked in words of their own. */
export const panelSize = ({ rows, judges }: Experiment, criterion: AskedCriterion): number => {
  const sizeOn = (row: DataRow): number =>
    judges.reduce((sum, judge) => sum + (votesOn(criterion, row, judge) ? judge.samples : 0), 0);
  if (criterion.kind === 'assertion') return rows.reduce((most, row) => Math.max(most, sizeOn(row)), 0);
  const first = rows.find(({ candidate }) => candidate === 0);
  return first === undefined ? 0 : sizeOn(first);
};
