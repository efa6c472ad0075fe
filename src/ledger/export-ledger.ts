import type { BallotRecord, Ledger } from '../ledger.ts';
import type { RawLine } from './json-lines.ts';
import { keptOf } from './kept.ts';
import { traceOf } from './trace.ts';

export type LedgerExportOptions = {
  readonly simulated: boolean;
  /** A rehearsal is simulated too. */
  readonly rehearsal?: boolean;
};

/**
 * The ledger as JSON Lines, a line a ballot, in the order in which they came. `readRecording` reads the lines as ballots;
 * `importLedger` makes the ledger of them again, whole, by their `trace`.
 */
export function* exportLedger(ledger: Pick<Ledger, 'records'>, options: LedgerExportOptions): Generator<string> {
  for (const record of ledger.records()) yield `${JSON.stringify(ledgerLine(record, options))}\n`;
}

/** A record as a line of the export: the ballot, and how it came about. */
export const ledgerLine = (record: BallotRecord, options: LedgerExportOptions): RawLine => ({
  ...ballotLine(record, options),
  trace: traceOf(record),
});

/** A record as a line of ballots. What is not known is undefined, and absent in JSON. */
const ballotLine = (record: BallotRecord, { simulated, rehearsal = false }: LedgerExportOptions): RawLine => {
  const { vote, trace } = record;
  return {
    row: record.row,
    criterion: record.criterion,
    judge: record.judge,
    model: trace.model,
    temperature: trace.requested.temperature ?? undefined,
    sample: record.sample,
    ...(vote.kind === 'cast' ? { value: vote.value, score: vote.score } : { outcome: vote.kind }),
    cause: record.cause ?? undefined,
    rationale: 'rationale' in vote ? vote.rationale : undefined,
    cost: trace.usd ?? undefined,
    simulated: simulated || rehearsal || undefined,
    rehearsal: rehearsal || undefined,
    request_id: trace.requestId ?? undefined,
    latency_ms: wholeMs(keptOf(record).latencyMs) ?? undefined,
    key: record.key,
  };
};

/** A latency as lines of ballots tell it, wherever they come from. */
export const wholeMs = (latencyMs: number | null): number | null => (latencyMs === null ? null : Math.round(latencyMs));
