import type { Limits } from '../experiment.ts';
import { appetite } from './appetite.ts';
import { budget } from './budget.ts';
import type { Booth } from './cast.ts';
import { fanOut, type FanOut } from './fan-out.ts';
import { lane, type Lane } from './lane.ts';
import type { Counts, Dispatched, Dispatching, Orders, Seat, Stop } from './orders.ts';
import { rowWindow } from './rows.ts';
import { tally } from './tally.ts';

const stoppedByUser = 'stopped by the user';
const defaultCap = 256; // beyond it one process measures its own queues rather than the server's latency

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
  const purse = budget(limits);
  const inFlight = new Set<() => void>();
  const appetites = seats.map(({ price }) => appetite(price));
  const keys = new Set<string>();
  let stopped: Stop | null = null;
  let crash: { readonly error: unknown } | null = null;

  const closeAll = (cause: string): void => {
    for (const { lane } of lanes) lane.close(cause);
    window.moved();
  };
  const stop = (why: Stop, cause: string): void => {
    if (stopped === null || why === 'halted' || stopped === 'quota' || stopped === 'auth') stopped = why;
    closeAll(cause);
  };
  const abortCalls = (): void => {
    for (const abort of inFlight) abort();
  };
  const onDrain = (): void => stop('drained', stoppedByUser);
  const onHalt = (): void => {
    stop('halted', stoppedByUser);
    abortCalls();
  };
  const onCrash = (error: unknown): void => {
    crash ??= { error };
    closeAll('the run broke off');
    abortCalls();
  };
  const claim = (key: string): void => {
    if (keys.has(key)) throw new Error(`Two slots have the key ${key}: a ballot would be counted twice.`);
    keys.add(key);
  };

  const owed = owedByLane(orders);
  const lanes: readonly { readonly lane: Lane; readonly fan: FanOut }[] = [...owed].map(([id, { own, count }]) => {
    const gate: Lane = lane(id, {
      pace: slowest(own),
      cap: capOf(own, limits),
      budget: purse,
      needs: (ask) => {
        const appetite = appetites[ask.slot.judge];
        return { tokens: appetite?.tokens(ask) ?? 0, usd: appetite?.usdAtMost(ask) ?? 0 };
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
    };
    const isOwn: Parameters<typeof fanOut>[0]['isOwn'] = ({ judge }) => at(seats, judge).lane === id;
    const fan: FanOut = fanOut({ orders, booth, isOwn, claim, owed: count });
    return { lane: gate, fan };
  });
  const window = rowWindow(lanes.map(({ fan }) => fan.runner));

  const counts = (): Counts => {
    const { known, unsettled } = purse.spent();
    const tallies = tallied.counts();
    return {
      ...tallies,
      owed: [...owed.values()].reduce((sum, { count }) => sum + count, 0),
      calls: purse.calls(),
      retries: lanes.reduce((sum, { lane }) => sum + lane.report().retries, 0),
      usd: known,
      usdUnsettled: unsettled,
      unknownUsd: tallies.unknownUsd || unsettled > 0,
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
      const causes = tallied.causes();
      const [wallMs, serialMs] = [performance.now() - begun, tallied.serialMs()];
      return { ...counts(), causes, wallMs, serialMs, lanes: lanes.map(({ lane }) => lane.report()), stopped };
    } finally {
      drain.removeEventListener('abort', onDrain);
      halt.removeEventListener('abort', onHalt);
    }
  };
  return { finished: run(), monitor: () => ({ ...counts(), lanes: lanes.map(({ lane }) => lane.monitor()) }) };
};

const at = <T>(list: readonly T[], index: number): T => {
  const item = list[index];
  if (item === undefined) throw new RangeError(`There is no judge number ${index}.`);
  return item;
};

/** How many slots each lane owes, kept ones included, in the order of the judges. */
const owedByLane = ({ rows, slots, seats }: Orders): Map<string, { own: readonly Seat[]; count: number }> => {
  const lanes = new Map<string, { own: readonly Seat[]; count: number }>();
  for (const [id, own] of Map.groupBy(seats, ({ lane }) => lane)) lanes.set(id, { own, count: 0 });
  for (let row = 0; row < rows; row += 1) {
    for (const { judge } of slots(row)) {
      const lane = lanes.get(at(seats, judge).lane);
      if (lane !== undefined) lane.count += 1;
    }
  }
  return lanes;
};

/** The slowest pace that any judge of a lane declares. */
const slowest = (seats: readonly Seat[]): Seat['pace'] => {
  const least = (of: (pace: Seat['pace']) => number | null): number | null => {
    const declared = seats.flatMap(({ pace }) => of(pace) ?? []);
    return declared.length === 0 ? null : Math.min(...declared);
  };
  return { rpm: least(({ rpm }) => rpm), tpm: least(({ tpm }) => tpm), concurrency: least((pace) => pace.concurrency) };
};

const capOf = (seats: readonly Seat[], limits: Limits): number =>
  Math.max(1, Math.floor(slowest(seats).concurrency ?? limits.concurrency ?? defaultCap));
