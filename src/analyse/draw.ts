import { index, shuffle, type Random } from '../statistics/random.ts';
import type { RowPool } from './pool.ts';
import type { Design } from './settings.ts';

/** A row's ballots in one line: judge by judge, each judge's in sample order. `start[j]` is where judge j begins. */
export type Bench = { readonly start: readonly number[]; readonly total: number };

export const benchOf = ({ judges }: RowPool): Bench => {
  const start = [0];
  for (const { codes } of judges) start.push((start.at(-1) ?? 0) + codes.length);
  return { start, total: start.at(-1) ?? 0 };
};

/** The largest panel that a design can draw from every one of the rows. */
export const largestPanel = (pools: readonly RowPool[], design: Design): number =>
  pools.reduce((fewest, { judges }) => {
    const sizes = judges.map(({ codes }) => codes.length);
    if (design === 'random')
      return Math.min(
        fewest,
        sizes.reduce((sum, size) => sum + size, 0),
      );
    return Math.min(fewest, design === 'randomJudges' ? sizes.length : sizes.length * Math.min(...sizes));
  }, Infinity);

/**
 * Draws one order of `nMax` ballots of which every prefix is a draw of the design, so that one order serves every n:
 * the curve's points then share their chance and move together.
 */
export const drawerOf = (bench: Bench, design: Design, nMax: number, random: Random): ((into: Int32Array) => void) => {
  const judges = bench.start.length - 1;
  const ballots = Int32Array.from({ length: bench.total }, (_, at) => at);
  const order = Int32Array.from({ length: judges }, (_, judge) => judge);
  const bounds = Int32Array.from(bench.start);
  if (design === 'random')
    return (into) => {
      partialShuffle(ballots, 0, bench.total, nMax, random);
      for (let n = 0; n < nMax; n += 1) into[n] = ballots[n] as number;
    };
  const rounds = Math.ceil(nMax / judges);
  const seat = Int32Array.from({ length: nMax }, (_, n) => n % judges);
  const round = Int32Array.from({ length: nMax }, (_, n) => Math.floor(n / judges));
  return (into) => {
    for (let judge = 0; judge < judges; judge += 1)
      partialShuffle(ballots, bounds[judge] as number, bounds[judge + 1] as number, rounds, random);
    // One order of the judges serves every round: at each n alone the extra ballots are still a random set of judges.
    shuffle(order, random);
    for (let n = 0; n < nMax; n += 1)
      into[n] = ballots[(bounds[order[seat[n] as number] as number] as number) + (round[n] as number)] as number;
  };
};

/** Fisher–Yates from the front, for the first `count` places only. */
const partialShuffle = (array: Int32Array, from: number, to: number, count: number, random: Random): void => {
  const end = Math.min(to - 1, from + count);
  for (let at = from; at < end; at += 1) {
    const other = at + index(random, to - at);
    const held = array[at] as number;
    array[at] = array[other] as number;
    array[other] = held;
  }
};
