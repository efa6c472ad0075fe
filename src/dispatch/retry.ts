import type { Limits } from '../experiment.ts';
import type { ModelFailure } from '../model.ts';

/** What to do after a failed call: ask again after a pause, or give up. A pause of 0 waits for the lane alone. */
export type Retry = (failure: ModelFailure, now: number) => { readonly pauseMs: number } | 'give up';

const [baseMs, capMs, spreadMs] = [500, 30_000, 250] as const;
/**
 * A ballot may be rejected for the rate so many times the attempts that are allowed, or for so long: a minute's limit has passed many
 * times then. A storm of quick rejections is no reason to lose it.
 */
const patience = { times: 20, leastMs: 5 * 60_000, ms: 30 * 60_000 } as const;
/** A body that is no reply, or that does not end, is paid for: it is asked for three times at the most. */
const paidAttempts = 3;
/** No server's `Retry-After` holds longer. */
const longestPauseMs = 10 * 60_000;

/** The patience with one ballot. Rejections for the rate cost nothing and are nearly always answered in the end, so they have a cap of their own. */
export const retry = (limits: Limits, random: () => number): Retry => {
  let [strikes, paid, rejections] = [0, 0, 0];
  let since: number | null = null;
  return (failure, now) => {
    switch (failure.kind) {
      case 'bad':
      case 'quota':
      case 'auth':
      case 'aborted':
        return 'give up';
      case 'rate':
        since ??= now;
        rejections += 1;
        if (
          now - since > patience.ms ||
          (rejections >= limits.attempts * patience.times && now - since > patience.leastMs)
        )
          return 'give up';
        // With a Retry-After the whole lane cools down, this ballot with it.
        return { pauseMs: isTold(failure) ? 0 : jitter(rejections, random) };
      case 'contract':
      case 'deadline':
        paid += 1;
        strikes += 1;
        if (paid >= paidAttempts || strikes >= limits.attempts) return 'give up';
        return { pauseMs: jitter(strikes, random) };
      case 'overload':
      case 'transient':
        strikes += 1;
        if (strikes >= limits.attempts) return 'give up';
        return { pauseMs: isTold(failure) ? spread(failure.retryAfterMs, random) : jitter(strikes, random) };
    }
  };
};

/** A server's Retry-After, and up to a quarter of it (250 ms at the most), so that not everybody comes back at once. */
export const spread = (retryAfterMs: number, random: () => number): number =>
  Math.min(longestPauseMs, retryAfterMs) + random() * Math.min(spreadMs, retryAfterMs / 4);

/** A Retry-After of nothing tells nothing. */
export const isTold = (failure: ModelFailure): failure is ModelFailure & { readonly retryAfterMs: number } =>
  failure.retryAfterMs !== null && failure.retryAfterMs > 0;

/** Full jitter: uniform between nothing and a bound that doubles with every failure. */
const jitter = (failures: number, random: () => number): number =>
  random() * Math.min(capMs, baseMs * 2 ** Math.min(failures - 1, 10));
