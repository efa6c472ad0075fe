import type { OutcomeCounts } from '../ballot.ts';
import type { Limits } from '../experiment.ts';
import type { Breakage } from './breaker.ts';
import type { Budget } from './budget.ts';
import type { Ledger } from '../ledger.ts';
import type { Model } from '../model.ts';
import type { Pace } from '../panel.ts';
import type { Price } from '../price.ts';
import type { Ask, Slot } from '../slot.ts';

/** Where a judge's calls go. Judges whose `lane` is equal share one server's limits. `price` is null where it is unknown. */
export type Seat = {
  readonly model: Model;
  readonly lane: string;
  readonly provider: string;
  readonly modelName: string;
  readonly price: Price | null;
  readonly pace: Pace;
};

/** Everything that a run needs to know to ask for its ballots. */
export type Orders = {
  readonly rows: number;
  readonly slots: (row: number) => Iterable<Slot>; // of one row, the same at every call
  readonly seats: readonly Seat[]; // by `slot.judge`
  readonly ask: (slot: Slot) => Ask;
  readonly limits: Limits;
  readonly budget?: Budget; // for two passes that spend from one purse
  readonly ledger: Ledger;
  readonly privacy: 'full' | 'hashes'; // hashes: no message, reply or rationale is kept
  readonly random: () => number; // uniform in [0, 1)
  readonly drain: AbortSignal; // finish what is in flight, start nothing
  readonly halt: AbortSignal; // abort what is in flight, too
};

/** Why a run ended with slots that were not run. */
export type Stop = 'budget' | 'calls' | Breakage | 'drained' | 'halted';

/** What a run has come to. Every slot is kept, done, not run, or still to come. Amounts are US dollars. */
export type Counts = {
  readonly owed: number; // all slots of the run, kept ones included
  readonly kept: number; // were settled in the ledger before; after a halt some may stand under `notRun`
  readonly done: OutcomeCounts; // recorded by this run
  readonly notRun: number;
  readonly calls: number; // requests sent, retries included
  readonly retries: number;
  readonly usd: number; // by the usage that servers told
  readonly usdUnsettled: number; // the most that calls without a reply may have cost beyond it
  readonly unknownUsd: boolean; // some calls have no known cost
};

/** A lane at one moment. `width` is how many calls it lets fly; `rpm` and `tpm` are the limits it keeps to, null while none is known. */
export type LaneMonitor = {
  readonly lane: string;
  readonly state: 'open' | 'cooling' | 'broken' | 'idle';
  readonly inFlight: number;
  readonly width: number;
  readonly queued: number;
  readonly rpm: number | null;
  readonly tpm: number | null;
  readonly coolingMs: number;
  readonly cause: string | null;
};

/** A live snapshot of a run. */
export type Monitor = Counts & { readonly lanes: readonly LaneMonitor[] };

/** How a lane fared. `asked` is the most calls in flight that were allowed, `cuts` how often the lane narrowed. */
export type LaneReport = {
  readonly lane: string;
  readonly asked: number;
  readonly peakInFlight: number;
  readonly calls: number;
  readonly retries: number;
  readonly rateLimited: number;
  readonly overloaded: number;
  readonly cuts: number;
  readonly broken: string | null;
};

/** A run that has ended. `serialMs` is what its answered calls would have taken one after another. */
export type Dispatched = Counts & {
  readonly causes: ReadonlyMap<string, number>; // of the slots that were not run
  readonly wallMs: number;
  readonly serialMs: number;
  readonly lanes: readonly LaneReport[];
  readonly stopped: Stop | null;
};

export type Dispatching = { readonly finished: Promise<Dispatched>; readonly monitor: () => Monitor };
