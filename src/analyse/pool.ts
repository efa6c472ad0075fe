import { FAILED, type Cell, type Poll } from '../recording.ts';

/** What one judge gives to a row: its ballots as codes, in sample order. Those that failed never came, and are in it only as seats. */
type JudgePool = {
  readonly judge: number;
  readonly codes: readonly number[];
  readonly scores: readonly (number | null)[];
};

/** What one row gives to one curve. `gold` indexes `Poll.values`. */
export type RowPool = { readonly row: number; readonly gold: number; readonly judges: readonly JudgePool[] };

/** The rows of a curve, and how many had to stay out, by reason. */
export type Pools = { readonly pools: readonly RowPool[]; readonly excluded: Excluded };
export type Excluded = {
  readonly noGold: number;
  readonly noBallots: number;
  readonly judgeMissing: number;
  readonly cutShort: number;
};

/**
 * The rows that a curve can be made of. `judge` is one judge, or null for the panel; with `complete` every judge of the poll must
 * have a ballot on the row, or a design that gives each its turn could not be drawn. With `seats` a failed ballot keeps its seat, for
 * rules that take their share of all seats; a row on which nothing came back stays out all the same.
 */
export const poolsOf = (
  poll: Poll,
  { judge, complete, seats = false }: { judge: number | null; complete: boolean; seats?: boolean },
): Pools => {
  const cells = poll.cells.filter((cell) => judge === null || cell.judge === judge);
  const voters = new Set(cells.map((cell) => cell.judge)).size;
  const excluded = { noGold: 0, noBallots: 0, judgeMissing: 0, cutShort: 0 };
  const cutShort = rowsCutShort(poll);
  const pools: RowPool[] = [];
  for (const [row, group] of [...Map.groupBy(cells, (cell) => cell.row)].toSorted(([a], [b]) => a - b)) {
    const gold = poll.gold[row] ?? null;
    const back = group.map(cameBack).filter(({ codes }) => codes.length > 0);
    const judges = seats && back.length > 0 ? group.map(everySeat) : back;
    if (gold === null) excluded.noGold += 1;
    else if (cutShort.has(row)) excluded.cutShort += 1;
    else if (judges.length === 0) excluded.noBallots += 1;
    else if (complete && judges.length < voters) excluded.judgeMissing += 1;
    else pools.push({ row, gold, judges });
  }
  return { pools, excluded };
};

// A row with two of its nine ballots would hold the whole curve at two. Without a whole row, some is better than none.
const rowsCutShort = ({ cutShort = new Set(), cells, gold }: Poll): ReadonlySet<number> => {
  const isWhole = ({ row }: Cell): boolean => !cutShort.has(row) && (gold[row] ?? null) !== null;
  return cells.some(isWhole) ? cutShort : new Set();
};

/** How many of a row's ballots have a value. */
export const countCast = ({ judges }: RowPool): number =>
  judges.reduce((sum, { codes }) => sum + codes.filter((code) => code >= 0).length, 0);

const everySeat = ({ judge, codes, scores }: Cell): JudgePool => ({ judge, codes, scores: scores ?? [] });

const cameBack = ({ judge, codes, scores }: Cell): JudgePool => {
  if (!codes.includes(FAILED)) return { judge, codes, scores: scores ?? [] };
  const kept = codes.flatMap((code, sample) => (code === FAILED ? [] : [sample]));
  return {
    judge,
    codes: kept.map((sample) => codes[sample] ?? FAILED),
    scores: kept.map((sample) => scores?.[sample] ?? null),
  };
};
