import { dispatch } from '../dispatch/dispatch.ts';
import type { Dispatched, Monitor, Orders } from '../dispatch/orders.ts';
import type { Ledger } from '../ledger.ts';
import { recordingOf } from '../ledger/recording.ts';
import type { Plan } from '../plan/plan.ts';
import { slotsOfRow } from '../plan/slots.ts';
import type { Recording } from '../recording.ts';
import { rehearse } from '../rehearsal/world.ts';
import type { RunFacts } from '../run.ts';
import type { Slot } from '../slot.ts';
import { ballotLines, type BallotLine } from './collect.ts';
import { Causes, factsOf } from './facts.ts';
import { outputOrders } from './outputs.ts';
import { asking, planned, type Prepared } from './prepare.ts';
import { requireKeys, seatsOf, type Environment } from './seats.ts';

export type RunOptions = {
  readonly ledger: Ledger;
  readonly env: Environment;
  /** Finishes what is in flight and starts nothing more. */
  readonly drain: AbortSignal;
  /** Stops at once. */
  readonly halt: AbortSignal;
  /** The command that goes on where this run stops. */
  readonly resume: string;
  readonly random?: () => number;
  /** What the user should know before the spending starts. */
  readonly onWarning?: (warning: string) => void;
  readonly onAsking?: (pass: {
    readonly plan: Plan;
    readonly what: 'outputs' | 'ballots';
    readonly monitor: () => Monitor;
  }) => void;
};

/** What a run brought: its ballots as a recording, as lines, and the run's own facts. */
export type Run = {
  readonly recording: Recording;
  readonly lines: () => Iterable<BallotLine>;
  readonly facts: RunFacts;
  readonly plan: Plan;
};

/** Asks the panel for every ballot that the ledger does not have, and collects all of them. */
export const runPanel = async (prepared: Prepared, options: RunOptions): Promise<Run> => {
  const { experiment } = prepared;
  const { ledger } = options;
  const startedAt = new Date();
  const plan = planned(prepared, ledger);
  const owes = plan.calls > 0;
  for (const warning of plan.warnings) options.onWarning?.(warning);
  if (owes && !prepared.rehearse) requireKeys(experiment, options.env);
  await using world = owes && prepared.rehearse ? await rehearse(experiment) : null;
  const places = {
    env: options.env,
    ...(world === null ? {} : { baseUrls: world.baseUrls, headers: world.headers }),
  };
  const shared = {
    limits: experiment.limits,
    ledger,
    privacy: experiment.privacy,
    random: options.random ?? Math.random,
    drain: options.drain,
    halt: options.halt,
  };
  const passes: Dispatched[] = [];
  const pass = async (what: 'outputs' | 'ballots', orders: Orders): Promise<void> => {
    const { finished, monitor } = dispatch(orders);
    options.onAsking?.({ plan, what, monitor });
    passes.push(await finished);
  };

  if (plan.outputs > 0) {
    const seats = seatsOf(experiment.generators, prepared.generatorTerms, places);
    await pass('outputs', { ...shared, ...outputOrders(experiment, prepared.salt), seats });
  }
  const { ask, canAsk } = asking(prepared, ledger);
  const sent = passes.reduce((sum, { calls, usd }) => ({ calls: sum.calls + calls, usd: sum.usd + usd }), {
    calls: 0,
    usd: 0,
  });
  await pass('ballots', {
    ...shared,
    limits: less(experiment.limits, sent),
    rows: experiment.rows.length,
    slots: (row) => slotsOfRow(experiment, row).filter(canAsk),
    seats: seatsOf(experiment.judges, prepared.terms, places),
    ask,
  });

  const last = passes.at(-1);
  const notRun = [...(last?.causes ?? [])].map(([cause, count]) => ({ cause, count }));
  const told = {
    ask: (slot: Slot) => (canAsk(slot) ? ask(slot) : null),
    ledger,
    notRun: whyNot(prepared, last),
    rehearsal: prepared.rehearse,
  };
  const lines = (): Iterable<BallotLine> => ballotLines(experiment, told);
  const causes = new Causes();
  const recording = recordingOf(counted(lines(), causes), {
    scales: experiment.criteria.map(({ id, scale }) => ({ criterion: id, scale })),
    sources: experiment.sources,
  });
  const facts = factsOf(experiment, passes, {
    plan,
    startedAt,
    causes: causes.list(),
    notRun,
    speed: prepared.rehearse ? experiment.rehearsal.speed : null,
    resume: options.resume,
  });
  return { recording, lines, facts, plan };
};

/** Why a slot was not run: its lane was given up, or the whole run ended. */
const whyNot = ({ terms }: Prepared, pass: Dispatched | undefined): ((slot: Slot) => string) => {
  const broken = new Map(pass?.lanes.map(({ lane, broken }) => [lane, broken]));
  const whole = [...(pass?.causes.keys() ?? [])].filter((cause) => ![...broken.values()].includes(cause));
  return ({ judge }) => broken.get(terms[judge]?.lane ?? '') ?? whole[0] ?? 'the run ended before';
};

function* counted(lines: Iterable<BallotLine>, causes: Causes): Generator<BallotLine> {
  for (const line of lines) {
    causes.count(line);
    yield line;
  }
}

const less = <L extends { readonly usd: number | null; readonly calls: number | null }>(
  limits: L,
  spent: { readonly usd: number; readonly calls: number },
): L => ({
  ...limits,
  usd: limits.usd === null ? null : limits.usd - spent.usd,
  calls: limits.calls === null ? null : limits.calls - spent.calls,
});
