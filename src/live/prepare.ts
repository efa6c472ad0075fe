import type { Settings } from '../analyse/settings.ts';
import { readConfig } from '../config/read-config.ts';
import type { Experiment } from '../experiment.ts';
import { Fault } from '../fault.ts';
import { asker } from '../judges/ask.ts';
import { priceSource } from '../judges/prices.ts';
import type { Ledger } from '../ledger.ts';
import { checkBudget } from '../plan/check-budget.ts';
import { planOf, type Plan } from '../plan/plan.ts';
import type { Ask, Slot } from '../slot.ts';
import { outputsIn, outputsOwed } from './outputs.ts';
import { termsOf, type Environment, type Terms } from './seats.ts';

export type PrepareOptions = {
  readonly rehearse: boolean;
  readonly env: Environment;
  readonly overrides: Parameters<typeof readConfig>[1];
  readonly limits?: Partial<Pick<Experiment['limits'], 'usd' | 'calls'>>;
};

/** An experiment that is read and checked, with the terms of its judges and generators. Nothing has been sent. */
export type Prepared = {
  readonly experiment: Experiment;
  readonly settings: Settings;
  readonly rehearse: boolean;
  readonly terms: readonly Terms[]; // by judge
  readonly generatorTerms: readonly Terms[];
  /** Goes into every key, so that simulated ballots never pass for real ones. */
  readonly salt: string;
};

/** Reads and checks everything that can be checked before the first call. Rejects with a `Fault`. */
export const prepareRun = async (config: string, options: PrepareOptions): Promise<Prepared> => {
  const read = await readConfig(config, options.overrides);
  const limits = { ...read.experiment.limits, ...options.limits };
  const experiment = atRehearsalPace({ ...read.experiment, limits }, options.rehearse);
  if (experiment.privacy === 'hashes' && experiment.generators.length > 0)
    throw new Fault(
      'config/value',
      `"privacy: hashes" keeps no text, but the outputs of ${experiment.generators.length} generators would have to be kept until they are judged.
Sample the outputs elsewhere and judge them with providers: [echo], or set "privacy: full".`,
      { where: config },
    );
  const prepared = {
    experiment,
    settings: { ...read.settings, combine: experiment.combine },
    rehearse: options.rehearse,
    terms: termsOf(experiment.judges, options.env),
    generatorTerms: termsOf(experiment.generators, options.env),
    salt: options.rehearse ? saltOf(experiment) : '',
  };
  checkBudget(experiment, { ...prepared, ask: pricing(prepared, null) });
  return prepared;
};

/** Asks for the sake of counting: an output that is yet to be sampled has a length that nobody knows. */
const pricing = ({ experiment, salt }: Prepared, ledger: Ledger | null): ((slot: Slot) => Ask) => {
  const known = outputsIn(experiment, ledger, salt);
  return asker(experiment, { outputOf: (row) => known(row) ?? unknownOutput, salt });
};

/** How a run asks: each slot's question, and whether there is one. A judge can't be asked about an output that never came. */
export type Asking = { readonly ask: (slot: Slot) => Ask; readonly canAsk: (slot: Slot) => boolean };

/** The way to ask each slot, given the outputs that the ledger has by then. */
export const asking = ({ experiment, salt }: Prepared, ledger: Ledger): Asking => {
  const outputOf = outputsIn(experiment, ledger, salt);
  return {
    ask: asker(experiment, { outputOf, salt }),
    canAsk: ({ criterion, row }) => experiment.criteria[criterion]?.kind !== 'judge' || outputOf(row) !== null,
  };
};

/** What the run will ask, take and cost, given what the ledger has already. */
export const planned = (prepared: Prepared, ledger: Ledger | null): Plan => {
  const { experiment, settings, terms, generatorTerms, salt } = prepared;
  return planOf(experiment, settings, {
    ask: pricing(prepared, ledger),
    terms,
    generatorTerms,
    pricesAsOf: priceSource.asOf,
    rehearse: prepared.rehearse,
    isSettled: (key) => ledger?.isSettled(key) ?? false,
    outputs: outputsOwed(experiment, ledger, salt),
  });
};

const unknownOutput = 'x'.repeat(1000);

// A stalled reply is waited for until the deadline, so the deadline keeps the rehearsal's clock too.
const atRehearsalPace = (experiment: Experiment, rehearse: boolean): Experiment =>
  rehearse
    ? {
        ...experiment,
        limits: {
          ...experiment.limits,
          deadlineMs: Math.max(2000, experiment.limits.deadlineMs / experiment.rehearsal.speed),
        },
      }
    : experiment;

/** What the simulated judges are; how fast their world turns changes no ballot. */
const saltOf = ({ rehearsal }: Experiment): string => {
  const { seed, correlation, stubbornness, difficulty, judges, faults } = rehearsal;
  const { refused, brokenJson } = faults;
  return `rehearsal ${JSON.stringify([seed, correlation, stubbornness, difficulty, judges, refused, brokenJson])}`;
};
