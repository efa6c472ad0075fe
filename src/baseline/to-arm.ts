import type { Arm, ArmRow } from '../arm.ts';
import type { Verdict } from '../verdict.ts';
import type { Written } from './schema.ts';

/** What a baseline holds as one side of a comparison. What its ballots cost and took is not in the file. */
export const toArm = ({ rows, subjects, panel, criteria, ...written }: Written): Arm => ({
  name: written.name,
  kind: 'baseline',
  simulated: written.simulated,
  rehearsal: written.rehearsal,
  judges: written.judges,
  rule: written.rule,
  subjects: subjects.map((subject) => ({
    ...subject,
    rows: new Map(
      rows.flatMap(({ row, group = null, verdicts }): [string, ArmRow][] => {
        const entry = Object.hasOwn(verdicts, subject.id) ? verdicts[subject.id] : undefined;
        return entry === undefined ? [] : [[row, rowOf(row, group, entry)]];
      }),
    ),
  })),
  provenance:
    panel === null || criteria === null
      ? null
      : {
          criteria,
          panel,
          rows: Object.fromEntries(
            rows.flatMap(({ row, input, output = null }) => (input === undefined ? [] : [[row, { input, output }]])),
          ),
        },
});

type Entry = Written['rows'][number]['verdicts'][string];

const rowOf = (row: string, group: string | null, entry: Entry): ArmRow => {
  const votes = (entry.votes ?? []).map(([value, count]) => ({ value, count }));
  const cast = votes.reduce((sum, { count }) => sum + count, 0);
  return {
    row,
    group,
    verdict: verdictOf(entry, votes, cast),
    gold: entry.gold ?? null,
    error: entry.error ?? null,
    passes: entry.passes ?? null,
    missing: entry.missing ?? false,
    votes,
    outcomes: {
      cast: entry.cast ?? cast,
      abstained: entry.abstained ?? 0,
      invalid: entry.invalid ?? 0,
      failed: entry.failed ?? 0,
    },
    usd: null,
    latencyMs: null,
  };
};

const verdictOf = (entry: Entry, votes: ArmRow['votes'], cast: number): Verdict => {
  const { value, undecided = 'no quorum', leaders, counted = cast } = entry;
  if (value === undefined)
    return { kind: 'undecided', cause: undecided, counted, ...(leaders === undefined ? {} : { leaders }) };
  const support = entry.support ?? votes.find((vote) => vote.value === value)?.count ?? 0;
  return { kind: 'decided', value, support, counted };
};
