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
  /** A rate that was measured rather than told; it stands until the server tells one. */
  readonly guess: (perMinute: number, now: number) => void;
  /** Whether the rate was declared or told by the server. */
  readonly isTold: () => boolean;
  /** A call that kept to this bucket was rejected: the server's is smaller, or emptier. */
  readonly pushedBack: (now: number) => void;
};

const leastBurstMs = 5; // beside the one: what a late timer may make good
const stormMs = 1000;
const forgivenMs = 30_000; // then the burst doubles again

/** A guessed rate is tried higher all the time, and faster once it has long been good: it can only be learned by its being too high. */
const growth = { perSecond: 0.005, quietMs: 15_000, quietPerSecond: 0.05 } as const;

/** `declared` is a rate a minute that holds whatever the server says; null: none is known yet, and nothing is held back. */
export const bucket = (
  declared: number | null,
  { burstSeconds, now: start }: { readonly burstSeconds: number; readonly now: number },
): Bucket => {
  let rate = declared;
  let guessed = false;
  let seconds = burstSeconds;
  let taken = 0;
  let newest = start;
  let filledAt = start;
  let pushedAt = Number.NEGATIVE_INFINITY;
  const burst = (): number =>
    rate === null ? Number.POSITIVE_INFINITY : Math.max(1 + (rate * leastBurstMs) / 60_000, (rate / 60) * seconds);
  let level = burst();
  const fill = (now: number): void => {
    if (rate !== null) {
      const passed = (now - filledAt) / 1000;
      if (guessed) rate *= 1 + passed * (now - pushedAt > growth.quietMs ? growth.quietPerSecond : growth.perSecond);
      if (seconds < burstSeconds && now - pushedAt > forgivenMs) {
        seconds = Math.min(burstSeconds, seconds * 2);
        pushedAt = now;
      }
      level = Math.min(burst(), level + (passed * rate) / 60);
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
      if (rate === null) return 0;
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
        guessed = false;
      }
      if (rate === null || window.remaining === null) return;
      fill(now);
      // The server counted when the call arrived: since then its bucket has refilled, and later calls have drawn on it.
      const left = window.remaining + ((now - mark.at) * rate) / 60_000 - (taken - mark.taken);
      level = Math.min(level, Math.max(0, left) + 1); // the server tells whole tokens only
    },
    guess: (perMinute, now) => {
      if (rate !== null && !guessed) return;
      setRate(perMinute, now);
      guessed = true;
    },
    isTold: () => rate !== null && !guessed,
    pushedBack: (now) => {
      fill(now);
      // One storm is one sign, however many calls it hits.
      if (now - pushedAt > stormMs) seconds /= 2;
      pushedAt = now;
      level = Math.min(level, burst());
    },
  };
};
