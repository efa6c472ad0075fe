import type { RawLine } from '../../ledger/json-lines.ts';
import type { Note } from '../../recording.ts';
import { checkResults } from './check-results.ts';
import { columnsOf } from './columns.ts';
import { graders, isGraded } from './grader.ts';
import { importNotes } from './import-notes.ts';
import { itemsOf } from './items.ts';
import { judgeLines } from './judge-lines.ts';
import { leavesOf } from './leaves.ts';
import type { CriteriaBy } from './questions.ts';
import { repeatLines } from './repeat-lines.ts';

export type ImportOptions = {
  readonly name?: string; // of the file, for messages
  readonly criteriaBy?: CriteriaBy | null;
};

/** The ballots in a run of promptfoo's, as lines that `readRecording` takes. The two families answer different questions, and are never mixed. */
export type Imported = {
  readonly version: string | null; // of the promptfoo that wrote the results
  readonly judges: readonly RawLine[]; // what judges and checks said of each output
  readonly repeats: readonly RawLine[]; // whether each output passed
  readonly isJudged: boolean; // a model was asked for a verdict
  readonly isRepeated: boolean; // some item has several outputs of one column
  readonly notes: readonly Note[];
};

/** Makes ballots of promptfoo's results (version 3, parsed). Throws a `Fault` where they are no such results, or hold no row. */
export const importResults = (
  parsed: unknown,
  { name = 'the results', criteriaBy = null }: ImportOptions = {},
): Imported => {
  const results = checkResults(parsed, name);
  const columns = columnsOf(results);
  const items = itemsOf(results);
  const judges = judgeLines(items, { columns, graderOf: graders(results), criteriaBy });
  const made = items.flatMap((item) => item.made);
  return {
    version: results.metadata?.promptfooVersion ?? null,
    judges,
    repeats: repeatLines(items, columns),
    isJudged: made.some(({ row }) =>
      leavesOf(row).some(({ assertion, own }) => own !== null || (assertion !== null && isGraded(assertion.type))),
    ),
    isRepeated: made.some(({ repeat }) => repeat > 0),
    notes: importNotes({ items, columns }),
  };
};
