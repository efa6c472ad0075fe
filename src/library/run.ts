import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { GivenRow } from '../config/given-rows.ts';
import { seatPanel, type Progress, type Seated } from '../empanel.ts';
import { Fault } from '../fault.ts';
import type { Ledger } from '../ledger.ts';
import { readLedger } from '../ledger/read-ledger.ts';
import { sqliteLedger } from '../ledger/sqlite.ts';
import { planned, prepareRun, type Prepared } from '../live/prepare.ts';
import { ledgerName, runFolderOf } from '../live/run-folder.ts';
import type { Environment } from '../live/seats.ts';
import type { Plan } from '../plan/plan.ts';
import { quote } from '../wording/quote.ts';

/** What a run or a plan is told beside its config. */
export type PanelOptions = {
  /** Simulated judges behind a local server: no key, no cost, everything else is real. */
  readonly rehearse?: boolean;
  /** Rows in place of the config's `tests`. */
  readonly rows?: readonly GivenRow[];
  /** Models that judge what a config of promptfoo's asserts, in the place of those that it names: `openai:gpt-4.1-mini`. */
  readonly graders?: readonly string[];
  /** Whether the JavaScript that such a config asserts with may run. */
  readonly allowCode?: boolean;
  /** Samples of every judge, whatever the config says. */
  readonly samples?: number;
  /** The judges that are asked, by name. */
  readonly judges?: readonly string[];
  /** The first so many rows. */
  readonly maxRows?: number;
  /** US dollars and calls that the run may take, whatever the config says. */
  readonly limits?: { readonly usd?: number; readonly calls?: number };
  /**
   * Where ballots are kept: the path of a SQLite file, or a ledger that the caller opened and closes. Without it the one that
   * `empanel run` would use, `reports/<name of the experiment>/ledger.db`: what either has asked, the other never asks again.
   */
  readonly ledger?: string | Ledger;
  /** Holds the keys; `process.env` without it. */
  readonly env?: Environment;
};

export type RunOptions = PanelOptions & {
  /** Finishes the calls in flight, starts nothing more, and reports on what came. */
  readonly signal?: AbortSignal;
  /** What should be known before the spending starts. */
  readonly onWarning?: (warning: string) => void;
  /** The steps of the analysis, once the ballots are there. */
  readonly onProgress?: (progress: Progress) => void;
};

/**
 * Reads and checks a config, asks its panel for every ballot that the ledger lacks, and finds out how many were enough: `findings` are
 * what a report tells, `recording` the ballots, `facts` the calls, dollars and milliseconds. `facts.complete` is false where a limit, a
 * quota or the signal cut it short; the same call goes on. Rejects with a `Fault` on bad input, before anything is sent.
 *
 *     const { findings, facts } = await run('promptfooconfig.yaml', { rehearse: true });
 */
export const run = async (config = 'promptfooconfig.yaml', options: RunOptions = {}): Promise<Seated> => {
  const { signal, onWarning, onProgress } = options;
  const prepared = await prepare(config, options);
  using held = openLedger(prepared, options.ledger);
  return await seatPanel(prepared, {
    ledger: held.ledger,
    env: options.env ?? process.env,
    drain: signal ?? never(),
    halt: never(),
    resume: 'run() with the same config and options',
    ...(onWarning === undefined ? {} : { onWarning }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
};

/**
 * What a run will ask, take, cost (US dollars) and be able to tell, given the ballots that its ledger has. Nothing is sent and no key is
 * needed. Rejects with a `Fault` on bad input.
 */
export const plan = async (config = 'promptfooconfig.yaml', options: PanelOptions = {}): Promise<Plan> => {
  const prepared = await prepare(config, options);
  const { ledger = pathOf(prepared) } = options;
  if (typeof ledger !== 'string') return planned(prepared, ledger);
  using kept = readLedger(ledger, termsOf(prepared));
  return planned(prepared, kept);
};

const prepare = (config: string, options: PanelOptions): Promise<Prepared> => {
  const {
    rehearse = false,
    rows,
    graders,
    allowCode,
    samples,
    judges,
    maxRows,
    limits = {},
    env = process.env,
  } = options;
  return prepareRun(config, {
    rehearse,
    env,
    limits,
    overrides: {
      ...(rows === undefined ? {} : { rows }),
      ...(graders === undefined ? {} : { graders }),
      ...(allowCode === undefined ? {} : { allowCode }),
      ...(samples === undefined ? {} : { samples }),
      ...(judges === undefined ? {} : { judges }),
      ...(maxRows === undefined ? {} : { maxRows }),
    },
  });
};

/** A ledger to write to. One that the caller opened stays open. */
const openLedger = (
  prepared: Prepared,
  given: string | Ledger | undefined,
): Disposable & { readonly ledger: Ledger } => {
  if (given !== undefined && typeof given !== 'string') return { ledger: given, [Symbol.dispose]: () => {} };
  const path = given ?? pathOf(prepared);
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (cause) {
    throw new Fault(
      'ledger/unwritable',
      `The folder of the ledger ${quote(path, 200)} can't be made (${cause instanceof Error ? cause.message : String(cause)}), and a ballot that is not kept would be paid for again.\nName another place: run(config, { ledger: PATH }).`,
      { cause },
    );
  }
  const ledger = sqliteLedger(path, { ...termsOf(prepared), experiment: prepared.experiment.name });
  return { ledger, [Symbol.dispose]: () => ledger[Symbol.dispose]() };
};

const pathOf = (prepared: Prepared): string => join(runFolderOf(prepared), ledgerName);

const termsOf = ({ rehearse, experiment }: Prepared) => ({ simulated: rehearse, privacy: experiment.privacy }) as const;

const never = (): AbortSignal => new AbortController().signal;
