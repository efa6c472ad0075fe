import { OUTPUT } from '../model.ts';
import { wholeMs, type LedgerExportOptions } from './export-ledger.ts';
import type { RawLine } from './json-lines.ts';
import type { LedgerBallot } from './sqlite-row.ts';

/** The ballots that count, in the order in which their slots were first asked, and how many records they took the place of. */
export type LatestLines = { readonly lines: readonly RawLine[]; readonly superseded: number };

/**
 * The ballots of a ledger, one a slot: the one that came last. A ledger forgets nothing, so what was asked before a criterion was
 * edited is still there under a key of its own. Sampled outputs are no ballots and are left out.
 */
export const latestLines = (ballots: Iterable<LedgerBallot>, options: LedgerExportOptions): LatestLines => {
  const lines: RawLine[] = [];
  const [placeOf, shared] = [slots(), sharing()];
  let superseded = 0;
  for (const ballot of ballots) {
    if (ballot.criterion === OUTPUT) continue;
    const line = lineOf(ballot, options, shared);
    const place = placeOf(line, lines.length);
    if (place < lines.length) superseded += 1;
    lines[place] = line;
  }
  return { lines, superseded };
};

type Line = RawLine & Pick<LedgerBallot, 'row' | 'criterion' | 'judge' | 'sample'>;

/** A line of what verdicts need and no more, for all of them are held at once. */
const lineOf = (
  { row, criterion, judge, sample, vote, usd, latencyMs, model, temperature }: LedgerBallot,
  { simulated, rehearsal = false }: LedgerExportOptions,
  shared: (text: string) => string,
): Line => {
  const cast = vote.kind === 'cast' ? vote : null;
  return {
    row: shared(row),
    criterion: shared(criterion),
    judge: shared(judge),
    model: shared(model),
    temperature,
    sample,
    outcome: vote.kind,
    value: typeof cast?.value === 'string' ? shared(cast.value) : cast?.value,
    score: cast?.score,
    cost: usd,
    latency_ms: wholeMs(latencyMs),
    simulated: simulated || rehearsal,
    rehearsal,
  };
};

/** Lets equal texts be one: every row of a table brings its own. */
const sharing = (): ((text: string) => string) => {
  const known = new Map<string, string>();
  return (text) => within(known, text, () => text);
};

/** Remembers where a slot's line stands, and where it is new, that it stands at `end`. Rows innermost: few maps, and no key to be put together. */
const slots = (): ((line: Line, end: number) => number) => {
  const criteria = new Map<string, Map<string, Map<number, Map<string, number>>>>();
  return ({ row, criterion, judge, sample }, end) => {
    const judges = within(criteria, criterion, () => new Map<string, Map<number, Map<string, number>>>());
    const samples = within(judges, judge, () => new Map<number, Map<string, number>>());
    return within(
      within(samples, sample, () => new Map<string, number>()),
      row,
      () => end,
    );
  };
};

const within = <K, V>(map: Map<K, V>, key: K, make: () => V): V => {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
};
