import type { Units } from '../statistics/units.ts';
import type { Clusters } from './clusters.ts';
import type { RowLaw } from './row-law.ts';
import type { Settings } from './settings.ts';

type Unit = { readonly sums: Float64Array; size: number; multiplicity: number };

/** The expected error of every row at every point of a grid, gathered into the units that resampling draws: rows, or groups of rows. */
export const unitsOf = (
  laws: readonly RowLaw[],
  grid: readonly number[],
  { keys }: Clusters,
  settings: Settings,
): Units => {
  const errors = errorsOf(laws, grid, settings);
  const units = new Map<unknown, Unit>();
  for (const [at, law] of laws.entries()) {
    const row = errors.get(law);
    if (row === undefined) continue;
    const key = keys === null ? law : keys[at];
    const unit = units.get(key);
    if (unit === undefined) units.set(key, { sums: row.slice(), size: 1, multiplicity: 1 });
    else if (keys === null) unit.multiplicity += 1;
    else {
      unit.size += 1;
      for (let k = 0; k < row.length; k += 1) unit.sums[k] = (unit.sums[k] ?? 0) + (row[k] ?? 0);
    }
  }
  // In an order of their own, so that resampling does not depend on that of the rows.
  const all = [...units.values()].toSorted(inOrder);
  const sums = new Float64Array(all.length * grid.length);
  for (const [u, unit] of all.entries()) sums.set(unit.sums, u * grid.length);
  return {
    sums,
    sizes: Float64Array.from(all, ({ size }) => size),
    multiplicity: Float64Array.from(all, ({ multiplicity }) => multiplicity),
    points: grid.length,
  };
};

const inOrder = (a: Unit, b: Unit): number => {
  if (a.size !== b.size) return a.size - b.size;
  if (a.multiplicity !== b.multiplicity) return a.multiplicity - b.multiplicity;
  // Equal sums may differ by a rounding error.
  const k = a.sums.findIndex((sum, at) => Math.abs(sum - (b.sums[at] ?? 0)) > 1e-9);
  return (a.sums[k] ?? 0) - (b.sums[k] ?? 0);
};

/** The share of draws that had a quorum, at every point of a grid; null where all had. */
export const coverageOf = (laws: readonly RowLaw[], grid: readonly number[]): number[] | null =>
  laws.every(({ undecided }) => undecided === null)
    ? null
    : grid.map((n) => laws.reduce((sum, { undecided }) => sum + 1 - (undecided?.[n] ?? 0), 0) / laws.length);

/** The standard error that simulation adds to the mean, at every point of a grid; null where every law is exact. */
export const simulationErrorOf = (
  laws: readonly RowLaw[],
  grid: readonly number[],
  { target, onNoQuorum, simulations }: Settings,
): number[] | null => {
  const shares = new Map<RowLaw, number>();
  for (const law of laws) if (law.noise !== null) shares.set(law, (shares.get(law) ?? 0) + 1 / laws.length);
  if (shares.size === 0) return null;
  const mean = (of: (law: RowLaw) => number): number => laws.reduce((sum, law) => sum + of(law), 0) / laws.length;
  return grid.map((n) => {
    const decided = (law: RowLaw): number => 1 - (law.undecided?.[n] ?? 0);
    const wrong = (law: RowLaw): number => law.wrong[n] ?? 0;
    // Of a ratio of wrong to decided draws, both of which are simulated (delta method); a draw is wrong only if it is decided.
    const ofRatio = (law: RowLaw, ratio: number, share: number): number =>
      Math.max(
        0,
        (law.noise?.[n] ?? 0) +
          (ratio ** 2 * decided(law) * (1 - decided(law)) - 2 * ratio * wrong(law) * (1 - decided(law))) / simulations,
      ) /
      share ** 2;
    const pooled = onNoQuorum === 'exclude' && target !== 'mean' ? mean(decided) : null;
    const noise = (law: RowLaw): number => {
      if (pooled !== null) return pooled > 0 ? ofRatio(law, mean(wrong) / pooled, pooled) : 0;
      if (target !== 'mean') return law.noise?.[n] ?? 0;
      return decided(law) > 1e-9 ? ofRatio(law, wrong(law) / decided(law), decided(law)) : 0;
    };
    return Math.sqrt([...shares].reduce((sum, [law, share]) => sum + share ** 2 * noise(law), 0));
  });
};

const errorsOf = (
  laws: readonly RowLaw[],
  grid: readonly number[],
  { target, onNoQuorum }: Settings,
): Map<RowLaw, Float64Array> => {
  const distinct = [...new Set(laws)];
  const wrong = (law: RowLaw, n: number): number => law.wrong[n] ?? 0;
  const share = (law: RowLaw, n: number): number => 1 - (law.undecided?.[n] ?? 0);
  if (target !== 'mean' && onNoQuorum !== 'exclude')
    return new Map(distinct.map((law) => [law, Float64Array.from(grid, (n) => wrong(law, n))]));
  // A row that can give a score counts in full, by its scores; one that never can says nothing of how near they are.
  const scores = target === 'mean';
  const ever = (law: RowLaw, n: number): boolean => share(law, n) > 1e-9;
  const at = (law: RowLaw, n: number): number =>
    scores && ever(law, n) ? wrong(law, n) / share(law, n) : wrong(law, n);
  const decided = (law: RowLaw, n: number): number => (scores ? Number(ever(law, n)) : share(law, n));
  // A ratio of means: each row's linearised share of it has the ratio as its mean and the right spread about it.
  const ratios = grid.map((n) => {
    const share = laws.reduce((sum, law) => sum + decided(law, n), 0) / laws.length;
    return { share, ratio: share > 0 ? laws.reduce((sum, law) => sum + at(law, n), 0) / laws.length / share : 0 };
  });
  return new Map(
    distinct.map((law) => [
      law,
      Float64Array.from(ratios, ({ share, ratio }, k) => {
        const n = grid[k] ?? 0;
        return share > 0 ? ratio + (at(law, n) - ratio * decided(law, n)) / share : 0;
      }),
    ]),
  );
};
