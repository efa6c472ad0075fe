import type { Experiment } from '../experiment.ts';
import { Fault } from '../fault.ts';
import { quoteAll } from '../wording/quote.ts';
import type { Generator } from '../panel.ts';
import type { Ask, Slot } from '../slot.ts';
import { estimate, sumKnown, type Terms } from './estimate.ts';
import { slotsOfRow } from './slots.ts';

/** Refuses a budget that cannot be kept (a price is unknown) or cannot buy a single row. */
export const checkBudget = (
  experiment: Experiment,
  work: {
    readonly ask: (slot: Slot) => Ask;
    readonly terms: readonly Terms[];
    readonly generatorTerms: readonly Terms[];
  },
): void => {
  const { limits } = experiment;
  const row = estimate(experiment, { ...work, isSettled: () => false, slots: slotsOfRow(experiment, 0) });
  const unknown = [
    ...unpriced(experiment.generators, work.generatorTerms),
    ...row.filter(({ usd, slots }) => usd === null && slots > 0).map(({ model }) => model),
  ];
  if (limits.usd !== null && unknown.length > 0)
    throw new Fault(
      'budget/no-price',
      `limits.usd is $${limits.usd}, but what ${quoteAll([...new Set(unknown)])} costs is not known, so the limit could not be kept.
Give its price in US dollars for a million tokens (price: {input: 0.10, output: 0.50}) if it is a judge, or limit calls instead (limits: {calls: 1000}).`,
    );
  const calls = row.reduce((sum, { slots }) => sum + slots, 0);
  if (limits.calls !== null && limits.calls < calls)
    throw new Fault(
      'budget/too-small',
      `limits.calls is ${limits.calls}, but one row needs ${calls} calls, so not one row would be complete.
Raise it, or ask fewer samples or judges.`,
    );
  const { usd } = sumKnown(row.map((judge) => judge.usd));
  if (limits.usd !== null && limits.usd < usd)
    throw new Fault(
      'budget/too-small',
      `limits.usd is $${limits.usd}, but one row costs about $${usd.toPrecision(2)}, so not one row would be complete.
Raise it, or ask fewer samples or cheaper judges.`,
    );
};

/** The generators whose price is not known. */
export const unpriced = (generators: readonly Generator[], terms: readonly Terms[]): string[] =>
  generators.filter((_, at) => terms[at]?.price === null).map(({ spec }) => spec.model);
