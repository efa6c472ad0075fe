import { ABSTAINED, voteOf, type Cell, type Poll, type Recording } from '../recording.ts';
import { measureKeys, measures, type Measure } from './measures.ts';

/**
 * The ballots as JSON Lines: a line a cell, or a line a ballot where a cell has invalid or failed ones, which `values`
 * cannot tell from abstentions. Reading the lines again gives an equal recording.
 */
export function* exportBallots(recording: Recording): Generator<string> {
  for (const [poll, cell] of inReadingOrder(recording)) {
    for (const line of linesOf(recording, poll, cell)) yield `${JSON.stringify(line)}\n`;
  }
}

/**
 * Merges the polls so that rows, judges and criteria are met in the order in which the recording lists them. A cell that
 * meets none too early may always go next, so taking the first such cell never leads into a dead end.
 */
function* inReadingOrder({ polls }: Recording): Generator<[Poll, Cell]> {
  const next = polls.map(() => 0);
  let [rows, judges, met, current] = [0, 0, 0, 0];
  for (let left = polls.reduce((sum, { cells }) => sum + cells.length, 0); left > 0; left -= 1) {
    const mayGo = (index: number): boolean => {
      const cell = polls[index]?.cells[next[index] ?? 0];
      return cell !== undefined && index <= met && cell.row <= rows && cell.judge <= judges;
    };
    const hasMore = (index: number): boolean => (next[index] ?? 0) < (polls[index]?.cells.length ?? 0);
    // Staying with a poll keeps its lines together. A recording that was not read from lines may have no such order.
    if (!mayGo(current)) current = firstOf(polls.length, mayGo) ?? firstOf(polls.length, hasMore) ?? current;
    const poll = polls[current];
    const cell = poll?.cells[next[current] ?? 0];
    if (poll === undefined || cell === undefined) return;
    next[current] = (next[current] ?? 0) + 1;
    rows = Math.max(rows, cell.row + 1);
    judges = Math.max(judges, cell.judge + 1);
    met = Math.max(met, current + 1);
    yield [poll, cell];
  }
}

const firstOf = (length: number, isIt: (index: number) => boolean): number | null => {
  for (let index = 0; index < length; index += 1) if (isIt(index)) return index;
  return null;
};

const linesOf = (recording: Recording, poll: Poll, cell: Cell): object[] => {
  const { before, after } = framing(recording, poll, cell);
  if (cell.codes.every((code) => code >= ABSTAINED)) {
    const values = cell.codes.map((code) => (code === ABSTAINED ? null : poll.values[code]));
    return [{ ...before, values, ...numbers('many', (measure) => cell[measure]), ...after }];
  }
  return cell.codes.map((code, sample) => {
    const vote = voteOf(poll, code);
    const told =
      vote.kind === 'cast'
        ? { value: vote.value }
        : vote.kind === 'abstained'
          ? { value: null }
          : { outcome: vote.kind };
    return { ...before, sample, ...told, ...numbers('one', (measure) => cell[measure]?.[sample]), ...after };
  });
};

/** What all lines of a cell say, before the votes and after. */
const framing = (recording: Recording, poll: Poll, cell: Cell): { before: object; after: object } => {
  const { rows, judges, simulated, rehearsal } = recording;
  const row = rows[cell.row];
  const judge = judges[cell.judge];
  const gold = poll.gold[cell.row] ?? null;
  return {
    before: {
      row: row?.id,
      ...given({ group: row?.group }),
      criterion: poll.criterion.id,
      judge: judge?.id,
      ...given({ model: judge?.model, temperature: judge?.temperature }),
    },
    after: {
      ...given({ gold: gold === null ? null : poll.values[gold] }),
      ...(simulated ? { simulated } : {}),
      ...(rehearsal ? { rehearsal } : {}),
    },
  };
};

/** What was measured of a ballot, or of all ballots of a cell. */
const numbers = (form: 'one' | 'many', of: (measure: Measure) => unknown): object =>
  given(Object.fromEntries(measures.map((measure) => [measureKeys[measure][form], of(measure)])));

/** The fields that are there. */
const given = (fields: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));
