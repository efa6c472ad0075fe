/** How many calls a lane lets fly: additive increase, multiplicative decrease (Chiu & Jain 1989), after a slow start (Jacobson 1988). */
export type Width = {
  readonly value: () => number; // whole, from 1 to the cap
  readonly cuts: () => number;
  readonly succeeded: (inFlight: number) => void;
  readonly pushedBack: (told: PushBack) => void;
};

/** A call that left at `sentAt` was not taken. The rate says nothing about how many calls may fly; `unclear`: it may have been either. */
type PushBack = {
  readonly now: number;
  readonly sentAt: number;
  readonly reason: 'overload' | 'rate' | 'unclear';
};

const [cut, overshoot, cutEveryMs] = [0.7, 0.5, 1000] as const;

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
    pushedBack: ({ now, sentAt, reason }) => {
      // One storm is one sign, however many calls it hits; but an overload after the cut shows that one was not enough.
      if (now - lastCut < cutEveryMs && (reason !== 'overload' || sentAt <= lastCut)) return;
      lastCut = now;
      cuts += 1;
      // Doubling goes too far by as much again.
      limit = Math.max(1, limit * (slowStart && reason === 'overload' ? overshoot : cut));
      if (reason !== 'rate') slowStart = false;
    },
  };
};
