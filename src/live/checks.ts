import pMap from 'p-map';
import type { Assertion } from '../assertion.ts';
import { withoutRationale, type Vote } from '../ballot.ts';
import type { Experiment } from '../experiment.ts';
import { generatorAsk } from '../judges/ask.ts';
import type { BallotRecord, Ledger } from '../ledger.ts';
import { isCheck, slotsOf } from '../plan/slots.ts';
import type { Ask, Slot } from '../slot.ts';
import type { Asking, Prepared } from './prepare.ts';

/** Checks that wait for something of their own, a file say, wait together. */
const atOnce = 8;

/**
 * Casts the ballots of code on every output that is there: free of charge, and without a lane. What code can't answer is a failed ballot
 * with its cause, and owed again. Ends early once `drain` is aborted; what is left then was not run.
 */
export const runChecks = async (
  { experiment, salt }: Prepared,
  { ask, canAsk }: Asking,
  {
    ledger,
    outputOf,
    drain,
  }: {
    readonly ledger: Pick<Ledger, 'isSettled' | 'get' | 'record'>;
    readonly outputOf: (row: number) => string | null;
    readonly drain: AbortSignal;
  },
): Promise<void> => {
  const due = slotsOf(experiment).filter((slot) => isCheck(experiment, slot) && canAsk(slot));
  await pMap(
    due,
    async (slot) => {
      if (drain.aborted) return;
      const asked = ask(slot);
      if (ledger.isSettled(asked.request.id)) return;
      const text = outputOf(slot.row);
      const assertion = assertionOn(experiment, slot);
      if (text === null || assertion?.kind !== 'checked') return;
      const made = { text, ...measured(experiment, { ledger, row: slot.row, salt }) };
      const { vote, cause } = await assertion.check(made).then(cameBack, cameToNothing);
      ledger.record(recordOf(asked, { vote, cause, privacy: experiment.privacy }));
    },
    { concurrency: atOnce },
  );
};

type Answer = { readonly vote: Vote; readonly cause: string | null };

const cameBack = (vote: Vote): Answer => ({ vote, cause: null });

const cameToNothing = (error: unknown): Answer => ({
  vote: { kind: 'failed' },
  cause: `the check could not be made: ${error instanceof Error ? error.message : String(error)}`,
});

const assertionOn = ({ criteria, rows }: Experiment, { criterion, row }: Slot): Assertion | undefined => {
  const asked = criteria[criterion];
  return asked?.kind === 'assertion' ? asked.on.get(rows[row]?.id ?? '') : undefined;
};

/** What is known of how an output was made. What the data set holds was made elsewhere. */
const measured = (
  experiment: Experiment,
  { ledger, row, salt }: { readonly ledger: Pick<Ledger, 'get'>; readonly row: number; readonly salt: string },
): { readonly latencyMs: number | null; readonly usd: number | null } => {
  if (experiment.rows[row]?.output.kind !== 'sampled') return { latencyMs: null, usd: null };
  const kept = ledger.get(generatorAsk(experiment, row, salt).request.id);
  return { latencyMs: kept?.latencyMs ?? null, usd: kept?.usd ?? null };
};

const recordOf = (
  { request }: Ask,
  { vote, cause, privacy }: Answer & { readonly privacy: Experiment['privacy'] },
): BallotRecord => ({
  ...request.errand,
  key: request.id,
  vote: privacy === 'full' ? vote : withoutRationale(vote),
  cause: privacy === 'full' || cause === null ? cause : (cause.split(':', 1)[0] ?? ''),
  reply: null,
  trace: {
    lane: 'code',
    provider: 'code',
    model: 'code',
    requested: request.sampling,
    effective: null,
    messages: null,
    responseModel: null,
    responseId: null,
    requestId: null,
    finish: null,
    usage: null,
    usd: 0,
    attempts: [],
  },
});
