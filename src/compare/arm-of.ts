import type { Analysis } from '../analyse/analyse.ts';
import { combinedOf, type Combined, type CombinedRow } from '../analyse/combined.ts';
import { passLabel } from '../analyse/pass-label.ts';
import type { Question } from '../analyse/question.ts';
import { verdictsOf, type RowVerdict } from '../analyse/verdicts.ts';
import { COMBINED, type Arm, type ArmRow, type Subject } from '../arm.ts';
import type { Outcome, OutcomeCounts } from '../ballot.ts';
import type { Provenance } from '../provenance.ts';
import type { Verdict } from '../verdict.ts';
import { declaredRule } from './declared-rule.ts';
import { costsOf, latenciesOf, sumOrNull } from './row-costs.ts';
import { missingRows, rowErrors } from './row-errors.ts';

export type ArmOptions = {
  readonly name: string;
  readonly provenance?: Provenance | null;
  /** Errors of so many ballots a row, over all subsets of them; null: of all ballots. Verdicts are always those of all. */
  readonly n?: number | null;
};

/** The ensemble of an analysis as one side of a comparison. */
export const armOf = (analysis: Analysis, { name, provenance = null, n = null }: ArmOptions): Arm => {
  const { recording, settings, questions } = analysis;
  const asked = questions.map((question) => {
    const verdicts = verdictsOf(question, recording.rows, recording.judges);
    return { question, verdicts, subject: subjectOf(question, verdicts, { analysis, n }) };
  });
  const combined = combinedOf(
    analysis,
    asked.flatMap(({ verdicts }) => verdicts),
  );
  const subjects = asked.map(({ subject }) => subject);
  return {
    name,
    kind: 'ballots',
    simulated: recording.simulated,
    rehearsal: recording.rehearsal,
    judges: recording.judges.map(({ id }) => id),
    rule: declaredRule(settings),
    subjects: [...subjects, ...(combined === null ? [] : combinedSubject(combined, subjects, n))],
    provenance,
  };
};

const subjectOf = (
  question: Question,
  verdicts: readonly RowVerdict[],
  { analysis, n }: { analysis: Analysis; n: number | null },
): Subject => {
  const { recording, settings } = analysis;
  const pass = passLabel(question, settings);
  const errors = rowErrors(question, analysis, n);
  const missing = missingRows(question.poll);
  const [costs, latencies] = [costsOf(question.poll), latenciesOf(question.poll)];
  const indexes = new Map(recording.rows.map(({ id }, row) => [id, row]));
  const rows = verdicts.map(({ row: id, verdict, gold, votes, outcomes }): [string, ArmRow] => {
    const row = indexes.get(id) ?? -1;
    const isMissing = missing.has(row);
    return [
      id,
      {
        row: id,
        group: recording.rows[row]?.group ?? null,
        verdict,
        gold,
        // A distance on a scale is no error rate.
        error: isMissing || settings.target === 'mean' ? null : (errors.get(row) ?? null),
        passes: verdict.kind === 'undecided' || pass === null || isMissing ? null : verdict.value === pass,
        missing: isMissing,
        votes,
        outcomes,
        usd: costs.get(row) ?? null,
        latencyMs: latencies.get(row) ?? null,
      },
    ];
  });
  return { id: question.poll.criterion.id, kind: 'criterion', pass, rows: new Map(rows) };
};

/**
 * All criteria as one subject: what a row costs is the sum over them, and its slowest ballot the slowest of any. None where a criterion
 * was left out of the reading: the others are not what was declared.
 */
const combinedSubject = ({ rows, criteria }: Combined, subjects: readonly Subject[], n: number | null): Subject[] => {
  const parts = subjects.filter(({ id }) => criteria.includes(id));
  if (parts.length < criteria.length) return [];
  const combined: Subject = {
    id: COMBINED,
    kind: 'combined',
    pass: 'pass',
    rows: new Map(
      rows.map(({ row, verdict, gold, correct, criteria: asked }): [string, ArmRow] => {
        const own = parts.flatMap((part) => part.rows.get(row) ?? []);
        const isMissing = own.length < asked.length || own.some(({ missing }) => missing);
        return [
          row,
          {
            row,
            group: own[0]?.group ?? null,
            verdict: verdictOf(verdict, own),
            gold,
            // What fewer ballots would have decided on all criteria together is not told by what all of them did.
            error: correct === null || isMissing || n !== null ? null : correct ? 0 : 1,
            passes: verdict === 'undecided' || isMissing ? null : verdict === 'pass',
            missing: isMissing,
            votes: [],
            outcomes: outcomesOf(own),
            usd: sumOrNull(own.map(({ usd }) => usd)),
            latencyMs: slowest(own),
          },
        ];
      }),
    ),
  };
  return [combined];
};

const verdictOf = (verdict: CombinedRow['verdict'], own: readonly ArmRow[]): Verdict => {
  const decided = own.filter((each) => each.verdict.kind === 'decided').length;
  return verdict === 'undecided'
    ? { kind: 'undecided', cause: 'no quorum', counted: decided }
    : { kind: 'decided', value: verdict, support: decided, counted: own.length };
};

const outcomesOf = (own: readonly ArmRow[]): OutcomeCounts => {
  const of = (outcome: Outcome): number => own.reduce((sum, { outcomes }) => sum + outcomes[outcome], 0);
  return { cast: of('cast'), abstained: of('abstained'), invalid: of('invalid'), failed: of('failed') };
};

const slowest = (own: readonly ArmRow[]): number | null => {
  const known = own.flatMap(({ latencyMs }) => latencyMs ?? []);
  return known.length < own.length || known.length === 0 ? null : Math.max(...known);
};
