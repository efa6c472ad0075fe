import { withoutRationale } from '../ballot.ts';
import type { Attempt, BallotRecord } from '../ledger.ts';
import type { ModelReply } from '../model.ts';
import type { Ask, Reading } from '../slot.ts';
import type { Orders, Seat } from './orders.ts';

/** All that is known at the end of one slot. `reply` is null where none came; `usd` is null where the cost is unknown. */
export type Outcome = {
  readonly seat: Seat;
  readonly attempts: readonly Attempt[];
  readonly reply: ModelReply | null;
  readonly usd: number | null;
  readonly reading: Reading;
  readonly privacy: Orders['privacy'];
};

/** The ballot as the ledger keeps it, without any text of data set or model where only hashes may be kept. */
export const recordOf = (
  { request }: Ask,
  { seat, attempts, reply, usd, reading, privacy }: Outcome,
): BallotRecord => ({
  ...request.errand,
  key: request.id,
  vote: privacy === 'full' ? reading.vote : withoutRationale(reading.vote),
  cause: privacy === 'full' || reading.cause === null ? reading.cause : gistOf(reading.cause),
  reply: privacy === 'full' ? (reply?.text ?? null) : null,
  trace: {
    lane: seat.lane,
    provider: seat.provider,
    model: seat.modelName,
    requested: request.sampling,
    effective: reply?.effective ?? null,
    messages: privacy === 'full' ? request.messages : null,
    responseModel: reply?.model ?? null,
    responseId: reply?.responseId ?? null,
    requestId: reply === null ? (attempts.at(-1)?.requestId ?? null) : reply.requestId,
    finish: reply?.finish ?? null,
    usage: reply?.usage ?? null,
    usd,
    attempts: privacy === 'full' ? attempts : attempts.map((attempt) => ({ ...attempt, message: null })),
  },
});

/** A cause in our own words alone: what stands behind the colon is the reply's or the server's. */
const gistOf = (cause: string): string => cause.split(':', 1)[0] ?? '';
