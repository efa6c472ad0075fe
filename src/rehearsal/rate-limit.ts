/** A bucket as headers tell of it: what a minute refills, what is left, and when it is full again. */
export type BucketState = { readonly perMinute: number; readonly remaining: number; readonly resetMs: number };

export type Limits = {
  readonly rpm?: number;
  readonly tpm?: number;
  readonly burstSeconds?: number; // how much of a minute's refill a bucket holds; 10 unless told
  readonly maxInFlight?: number;
};

/** One model's limits: requests and tokens a minute, each a bucket that drips. */
export type RateLimit = {
  /** Takes a request and its tokens, or says which bucket lacks them and for how long. */
  readonly take: (tokens: number) => { readonly by: 'requests' | 'tokens'; perMinute: number; waitMs: number } | null;
  /** Gives back tokens that were reserved and not used; a negative number charges more. */
  readonly giveBack: (tokens: number) => void;
  readonly state: () => { requests: BucketState | null; tokens: BucketState | null };
};

export const rateLimit = (
  { rpm, tpm, burstSeconds = 10 }: Limits,
  now: () => number = () => performance.now(),
): RateLimit => {
  const requests = rpm === undefined ? null : bucket(rpm, burstSeconds, now);
  const tokens = tpm === undefined ? null : bucket(tpm, burstSeconds, now);
  return {
    take: (cost) => {
      const wait = requests?.waitMs(1) ?? 0;
      const tokenWait = tokens?.waitMs(cost) ?? 0;
      if (wait > 0 || tokenWait > 0) {
        return wait >= tokenWait
          ? { by: 'requests', perMinute: rpm ?? 0, waitMs: wait }
          : { by: 'tokens', perMinute: tpm ?? 0, waitMs: tokenWait };
      }
      requests?.add(-1);
      tokens?.add(-cost);
      return null;
    },
    giveBack: (cost) => tokens?.add(cost),
    state: () => ({ requests: requests?.state() ?? null, tokens: tokens?.state() ?? null }),
  };
};

/** Holds `seconds` worth of its refill, and one request at least. A cost above that waits for a full bucket, or it would wait for ever. */
const bucket = (perMinute: number, seconds: number, now: () => number) => {
  const capacity = Math.max(1, (perMinute * seconds) / 60);
  const perMs = perMinute / 60_000;
  let [level, at] = [capacity, now()];
  const drip = (): void => {
    const time = now();
    level = Math.min(capacity, level + (time - at) * perMs);
    at = time;
  };
  return {
    waitMs: (cost: number): number => {
      drip();
      const missing = Math.min(cost, capacity) - level;
      // A rounding error of the drip is no lack.
      return missing > 1e-9 * capacity ? Math.max(1, missing / perMs) : 0;
    },
    add: (cost: number): void => {
      drip();
      level = Math.min(capacity, level + cost);
    },
    state: (): BucketState => {
      drip();
      return { perMinute, remaining: Math.max(0, Math.floor(level)), resetMs: Math.ceil((capacity - level) / perMs) };
    },
  };
};
