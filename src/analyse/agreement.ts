import { quantileSorted } from 'simple-statistics';
import type { Cell, Poll } from '../recording.ts';
import type { Row } from '../row.ts';
import { ac1Of } from '../statistics/gwet-ac1.ts';
import { alphaOf, type MeasurementLevel } from '../statistics/krippendorff-alpha.ts';
import { deriveSeed, index, seeded } from '../statistics/random.ts';
import type { Ratings, UnitRatings } from '../statistics/ratings.ts';
import { clustersOf, type Clusters } from './clusters.ts';
import { affordableResamples, type Settings } from './settings.ts';

/**
 * How far ballots on the same row agree, with its interval from resampled rows. Agreement is not accuracy: judges may share an error.
 * `undefined` is true where all ballots everywhere are alike: chance agreement is complete, and the value a convention.
 */
export type Agreement = {
  readonly criterion: string;
  readonly judge: string; // an id: that judge's samples with one another; "*": all ballots of the panel
  readonly coefficient: 'krippendorff-alpha' | 'gwet-ac1' | 'percent';
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  readonly rows: number; // with two cast ballots or more
  readonly undefined: boolean;
};

/** Krippendorff's alpha and Gwet's AC1 side by side (they part where one label is rare), and the plain share of agreeing pairs. */
export const agreementOf = (
  poll: Poll,
  cells: readonly Cell[],
  { judge, rows: known, settings }: { judge: string; rows: readonly Row[]; settings: Settings },
): Agreement[] => {
  const { columns, values, level } = columnsOf(poll);
  const rated = [...Map.groupBy(cells, (cell) => cell.row)];
  const { ratings, multiplicity, unitOf } = alike(ratingsOf(rated, columns));
  const clusters = clustersOf(
    rated.map(([row]) => known[row] ?? { id: '', group: null }),
    settings.groups,
  );
  const rows = ratings.reduce((sum, { total }, u) => sum + (total >= 2 ? (multiplicity[u] ?? 0) : 0), 0);
  if (rows === 0) return [];
  const alpha = alphaOf(ratings, { values, level });
  const ac1 = ac1Of(ratings, { labels: labelCount(poll, ratings) });
  const found = { alpha: alpha(multiplicity), ac1: ac1(multiplicity) };
  const drawable = membersOf(unitOf, clusters);
  const purpose = `agreement/${poll.criterion.id}/${judge}`;
  const draws = resampled(drawable, { count: ratings.length, purpose, settings }, (weights) => {
    const { ac1: value, pa } = ac1(weights);
    return { alpha: alpha(weights).alpha, ac1: value, percent: pa };
  });
  const entry = (
    coefficient: Agreement['coefficient'],
    value: number | null,
    of: keyof (typeof draws)[number],
  ): Agreement[] => {
    if (value === null) return [];
    const { lower, upper } = percentiles(
      draws.map((draw) => draw[of]),
      settings.level,
    );
    // An interval from resamples may miss its estimate where nearly all rows are alike.
    const interval = { lower: Math.min(value, lower ?? value), upper: Math.max(value, upper ?? value) };
    return [
      {
        criterion: poll.criterion.id,
        judge,
        coefficient,
        value,
        ...interval,
        rows,
        undefined: coefficient === 'krippendorff-alpha' && found.alpha.undefined,
      },
    ];
  };
  return [
    ...entry('krippendorff-alpha', found.alpha.alpha, 'alpha'),
    ...entry('gwet-ac1', found.ac1.ac1, 'ac1'),
    ...entry('percent', found.ac1.pa, 'percent'),
  ];
};

/** The cast ballots of every row, counted by column. */
const ratingsOf = (rated: readonly (readonly [number, readonly Cell[]])[], columns: readonly number[]): Ratings =>
  rated.map(([, group]) => {
    const counts = new Map<number, number>();
    for (const { codes } of group)
      for (const code of codes) {
        const column = columns[code] ?? -1; // an outcome without a value has no column
        if (column >= 0) counts.set(column, (counts.get(column) ?? 0) + 1);
      }
    return {
      categories: [...counts.keys()],
      counts: [...counts.values()],
      total: counts.values().reduce((sum, count) => sum + count, 0),
    };
  });

