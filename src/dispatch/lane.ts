import type { ModelFailure, ModelReply } from '../model.ts';
import type { Pace } from '../panel.ts';
import type { Ask } from '../slot.ts';
import type { Budget, Hold } from './budget.ts';
import type { LaneMonitor, LaneReport } from './orders.ts';
import { breaker, causeOf, type Breakage } from './breaker.ts';
import { pacing, type Permit } from './pacing.ts';

/** Leave to send one call, and what was set aside for it. */
type Ticket = { readonly hold: Hold; readonly permit: Permit };

/** One server's gate: first come, first served, through breaker, cool-down, width, request bucket, token bucket and budget. */
export type Lane = {
  readonly id: string;
  readonly cap: number; // the most calls in flight
  /** Waits for leave to send. `pauseMs` is null for a first call; null comes back once the lane is closed. */
  readonly admit: (ask: Ask, pauseMs: number | null) => Promise<Ticket | null>;
  readonly answered: (ticket: Ticket, reply: ModelReply) => void;
  /** True if the failure is the lane's and not the ballot's: the lane is broken, and the ballot was not run. */
  readonly failed: (ticket: Ticket, failure: ModelFailure) => boolean;
  /** Nothing is sent any more, and all who wait go home. The first cause stays. */
  readonly close: (cause: string) => void;
  readonly closed: () => string | null;
  readonly width: () => number; // calls that may be in flight now
  readonly monitor: () => LaneMonitor;
  readonly report: () => LaneReport;
};

export type LaneOptions = {
  readonly id: string;
  readonly pace: Pace;
  readonly cap: number;
  readonly start: number; // calls in flight at first
  readonly budget: Budget;
  readonly needs: (ask: Ask) => { readonly tokens: number; readonly usd: number };
  readonly random: () => number;
  readonly onStart: (ask: Ask) => void; // a ballot's first call has leave
  readonly onUsedUp: (limit: 'budget' | 'calls') => void;
  readonly onBroken: (kind: Breakage) => void;
};

type Waiter = { readonly ask: Ask; readonly first: boolean; readonly go: (ticket: Ticket | null) => void };

const longestWaitMs = 60_000; // then the gate looks again

export const lane = (options: LaneOptions): Lane => {
  const { id, pace, cap, start, budget, needs, random, onStart, onUsedUp, onBroken } = options;
  const paced = pacing(pace, { start, cap, random });
  const fresh: Waiter[] = []; // bounded by the fan-out, so shifting is cheap
  const again: Waiter[] = []; // they have waited longer
  const resting = new Map<Waiter, NodeJS.Timeout>();
  const count = { calls: 0, retries: 0, rateLimited: 0, overloaded: 0, peakInFlight: 0 };
  let inFlight = 0;
  let closed: string | null = null;
  let broken: string | null = null;
  const breaks = breaker();
  let timer: NodeJS.Timeout | undefined;

  const pump = (): void => {
    clearTimeout(timer);
    for (;;) {
      const queue = again.length > 0 ? again : fresh;
      const [waiter] = queue; // none once the lane is closed
      if (waiter === undefined || inFlight >= paced.width()) return;
      const now = performance.now();
      const { tokens, usd } = needs(waiter.ask);
      const waitMs = paced.waitMs(tokens, now);
      if (waitMs > 0) {
        timer = setTimeout(pump, Math.min(Math.ceil(waitMs), longestWaitMs));
        return;
      }
      const hold = budget.reserve(usd, pump);
      if (hold === 'wait') return;
      if (hold === 'budget' || hold === 'calls') {
        onUsedUp(hold);
        return;
      }
      queue.shift();
      inFlight += 1;
      count.calls += 1;
      if (!waiter.first) count.retries += 1;
      count.peakInFlight = Math.max(count.peakInFlight, inFlight);
      const permit = paced.take(tokens, now);
      if (waiter.first) onStart(waiter.ask);
      waiter.go({ hold, permit });
    }
  };

  const close = (cause: string): void => {
    if (closed !== null) return;
    closed = cause;
    clearTimeout(timer);
    for (const rest of resting.values()) clearTimeout(rest);
    for (const waiter of [...again.splice(0), ...resting.keys(), ...fresh.splice(0)]) waiter.go(null);
    resting.clear();
  };

  const join = (waiter: Waiter): void => {
    (waiter.first ? fresh : again).push(waiter);
    pump();
  };
  const rest = (waiter: Waiter, pauseMs: number): void => {
    const rested = (): void => {
      resting.delete(waiter);
      join(waiter);
    };
    resting.set(waiter, setTimeout(rested, pauseMs));
  };

  return {
    id,
    cap,
    admit: (ask, pauseMs) =>
      new Promise((go) => {
        const waiter = { ask, first: pauseMs === null, go };
        if (closed !== null) go(null);
        else if (pauseMs === null || pauseMs === 0) join(waiter);
        else rest(waiter, pauseMs);
      }),
    answered: ({ permit }, reply) => {
      breaks.answered();
      paced.answered(permit, reply, inFlight);
      inFlight -= 1;
      pump();
    },
    failed: ({ permit }, failure) => {
      const { kind } = failure;
      inFlight -= 1;
      paced.failed(permit, failure);
      if (kind === 'rate') count.rateLimited += 1;
      if (kind === 'overload') count.overloaded += 1;
      const breakage = breaks.failed(failure);
      if (breakage !== null && broken === null) {
        broken = causeOf(breakage, id, failure);
        close(broken);
        onBroken(breakage);
      }
      pump();
      return breakage !== null;
    },
    close,
    closed: () => closed,
    width: paced.width,
    monitor: () => {
      const coolingMs = paced.coolingMs();
      const queued = fresh.length + again.length + resting.size;
      const idle = inFlight + queued === 0;
      const state = broken !== null ? 'broken' : idle ? 'idle' : coolingMs > 0 ? 'cooling' : 'open';
      const [rpm, tpm] = [paced.rpm(), paced.tpm()];
      return { lane: id, state, inFlight, width: paced.width(), queued, rpm, tpm, coolingMs, cause: closed };
    },
    report: () => ({ lane: id, asked: cap, ...count, cuts: paced.cuts(), broken }),
  };
};
