import type { Vote } from './ballot.ts';
import type { Errand, FailureKind, Message, Sampling, Usage } from './model.ts';

/** One attempt at a call. `queuedMs` is the wait for a place in the lane, `latencyMs` the time on the wire. */
export type Attempt = {
  readonly startedAt: string; // ISO 8601
  readonly queuedMs: number;
  readonly latencyMs: number;
  readonly outcome: 'reply' | FailureKind;
  readonly status: number | null;
  readonly requestId: string | null;
  readonly retryAfterMs: number | null;
  readonly message: string | null;
};

/** Everything that is known of how a ballot came about. */
export type Trace = {
  readonly lane: string;
  readonly provider: string;
  readonly model: string;
  readonly requested: Sampling;
  readonly effective: Sampling | null; // null: no call was answered
  readonly messages: readonly Message[] | null; // null where the ledger keeps hashes only
  readonly responseModel: string | null;
  readonly responseId: string | null;
  readonly requestId: string | null;
  readonly finish: string | null;
  readonly usage: Usage | null;
  readonly usd: number | null; // null: unknown, which is not 0
  readonly attempts: readonly Attempt[];
};

/** A ballot as the ledger keeps it. `reply` is the raw text that came; `cause` says why there is no value, where there is none. */
export type BallotRecord = Errand & {
  readonly key: string;
  readonly vote: Vote;
  readonly cause: string | null;
  readonly reply: string | null;
  readonly trace: Trace;
};

/** What a verdict needs of a record. */
export type KeptBallot = {
  readonly vote: Vote;
  readonly cause: string | null;
  readonly usd: number | null;
  readonly latencyMs: number | null; // of the attempt that was answered
};

/** The port to where ballots are kept. A record under a known key takes the place of a failed one; anything else stays as it is. */
export type Ledger = Disposable & {
  /** Whether the ballot has come: cast, abstained or invalid. A failed one is still owed. */
  readonly isSettled: (key: string) => boolean;
  readonly get: (key: string) => KeptBallot | null;
  /** The reply's text as it came, for outputs that are judged later. */
  readonly replyOf: (key: string) => string | null;
  readonly record: (record: BallotRecord) => void;
  /** All records, in the order in which they came. */
  readonly records: () => Iterable<BallotRecord>;
};
