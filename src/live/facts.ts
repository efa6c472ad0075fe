import type { Dispatched } from '../dispatch/orders.ts';
import type { Experiment } from '../experiment.ts';
import type { Plan } from '../plan/plan.ts';
import type { LaneFacts, RunFacts } from '../run.ts';
import type { BallotLine } from './collect.ts';

/** How ballots without a value came about, counted while the lines go by. */
export class Causes {
  readonly #counts = new Map<string, RunFacts['causes'][number]>();

  count({ judge, outcome, value, cause = 'no cause was told' }: BallotLine): void {
    if (outcome === undefined && value !== null) return;
    const kind = outcome ?? 'abstained';
    const told = kind === 'abstained' ? 'the judge declined' : cause;
    const key = JSON.stringify([judge, kind, told]);
    const before = this.#counts.get(key);
    this.#counts.set(key, { judge, outcome: kind, cause: told, count: (before?.count ?? 0) + 1 });
  }

  /** The most frequent first; rare ones, each in its own words, are gathered. */
  list(limit = 30): RunFacts['causes'] {
    const all = [...this.#counts.values()].sort((a, b) => b.count - a.count);
    const rest = all.slice(limit);
    const gathered = Map.groupBy(rest, ({ outcome }) => outcome)
      .entries()
      .map(([outcome, of]) => ({
        judge: '*',
        outcome,
        cause: `${of.length} other causes`,
        count: of.reduce((sum, { count }) => sum + count, 0),
      }));
    return [...all.slice(0, limit), ...gathered];
  }
}

/** What the dispatcher did, in one or two passes (outputs first, then ballots), as a report tells it. */
export const factsOf = (
  { name }: Experiment,
  passes: readonly Dispatched[],
  told: {
    readonly plan: Plan;
    readonly startedAt: Date;
    readonly causes: RunFacts['causes'];
    readonly notRun: RunFacts['notRun'];
    readonly speed: number | null;
    readonly resume: string;
  },
): RunFacts => {
  const sum = (of: (pass: Dispatched) => number): number => passes.reduce((total, pass) => total + of(pass), 0);
  const complete = told.notRun.length === 0;
  const { plan } = told;
  return {
    name,
    startedAt: told.startedAt.toISOString(),
    wallMs: sum(({ wallMs }) => wallMs),
    serialMs: sum(({ serialMs }) => serialMs),
    calls: sum(({ calls }) => calls),
    retries: sum(({ retries }) => retries),
    usd: plan.judges.every(({ usd }) => usd === null) ? null : sum(({ usd }) => usd),
    unknownPrices: plan.unknownPrices,
    expectedUsd: plan.usd,
    kept: passes.at(-1)?.kept ?? 0,
    notRun: told.notRun,
    causes: told.causes,
    lanes: mergeLanes(passes.flatMap(({ lanes }) => lanes)),
    speed: told.speed,
    resume: complete ? null : told.resume,
    complete,
  };
};

const mergeLanes = (lanes: readonly LaneFacts[]): LaneFacts[] =>
  Map.groupBy(lanes, ({ lane }) => lane)
    .values()
    .flatMap(([first, ...others]) =>
      first === undefined
        ? []
        : [
            others.reduce<LaneFacts>(
              (a, b) => ({
                lane: a.lane,
                asked: Math.max(a.asked, b.asked),
                peakInFlight: Math.max(a.peakInFlight, b.peakInFlight),
                calls: a.calls + b.calls,
                retries: a.retries + b.retries,
                rateLimited: a.rateLimited + b.rateLimited,
                overloaded: a.overloaded + b.overloaded,
                broken: a.broken ?? b.broken,
              }),
              first,
            ),
          ],
    )
    .toArray();
