import type { Vote } from './ballot.ts';
import type { ModelReply, ModelRequest } from './model.ts';

/** One ballot owed: row × criterion × judge × sample, each an index into the experiment but for `sample`, which counts from 0. */
export type Slot = {
  readonly row: number;
  readonly criterion: number;
  readonly judge: number;
  readonly sample: number;
};

/** What a reply says as a vote; `cause` says why it has no value, where it has none. */
export type Reading = { readonly vote: Vote; readonly cause: string | null };

/** A slot made ready to be asked. `request.id` is its key in the ledger: equal content, equal key. Tokens are estimates. */
export type Ask = {
  readonly slot: Slot;
  readonly request: ModelRequest;
  readonly inputTokens: number;
  readonly read: (reply: ModelReply) => Reading;
};
