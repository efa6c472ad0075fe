import { wilsonInterval } from './wilson.ts';

/**
 * Square-and-add interval for the difference of two paired proportions, (a + b) / n - (a + c) / n (Newcombe 1998, method 10;
 * R: `contingencytables::Newcombe_square_and_add_CI_paired_2x2`): two Wilson intervals, joined by the correlation of the table.
 * Of n rows both arms err on a, only the first on b, only the second on c, neither on d. Unlike Tango's interval it depends on how
 * the rows of agreement split into a and d. Both suppose independent rows.
 *
 *     newcombePaired({ a: 36, b: 12, c: 2, d: 0, level: 0.95 }) // => { difference: 0.2, lower: 0.057, upper: 0.340 }
 */
export const newcombePaired = (table: {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly level: number;
}): { difference: number; lower: number; upper: number } => {
  const { a, b, c, level } = table;
  const n = a + b + c + table.d;
  const first = { share: (a + b) / n, ...wilsonInterval({ successes: a + b, n, level }) };
  const second = { share: (a + c) / n, ...wilsonInterval({ successes: a + c, n, level }) };
  const phi = correlation(table);
  const join = (x: number, y: number): number => Math.sqrt(Math.max(0, x * x - 2 * phi * x * y + y * y));
  const difference = (b - c) / n;
  return {
    difference,
    lower: Math.max(-1, difference - join(first.share - first.lower, second.upper - second.share)),
    upper: Math.min(1, difference + join(first.upper - first.share, second.share - second.lower)),
  };
};

/** The table's phi, drawn towards 0 by a continuity correction where it is positive; 0 where an arm always or never errs. */
const correlation = ({ a, b, c, d }: Readonly<Record<'a' | 'b' | 'c' | 'd', number>>): number => {
  const scale = Math.sqrt((a + b) * (c + d) * (a + c) * (b + d));
  if (scale === 0) return 0;
  const product = a * d - b * c;
  return (product > 0 ? Math.max(0, product - (a + b + c + d) / 2) : product) / scale;
};
