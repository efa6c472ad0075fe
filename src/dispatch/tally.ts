import type { Vote } from '../ballot.ts';
import type { Counts } from './orders.ts';

/** What has become of the slots so far. */
export type Tally = {
  readonly kept: () => void;
  readonly done: (vote: Vote) => void;
  readonly answered: (latencyMs: number, usd: number | null) => void;
  readonly notRun: (cause: string) => void;
  readonly causes: () => ReadonlyMap<string, number>;
  readonly serialMs: () => number;
  readonly counts: () => Pick<Counts, 'kept' | 'done' | 'notRun' | 'unknownUsd'>;
};

export const tally = (): Tally => {
  const done = { cast: 0, abstained: 0, invalid: 0, failed: 0 };
  const causes = new Map<string, number>();
  let [kept, notRun, serialMs] = [0, 0, 0];
  let unknownUsd = false;
  return {
    kept: () => {
      kept += 1;
    },
    done: ({ kind }) => {
      done[kind] += 1;
    },
    answered: (latencyMs, usd) => {
      serialMs += latencyMs;
      unknownUsd ||= usd === null;
    },
    notRun: (cause) => {
      notRun += 1;
      causes.set(cause, (causes.get(cause) ?? 0) + 1);
    },
    causes: () => causes,
    serialMs: () => serialMs,
    counts: () => ({ kept, done: { ...done }, notRun, unknownUsd }),
  };
};
