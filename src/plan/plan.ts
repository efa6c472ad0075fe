import type { RuleSpec } from '../aggregate/rule.ts';
import type { Experiment } from '../experiment.ts';
import type { AskedCriterion } from '../rubric.ts';
import { estimate, sumKnown, type JudgeEstimate, type Piece, type Terms } from './estimate.ts';
import { power, type Power } from './power.ts';
import { shortestTimes, type LaneTime } from './shortest-time.ts';
import { panelSize } from './slots.ts';
import { warningsOf } from './warnings.ts';

/** What a run will ask, take, cost and be able to tell. */
export type Plan = {
  readonly name: string;
  readonly rows: number;
  readonly criteria: readonly {
    readonly id: string;
    readonly kind: AskedCriterion['kind'];
    readonly ballots: number; // a row
    readonly rows?: number; // that are asked it, where not all are
  }[];
  readonly checks: number; // ballots that code casts, free of charge; no other figure counts them
  readonly slots: number;
  readonly kept: number;
  readonly outputs: number; // to be sampled first, a call each
  readonly calls: number; // without retries
  readonly judges: readonly JudgeEstimate[];
  readonly generators: readonly JudgeEstimate[]; // of the outputs that are sampled first
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

/** What there is to ask, and on what terms. */
export type Work = {
  readonly slots: Iterable<Piece>;
  readonly outputs: Iterable<Piece>; // to be sampled first
  readonly terms: readonly Terms[]; // by judge
  readonly generatorTerms: readonly Terms[];
  readonly isSettled: (key: string) => boolean;
  readonly pricesAsOf: string;
  readonly rehearse: boolean;
};

/** Counts and prices a run. */
export const planOf = (
  experiment: Experiment,
  { rule, level }: { readonly rule: RuleSpec; readonly level: number },
  { slots: pieces, outputs, terms, generatorTerms, isSettled, pricesAsOf, rehearse }: Work,
): Plan => {
  const judges = estimate(experiment.judges, { pieces, terms, isSettled });
  const generators = estimate(experiment.generators, { pieces: outputs, terms: generatorTerms, isSettled });
  const all = [...generators, ...judges];
  const lanes = shortestTimes(all, [...generatorTerms, ...terms], { ...experiment, rehearse });
  const sizes = experiment.criteria.map((criterion) => panelSize(experiment, criterion));
  const [slots, kept] = [total(judges, 'slots'), total(judges, 'kept')];
  const sampled = total(generators, 'slots') - total(generators, 'kept');
  const owing = all.filter((one) => one.slots > one.kept);
  return {
    name: experiment.name,
    rows: experiment.rows.length,
    criteria: experiment.criteria.map((criterion, at) => ({
      id: criterion.id,
      kind: criterion.kind,
      ballots: sizes[at] ?? 0,
      ...askedOf(criterion, experiment),
    })),
    checks: experiment.criteria.reduce((sum, criterion) => sum + checksOf(criterion), 0),
    slots,
    kept,
    outputs: sampled,
    calls: slots - kept + sampled,
    judges,
    generators,
    usd: known(owing.map(({ usd }) => usd)),
    atMostUsd: known(owing.map(({ atMostUsd }) => atMostUsd)),
    unknownPrices: [...new Set(owing.filter(({ usd }) => usd === null).map(({ model }) => model))],
    pricesAsOf,
    limits: experiment.limits,
    lanes,
    shortestMs: Math.max(0, ...lanes.map(({ ms }) => ms)),
    rehearse,
    level,
    power: power(experiment, level, sizes),
    warnings: [...experiment.notes, ...warningsOf(experiment, rule)],
  };
};

/** The rows that are asked a criterion, where others are not. */
const askedOf = (criterion: AskedCriterion, { rows }: Experiment): { readonly rows?: number } =>
  criterion.kind === 'assertion' && criterion.on.size < rows.length ? { rows: criterion.on.size } : {};

const checksOf = (criterion: AskedCriterion): number =>
  criterion.kind === 'assertion' ? [...criterion.on.values()].filter(({ kind }) => kind === 'checked').length : 0;

const total = (judges: readonly JudgeEstimate[], of: 'slots' | 'kept'): number =>
  judges.reduce((sum, judge) => sum + judge[of], 0);

/** The known part of a sum; null if no part is known and there is one. */
const known = (parts: readonly (number | null)[]): number | null =>
  parts.length > 0 && parts.every((part) => part === null) ? null : sumKnown(parts).usd;
