import type { RateWindow } from '../model.ts';

/** What a bucket had given out when a call left. */
export type Mark = { readonly at: number; readonly taken: number };

/** A token bucket: so much a minute, and no more at once than its burst. Times are milliseconds of one monotonic clock. */
export type Bucket = {
  readonly perMinute: () => number | null;
  /** How long until `amount` may be taken; 0: now. What exceeds the burst waits for a full bucket and leaves a debt. */
  readonly waitMs: (amount: number, now: number) => number;
  readonly take: (amount: number, now: number) => Mark;
  readonly give: (amount: number) => void;
  readonly learn: (window: RateWindow, mark: Mark, now: number) => void;
  /** A rate that was measured; it stands until the server tells one, and never above what was declared. */
  readonly guess: (perMinute: number, now: number) => void;
  /** Whether the server has told the rate. */
  readonly isTold: () => boolean;
  /** A call that kept to this bucket was rejected: the server's is smaller, or emptier. */
  readonly pushedBack: (now: number) => void;
};

/** Where the server's bucket is all but empty, every late packet is a rejection: so much less lets it gain a little. */
const ease = 0.98;
const stormMs = 1000;
const forgivenMs = 30_000; // then the burst doubles again
const longestResetMs = 60_000; // limits are by the minute; who says longer is asked again

/**
 * A guessed rate is too low until it is rejected, so it grows: by shares a second, fast until it has once proved too high, slowly
 * from then on, and faster again once it has long been good. Then it falls by a fifth at the most.
 */
const growth = { unproven: 0.2, proven: 0.01, forLong: 0.05, longMs: 15_000, fall: 0.8 } as const;

/** `declared` is a rate a minute that holds whatever the server says; null: none is known yet, and nothing is held back. */
export const bucket = (
  declared: number | null,
  { burstSeconds, now: start }: { readonly burstSeconds: number; readonly now: number },
): Bucket => {
  let rate = declared;
  let scarce = false;
  let known: 'declared' | 'told' | 'unproven' | 'proven' = 'declared';
  let seconds = burstSeconds;
  let taken = 0;
  let newest = start;
  let emptyUntil = start; // where no rate is known
  let filledAt = start;
  let pushedAt = Number.NEGATIVE_INFINITY;
  const burst = (): number => (rate === null ? Number.POSITIVE_INFINITY : Math.max(1, (rate / 60) * seconds));
  let level = burst();
  let guessedAt = start;
  const isGuess = (): boolean => known === 'unproven' || known === 'proven';
  const growthAt = (now: number): number => {
    if (known === 'unproven') return growth.unproven;
    return now - guessedAt > growth.longMs ? growth.forLong : growth.proven;
  };
  const fill = (now: number): void => {
    if (rate !== null) {
      const passed = (now - filledAt) / 1000;
      if (isGuess()) rate = Math.min(declared ?? Number.POSITIVE_INFINITY, rate * (1 + passed * growthAt(now)));
      if (seconds < burstSeconds && now - pushedAt > forgivenMs) {
        seconds = Math.min(burstSeconds, seconds * 2);
        pushedAt = now;
      }
      level = Math.min(burst(), level + (passed * rate * (scarce ? ease : 1)) / 60);
    }
    filledAt = now;
  };
  const setRate = (perMinute: number, now: number): void => {
    fill(now);
    rate = Math.min(declared ?? perMinute, perMinute);
    level = Math.min(level, burst());
  };
  return {
    perMinute: () => rate,
    waitMs: (amount, now) => {
      if (rate === null) return Math.max(0, emptyUntil - now);
      fill(now);
      // A hair less than asked for counts as enough: sums of floating parts never quite reach it.
      const missing = Math.min(amount, burst()) - level - 1e-9;
      return missing <= 0 ? 0 : (missing * 60_000) / rate;
    },
    take: (amount, now) => {
      fill(now);
      level -= amount;
      taken += amount;
      return { at: now, taken };
    },
    give: (amount) => {
      level = Math.min(burst(), level + amount);
      taken -= amount;
    },
    learn: (window, mark, now) => {
      // Replies come out of order: what an older call was told is no news.
      if (mark.at < newest) return;
      newest = mark.at;
      if (window.limit !== null && window.limit > 0) {
        setRate(window.limit, now);
        known = 'told';
      }
      // With a rate the bucket refills all the time, and what is needed is there long before it is whole again.
      if (rate === null && window.remaining === 0) emptyUntil = now + Math.min(window.resetMs ?? 0, longestResetMs);
      if (rate === null || window.remaining === null) return;
      fill(now);
      scarce = window.remaining < 2;
      // The server counted when the call arrived: since then its bucket has refilled, and later calls have drawn on it.
      const left = window.remaining + ((now - mark.at) * rate) / 60_000 - (taken - mark.taken);
      level = Math.min(level, Math.max(0, left) + 1); // the server tells whole tokens only
    },
    guess: (perMinute, now) => {
      if (known === 'told') return;
      known = rate === null ? 'unproven' : 'proven';
      guessedAt = now;
      setRate(Math.max(perMinute, (rate ?? 0) * growth.fall), now);
    },
    isTold: () => known === 'told',
    pushedBack: (now) => {
      fill(now);
      // One storm is one sign, however many calls it hits.
      if (now - pushedAt < stormMs) return;
      pushedAt = now;
      seconds /= 2;
      level = Math.min(level, burst());
    },
  };
};
