import { itemNames, type ItemName } from './item-names.ts';
import { stable } from './stable.ts';
import type { ResultRow, Results } from './results.ts';

/** One output of a test: which column made it, and the how manieth repeat it is, from 0. */
export type Made = { readonly row: ResultRow; readonly repeat: number };

/**
 * A test with one combination of its vars, and all outputs on it: by repeat within column. `isPartial` says that there are not as many
 * of them as repeats were asked for: the run was filtered or cut short.
 */
export type Item = ItemName & { readonly made: readonly Made[]; readonly isPartial: boolean };

/**
 * The rows of a run as items. promptfoo doesn't number repeats, but counts tests with the repeat outermost within one test, so that rows
 * which are alike in all that was written of their test come one repeat after the other. Tests that were written twice come apart by it.
 */
export const itemsOf = (results: Results): Item[] => {
  const rows = [...results.results.results].sort(
    (a, b) => a.testIdx - b.testIdx || a.promptIdx - b.promptIdx || ((a.id ?? '') < (b.id ?? '') ? -1 : 1),
  );
  const everywhere = results.runtimeOptions?.repeat ?? results.config?.evaluateOptions?.repeat ?? 1;
  const drafts = Map.groupBy(rows, written)
    .values()
    .flatMap((alike) => blocksOf(alike, times(alike[0]?.testCase?.options?.repeat ?? everywhere)))
    .toArray()
    .sort((a, b) => a.first - b.first);
  const names = itemNames(drafts.flatMap(({ made: [first] }) => (first === undefined ? [] : [first.row])));
  return drafts.map(({ made, isPartial }, at) => ({ ...(names[at] ?? { name: '', isPlace: true }), made, isPartial }));
};

type Draft = { readonly first: number; readonly made: readonly Made[]; readonly isPartial: boolean };

const times = (repeat: number): number => (Number.isInteger(repeat) && repeat > 0 ? repeat : 1);

/** What was written of a row's test, but for its providers, which a run that is still in memory holds as objects without end. */
const written = ({ testCase, vars }: ResultRow): string =>
  stable([
    testCase?.vars ?? vars,
    testCase?.description,
    testCase?.metadata,
    testCase?.assert?.map(({ type, value, metric, threshold }) => [type, value, metric, threshold]),
    testCase?.threshold,
  ]);

/** Rows that are alike, cut in each column into blocks of so many repeats. */
const blocksOf = (alike: readonly ResultRow[], repeat: number): Draft[] => {
  const blocks: { made: Made[]; isPartial: boolean }[] = [];
  for (const column of Map.groupBy(alike, ({ promptIdx }) => promptIdx).values())
    for (const [at, row] of column.entries()) {
      const block = (blocks[Math.floor(at / repeat)] ??= { made: [], isPartial: false });
      block.made.push({ row, repeat: at % repeat });
      if (at === column.length - 1 && column.length % repeat !== 0) block.isPartial = true;
    }
  return blocks.map((block) => ({ ...block, first: Math.min(...block.made.map(({ row }) => row.testIdx)) }));
};
