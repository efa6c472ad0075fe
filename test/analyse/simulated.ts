import { index, seeded, uniform, type Random } from '../../src/statistics/random.ts';
import type { TableRow } from '../cast.ts';

/** The scale of simulated rows. */
export const passOrFail = { scale: { kind: 'nominal', labels: ['pass', 'fail'] } } as const;

/** Rows of one judge's ballots that are right with a chance of the row's own. Gold is one of two labels, at random. */
export const simulatedRows = (options: {
  readonly rows: number;
  readonly ballots: number;
  readonly seed: number;
  readonly chance: (random: Random, row: number) => number;
}): TableRow[] => {
  const random = seeded(options.seed);
  return Array.from({ length: options.rows }, (_, row) => {
    const [gold, other] = index(random, 2) === 0 ? (['pass', 'fail'] as const) : (['fail', 'pass'] as const);
    const chance = options.chance(random, row);
    return {
      gold,
      ballots: { A: Array.from({ length: options.ballots }, () => (uniform(random) < chance ? gold : other)) },
    };
  });
};

/** Each row's share of right ballots is one of two. */
export const mixture =
  (share: number, high: number, low: number) =>
  (random: Random): number =>
    uniform(random) < share ? high : low;

export const always = (chance: number) => (): number => chance;