type Columns = {
  readonly columns: readonly number[];
  readonly values: readonly number[];
  readonly level: MeasurementLevel;
};

/** Which column a code counts in, and what the columns measure. Levels stand in the scale's order, other values in that of the input. */
const columnsOf = ({ criterion: { scale }, values }: Poll): Columns => {
  if (scale.kind === 'ordinal')
    return {
      columns: values.map((value) => scale.levels.indexOf(value)),
      values: [...scale.levels.keys()],
      level: 'ordinal',
    };
  if (scale.kind !== 'interval') return { columns: [...values.keys()], values: [...values.keys()], level: 'nominal' };
  // A value that is no number is gold's alone: its column stays empty.
  return {
    columns: [...values.keys()],
    values: values.map((value) => (typeof value === 'number' ? value : 0)),
    level: 'interval',
  };
};

/** The declared labels; where none are declared, those that were cast. */
const labelCount = ({ criterion: { scale } }: Poll, ratings: Ratings): number => {
  if (scale.kind === 'nominal' && scale.labels !== null) return scale.labels.length;
  if (scale.kind === 'ordinal') return scale.levels.length;
  return new Set(ratings.flatMap(({ categories }) => categories)).size;
};

/** Rows with equal counts are one unit, as often as they occur; `unitOf` says which unit a row is. */
const alike = (rows: Ratings): { ratings: Ratings; multiplicity: Float64Array; unitOf: number[] } => {
  const names = rows.map(({ categories, counts }) => `${categories.join()}/${counts.join()}`);
  const units = new Map<string, number>();
  const ratings: UnitRatings[] = [];
  for (const [at, row] of rows.entries()) {
    const name = names[at] ?? '';
    if (units.has(name)) continue;
    units.set(name, units.size);
    ratings.push(row);
  }
  const unitOf = names.map((name) => units.get(name) ?? 0);
  const multiplicity = new Float64Array(units.size);
  for (const unit of unitOf) multiplicity[unit] = (multiplicity[unit] ?? 0) + 1;
  return { ratings, multiplicity, unitOf };
};

type Members = { readonly start: Int32Array; readonly units: Int32Array };

/** The units of every cluster's rows: cluster c holds the places `start[c]` to `start[c + 1]`. */
const membersOf = (unitOf: readonly number[], { keys }: Clusters): Members => {
  if (keys === null)
    return { start: Int32Array.from({ length: unitOf.length + 1 }, (_, at) => at), units: Int32Array.from(unitOf) };
  const clusters = [...Map.groupBy(unitOf.keys(), (at) => keys[at]).values()];
  const start = new Int32Array(clusters.length + 1);
  for (const [c, places] of clusters.entries()) start[c + 1] = (start[c] ?? 0) + places.length;
  return { start, units: Int32Array.from(clusters.flat(), (at) => unitOf[at] ?? 0) };
};

/** Draws clusters of rows with replacement, and measures each draw by how often every unit came up. */
const resampled = <T>(
  { start, units }: Members,
  { count, purpose, settings }: { count: number; purpose: string; settings: Settings },
  measure: (weights: Float64Array) => T,
): T[] => {
  const random = seeded(deriveSeed(settings.seed, purpose));
  const clusters = start.length - 1;
  const weights = new Float64Array(count);
  return Array.from({ length: affordableResamples(Math.min(settings.resamples, 1000), clusters) }, () => {
    weights.fill(0);
    for (let draw = 0; draw < clusters; draw += 1) {
      const cluster = index(random, clusters);
      for (let at = start[cluster] as number; at < (start[cluster + 1] as number); at += 1)
        weights[units[at] as number] = (weights[units[at] as number] as number) + 1;
    }
    return measure(weights);
  });
};

const percentiles = (
  draws: readonly (number | null)[],
  level: number,
): { lower: number | null; upper: number | null } => {
  const sorted = draws
    .filter((draw) => draw !== null && Number.isFinite(draw))
    .toSorted((a, b) => Number(a) - Number(b));
  if (sorted.length === 0) return { lower: null, upper: null };
  return {
    lower: quantileSorted(sorted.map(Number), (1 - level) / 2),
    upper: quantileSorted(sorted.map(Number), (1 + level) / 2),
  };
};
