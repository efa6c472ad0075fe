import { appetite } from './appetite.ts';
import { isBreakage, type Breakage } from './breaker.ts';
import { budget } from './budget.ts';
import type { Booth } from './cast.ts';
import { fanOut, type FanOut } from './fan-out.ts';
import { lane, type Lane } from './lane.ts';
import { at, lanesOf } from './lanes.ts';
import type { Counts, Dispatched, Dispatching, Orders, Stop } from './orders.ts';
import { rowWindow } from './rows.ts';
import { tally } from './tally.ts';

const byUser = 'stopped by the user';
/** So long after a halt slots are still looked up in the ledger; then the rest is counted as not run, unseen. */
const lookUpMs = 500;

/**
 * Asks for every ballot that the ledger lacks, lane by lane, within the limits; each is recorded as it comes.
 * Starts at once. `finished` rejects if a record can't be written, or on a bug; calls in flight are aborted first.
 */
export const dispatch = (orders: Orders): Dispatching => {
  const { seats, limits, ledger, privacy, random, drain, halt } = orders;
  if (limits.usd !== null && seats.some(({ price }) => price === null)) {
    throw new Error('A bound in US dollars needs the price of every judge.');
  }
  const begun = performance.now();
  const tallied = tally();
  const purse = orders.budget ?? budget(limits);
  const before = { calls: purse.calls(), ...purse.spent() };
  const inFlight = new Set<() => void>();
  const appetites = seats.map(({ price }) => appetite(price, limits.usd !== null));
  const claimed = new Set<string>();
  let stopped: Stop | null = null;
  let haltedAt = Number.POSITIVE_INFINITY;
  let crash: { readonly error: unknown } | null = null;

  const closeAll = (cause: string): void => {
    for (const { lane } of lanes) lane.close(cause);
    window.moved();
  };
  const abortCalls = (): void => {
    for (const abort of inFlight) abort();
  };
  const stop = (why: Exclude<Stop, Breakage>, cause: string): void => {
    // What ends the whole run is told before what has ended a lane; a halt ends even a run that drains.
    if (stopped === null || isBreakage(stopped) || why === 'halted') stopped = why;
    closeAll(cause);
  };
  const onDrain = (): void => stop('drained', byUser);
  const onHalt = (): void => {
    haltedAt = performance.now();
    stop('halted', byUser);
    abortCalls();
  };
  const onCrash = (error: unknown): void => {
    crash ??= { error };
    closeAll('the run broke off');
    abortCalls();
  };
  const claim = (key: string): void => {
    if (claimed.has(key)) throw new Error(`Two slots have the key ${key}: one ballot would be counted twice.`);
    claimed.add(key);
  };

  const duties = lanesOf(orders);
  const owed = duties.reduce((sum, duty) => sum + duty.owed, 0);
  const lanes: readonly { readonly lane: Lane; readonly fan: FanOut }[] = duties.map((duty) => {
    const gate = lane({
      ...duty,
      budget: purse,
      needs: (ask) => {
        const wants = at(appetites, ask.slot.judge);
        return { tokens: wants.tokens(ask), usd: wants.usdAtMost(ask) };
      },
      random,
      onStart: (ask) => {
        fan.begun(ask);
        window.moved();
      },
      onUsedUp: (limit) =>
        stop(
          limit,
          limit === 'calls' ? `the limit of ${limits.calls} calls` : `the budget of ${limits.usd} US dollars`,
        ),
      onBroken: (kind) => {
        stopped ??= kind;
        window.moved();
      },
    });
    const booth: Booth = {
      lane: gate,
      seatOf: (ask) => at(seats, ask.slot.judge),
      appetiteOf: (ask) => at(appetites, ask.slot.judge),
      budget: purse,
      limits,
      ledger,
      privacy,
      random,
      inFlight,
      tally: tallied,
      crashed: () => crash !== null,
      hurried: () => performance.now() - haltedAt > lookUpMs,
    };
    const fan = fanOut({ orders, booth, duty, claim });
    return { lane: gate, fan };
  });
  const window = rowWindow(lanes.map(({ fan }) => fan.runner));

  const counts = (): Counts => {
    const { known, unsettled } = purse.spent();
    const counted = tallied.counts();
    return {
      ...counted,
      owed,
      calls: purse.calls() - before.calls,
      retries: lanes.reduce((sum, { lane }) => sum + lane.report().retries, 0),
      usd: known - before.known,
      usdUnsettled: unsettled - before.unsettled,
      unknownUsd: counted.unknownUsd || unsettled > before.unsettled,
    };
  };
  const run = async (): Promise<Dispatched> => {
    drain.addEventListener('abort', onDrain);
    halt.addEventListener('abort', onHalt);
    try {
      if (drain.aborted) onDrain();
      if (halt.aborted) onHalt();
      await Promise.all(lanes.map(({ fan }) => fan.run(window).catch(onCrash)));
      if (crash !== null) throw crash.error;
      return {
        ...counts(),
        causes: tallied.causes(),
        wallMs: performance.now() - begun,
        serialMs: tallied.serialMs(),
        lanes: lanes.map(({ lane }) => lane.report()),
        stopped,
      };
    } finally {
      drain.removeEventListener('abort', onDrain);
      halt.removeEventListener('abort', onHalt);
    }
  };
  return { finished: run(), monitor: () => ({ ...counts(), lanes: lanes.map(({ lane }) => lane.monitor()) }) };
};
