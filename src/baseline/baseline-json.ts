import type { Arm, ArmRow } from '../arm.ts';
import { SCHEMA, type Written } from './schema.ts';

/**
 * An arm as the small file that is committed: verdicts, counts of votes and hashes, a row a line, so that a diff shows the rows that changed.
 * What the votes tell is left out: `support` and `counted` are there only where a rule counts otherwise. The same arm gives the same bytes.
 */
export const baselineJson = (arm: Arm, { version }: { readonly version: string }): string => {
  const { name, simulated, rehearsal, rule, judges, provenance } = arm;
  const head = {
    schema: SCHEMA,
    name,
    empanel: version,
    simulated,
    rehearsal,
    rule,
    judges,
    panel: provenance?.panel ?? null,
  };
  const criteria = provenance === null ? null : Object.entries(provenance.criteria).map(member);
  return `${block('{}', [
    ...Object.entries(head).map(member),
    `"criteria":${criteria === null ? 'null' : block('{}', criteria)}`,
    `"subjects":${block(
      '[]',
      arm.subjects.map(({ id, kind, pass }) => JSON.stringify({ id, kind, pass })),
    )}`,
    `"rows":${block(
      '[]',
      rowsOf(arm).map((row) => JSON.stringify(lineOf(row, arm))),
    )}`,
  ])}\n`;
};

const member = ([key, value]: readonly [string, unknown]): string => `${JSON.stringify(key)}:${JSON.stringify(value)}`;

const block = (brackets: '{}' | '[]', lines: readonly string[]): string =>
  lines.length === 0 ? brackets : `${brackets[0]}\n${lines.join(',\n')}\n${brackets[1]}`;

/** Every row that any subject has, in the order of the one that has the most; then those that are known by their hashes alone. */
const rowsOf = ({ subjects, provenance }: Arm): readonly string[] => [
  ...new Set([
    ...subjects.toSorted((a, b) => b.rows.size - a.rows.size).flatMap(({ rows }) => [...rows.keys()]),
    ...Object.keys(provenance?.rows ?? {}),
  ]),
];

type WrittenRow = Written['rows'][number];

const lineOf = (row: string, { subjects, provenance }: Arm): WrittenRow => {
  const own = subjects.flatMap(({ id, rows }) => {
    const found = rows.get(row);
    return found === undefined ? [] : [{ id, found }];
  });
  const print = provenance !== null && Object.hasOwn(provenance.rows, row) ? provenance.rows[row] : undefined;
  return {
    row,
    group: own[0]?.found.group ?? undefined,
    input: print?.input,
    output: print?.output ?? undefined,
    verdicts: Object.fromEntries(own.map(({ id, found }) => [id, entryOf(found)])),
  };
};

// JSON leaves out what is undefined.
const entryOf = ({
  verdict,
  votes,
  outcomes,
  gold,
  error,
  passes,
  missing,
}: ArmRow): WrittenRow['verdicts'][string] => {
  const cast = votes.reduce((sum, { count }) => sum + count, 0);
  const decided = verdict.kind === 'decided' ? verdict : null;
  const undecided = verdict.kind === 'undecided' ? verdict : null;
  const support = votes.find(({ value }) => value === decided?.value)?.count ?? 0;
  return {
    value: decided?.value,
    support: unless(decided?.support, support),
    undecided: undecided?.cause,
    leaders: undecided?.leaders?.slice(),
    counted: unless(verdict.counted, cast),
    votes: votes.length === 0 ? undefined : votes.map(({ value, count }): [string | number, number] => [value, count]),
    error: error ?? undefined,
    gold: gold ?? undefined,
    passes: passes ?? undefined,
    missing: unless(missing, false),
    cast: unless(outcomes.cast, cast),
    abstained: unless(outcomes.abstained, 0),
    invalid: unless(outcomes.invalid, 0),
    failed: unless(outcomes.failed, 0),
  };
};

const unless = <T>(value: T, usual: T): T | undefined => (value === usual ? undefined : value);
