import { deriveSeed, seeded } from '../statistics/random.ts';
import type { Count } from './count.ts';
import { benchOf, drawerOf } from './draw.ts';
import type { RowPool } from './pool.ts';
import type { RowLaw } from './row-law.ts';
import type { LawContext } from './row-laws.ts';
import type { Design } from './settings.ts';

/**
 * The law of a row by simulation, for rules and designs without an exact algorithm: random orders of its ballots, each of which
 * gives a verdict at every n. The seed comes from the row's own ballots, sorted, so that neither the order of rows nor that of
 * ballots changes anything; rows with equal ballots share one simulation, and its error.
 */
export const simulateLaw = (
  recorded: RowPool,
  countFor: (pool: RowPool) => Count,
  { question: { poll }, judges, settings, design, nMax, known }: LawContext,
): RowLaw => {
  // Names, since the numbers of values and judges follow the order of the input.
  const nameOf = (code: number): string => String(poll.values[code] ?? code);
  const seats = recorded.judges
    .map((pool) => ({ id: judges[pool.judge]?.id ?? '', ...sorted(pool, nameOf) }))
    .toSorted((a, b) => compare(a.id, b.id));
  const purpose = JSON.stringify([design, nameOf(recorded.gold), seats.map(({ id, name }) => [id, name])]);
  const key = `simulate/${poll.criterion.id}/${nMax}/${purpose}`;
  const seen = known.get(key);
  if (seen !== undefined) return seen;
  const pool = { ...recorded, judges: seats.map((seat) => seat.pool) };
  const seed = deriveSeed(settings.seed, `simulate/${purpose}`);
  const law = simulated(pool, countFor, { design, nMax, simulations: settings.simulations, seed });
  known.set(key, law);
  return law;
};

type Sorted = { readonly pool: RowPool['judges'][number]; readonly name: readonly (string | number)[] };

/** A judge's ballots in an order that does not depend on the input's, and what they are: values and how often each occurs. */
const sorted = ({ judge, codes, scores }: RowPool['judges'][number], nameOf: (code: number) => string): Sorted => {
  const kinds = [...Map.groupBy(codes.keys(), (at) => `${nameOf(codes[at] ?? 0)}\u0000${scores[at] ?? ''}`)].toSorted(
    ([a], [b]) => compare(a, b),
  );
  const order = kinds.flatMap(([, places]) => places);
  return {
    pool: {
      judge,
      codes: order.map((at) => codes[at] ?? 0),
      scores: scores.length === 0 ? [] : order.map((at) => scores[at] ?? null),
    },
    name: kinds.flatMap(([name, places]) => [name, places.length]),
  };
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const simulated = (
  pool: RowPool,
  countFor: (pool: RowPool) => Count,
  { design, nMax, simulations, seed }: { design: Design; nMax: number; simulations: number; seed: number },
): RowLaw => {
  const count = countFor(pool);
  const draw = drawerOf(benchOf(pool), design, nMax, seeded(seed));
  const order = new Int32Array(nMax);
  const losses = new Float64Array(nMax + 1);
  const wrong = new Float64Array(nMax + 1);
  const squares = new Float64Array(nMax + 1);
  const undecided = new Float64Array(nMax + 1);
  for (let b = 0; b < simulations; b += 1) {
    draw(order);
    count(order, losses);
    for (let n = 1; n <= nMax; n += 1) {
      const loss = losses[n] as number;
      if (loss === 0) continue;
      if (Number.isNaN(loss)) undecided[n] = (undecided[n] as number) + 1;
      else {
        wrong[n] = (wrong[n] as number) + loss;
        squares[n] = (squares[n] as number) + loss * loss;
      }
    }
  }
  const noise = wrong.map(
    (sum, n) => Math.max(0, (squares[n] as number) / simulations - (sum / simulations) ** 2) / simulations,
  );
  return {
    wrong: wrong.map((sum) => sum / simulations),
    undecided: undecided.some((sum) => sum > 0) ? undecided.map((sum) => sum / simulations) : null,
    noise,
  };
};
