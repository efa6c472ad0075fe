import type { Attempt, BallotRecord, KeptBallot, Trace } from '../ledger.ts';

/** What a verdict needs of a record. */
export const keptOf = ({ vote, cause, trace }: BallotRecord): KeptBallot => ({
  vote,
  cause,
  usd: trace.usd,
  latencyMs: answered(trace)?.latencyMs ?? null,
});

/** The attempt that was answered, if one was. */
export const answered = ({ attempts }: Trace): Attempt | null =>
  attempts.findLast(({ outcome }) => outcome === 'reply') ?? null;
