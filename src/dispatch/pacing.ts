import type { ModelFailure, ModelReply, RateLimits } from '../model.ts';
import type { Pace } from '../panel.ts';
import { bucket, type Mark } from './bucket.ts';
import { goodput } from './goodput.ts';
import { isTold, spread } from './retry.ts';
import { width } from './width.ts';

/** What was set aside for one call. */
export type Permit = {
  readonly tokens: number;
  readonly requestMark: Mark;
  readonly tokenMark: Mark;
  readonly paced: boolean; // it kept to a rate that is known
};

/** How fast one server may be called: its cool-down, the calls in flight, requests and tokens a minute. Times are of `performance.now()`. */
export type Pacing = {
  readonly width: () => number;
  /** How long until a call of so many tokens may leave; 0: now. */
  readonly waitMs: (tokens: number, now: number) => number;
  readonly take: (tokens: number, now: number) => Permit;
  readonly answered: (permit: Permit, reply: ModelReply, inFlight: number) => void;
  readonly failed: (permit: Permit, failure: ModelFailure) => void;
  readonly coolingMs: () => number;
  readonly rpm: () => number | null;
  readonly tpm: () => number | null;
  readonly cuts: () => number;
};

/** After these nobody knows whether the server has counted the call's tokens; rejected calls draw none. */
const perhapsCounted: ReadonlySet<ModelFailure['kind']> = new Set(['deadline', 'transient', 'contract', 'aborted']);
const [requestBurst, tokenBurst] = [1, 5] as const; // seconds' worth: a call's tokens come in one piece

export const pacing = (
  pace: Pace,
  { start, cap, random }: { readonly start: number; readonly cap: number; readonly random: () => number },
): Pacing => {
  const begun = performance.now();
  const bounds = width({ start, cap });
  const requests = bucket(pace.rpm, { burstSeconds: requestBurst, now: begun });
  const tokens = bucket(pace.tpm, { burstSeconds: tokenBurst, now: begun });
  const passed = goodput();
  let coolUntil = begun;

  const learn = ({ requestMark, tokenMark }: Permit, { limits }: Pick<ModelReply, 'limits'>, now: number): void => {
    if (limits === null) return;
    requests.learn(limits.requests, requestMark, now);
    tokens.learn(limits.tokens, tokenMark, now);
  };

  const pushedBack = ({ paced, requestMark }: Permit, failure: ModelFailure, now: number): void => {
    const { kind, limits } = failure;
    const usedUp = limits?.requests.remaining === 0 || limits?.tokens.remaining === 0;
    const forRate = usedUp || !paced || !requests.isTold();
    const reason = kind === 'overload' ? 'overload' : forRate ? 'rate' : 'unclear';
    bounds.pushedBack({ now, sentAt: requestMark.at, reason });
    if (kind === 'overload') return;
    const { storm, rate } = passed.rejected(now);
    if (paced && storm) requests.pushedBack(now);
    if (rate !== null) requests.guess(rate, now);
    if (!isTold(failure)) return;
    // The server has said when the call will pass, so the call need not be saved up for a second time.
    if (requests.isTold()) requests.give(1);
    coolUntil = Math.max(coolUntil, now + spread(failure.retryAfterMs, random));
  };

  return {
    width: bounds.value,
    waitMs: (needed, now) => Math.max(coolUntil - now, requests.waitMs(1, now), tokens.waitMs(needed, now)),
    take: (needed, now) => ({
      tokens: needed,
      paced: requests.perMinute() !== null || tokens.perMinute() !== null,
      requestMark: requests.take(1, now),
      tokenMark: tokens.take(needed, now),
    }),
    answered: (permit, reply, inFlight) => {
      const now = performance.now();
      bounds.succeeded(inFlight);
      passed.answered(now - permit.requestMark.at);
      tokens.give(permit.tokens - reply.usage.inputTokens - reply.usage.outputTokens);
      learn(permit, reply, now);
    },
    failed: (permit, failure) => {
      const now = performance.now();
      if (!perhapsCounted.has(failure.kind)) tokens.give(permit.tokens);
      learn(permit, { limits: isTold(failure) ? withoutReset(failure.limits) : failure.limits }, now);
      if (failure.kind === 'rate' || failure.kind === 'overload') pushedBack(permit, failure, now);
    },
    coolingMs: () => Math.max(0, Math.ceil(coolUntil - performance.now())),
    rpm: requests.perMinute,
    tpm: tokens.perMinute,
    cuts: bounds.cuts,
  };
};

/** Where a Retry-After came the lane keeps to that. */
const withoutReset = (limits: RateLimits | null): RateLimits | null =>
  limits === null
    ? null
    : { requests: { ...limits.requests, resetMs: null }, tokens: { ...limits.tokens, resetMs: null } };
