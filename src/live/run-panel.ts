import { budget } from '../dispatch/budget.ts';
import { dispatch } from '../dispatch/dispatch.ts';
import type { Dispatched, Monitor, Orders } from '../dispatch/orders.ts';
import { loadSdks } from '../judges/seat.ts';
import type { BallotRecord, Ledger } from '../ledger.ts';
import { recordingOf } from '../ledger/recording.ts';
import type { Plan } from '../plan/plan.ts';
import { isCheck, slotsOfRow } from '../plan/slots.ts';
import type { Provenance } from '../provenance.ts';
import type { Recording } from '../recording.ts';
import { rehearse } from '../rehearsal/world.ts';
import type { RunFacts } from '../run.ts';
import { runChecks } from './checks.ts';
import { ballotLines, type BallotLine } from './collect.ts';
import { Totals, factsOf } from './facts.ts';
import { outputOrders, outputsIn } from './outputs.ts';
import { asking, planned, type Prepared } from './prepare.ts';
import { provenanceOf } from './provenance.ts';
import { requireKeys, seatsOf, type Environment } from './seats.ts';
import { whyNot } from './why-not.ts';

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
  readonly provenance: Provenance;
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
  const failedNow = new Set<string>();
  const shared = {
    limits: experiment.limits,
    budget: budget(experiment.limits),
    ledger: {
      ...ledger,
      record: (record: BallotRecord) => {
        if (record.vote.kind === 'failed') failedNow.add(record.key);
        ledger.record(record);
      },
    },
    privacy: experiment.privacy,
    random: options.random ?? Math.random,
    drain: options.drain,
    halt: options.halt,
  };
  const pass = async (what: 'outputs' | 'ballots', orders: Orders): Promise<Dispatched> => {
    const { finished, monitor } = dispatch(orders);
    options.onAsking?.({ plan, what, monitor });
    return finished;
  };

  if (owes) await loadSdks([...experiment.judges, ...experiment.generators]);
  const outputs =
    plan.outputs === 0
      ? null
      : await pass('outputs', {
          ...shared,
          ...outputOrders(experiment, prepared.salt),
          seats: seatsOf(experiment.generators, prepared.generatorTerms, places),
        });
  const { ask, canAsk } = asking(prepared, ledger);
  const outputOf = outputsIn(experiment, ledger, prepared.salt);
  await runChecks(prepared, { ask, canAsk }, { ledger: shared.ledger, outputOf, drain: options.drain });
  const ballots = owes
    ? await pass('ballots', {
        ...shared,
        rows: experiment.rows.length,
        slots: (row) => slotsOfRow(experiment, row).filter((slot) => canAsk(slot) && !isCheck(experiment, slot)),
        seats: seatsOf(experiment.judges, prepared.terms, places),
        ask,
      })
    : null;

  const told = {
    ask,
    canAsk,
    ledger,
    failedNow,
    why: whyNot(prepared, ledger, { outputs, ballots }),
    rehearsal: prepared.rehearse,
  };
  const lines = (): Iterable<BallotLine> => ballotLines(experiment, told);
  const totals = new Totals();
  const recording = recordingOf(counted(lines(), totals), {
    scales: experiment.criteria.map(({ id, scale }) => ({ criterion: id, scale })),
    sources: experiment.sources,
  });
  const facts = factsOf(experiment, [outputs, ballots], {
    plan,
    startedAt,
    totals,
    speed: prepared.rehearse ? experiment.rehearsal.speed : null,
    resume: options.resume,
  });
  const provenance = provenanceOf(experiment, outputOf);
  return { recording: totals.marked(recording), lines, facts, plan, provenance };
};

function* counted(lines: Iterable<BallotLine>, totals: Totals): Generator<BallotLine> {
  for (const line of lines) {
    totals.count(line);
    yield line;
  }
}
