import type { Limits } from '../experiment.ts';
import type { Pace } from '../panel.ts';
import type { Slot } from '../slot.ts';
import type { Orders, Seat } from './orders.ts';

/** One lane of a run: what its judges declare together, and how many slots they owe, those in the ledger included. */
export type LaneDuty = {
  readonly id: string;
  readonly pace: Pace;
  readonly cap: number; // the most calls in flight
  readonly start: number; // calls in flight at first
  readonly owed: number;
  readonly isOwn: (slot: Slot) => boolean;
};

/** Beyond it one process measures its own queues rather than a server's latency. */
const defaultCap = 256;
const defaultStart = 8;

/** The lanes that the judges sit in, in the order of the judges. */
export const lanesOf = ({ rows, slots, seats, limits }: Orders): LaneDuty[] => {
  const owed = new Map<string, number>();
  const laneOf = ({ judge }: Slot): string => at(seats, judge).lane;
  for (let row = 0; row < rows; row += 1) {
    for (const slot of slots(row)) owed.set(laneOf(slot), (owed.get(laneOf(slot)) ?? 0) + 1);
  }
  const byLane = Map.groupBy(seats, ({ lane }) => lane);
  // A judge whose ballots are not asked for, code for one, needs no lane.
  return [...byLane]
    .filter(([id]) => owed.has(id))
    .map(([id, own]) => {
      const pace = slowest(own);
      return {
        id,
        pace,
        ...widthOf(pace, limits),
        owed: owed.get(id) ?? 0,
        isOwn: (slot) => laneOf(slot) === id,
      };
    });
};

/** How many calls a lane lets fly: at the most, and at first. */
export const widthOf = (pace: Pace, limits: Pick<Limits, 'concurrency'>): Pick<LaneDuty, 'cap' | 'start'> => {
  const declared = pace.concurrency ?? limits.concurrency;
  const cap = Math.max(1, Math.floor(declared ?? defaultCap));
  return { cap, start: declared === null ? defaultStart : startOf(cap) };
};

/** What belongs to a judge, by its index. */
export const at = <T>(list: readonly T[], judge: number): T => {
  const item = list[judge];
  if (item === undefined) throw new RangeError(`There is no judge number ${judge}.`);
  return item;
};

/** The slowest pace that any judge of a lane declares. */
export const slowest = (seats: readonly Seat[]): Pace => {
  const least = (of: (pace: Pace) => number | null): number | null => {
    const declared = seats.flatMap(({ pace }) => of(pace) ?? []);
    return declared.length === 0 ? null : Math.min(...declared);
  };
  return { rpm: least(({ rpm }) => rpm), tpm: least(({ tpm }) => tpm), concurrency: least((pace) => pace.concurrency) };
};

// Who declares a width vouches for it: half of it is where the doubling begins, one round trip from all of it.
const startOf = (cap: number): number => Math.max(defaultStart, Math.ceil(cap / 2));
