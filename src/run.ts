import type { Outcome } from './ballot.ts';

/** What one lane did: a queue of calls to one model under one key. `asked` is the most calls that it was allowed at once. */
export type LaneFacts = {
  readonly lane: string;
  readonly asked: number;
  readonly peakInFlight: number; // the most that were in flight at once
  readonly calls: number; // attempts on the wire, retries included
  readonly retries: number;
  readonly rateLimited: number;
  readonly overloaded: number;
  readonly broken: string | null; // why the lane was given up, where it was
};

/** What a live run did, beside the ballots that it brought. Times are real milliseconds, prices US dollars. */
export type RunFacts = {
  readonly name: string;
  readonly startedAt: string; // ISO 8601
  readonly wallMs: number;
  readonly serialMs: number; // the answered calls one after the other: the sum of their times on the wire
  readonly calls: number;
  readonly retries: number;
  readonly usd: number | null; // null: unknown, which is not 0
  readonly usdUnsettled: number; // the most that calls without a reply may have cost beyond it
  readonly usdOfBallots: number | null; // of all ballots, those that the ledger had included; null where any price is unknown
  readonly unknownPrices: readonly string[]; // models whose price nobody declared
  readonly expectedUsd: number | null;
  readonly kept: number; // ballots that the ledger already had
  readonly notRun: readonly { readonly cause: string; readonly count: number }[];
  readonly causes: readonly {
    readonly judge: string;
    readonly outcome: Exclude<Outcome, 'cast'>;
    readonly cause: string;
    readonly count: number;
  }[];
  readonly lanes: readonly LaneFacts[];
  readonly shortestMs: number | null; // what a real run would take at least, by what a rehearsal declares
  readonly speed: number | null; // how many times faster than declared a rehearsal's clock ran; null: the real clock
  readonly resume: string | null; // the command that runs what was not run
  readonly complete: boolean;
};
