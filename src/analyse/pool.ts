import { FAILED, type Cell, type Poll } from '../recording.ts';

/** What one judge gives to a row: its ballots as codes, in sample order, without those that failed (they never came). */
type JudgePool = {
  readonly judge: number;
  readonly codes: readonly number[];
  readonly scores: readonly (number | null)[];
};

/** What one row gives to one curve. `gold` indexes `Poll.values`. */
export type RowPool = { readonly row: number; readonly gold: number; readonly judges: readonly JudgePool[] };

/** The rows of a curve, and how many had to stay out, by reason. */
export type Pools = { readonly pools: readonly RowPool[]; readonly excluded: Excluded };
export type Excluded = { readonly noGold: number; readonly noBallots: number; readonly judgeMissing: number };

/**
 * The rows that a curve can be made of. `judge` is one judge, or null for the panel; with `complete` every judge of the poll must
 * have a ballot on the row, or a design that gives each its turn could not be drawn.
 */
export const poolsOf = (poll: Poll, { judge, complete }: { judge: number | null; complete: boolean }): Pools => {
  const cells = poll.cells.filter((cell) => judge === null || cell.judge === judge);
  const seats = new Set(cells.map((cell) => cell.judge)).size;
  const excluded = { noGold: 0, noBallots: 0, judgeMissing: 0 };
  const pools: RowPool[] = [];
  for (const [row, group] of [...Map.groupBy(cells, (cell) => cell.row)].toSorted(([a], [b]) => a - b)) {
    const gold = poll.gold[row] ?? null;
    const judges = group.map(cameBack).filter(({ codes }) => codes.length > 0);
    if (gold === null) excluded.noGold += 1;
    else if (judges.length === 0) excluded.noBallots += 1;
    else if (complete && judges.length < seats) excluded.judgeMissing += 1;
    else pools.push({ row, gold, judges });
  }
  return { pools, excluded };
};

const cameBack = ({ judge, codes, scores }: Cell): JudgePool => {
  if (!codes.includes(FAILED)) return { judge, codes, scores: scores ?? [] };
  const kept = codes.flatMap((code, sample) => (code === FAILED ? [] : [sample]));
  return {
    judge,
    codes: kept.map((sample) => codes[sample] ?? FAILED),
    scores: kept.map((sample) => scores?.[sample] ?? null),
  };
};
