import type { Experiment } from '../experiment.ts';
import type { KeptBallot, Ledger } from '../ledger.ts';
import type { Value } from '../ballot.ts';
import { slotsOf } from '../plan/slots.ts';
import { goldOn } from './expected-arm.ts';
import type { WhyNot } from './why-not.ts';
import type { Ask, Slot } from '../slot.ts';

/** A ballot as a line of `ballots.jsonl`: what the reader of recorded ballots reads, and beside it what only a live run knows. */
export type BallotLine = {
  readonly row: string;
  readonly group?: string;
  readonly criterion: string;
  readonly judge: string;
  readonly model: string;
  readonly temperature?: number;
  readonly sample: number;
  readonly value?: Value | null;
  readonly outcome?: 'invalid' | 'failed';
  readonly cause?: string;
  readonly rationale?: string;
  readonly gold?: Value;
  readonly cost?: number;
  readonly latency_ms?: number;
  readonly simulated?: true;
  readonly rehearsal?: true;
};

/**
 * Every ballot that was owed, in the order of the plan: as the ledger has it, and where the ledger has none as failed, with the
 * reason why it was not run. No slot is left out, so that no row looks better than it is.
 */
export function* ballotLines(
  experiment: Experiment,
  told: {
    readonly ask: (slot: Slot) => Ask;
    readonly canAsk: (slot: Slot) => boolean;
    readonly ledger: Pick<Ledger, 'get'>;
    /** Keys of ballots that failed in this run. Those of an earlier one are owed again, and were not run where they are not here. */
    readonly failedNow: ReadonlySet<string>;
    readonly why: WhyNot;
    readonly rehearsal: boolean;
  },
): Generator<BallotLine> {
  for (const slot of slotsOf(experiment)) {
    const row = experiment.rows[slot.row];
    const criterion = experiment.criteria[slot.criterion];
    const judge = experiment.judges[slot.judge];
    if (row === undefined || criterion === undefined || judge === undefined) continue;
    const asked = told.canAsk(slot);
    const key = asked ? told.ask(slot).request.id : null;
    const found = key === null ? null : told.ledger.get(key);
    const kept = found?.vote.kind === 'failed' && key !== null && !told.failedNow.has(key) ? null : found;
    const gold = goldOn(row, criterion);
    yield {
      row: row.id,
      ...(row.group === null ? {} : { group: row.group }),
      criterion: criterion.id,
      judge: judge.id,
      model: judge.spec.model,
      ...(judge.sampling.temperature === null ? {} : { temperature: judge.sampling.temperature }),
      sample: slot.sample,
      ...(kept === null
        ? { outcome: 'failed', cause: asked ? told.why.notAsked(slot) : told.why.noOutput(slot) }
        : outcomeOf(kept)),
      ...(gold === null ? {} : { gold }),
      ...(kept === null || kept.usd === null ? {} : { cost: kept.usd }),
      ...(kept === null || kept.latencyMs === null ? {} : { latency_ms: Math.round(kept.latencyMs) }),
      ...(told.rehearsal ? { simulated: true as const, rehearsal: true as const } : {}),
    };
  }
}

const outcomeOf = (kept: KeptBallot): Pick<BallotLine, 'value' | 'outcome' | 'cause' | 'rationale'> => {
  const cause = kept.cause === null ? {} : { cause: kept.cause };
  const { vote } = kept;
  if (vote.kind === 'invalid' || vote.kind === 'failed') return { outcome: vote.kind, ...cause };
  const rationale = vote.rationale === undefined ? {} : { rationale: vote.rationale };
  return { value: vote.kind === 'cast' ? vote.value : null, ...cause, ...rationale };
};
