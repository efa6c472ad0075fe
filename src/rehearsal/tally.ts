import { rateLimit, type BucketState, type Limits } from './rate-limit.ts';
import type { WireUsage } from './wire.ts';

/** What one model's callers met. */
type ModelStats = {
  readonly requests: number; // that passed the checks
  readonly replies: number;
  readonly rateLimited: number;
  readonly overloaded: number;
  readonly peakInFlight: number;
};

/** What the server saw. `requests` counts all of them, `refused` those that no live service would have taken. */
export type ServerStats = ModelStats & {
  readonly refused: number;
  readonly perModel: Readonly<Record<string, ModelStats>>;
};

type Place =
  | { readonly kind: 'admitted'; readonly leave: () => void }
  | { readonly kind: 'overloaded' }
  | {
      readonly kind: 'limited';
      readonly by: 'requests' | 'tokens';
      readonly perMinute: number;
      readonly waitMs: number;
    };

type Lane = {
  readonly admit: (tokens: number) => Place;
  /** Settles the tokens that were reserved with those that were used. */
  readonly replied: (reserved: number, usage: WireUsage | null) => void;
  readonly state: () => { requests: BucketState | null; tokens: BucketState | null };
};

export type Tallies = {
  requests: number;
  refused: number;
  readonly lane: (model: string) => Lane;
  readonly stats: () => ServerStats;
};

/** Counts and limits, for all models and for each. */
export const tallies = (limits: Limits): Tallies => {
  const models = new Map<string, { lane: Lane; stats: ModelStats }>();
  let [inFlight, peakInFlight] = [0, 0];

  const laneOf = (): { lane: Lane; stats: ModelStats } => {
    const limit = rateLimit(limits);
    const stats = { requests: 0, replies: 0, rateLimited: 0, overloaded: 0, peakInFlight: 0 };
    let mine = 0;
    const admit = (tokens: number): Place => {
      stats.requests += 1;
      if (mine >= (limits.maxInFlight ?? Infinity)) {
        stats.overloaded += 1;
        return { kind: 'overloaded' };
      }
      const lack = limit.take(tokens);
      if (lack !== null) {
        stats.rateLimited += 1;
        return { kind: 'limited', ...lack };
      }
      [mine, inFlight] = [mine + 1, inFlight + 1];
      stats.peakInFlight = Math.max(stats.peakInFlight, mine);
      peakInFlight = Math.max(peakInFlight, inFlight);
      return { kind: 'admitted', leave: () => ([mine, inFlight] = [mine - 1, inFlight - 1]) };
    };
    const replied = (reserved: number, usage: WireUsage | null): void => {
      stats.replies += 1;
      if (usage !== null) limit.giveBack(reserved - usage.input - usage.output);
    };
    return { lane: { admit, replied, state: limit.state }, stats };
  };

  const tally: Tallies = {
    requests: 0,
    refused: 0,
    lane: (model) => {
      const known = models.get(model);
      if (known !== undefined) return known.lane;
      const made = laneOf();
      models.set(model, made);
      return made.lane;
    },
    stats: () => {
      const all = [...models.values()].map(({ stats }) => stats);
      const sum = (name: keyof ModelStats): number => all.reduce((total, stats) => total + stats[name], 0);
      return {
        requests: tally.requests,
        refused: tally.refused,
        replies: sum('replies'),
        rateLimited: sum('rateLimited'),
        overloaded: sum('overloaded'),
        peakInFlight,
        perModel: Object.fromEntries([...models].map(([model, { stats }]) => [model, { ...stats }])),
      };
    },
  };
  return tally;
};
