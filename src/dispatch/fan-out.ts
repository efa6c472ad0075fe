import pMap from 'p-map';
import type { Ask } from '../slot.ts';
import { cast, type Booth } from './cast.ts';
import type { LaneDuty } from './lanes.ts';
import type { Orders } from './orders.ts';
import type { Runner, RowWindow } from './rows.ts';

/** Calls that rest between two attempts keep their place in the fan-out; so many more may be pulled meanwhile. */
const mostResting = 64;
/** The event loop turns at least this often, so that signals and the display are heard, however fast a model is. */
const breathMs = 8;

/** What one lane's fan-out needs beside its booth. */
export type FanOutOptions = {
  readonly orders: Orders;
  readonly booth: Booth;
  readonly duty: LaneDuty;
  readonly claim: (key: string) => void; // throws on a key that has been claimed
};

/** One lane's way through the rows: `runner` tells how far it is, `begun` that a ballot's first call has leave, `run` does it all. */
export type FanOut = {
  readonly runner: Runner;
  readonly begun: (ask: Ask) => void;
  readonly run: (window: RowWindow) => Promise<void>;
};

export const fanOut = ({ orders, booth, duty, claim }: FanOutOptions): FanOut => {
  const { lane, tally } = booth;
  const { rows, slots, ask, ledger } = orders;
  let [begunRow, row, unsent] = [-1, 0, 0];
  let through = false;

  const runner: Runner = {
    started: () => {
      if (lane.closed() !== null || (through && unsent === 0)) return Number.POSITIVE_INFINITY;
      // With nothing left to send, every row before the one at the gate has been started.
      return unsent === 0 ? Math.max(row - 1, begunRow) : begunRow;
    },
    // Several rounds of calls, so that the pace of one lane does not ripple through to the others.
    ahead: () =>
      lane.closed() === null
        ? Math.max(16, Math.ceil((4 * lane.width() * rows) / Math.max(1, duty.owed)))
        : Number.POSITIVE_INFINITY,
  };

  /** The slots that the ledger lacks, rows outermost; after the lane has closed they are only counted. */
  async function* due(window: RowWindow): AsyncGenerator<Ask, void, void> {
    let breath = performance.now();
    for (; row < rows; row += 1) {
      const gate = window.enter(runner, row);
      if (gate !== null) await gate;
      for (const slot of slots(row)) {
        if (!duty.isOwn(slot)) continue;
        if (booth.crashed()) return;
        if (booth.hurried()) {
          tally.notRun(lane.closed() ?? 'the lane is closed');
          continue;
        }
        const asked = ask(slot);
        claim(asked.request.id);
        if (ledger.isSettled(asked.request.id)) tally.kept();
        else {
          const cause = lane.closed();
          if (cause !== null) tally.notRun(cause);
          else {
            unsent += 1;
            yield asked;
          }
        }
        if (performance.now() - breath > breathMs) {
          await new Promise((resolve) => setImmediate(resolve));
          breath = performance.now();
        }
      }
      window.moved();
    }
    through = true;
    window.moved();
  }

  return {
    runner,
    begun: (asked) => {
      unsent -= 1;
      begunRow = Math.max(begunRow, asked.slot.row);
    },
    run: async (window) => {
      await pMap(due(window), (asked) => cast(asked, booth), {
        concurrency: lane.cap + Math.min(lane.cap, mostResting),
      });
    },
  };
};
