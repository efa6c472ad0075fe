import { Fault } from '../fault.ts';
import type { BallotRecord, Ledger } from '../ledger.ts';
import { show } from '../wording/quote.ts';
import { ledgerLine } from './export-ledger.ts';
import { parseLine, type RawLine } from './json-lines.ts';
import { Places } from './places.ts';
import { readTrace } from './read-trace.ts';

export type LedgerImportOptions = {
  /** Where the lines come from, for messages. */
  readonly name: string;
  /** What the ledger is: lines that say otherwise are refused, for simulated ballots are never counted with real ones. */
  readonly simulated: boolean;
};

/**
 * Records what `exportLedger` wrote. The lines before a bad one are recorded; reading them again changes nothing.
 * Answers how many lines held a ballot.
 */
export const importLedger = (lines: Iterable<string>, ledger: Ledger, options: LedgerImportOptions): number => {
  const places = new Places();
  places.enter(options.name);
  let count = 0;
  for (const text of lines) {
    places.line += 1;
    const line = parseLine(text, false, places);
    if (line === null) continue;
    ledger.record(recordOf(line, options, places));
    count += 1;
  }
  return count;
};

const recordOf = (line: RawLine, { simulated }: LedgerImportOptions, places: Places): BallotRecord => {
  if ((line['simulated'] === true) !== simulated) throw otherWorld(simulated, places);
  const read = readTrace(line['trace']);
  if ('problem' in read) throw notALedgerLine(line, read.problem, places);
  // A line that was edited by hand tells two things, and which one holds is open.
  const told = ledgerLine(read.record, { simulated });
  const edited = TOLD_TWICE.find((key) => told[key] !== line[key]);
  if (edited !== undefined) throw contradiction(edited, line[edited], told[edited], places);
  return read.record;
};

const TOLD_TWICE = ['row', 'criterion', 'judge', 'sample', 'value', 'outcome', 'score', 'cause', 'rationale', 'key'];

const otherWorld = (simulated: boolean, places: Places): Fault =>
  new Fault(
    'input/not-a-ballot',
    simulated
      ? 'The line is a real ballot and the ledger is that of a rehearsal, and the two are never counted together.\nImport it into a ledger of its own.'
      : 'The line is a simulated ballot and the ledger is that of a real run, and the two are never counted together.\nImport it into a ledger of its own.',
    { where: places.where() },
  );

const notALedgerLine = (line: RawLine, problem: string, places: Places): Fault =>
  new Fault(
    'input/not-a-ballot',
    line['trace'] === undefined
      ? 'The line has no "trace", so it is not told how the ballot came about, and no ledger can be made of it.\nName a file that was exported from a ledger; other ballots are read by "empanel report".'
      : `The "trace" of the line cannot be read (${show(problem, 200)}), so the ballot cannot be kept as it was.\nExport the ledger again.`,
    { where: places.where() },
  );

const contradiction = (key: string, line: unknown, trace: unknown, places: Places): Fault =>
  new Fault(
    'input/not-a-ballot',
    `"${key}" is ${json(line)} on the line and ${json(trace)} in its trace, and which one holds is open.\nUndo the change, or export the ledger again.`,
    { where: places.where() },
  );

const json = (value: unknown): string => show(JSON.stringify(value) ?? 'absent');
