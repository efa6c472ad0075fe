/** How a simulated judge errs. Rates are shares of its ballots, at a difficulty of 0. */
export type SimulatedJudge = { readonly error: number; readonly abstains: number };

/** Shares of calls that meet a fault on the wire, or of replies that are no ballots. */
export type Faults = {
  readonly rateLimited: number; // 429 with Retry-After
  readonly unavailable: number; // 503
  readonly overloaded: number; // 529 from Anthropic, 503 from others
  readonly stalled: number; // headers, then nothing
  readonly cutOff: number; // half a body, then a closed connection
  readonly refused: number; // the model declines
  readonly brokenJson: number; // a reply that is no JSON
  readonly errorIn200: number; // status 200 with an error for a body
};

/** The declared world of a rehearsal: what judges get wrong, what they get wrong together, and what the wire does. Seeded. */
export type Rehearsal = {
  readonly seed: number;
  /** How many times faster than declared the rehearsal's clock runs. */
  readonly speed: number;
  readonly latency: { readonly medianMs: number; readonly p95Ms: number };
  readonly rpm: number; // per lane, at the declared clock
  readonly tpm: number;
  /** The share of an error's latent variance that all judges share on a row, and the share that one judge's samples share beyond it. */
  readonly correlation: number;
  readonly stubbornness: number;
  /** A column of the data set whose values shift the error, in probits. */
  readonly difficulty: { readonly column: string; readonly shifts: Readonly<Record<string, number>> } | null;
  readonly judges: Readonly<Record<string, SimulatedJudge>>; // by the judge's name or id; "*" for all others
  readonly faults: Faults;
};
