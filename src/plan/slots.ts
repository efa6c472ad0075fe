import type { Experiment } from '../experiment.ts';
import type { Slot } from '../slot.ts';

/**
 * The ballots owed on one row. Samples lie outside the judges, so that a row's first ballots are one of every judge; the judges of
 * one row are asked at the same time. Answers are asked for on a record's first candidate only.
 */
export function* slotsOfRow({ rows, criteria, judges }: Experiment, row: number): Generator<Slot> {
  const rounds = Math.max(0, ...judges.map(({ samples }) => samples));
  for (const [criterion, { kind }] of criteria.entries()) {
    if (kind === 'answer' && rows[row]?.candidate !== 0) continue;
    for (let sample = 0; sample < rounds; sample += 1)
      for (const [judge, { samples, asks }] of judges.entries())
        if (sample < samples && (asks === 'both' || asks === kind)) yield { row, criterion, judge, sample };
  }
}

/** All ballots owed, rows outermost, so that a run cut short has whole rows to report on. */
export function* slotsOf(experiment: Experiment): Generator<Slot> {
  for (const row of experiment.rows.keys()) yield* slotsOfRow(experiment, row);
}

/** How many ballots one criterion gets on a row. */
export const panelSize = ({ judges }: Experiment, kind: 'judge' | 'answer'): number =>
  judges.reduce((sum, { samples, asks }) => sum + (asks === 'both' || asks === kind ? samples : 0), 0);
