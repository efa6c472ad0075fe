/** Measures the rate that a server lets through, where it does not tell it. */
export type Goodput = {
  readonly answered: (latencyMs: number) => void;
  /** A call was rejected for the rate. */
  readonly rejected: (now: number) => Rejection;
};

/**
 * `storm`: so many of the last calls were rejected that the rate must have been too high; a rejection now and then has other causes.
 * `rate` is what came through since the last storm, a minute; null until that is long enough ago to tell.
 */
type Rejection = { readonly storm: boolean; readonly rate: number | null };

const least = { ms: 1000, replies: 5, latencies: 4 } as const;
const memory = 10; // calls
const stormy = 0.2; // of them: three in a row, say

/** From one storm to the next a server's bucket is as empty at the end as it was at the beginning: what came through is its rate. */
export const goodput = (): Goodput => {
  let since: number | null = null;
  let [replies, latency, share] = [0, 0, 0];
  return {
    answered: (latencyMs) => {
      share -= share / memory;
      replies += 1;
      latency += (latencyMs - latency) / Math.min(replies, 20);
    },
    rejected: (now) => {
      share += (1 - share) / memory;
      if (share < stormy) return { storm: false, rate: null };
      const passed = since === null ? 0 : now - since;
      // Replies come a latency after they were let through, so the time must be long against it.
      const soon = passed < Math.max(least.ms, least.latencies * latency) || replies < least.replies;
      if (since !== null && soon) return { storm: true, rate: null };
      const rate = since === null ? null : (replies / passed) * 60_000;
      since = now;
      replies = 0;
      return { storm: true, rate };
    },
  };
};
