import type { Dispatched } from '../dispatch/orders.ts';
import type { Experiment } from '../experiment.ts';
import type { Plan } from '../plan/plan.ts';
import type { Recording } from '../recording.ts';
import type { LaneFacts, RunFacts } from '../run.ts';
import type { BallotLine } from './collect.ts';
import { NOT_RUN } from './why-not.ts';

/** What ballots cost, and how those without a value came about, added up while the lines go by. */
export class Totals {
  readonly #counts = new Map<string, RunFacts['causes'][number]>();
  readonly #notRun = new Map<string, number>();
  readonly #cutShort = new Map<string, Set<string>>();

  cast = 0;
  #usd: number | null = null;
  #isPriced = true;

  count({ row, criterion, judge, outcome, value, cost, cause = 'no cause was told' }: BallotLine): void {
    if (cost !== undefined) this.#usd = (this.#usd ?? 0) + cost;
    else if (outcome !== 'failed') this.#isPriced = false;
    if (outcome === undefined && value !== null) {
      this.cast += 1;
      return;
    }
    if (cause.startsWith(NOT_RUN)) {
      const why = cause.slice(NOT_RUN.length);
      this.#notRun.set(why, (this.#notRun.get(why) ?? 0) + 1);
      const rows = this.#cutShort.get(criterion) ?? new Set();
      this.#cutShort.set(criterion, rows.add(row));
    }
    const kind = outcome ?? 'abstained';
    const told = kind === 'abstained' ? 'the judge declined' : cause;
    const key = JSON.stringify([judge, kind, told]);
    const before = this.#counts.get(key);
    this.#counts.set(key, { judge, outcome: kind, cause: told, count: (before?.count ?? 0) + 1 });
  }

  /** What the ballots cost; null where the price of any is unknown, for a part of a sum is no sum. */
  get usd(): number | null {
    return this.#isPriced ? this.#usd : null;
  }

  /** The recording, with the rows marked on which ballots are still owed. */
  marked(recording: Recording): Recording {
    if (this.#cutShort.size === 0) return recording;
    const polls = recording.polls.map((poll) => {
      const ids = this.#cutShort.get(poll.criterion.id) ?? new Set();
      return {
        ...poll,
        cutShort: new Set(recording.rows.keys().filter((row) => ids.has(recording.rows[row]?.id ?? ''))),
      };
    });
    return { ...recording, polls };
  }

  /** What is still owed, by its reason. */
  notRun(): RunFacts['notRun'] {
    return [...this.#notRun].map(([cause, count]) => ({ cause, count }));
  }

  /** The most frequent first; rare ones, each in its own words, are gathered. */
  causes(limit = 30): RunFacts['causes'] {
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
  ran: readonly (Dispatched | null)[],
  told: {
    readonly plan: Plan;
    readonly startedAt: Date;
    readonly totals: Totals;
    readonly speed: number | null;
    readonly resume: string;
  },
): RunFacts => {
  const passes = ran.filter((pass) => pass !== null);
  const sum = (of: (pass: Dispatched) => number): number => passes.reduce((total, pass) => total + of(pass), 0);
  const notRun = told.totals.notRun();
  const complete = notRun.length === 0 && told.totals.cast > 0;
  const { plan } = told;
  return {
    name,
    startedAt: told.startedAt.toISOString(),
    wallMs: sum(({ wallMs }) => wallMs),
    serialMs: sum(({ serialMs }) => serialMs),
    calls: sum(({ calls }) => calls),
    retries: sum(({ retries }) => retries),
    usd: plan.usd === null ? null : sum(({ usd }) => usd),
    usdUnsettled: sum(({ usdUnsettled }) => usdUnsettled),
    usdOfBallots: told.totals.usd,
    unknownPrices: plan.unknownPrices,
    expectedUsd: plan.usd,
    kept: plan.kept,
    notRun,
    causes: told.totals.causes(),
    lanes: mergeLanes(passes.flatMap(({ lanes }) => lanes)),
    shortestMs: told.speed === null ? null : plan.shortestMs,
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
