import type { ModelFailure, ModelReply } from '../model.ts';
import type { Pace } from '../panel.ts';
import type { Ask } from '../slot.ts';
import { bucket, type Mark } from './bucket.ts';
import type { Budget, Hold } from './budget.ts';
import { goodput } from './goodput.ts';
import type { LaneMonitor, LaneReport } from './orders.ts';
import { spread } from './retry.ts';
import { width } from './width.ts';

/** Leave to send one call, and what was set aside for it. */
export type Ticket = {
  readonly hold: Hold;
  readonly tokens: number;
  readonly requestMark: Mark;
  readonly tokenMark: Mark;
  readonly paced: boolean; // it kept to a rate that is known
};

/** One server's gate: first come, first served, through breaker, cool-down, width, request bucket, token bucket and budget. */
export type Lane = {
  readonly id: string;
  readonly cap: number; // the most calls in flight
  /** Waits for leave to send. `pauseMs` is null for a first call; null comes back once the lane is closed. */
  readonly admit: (ask: Ask, pauseMs: number | null) => Promise<Ticket | null>;
  readonly answered: (ticket: Ticket, reply: ModelReply) => void;
  readonly failed: (ticket: Ticket, failure: ModelFailure) => void;
  /** Nothing is sent any more, and all who wait go home. The first cause stays. */
  readonly close: (cause: string) => void;
  readonly closed: () => string | null;
  readonly width: () => number; // calls that may be in flight now
  readonly monitor: () => LaneMonitor;
  readonly report: () => LaneReport;
};

export type LaneOptions = {
  readonly pace: Pace;
  readonly cap: number;
  readonly start?: number; // calls in flight at first
  readonly budget: Budget;
  readonly needs: (ask: Ask) => { readonly tokens: number; readonly usd: number };
  readonly random: () => number;
  readonly onStart: (ask: Ask) => void; // a ballot's first call has leave
  readonly onUsedUp: (limit: 'budget' | 'calls') => void;
  readonly onBroken: (kind: 'quota' | 'auth') => void;
};

type Waiter = { readonly ask: Ask; readonly first: boolean; readonly go: (ticket: Ticket | null) => void };

const longestWaitMs = 60_000; // then the gate looks again

const now = (): number => performance.now();

