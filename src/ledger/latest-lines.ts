import type { BallotRecord, Ledger } from '../ledger.ts';
import { ballotLine, type LedgerExportOptions } from './export-ledger.ts';
import type { RawLine } from './json-lines.ts';

/** The ballots that count, in the order in which their slots were first asked, and how many records they took the place of. */
export type LatestLines = { readonly lines: readonly RawLine[]; readonly superseded: number };

/**
 * The ballots of a ledger, one a slot: the one that came last. A ledger forgets nothing, so what was asked before a criterion was
 * edited is still there under a key of its own. Sampled outputs are no ballots and are left out.
 */
export const latestLines = (ledger: Pick<Ledger, 'records'>, options: LedgerExportOptions): LatestLines => {
  const latest = new Map<string, RawLine>();
  let superseded = 0;
  for (const record of ledger.records()) {
    if (record.criterion === OUTPUT) continue;
    const slot = slotOf(record);
    if (latest.has(slot)) superseded += 1;
    // Without the trace: prompts are most of a ledger, and no verdict needs them.
    latest.set(slot, ballotLine(record, options)); // a key that is there keeps its place in a Map
  }
  return { lines: [...latest.values()], superseded };
};

/** What stands in the criterion's place where a generator was asked for an output. */
const OUTPUT = '(output)';

const slotOf = ({ row, criterion, judge, sample }: BallotRecord): string =>
  JSON.stringify([row, criterion, judge, sample]);
