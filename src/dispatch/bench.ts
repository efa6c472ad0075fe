import type { Limits } from '../experiment.ts';
import type { BallotRecord, Ledger } from '../ledger.ts';
import { ModelFailure, type Model } from '../model.ts';
import type { Ask } from '../slot.ts';
import { appetite, type Appetite } from './appetite.ts';
import { budget } from './budget.ts';
import { cast, type Booth } from './cast.ts';
import type { InFlight } from './deadline.ts';
import { lane, type Lane } from './lane.ts';
import { widthOf } from './lanes.ts';
import type { Orders, Seat } from './orders.ts';
import { tally } from './tally.ts';

/** One ballot to ask for. It goes to the ledger when it comes; `halt` aborts its call. */
type BenchCall = {
  readonly ask: Ask;
  readonly seat: Seat;
  readonly ledger: Ledger;
  readonly privacy: Orders['privacy'];
  readonly halt: AbortSignal;
};

/** What became of a call: the ballot as it was recorded, or why nobody was asked. */
type BenchResult = BallotRecord | { readonly notRun: string };

/** Lanes that stay open for ballots that come one by one, where nobody knows how many are still to come. */
export type Bench = { readonly cast: (call: BenchCall) => Promise<BenchResult> };

/** A lane that was given up is tried again after so long: quotas are raised, and keys are mended, while the process lives on. */
const reopenMs = 60_000;

/** A bench with one purse: its limits hold for all that is ever asked of it. The first seat of a lane says at which pace it goes. */
export const bench = ({ limits, random }: { readonly limits: Limits; readonly random: () => number }): Bench => {
  const purse = budget(limits);
  const lanes = new Map<string, { readonly lane: Lane; readonly closedAt: () => number }>();
  const appetites = new WeakMap<Seat, Appetite>();
  const seats = new WeakMap<Ask, Seat>();

  const appetiteOf = (seat: Seat): Appetite => {
    const known = appetites.get(seat) ?? appetite(seat.price, limits.usd !== null);
    appetites.set(seat, known);
    return known;
  };
  const seatOf = (ask: Ask): Seat => {
    const seat = seats.get(ask);
    if (seat === undefined) throw new RangeError(`nobody sits where ${ask.request.id} is asked for`);
    return seat;
  };
  const laneFor = ({ lane: id, pace }: Seat): Lane => {
    const known = lanes.get(id);
    if (known !== undefined && performance.now() - known.closedAt() < reopenMs) return known.lane;
    let closedAt = Number.POSITIVE_INFINITY;
    const gate = lane({
      id,
      pace,
      ...widthOf(pace, limits),
      budget: purse,
      needs: (ask) => {
        const wants = appetiteOf(seatOf(ask));
        return { tokens: wants.tokens(ask), usd: wants.usdAtMost(ask) };
      },
      random,
      onStart: () => {},
      onUsedUp: (limit) =>
        gate.close(limit === 'calls' ? `the limit of ${limits.calls} calls` : `the budget of ${limits.usd} US dollars`),
      onBroken: () => {
        closedAt = performance.now();
      },
    });
    lanes.set(id, { lane: gate, closedAt: () => closedAt });
    return gate;
  };

  return {
    cast: async ({ ask, seat, ledger, privacy, halt }) => {
      seats.set(ask, seat);
      const inFlight: InFlight = new Set();
      const abort = (): void => {
        for (const end of inFlight) end();
      };
      let result: BenchResult = { notRun: 'the call was lost' };
      const booth: Booth = {
        lane: laneFor(seat),
        seatOf: () => ({ ...seat, model: unlessHalted(seat.model, halt) }),
        appetiteOf: () => appetiteOf(seat),
        budget: purse,
        limits,
        ledger: {
          ...ledger,
          record: (record) => {
            ledger.record(record);
            result = record;
          },
        },
        privacy,
        random,
        inFlight,
        tally: {
          ...tally(),
          notRun: (cause) => {
            result = { notRun: cause };
          },
        },
        crashed: () => false,
        hurried: () => false,
      };
      halt.addEventListener('abort', abort);
      try {
        await cast(ask, booth);
      } finally {
        halt.removeEventListener('abort', abort);
      }
      return result;
    },
  };
};

/** A call that waited for its lane until after the halt is not sent. */
const unlessHalted = ({ call }: Model, halt: AbortSignal): Model => ({
  call: (request, signal) =>
    halt.aborted ? Promise.reject(new ModelFailure('aborted', 'stopped by the user')) : call(request, signal),
});
