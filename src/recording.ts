import type { Ballot, Outcome, OutcomeCounts, Value, Vote } from './ballot.ts';
import type { Row } from './row.ts';
import type { Criterion } from './rubric.ts';

/** Codes below zero stand for the outcomes without a value; a code from zero up is an index into `Poll.values`. */
export const ABSTAINED = -1;
export const INVALID = -2;
export const FAILED = -3;

/** The ballots of one judge on one row, in sample order, as codes. Scores, costs and latencies run beside `codes` where they were given. */
export type Cell = {
  readonly row: number; // index into Recording.rows
  readonly judge: number; // index into Recording.judges
  readonly codes: readonly number[];
  readonly scores: readonly (number | null)[] | null;
  readonly costs: readonly (number | null)[] | null; // in US dollars, a ballot each
  readonly latencies?: readonly (number | null)[] | null; // in milliseconds, a ballot each
};

/** A judge as the recording names it: one configuration of model, sampling and prompt. */
export type RecordedJudge = { readonly id: string; readonly model: string | null; readonly temperature: number | null };

/** All ballots on one criterion. Cells stand in the order of the input, so that "first cast" keeps its meaning. */
export type Poll = {
  readonly criterion: Criterion;
  readonly values: readonly Value[];
  readonly gold: readonly (number | null)[]; // by row: an index into `values`, or null where the row has no gold
  readonly cells: readonly Cell[];
  /** Rows on which ballots are still owed, where a run was cut short. Curves leave them out as long as there are others. */
  readonly cutShort?: ReadonlySet<number>;
};

/** Something the reader noticed and did not hide: shown on every page, and in report.json. */
export type Note = { readonly code: string; readonly message: string; readonly count: number };

/** Everything that was read: the collected ballots of one or more files. */
export type Recording = {
  readonly sources: readonly string[];
  readonly simulated: boolean;
  readonly rehearsal: boolean; // simulated by this program's own rehearsal, through all of its machinery
  readonly rows: readonly Row[];
  readonly judges: readonly RecordedJudge[];
  readonly polls: readonly Poll[];
  readonly notes: readonly Note[];
};

const outcomes: Readonly<Record<number, Exclude<Outcome, 'cast'>>> = {
  [ABSTAINED]: 'abstained',
  [INVALID]: 'invalid',
  [FAILED]: 'failed',
};

/** The vote behind a code. */
export const voteOf = (poll: Poll, code: number, score: number | null = null): Vote => {
  const outcome = outcomes[code];
  if (outcome !== undefined) return { kind: outcome };
  const value = poll.values[code];
  if (value === undefined) throw new RangeError(`code ${code} names no value of criterion "${poll.criterion.id}"`);
  return score === null ? { kind: 'cast', value } : { kind: 'cast', value, score };
};

/** A cell's ballots as the rules read them. */
export const ballotsOf = (poll: Poll, cell: Cell, judges: readonly RecordedJudge[]): Ballot[] =>
  cell.codes.map((code, sample) => ({
    judge: judges[cell.judge]?.id ?? '',
    sample,
    vote: voteOf(poll, code, cell.scores?.[sample] ?? null),
  }));

/** How the ballots of some cells ended. */
export const countOutcomes = (cells: Iterable<Cell>): OutcomeCounts => {
  const counts = { cast: 0, abstained: 0, invalid: 0, failed: 0 };
  for (const cell of cells) for (const code of cell.codes) counts[outcomes[code] ?? 'cast'] += 1;
  return counts;
};
