import type { ArmRow } from '../arm.ts';
import { markOf } from '../report/mark.ts';
import { rowLines, ruleLine, type About } from './ballots.ts';
import type { Claim } from './claim.ts';
import type { NamedRow } from './outputs.ts';
import type { Judged } from './seat.ts';

/** What is claimed of every output: in words ("pass "tone""), as a value to compare with, and when it holds. */
export type Wanted = About & {
  readonly words: string;
  readonly expected: unknown;
  readonly holds: (row: ArmRow) => boolean;
};

/** Whether the verdict on each output is the one that is wanted. An undecided one never is. */
export const verdictClaim = (judged: Judged, rows: readonly NamedRow[], wanted: Wanted): Claim => {
  const { subject, words, expected } = wanted;
  const verdicts = judged.arm.subjects.find(({ id }) => id === subject)?.rows;
  const against = rows.flatMap((row) => {
    const found = verdicts?.get(row.id);
    const decided = found !== undefined && found.verdict.kind === 'decided' && !found.missing ? found : null;
    if (decided !== null && wanted.holds(decided)) return [];
    return [{ row, seen: decided?.verdict.kind === 'decided' ? decided.verdict.value : null }];
  });
  const open = against.filter(({ seen }) => seen === null).length;
  const [only] = against;
  const byName = (of: (each: (typeof against)[number]) => unknown): unknown =>
    rows.length === 1 && only !== undefined
      ? of(only)
      : Object.fromEntries(against.map((each) => [each.row.called, of(each)]));
  const sentences =
    rows.length === 1
      ? [`Expected the output to ${words}, ${open > 0 ? 'and the panel is undecided.' : 'and it does not.'}`]
      : [
          `Expected each of ${rows.length} outputs to ${words}, and ${against.length} ${against.length === 1 ? 'does' : 'do'} not.`,
          ...(open === 0 ? [] : [`The panel is undecided on ${open} of them.`]),
        ];
  return {
    holds: against.length === 0,
    message: messageOf(
      judged,
      against.map(({ row }) => row),
      wanted,
      [[...sentences, ...(open === 0 ? [] : ['Undecided is neither pass nor fail.'])].join(' ')],
    ),
    actual: byName(({ seen }) => seen ?? 'undecided'),
    expected: byName(() => expected),
  };
};

/** A message: what was expected, in lines, then the outputs that are to be looked at, each with its ballots, and how they were counted. */
export const messageOf = (
  judged: Judged,
  rows: readonly NamedRow[],
  about: About,
  expected: readonly string[],
): string => {
  const { simulated, rehearsal } = judged.arm;
  const mark = markOf({ simulated, rehearsal });
  const shown = rows.length <= MOST + 1 ? rows : rows.slice(0, MOST);
  const more = rows.length - shown.length;
  return [
    ...expected,
    ...(mark === null ? [] : [mark.sentence]),
    ...shown.flatMap((row) => ['', ...rowLines(judged, row, about)]),
    ...(more === 0 ? [] : ['', `… and ${more} outputs more`]),
    '',
    ruleLine(judged),
  ].join('\n');
};

// Beyond a few outputs nobody reads ballots in a terminal.
const MOST = 3;
