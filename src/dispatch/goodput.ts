/** Measures the rate that a server lets through, where it does not tell it. */
export type Goodput = {
  readonly answered: (latencyMs: number) => void;
  /** A call was rejected for the rate. Gives the replies a minute since the last such time, once that is long enough ago to tell. */
  readonly rejected: (now: number) => number | null;
};

const least = { ms: 1000, replies: 5, latencies: 4 } as const;

/** From one rejection to the next a server's bucket is as empty at the end as it was at the beginning: what came through is its rate. */
export const goodput = (): Goodput => {
  let since: number | null = null;
  let [replies, latency] = [0, 0];
  return {
    answered: (latencyMs) => {
      replies += 1;
      latency += (latencyMs - latency) / Math.min(replies, 20);
    },
    rejected: (now) => {
      const passed = since === null ? 0 : now - since;
      // Replies come a latency after they were let through, so the time must be long against it.
      if (since !== null && (passed < Math.max(least.ms, least.latencies * latency) || replies < least.replies))
        return null;
      const rate = since === null ? null : (replies / passed) * 60_000;
      since = now;
      replies = 0;
      return rate;
    },
  };
};
