import type { Limits } from '../experiment.ts';

/** A sum that is held back for one call. */
export type Hold = { readonly usd: number };

/** What a run may spend, as bounds that nothing passes: a call is sent only if the most it can cost still fits. */
export type Budget = {
  /** A hold; or 'wait', where calls in flight may leave something over, and `again` is called when one has ended; or the limit that is used up. */
  readonly reserve: (usd: number, again: () => void) => Hold | 'wait' | 'budget' | 'calls';
  /** Ends a hold: `usd` is what the call cost, null if nobody knows; then the hold counts as spent. */
  readonly settle: (hold: Hold, usd: number | null) => void;
  readonly calls: () => number;
  readonly spent: () => { readonly known: number; readonly unsettled: number };
};

export const budget = (limits: Pick<Limits, 'usd' | 'calls'>): Budget => {
  let [calls, held, holds, known, unsettled] = [0, 0, 0, 0, 0];
  let waiting = new Set<() => void>();
  return {
    reserve: (usd, again) => {
      if (limits.calls !== null && calls >= limits.calls) return 'calls';
      if (limits.usd !== null && known + unsettled + held + usd > limits.usd) {
        if (holds === 0) return 'budget';
        waiting.add(again);
        return 'wait';
      }
      calls += 1;
      holds += 1;
      held += usd;
      return { usd };
    },
    settle: (hold, usd) => {
      holds -= 1;
      // With nothing in flight nothing is held, whatever rounding has left over.
      held = holds === 0 ? 0 : held - hold.usd;
      if (usd === null) unsettled += hold.usd;
      else known += usd;
      const woken = waiting;
      waiting = new Set();
      for (const again of woken) again();
    },
    calls: () => calls,
    spent: () => ({ known, unsettled }),
  };
};