export const lane = (id: string, options: LaneOptions): Lane => {
  const { pace, cap, start = 8, budget, needs, random, onStart, onUsedUp, onBroken } = options;
  const bounds = width({ start, cap });
  const requests = bucket(pace.rpm, { burstSeconds: 1, now: now() });
  const tokens = bucket(pace.tpm, { burstSeconds: 5, now: now() });
  const passed = goodput();
  const fresh: Waiter[] = []; // bounded by the fan-out, so shifting is cheap
  const again: Waiter[] = []; // they have waited longer
  const resting = new Map<Waiter, NodeJS.Timeout>();
  const count = { calls: 0, retries: 0, rateLimited: 0, overloaded: 0, peak: 0 };
  let [inFlight, coolUntil] = [0, 0];
  let closed: string | null = null;
  let broken: string | null = null;
  let timer: NodeJS.Timeout | undefined;

  const pump = (): void => {
    clearTimeout(timer);
    timer = undefined;
    for (;;) {
      const queue = again.length > 0 ? again : fresh;
      const [waiter] = queue; // none once the lane is closed
      if (waiter === undefined || inFlight >= bounds.value()) return;
      const time = now();
      const need = needs(waiter.ask);
      const wait = Math.max(coolUntil - time, requests.waitMs(1, time), tokens.waitMs(need.tokens, time));
      if (wait > 0) {
        timer = setTimeout(pump, Math.min(Math.ceil(wait), longestWaitMs));
        return;
      }
      const hold = budget.reserve(need.usd, pump);
      if (hold === 'wait') return;
      if (hold === 'budget' || hold === 'calls') {
        onUsedUp(hold);
        return;
      }
      queue.shift();
      inFlight += 1;
      count.calls += 1;
      if (!waiter.first) count.retries += 1;
      count.peak = Math.max(count.peak, inFlight);
      const [requestMark, tokenMark] = [requests.take(1, time), tokens.take(need.tokens, time)];
      if (waiter.first) onStart(waiter.ask);
      waiter.go({ hold, tokens: need.tokens, requestMark, tokenMark, paced: requests.isTold() || tokens.isTold() });
    }
  };

  const learn = ({ requestMark, tokenMark }: Ticket, { limits }: Pick<ModelReply, 'limits'>): void => {
    if (limits === null) return;
    requests.learn(limits.requests, requestMark, now());
    tokens.learn(limits.tokens, tokenMark, now());
  };

  const close = (cause: string): void => {
    if (closed !== null) return;
    closed = cause;
    clearTimeout(timer);
    for (const rest of resting.values()) clearTimeout(rest);
    for (const waiter of [...again.splice(0), ...resting.keys(), ...fresh.splice(0)]) waiter.go(null);
    resting.clear();
  };

  const pushedBack = ({ paced }: Ticket, failure: ModelFailure): void => {
    const { kind, limits } = failure;
    const usedUp = limits?.requests.remaining === 0 || limits?.tokens.remaining === 0;
    bounds.pushedBack(now(), kind === 'rate' && (usedUp || !paced));
    if (kind === 'overload') {
      count.overloaded += 1;
      return;
    }
    count.rateLimited += 1;
    if (paced) requests.pushedBack(now());
    const rate = passed.rejected(now());
    if (rate !== null) requests.guess(rate, now());
    if (failure.retryAfterMs !== null) coolUntil = Math.max(coolUntil, now() + spread(failure.retryAfterMs, random));
  };

  return {
    id,
    cap,
    admit: (ask, pauseMs) =>
      new Promise((go) => {
        if (closed !== null) {
          go(null);
          return;
        }
        const waiter = { ask, first: pauseMs === null, go };
        if (pauseMs === null || pauseMs === 0) {
          (waiter.first ? fresh : again).push(waiter);
          pump();
          return;
        }
        const rested = (): void => {
          resting.delete(waiter);
          again.push(waiter);
          pump();
        };
        resting.set(waiter, setTimeout(rested, pauseMs));
      }),
    answered: (ticket, reply) => {
      bounds.succeeded(inFlight);
      passed.answered(now() - ticket.requestMark.at);
      inFlight -= 1;
      tokens.give(ticket.tokens - reply.usage.inputTokens - reply.usage.outputTokens);
      learn(ticket, reply);
      pump();
    },
    failed: (ticket, failure) => {
      inFlight -= 1;
      const { kind } = failure;
      // Rejected calls draw no tokens; of the others nobody knows.
      if (kind !== 'deadline' && kind !== 'transient' && kind !== 'contract' && kind !== 'aborted')
        tokens.give(ticket.tokens);
      learn(ticket, failure);
      if (kind === 'rate' || kind === 'overload') pushedBack(ticket, failure);
      if ((kind === 'quota' || kind === 'auth') && broken === null) {
        broken = `${kind === 'quota' ? 'the quota is used up' : 'access was denied'} (${id}): ${failure.message}`;
        close(broken);
        onBroken(kind);
      }
      pump();
    },
    close,
    closed: () => closed,
    width: bounds.value,
    monitor: () => {
      const coolingMs = Math.max(0, Math.ceil(coolUntil - now()));
      const queued = fresh.length + again.length + resting.size;
      const idle = closed !== null || inFlight + queued === 0;
      const state = broken !== null ? 'broken' : idle ? 'idle' : coolingMs > 0 ? 'cooling' : 'open';
      const [rpm, tpm] = [requests.perMinute(), tokens.perMinute()];
      return { lane: id, state, inFlight, width: bounds.value(), queued, rpm, tpm, coolingMs, cause: closed };
    },
    report: () => ({
      lane: id,
      asked: cap,
      peakInFlight: count.peak,
      calls: count.calls,
      retries: count.retries,
      rateLimited: count.rateLimited,
      overloaded: count.overloaded,
      cuts: bounds.cuts(),
      broken,
    }),
  };
};
