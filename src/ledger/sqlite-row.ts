import { hash } from 'node:crypto';
import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import { withoutRationale, type Vote } from '../ballot.ts';
import type { BallotRecord, KeptBallot } from '../ledger.ts';
import type { Errand, Message } from '../model.ts';
import { answered } from './kept.ts';
import { readTrace } from './read-trace.ts';
import { traceOf } from './trace.ts';

/** A row of a table as SQLite gives it. */
export type SqlRow = Readonly<Record<string, SQLOutputValue>>;

/** The columns of `ballots` that a record fills, in the order of `cellsOf`. */
export const columns = [
  'key',
  'row',
  'criterion',
  'judge',
  'sample',
  'outcome',
  'value',
  'score',
  'rationale',
  'cause',
  'reply',
  'usd',
  'latency_ms',
  'queued_ms',
  'model',
  'request_id',
  'at',
  'prompt',
  'trace',
] as const;

/** A record as cells. Without `keepsText` the model's words stay out. */
export const cellsOf = (record: BallotRecord, prompt: string | null, keepsText: boolean): SQLInputValue[] => {
  const { vote, trace } = record;
  const cast = vote.kind === 'cast' ? vote : null;
  const attempt = answered(trace) ?? trace.attempts.at(-1);
  return [
    record.key,
    record.row,
    record.criterion,
    record.judge,
    record.sample,
    vote.kind,
    cast === null ? null : JSON.stringify(cast.value),
    cast?.score ?? null,
    keepsText ? (rationaleOf(vote) ?? null) : null,
    record.cause,
    keepsText ? record.reply : null,
    trace.usd,
    answered(trace)?.latencyMs ?? null,
    attempt?.queuedMs ?? null,
    trace.model,
    trace.requestId,
    attempt?.startedAt ?? null,
    prompt,
    JSON.stringify(traceOf(withoutTexts(record))),
  ];
};

/** Whether a record has words of a data set, a model or a server, which a ledger of hashes may not hold. */
export const hasTexts = ({ vote, reply, trace }: BallotRecord): boolean =>
  trace.messages !== null ||
  reply !== null ||
  rationaleOf(vote) !== undefined ||
  trace.attempts.some(({ message }) => message !== null);

/** A prompt as `prompts` keeps it: by its hash, for all samples of a judge share one. */
export const promptOf = (messages: readonly Message[]): { readonly sha256: string; readonly text: string } => {
  const text = JSON.stringify(messages);
  return { sha256: hash('sha256', text), text };
};

/** The record in a row of `ballots` and the messages of its prompt; null if the row is damaged. */
export const recordIn = (row: SqlRow): BallotRecord | null => {
  const read = readTrace(json(row['trace']));
  if ('problem' in read) return null;
  const { vote, trace } = read.record;
  const messages = json(row['messages']) as readonly Message[] | null; // as `promptOf` wrote them
  return {
    ...read.record,
    vote: withRationale(vote, row['rationale']),
    reply: textIn(row['reply']),
    trace: { ...trace, messages },
  };
};

/** What a verdict needs of a row; null if the row is damaged. */
export const keptIn = (row: SqlRow): KeptBallot | null => {
  const vote = voteIn(row);
  if (vote === null) return null;
  return {
    vote: withRationale(vote, row['rationale']),
    cause: textIn(row['cause']),
    usd: numberIn(row['usd']),
    latencyMs: numberIn(row['latency_ms']),
  };
};

/** A ballot as verdicts need it: whose it is, who was asked, and what came back but for its words. */
export type LedgerBallot = Errand &
  Pick<KeptBallot, 'vote' | 'usd' | 'latencyMs'> & { readonly model: string; readonly temperature: number | null };

/** The columns that `ballotIn` reads. */
export const ballotColumns = `row, criterion, judge, sample, outcome, value, score, usd, latency_ms, model,
  trace ->> '$."gen_ai.request.temperature"' as temperature`;

/** The ballot in a row; null if the row is damaged. */
export const ballotIn = (row: SqlRow): LedgerBallot | null => {
  const kept = keptIn(row);
  if (kept === null) return null;
  return {
    row: String(row['row']),
    criterion: String(row['criterion']),
    judge: String(row['judge']),
    sample: Number(row['sample']),
    vote: kept.vote,
    usd: kept.usd,
    latencyMs: kept.latencyMs,
    model: String(row['model']),
    temperature: numberIn(row['temperature']),
  };
};

export const textIn = (cell: SQLOutputValue | undefined): string | null => (typeof cell === 'string' ? cell : null);

const voteIn = ({ outcome, value, score }: SqlRow): Vote | null => {
  if (outcome === 'abstained' || outcome === 'invalid' || outcome === 'failed') return { kind: outcome };
  const cast = json(value);
  if (outcome !== 'cast' || (typeof cast !== 'string' && typeof cast !== 'number')) return null;
  const number = numberIn(score);
  return number === null ? { kind: outcome, value: cast } : { kind: outcome, value: cast, score: number };
};

const withRationale = (vote: Vote, cell: SQLOutputValue | undefined): Vote => {
  const rationale = textIn(cell);
  return rationale === null || vote.kind === 'invalid' || vote.kind === 'failed' ? vote : { ...vote, rationale };
};

const rationaleOf = (vote: Vote): string | undefined => ('rationale' in vote ? vote.rationale : undefined);

const numberIn = (cell: SQLOutputValue | undefined): number | null => (typeof cell === 'number' ? cell : null);

// The texts have columns of their own.
const withoutTexts = (record: BallotRecord): BallotRecord => ({
  ...record,
  vote: withoutRationale(record.vote),
  reply: null,
  trace: { ...record.trace, messages: null },
});

/** The JSON in a cell; null where the cell is null or its text is no JSON. */
const json = (cell: SQLOutputValue | undefined): unknown => {
  if (typeof cell !== 'string') return null;
  try {
    return JSON.parse(cell);
  } catch {
    return null;
  }
};
