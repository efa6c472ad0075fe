import type { ModelFailure } from '../model.ts';

/** What ends a lane: nothing more is to be had of its server. */
export type Breakage = 'quota' | 'auth' | 'unreachable';

export const isBreakage = (stop: string): stop is Breakage =>
  stop === 'quota' || stop === 'auth' || stop === 'unreachable';

/** Tells when a lane is to be given up. */
export type Breaker = {
  readonly answered: () => void;
  /** What the failure says of the whole lane; null: nothing, it concerns the one call. */
  readonly failed: (failure: ModelFailure) => Breakage | null;
};

/** So many connections in a row that came to nothing are no accident, where there was never an answer. */
const enough = 20;

export const breaker = (): Breaker => {
  let heard = false;
  let inVain = 0;
  return {
    answered: () => {
      heard = true;
    },
    failed: ({ kind, status }) => {
      if (kind === 'quota' || kind === 'auth') return kind;
      // A refusal is an answer too: somebody is there.
      heard ||= status !== null;
      if (heard) return null;
      if (kind !== 'transient') {
        inVain = 0;
        return null;
      }
      inVain += 1;
      return inVain >= enough ? 'unreachable' : null;
    },
  };
};

/** Why a lane was given up, in words. */
export const causeOf = (breakage: Breakage, lane: string, { message }: ModelFailure): string => {
  switch (breakage) {
    case 'quota':
      return `the quota is used up (${lane}): ${message}`;
    case 'auth':
      return `access was denied (${lane}): ${message}`;
    case 'unreachable':
      return `nothing answers (${lane}): ${message}; is the server running?`;
  }
};
