/** A number that a line may tell of a ballot, by the name of the column that a cell keeps of it. */
export type Measure = 'scores' | 'costs' | 'latencies';

/** The keys of each measure: on a line of one ballot, and on a line of a cell. */
export const measureKeys: Readonly<Record<Measure, { readonly one: string; readonly many: string }>> = {
  scores: { one: 'score', many: 'scores' },
  costs: { one: 'cost', many: 'costs' },
  latencies: { one: 'latency_ms', many: 'latencies_ms' },
};

export const measures: readonly Measure[] = ['scores', 'costs', 'latencies'];

/** Something of every measure. Written out, so that there is one shape of them: millions are made. */
export const ofEach = <T>(of: (measure: Measure) => T): Readonly<Record<Measure, T>> => ({
  scores: of('scores'),
  costs: of('costs'),
  latencies: of('latencies'),
});

/** The numbers of one ballot; null where none was told. */
export type Told = Readonly<Record<Measure, number | null>>;

/** The numbers of a cell's ballots, one a ballot; a column is null where none was told. */
export type Columns = Readonly<Record<Measure, readonly (number | null)[] | null>>;
