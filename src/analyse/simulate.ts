import { deriveSeed, seeded } from '../statistics/random.ts';
import type { Count } from './count.ts';
import { benchOf, drawerOf } from './draw.ts';
import type { RowPool } from './pool.ts';
import type { RowLaw } from './row-law.ts';
import type { Design } from './settings.ts';

/**
 * The law of a row by simulation, for rules and designs without an exact algorithm: random orders of its ballots, each of which
 * gives a verdict at every n. The seed comes from the row's own ballots, so that the order of rows changes nothing.
 */
export const simulateLaw = (
  pool: RowPool,
  count: Count,
  { design, nMax, simulations, seed }: { design: Design; nMax: number; simulations: number; seed: number },
): RowLaw => {
  const purpose = `simulate/${design}/${pool.gold}/${pool.judges.map(({ codes }) => codes.join()).join(';')}`;
  const draw = drawerOf(benchOf(pool), design, nMax, seeded(deriveSeed(seed, purpose)));
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
  const noise = wrong.map((sum, n) => ((squares[n] as number) / simulations - (sum / simulations) ** 2) / simulations);
  return {
    wrong: wrong.map((sum) => sum / simulations),
    undecided: undecided.some((sum) => sum > 0) ? undecided.map((sum) => sum / simulations) : null,
    noise,
  };
};
