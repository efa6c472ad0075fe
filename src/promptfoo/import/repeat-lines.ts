import type { RawLine } from '../../ledger/json-lines.ts';
import type { Column } from './columns.ts';
import type { Item } from './items.ts';
import { known } from './judge-lines.ts';
import { leavesOf, type Leaf } from './leaves.ts';
import { endingOf } from './outcome.ts';
import { isUndecided } from './own-ballots.ts';
import { ERROR, type ResultRow } from './results.ts';
import { shorten } from './shorten.ts';

/** What repeats vote on: whether an output passes all that its test asserts, in promptfoo's own count. */
const PASSES = 'passes';

/** The ballots of repeats: every output of an item is a vote of its column on the item, as lines that `empanel report` reads. */
export const repeatLines = (items: readonly Item[], columns: readonly Column[]): RawLine[] =>
  items.flatMap(({ name, made }) =>
    made.flatMap(({ row, repeat }) => {
      const vote = voteOf(row);
      if (vote === null) return [];
      const column = columns[row.promptIdx];
      return {
        row: name,
        criterion: PASSES,
        judge: column?.name ?? `column ${row.promptIdx + 1}`,
        ...known({ model: column?.model, temperature: column?.temperature }),
        sample: repeat,
        ...vote,
        ...known({
          cost: row.response?.cost,
          latency_ms: row.latencyMs === null || row.latencyMs === undefined ? null : Math.round(row.latencyMs),
        }),
        ...(row.response?.cached === true ? { cached: true } : {}),
      };
    }),
  );

/** Whether anything was asserted of an output. */
export const isAsserted = ({ gradingResult, testCase }: ResultRow): boolean =>
  (gradingResult?.componentResults ?? []).length > 0 || (testCase?.assert ?? []).length > 0;

const voteOf = (row: ResultRow): RawLine | null => {
  if (row.failureReason === ERROR) return { outcome: 'failed', cause: shorten(row.error ?? 'an error', 300) };
  if (!isAsserted(row)) return null;
  const cause = whyOpen(row);
  if (cause !== null) return { outcome: 'failed', cause };
  return { value: row.success ? 'pass' : 'fail', ...known({ score: row.score }) };
};

/**
 * Why promptfoo's verdict on an output stands on a judge that broke, or null. Where all assertions must pass and another one doesn't, the
 * output fails whatever that judge would have said.
 */
export const whyOpen = (row: ResultRow): string | null => {
  const leaves = leavesOf(row);
  const open = leaves.map(openCause);
  const cause = open.find((each) => each !== null) ?? null;
  if (cause === null) return null;
  const isMean =
    (row.testCase?.threshold ?? null) !== null ||
    (row.testCase?.assertScoringFunction ?? null) !== null ||
    (row.gradingResult?.componentResults ?? []).some((each) => each?.metadata?.['assertionSet'] !== undefined);
  const fails = leaves.some(({ component }, at) => !component.pass && open[at] === null);
  return fails && !isMean ? null : cause;
};

const openCause = (leaf: Leaf): string | null => {
  if (leaf.own !== null) return isUndecided(leaf.own) ? 'the panel is undecided' : null;
  const { outcome, cause } = endingOf(leaf);
  return outcome === 'cast' ? null : shorten(cause, 300);
};
