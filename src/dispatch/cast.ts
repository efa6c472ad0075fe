import type { Limits } from '../experiment.ts';
import type { Attempt, Ledger } from '../ledger.ts';
import { ModelFailure, type ModelReply } from '../model.ts';
import { costOf } from '../price.ts';
import type { Ask } from '../slot.ts';
import type { Appetite } from './appetite.ts';
import type { Budget } from './budget.ts';
import { callWithin, type InFlight } from './deadline.ts';
import type { Lane } from './lane.ts';
import { recordOf } from './record.ts';
import { retry } from './retry.ts';
import type { Orders, Seat } from './orders.ts';
import type { Tally } from './tally.ts';

/** What the casting of all ballots of one lane shares. */
export type Booth = {
  readonly lane: Lane;
  readonly seatOf: (ask: Ask) => Seat;
  readonly appetiteOf: (ask: Ask) => Appetite;
  readonly budget: Budget;
  readonly limits: Limits;
  readonly ledger: Ledger;
  readonly privacy: Orders['privacy'];
  readonly random: () => number;
  readonly inFlight: InFlight;
  readonly tally: Tally;
  readonly crashed: () => boolean; // nothing is recorded any more
  readonly hurried: () => boolean; // no time to look up what the ledger has
};

/** A call of these kinds may have been billed, though no reply came. */
const perhapsBilled: ReadonlySet<ModelFailure['kind']> = new Set(['deadline', 'transient', 'contract', 'aborted']);

/** One slot to its end: asked until a reply comes, patience ends or the lane closes; then recorded, or counted as not run. */
export const cast = async (ask: Ask, booth: Booth): Promise<void> => {
  const { lane, budget, tally, inFlight, limits } = booth;
  const seat = booth.seatOf(ask);
  const attempts: Attempt[] = [];
  const patience = retry(limits, booth.random);
  let pauseMs: number | null = null;
  let perhapsUsd = false;
  for (;;) {
    const joined = performance.now();
    const ticket = await lane.admit(ask, pauseMs);
    if (ticket === null) {
      tally.notRun(lane.closed() ?? 'the lane is closed');
      return;
    }
    const sent = performance.now();
    const startedAt = new Date().toISOString();
    const { model } = seat;
    // Whatever is no failure of a model is a bug, and ends the run.
    const told = await callWithin(limits.deadlineMs, { model, request: ask.request, inFlight }).catch(orThrow);
    if (booth.crashed()) return;
    const latencyMs = performance.now() - sent;
    attempts.push(attemptOf(told, { startedAt, queuedMs: sent - joined, latencyMs }));
    if (!(told instanceof ModelFailure)) {
      const usd = seat.price === null ? null : costOf(told.usage, seat.price);
      booth.appetiteOf(ask).learn(ask, told.usage);
      budget.settle(ticket.hold, usd);
      tally.answered(latencyMs, usd);
      lane.answered(ticket, told);
      const reading = ask.read(told);
      booth.ledger.record(recordOf(ask, { seat, attempts, reply: told, usd, reading, privacy: booth.privacy }));
      tally.done(reading.vote);
      return;
    }
    perhapsUsd ||= perhapsBilled.has(told.kind);
    budget.settle(ticket.hold, perhapsBilled.has(told.kind) ? null : 0);
    if (lane.failed(ticket, told) || told.kind === 'aborted') {
      tally.notRun(lane.closed() ?? told.message);
      return;
    }
    const next = patience(told, performance.now());
    if (next !== 'give up') {
      ({ pauseMs } = next);
      continue;
    }
    const usd = perhapsUsd ? null : 0;
    const reading = { vote: { kind: 'failed' }, cause: causeOf(told, attempts.length) } as const;
    booth.ledger.record(recordOf(ask, { seat, attempts, reply: null, usd, reading, privacy: booth.privacy }));
    tally.done(reading.vote);
    return;
  }
};

const orThrow = (error: unknown): ModelFailure => {
  if (error instanceof ModelFailure) return error;
  throw error;
};

const attemptOf = (
  told: ModelReply | ModelFailure,
  { startedAt, queuedMs, latencyMs }: Pick<Attempt, 'startedAt' | 'queuedMs' | 'latencyMs'>,
): Attempt => {
  const failure = told instanceof ModelFailure ? told : null;
  return {
    startedAt,
    queuedMs: Math.round(queuedMs),
    latencyMs: Math.round(latencyMs),
    outcome: failure?.kind ?? 'reply',
    status: told.status,
    requestId: told.requestId,
    retryAfterMs: failure?.retryAfterMs ?? null,
    message: failure?.message ?? null,
  };
};

/** Why no reply came, in words. */
const causeOf = ({ kind, status, message }: ModelFailure, attempts: number): string => {
  const after = attempts === 1 ? 'after 1 attempt' : `after ${attempts} attempts`;
  switch (kind) {
    case 'rate':
      return `${status ?? 429} rate limited ${after}`;
    case 'overload':
      return `${status ?? 503} overloaded ${after}`;
    case 'deadline':
      return `${message}, ${after}`;
    case 'bad':
      return `the request was refused: ${message}`;
    case 'contract':
      return `what came was no reply ${after}: ${message}`;
    case 'transient':
    case 'quota':
    case 'auth':
    case 'aborted':
      return `no reply ${after}: ${message}`;
  }
};
