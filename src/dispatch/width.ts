/** How many calls a lane lets fly: additive increase, multiplicative decrease (Chiu & Jain 1989), after a slow start (Jacobson 1988). */
export type Width = {
  readonly value: () => number; // whole, from 1 to the cap
  readonly cuts: () => number;
  readonly succeeded: (inFlight: number) => void;
  /** `forRate`: it was plainly for the rate, which says nothing about how many calls may fly. */
  readonly pushedBack: (now: number, forRate: boolean) => void;
};

const [cut, cutEveryMs] = [0.7, 1000] as const;

/**
 * Begins at `start`, doubles with each round trip until the server first pushes back, and grows by one a round trip from then on.
 * Where only the rate was too high it narrows as well, and doubles again: buckets hold the rate.
 */
export const width = ({ start, cap }: { readonly start: number; readonly cap: number }): Width => {
  let limit = Math.max(1, Math.min(start, cap));
  let [cuts, slowStart] = [0, true];
  let lastCut = Number.NEGATIVE_INFINITY;
  return {
    value: () => Math.floor(limit),
    cuts: () => cuts,
    succeeded: (inFlight) => {
      // A lane that does not fill its width has learned nothing about a wider one.
      if (inFlight < Math.floor(limit)) return;
      limit = Math.min(cap, limit + (slowStart ? 1 : 1 / limit));
    },
    pushedBack: (now, forRate) => {
      if (!forRate) slowStart = false;
      // One storm is one sign, however many calls it hits.
      if (now - lastCut < cutEveryMs) return;
      lastCut = now;
      cuts += 1;
      limit = Math.max(1, limit * cut);
    },
  };
};
