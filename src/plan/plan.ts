import type { RuleSpec } from '../aggregate/rule.ts';
import type { Experiment } from '../experiment.ts';
import type { Ask, Slot } from '../slot.ts';
import { unpriced } from './check-budget.ts';
import { estimate, sumKnown, type JudgeEstimate, type Terms } from './estimate.ts';
import { power, type Power } from './power.ts';
import { shortestTimes, type LaneTime } from './shortest-time.ts';
import { panelSize, slotsOf } from './slots.ts';
import { warningsOf } from './warnings.ts';

/** What a run will ask, take, cost and be able to tell. */
export type Plan = {
  readonly name: string;
  readonly rows: number;
  readonly criteria: readonly { readonly id: string; readonly kind: 'judge' | 'answer'; readonly ballots: number }[]; // a row
  readonly slots: number;
  readonly kept: number;
  readonly outputs: number; // to be sampled first, a call each
  readonly calls: number; // without retries
  readonly judges: readonly JudgeEstimate[];
  readonly usd: number | null; // of what is still owed; null: no price is known
  readonly atMostUsd: number | null;
  readonly unknownPrices: readonly string[];
  readonly pricesAsOf: string;
  readonly limits: Experiment['limits'];
  readonly lanes: readonly LaneTime[];
  readonly shortestMs: number;
  readonly rehearse: boolean; // times by the latencies and limits that the rehearsal declares
  readonly level: number;
  readonly power: readonly Power[];
  readonly warnings: readonly string[];
};

/** Counts and prices a run. */
export const planOf = (
  experiment: Experiment,
  { rule, level }: { readonly rule: RuleSpec; readonly level: number },
  work: {
    readonly ask: (slot: Slot) => Ask;
    readonly terms: readonly Terms[];
    readonly isSettled: (key: string) => boolean;
    readonly outputs: number;
    readonly generatorTerms: readonly Terms[];
    readonly pricesAsOf: string;
    readonly rehearse: boolean;
  },
): Plan => {
  const judges = estimate(experiment, { ...work, slots: slotsOf(experiment) });
  const lanes = shortestTimes(judges, experiment, work.rehearse);
  const sizes = { judge: panelSize(experiment, 'judge'), answer: panelSize(experiment, 'answer') };
  const slots = total(judges, 'slots');
  const kept = total(judges, 'kept');
  const owing = judges.filter((judge) => judge.slots > judge.kept);
  return {
    name: experiment.name,
    rows: experiment.rows.length,
    criteria: experiment.criteria.map(({ id, kind }) => ({ id, kind, ballots: sizes[kind] })),
    slots,
    kept,
    outputs: work.outputs,
    calls: slots - kept + work.outputs,
    judges,
    usd: known(owing.map(({ usd }) => usd)),
    atMostUsd: known(owing.map(({ atMostUsd }) => atMostUsd)),
    unknownPrices: [
      ...new Set([
        ...(work.outputs === 0 ? [] : unpriced(experiment.generators, work.generatorTerms)),
        ...owing.filter(({ usd }) => usd === null).map(({ model }) => model),
      ]),
    ],
    pricesAsOf: work.pricesAsOf,
    limits: experiment.limits,
    lanes,
    shortestMs: Math.max(0, ...lanes.map(({ ms }) => ms)),
    rehearse: work.rehearse,
    level,
    power: power(experiment, level, sizes),
    warnings: [...experiment.notes, ...warningsOf(experiment, rule)],
  };
};

const total = (judges: readonly JudgeEstimate[], of: 'slots' | 'kept'): number =>
  judges.reduce((sum, judge) => sum + judge[of], 0);

/** The known part of a sum; null if no part is known and there is one. */
const known = (parts: readonly (number | null)[]): number | null =>
  parts.length > 0 && parts.every((part) => part === null) ? null : sumKnown(parts).usd;
