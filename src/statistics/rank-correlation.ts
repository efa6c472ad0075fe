import { sampleCorrelation, sampleRankCorrelation } from 'simple-statistics';

/**
 * Kendall's tau-b (Kendall 1945; R: `cor(x, y, method = "kendall")`) in O(n log n): discordant pairs are the exchanges of a
 * merge sort (Knight 1966). Ties count for neither side. Null if either side is constant.
 *
 *     kendallTauB([1, 2, 3, 4], [1, 3, 2, 4]) // => 2/3
 */
export const kendallTauB = (x: readonly number[], y: readonly number[]): number | null => {
  if (constant(x) || constant(y)) return null;
  const at = (values: readonly number[], i: number): number => values[i] as number;
  const order = Array.from(x.keys()).toSorted((i, j) => at(x, i) - at(x, j) || at(y, i) - at(y, j));
  const ranked = order.map((i) => at(y, i));
  const pairs = (x.length * (x.length - 1)) / 2;
  const tiedX = tiedPairs(order, (i, j) => at(x, i) === at(x, j));
  const tiedBoth = tiedPairs(order, (i, j) => at(x, i) === at(x, j) && at(y, i) === at(y, j));
  const { sorted, exchanges } = mergeSort(ranked);
  const tiedY = tiedPairs(sorted, (a, b) => a === b);
  const lead = pairs - tiedX - tiedY + tiedBoth - 2 * exchanges;
  return clamp(lead / Math.sqrt(pairs - tiedX) / Math.sqrt(pairs - tiedY));
};

/** Pearson's product-moment correlation (Pearson 1896; R: `cor`), in [-1, 1]; null if either side is constant. */
export const pearson = (x: readonly number[], y: readonly number[]): number | null =>
  constant(x) || constant(y) ? null : clamp(sampleCorrelation(x, y));

/** Spearman's rank correlation, average ranks at ties (Spearman 1904; R: `cor(method = "spearman")`); null if either side is constant. */
export const spearman = (x: readonly number[], y: readonly number[]): number | null =>
  constant(x) || constant(y) ? null : clamp(sampleRankCorrelation(x, y));

/** Fewer than two values are constant too. */
const constant = (values: readonly number[]): boolean => values.every((value) => value === values[0]);

const clamp = (r: number): number => Math.min(1, Math.max(-1, r));

/** Pairs within runs of neighbours that are tied. */
const tiedPairs = (sorted: readonly number[], tied: (a: number, b: number) => boolean): number => {
  let pairs = 0;
  let run = 0;
  sorted.forEach((item, i) => {
    run = i > 0 && tied(sorted[i - 1] as number, item) ? run + 1 : 0;
    pairs += run;
  });
  return pairs;
};

const mergeSort = (values: readonly number[]): { sorted: number[]; exchanges: number } => {
  if (values.length < 2) return { sorted: [...values], exchanges: 0 };
  const middle = values.length >> 1;
  const left = mergeSort(values.slice(0, middle));
  const right = mergeSort(values.slice(middle));
  const sorted: number[] = [];
  let exchanges = left.exchanges + right.exchanges;
  let i = 0;
  for (const value of right.sorted) {
    while (i < middle && (left.sorted[i] as number) <= value) sorted.push(left.sorted[i++] as number);
    exchanges += middle - i;
    sorted.push(value);
  }
  return { sorted: [...sorted, ...left.sorted.slice(i)], exchanges };
};
