import type { Vote } from './ballot.ts';
import type { Message, ModelReply } from './model.ts';
import type { Judge } from './panel.ts';
import type { Reading } from './slot.ts';

/** An output as it was made. What nobody measured is null. */
export type Made = { readonly text: string; readonly latencyMs: number | null; readonly usd: number | null };

/** A judge's question about an output. `graders` names the judges that it is put to, by their entries; null: all of them. */
export type Graded = {
  readonly kind: 'graded';
  readonly graders: readonly string[] | null;
  readonly put: (output: string) => readonly Message[];
  readonly read: (reply: ModelReply) => Reading;
  /** Replies that read as a pass and as a fail, for judges that are simulated. */
  readonly says: { readonly pass: string; readonly fail: string };
};

/** A question that code answers, free of charge. Rejects where it can't be answered: then the ballot has failed. */
export type Checked = { readonly kind: 'checked'; readonly check: (made: Made) => Promise<Vote> };

/**
 * One of promptfoo's assertions on one row, its templates rendered but for the output. `words` is what was written, without the row's
 * columns: rows with equal words are asked the same. `reading` is all beside the output and the messages that decides what a ballot says:
 * how a reply is read, or what code compares with. Both go into hashes.
 */
export type Assertion = { readonly words: string; readonly reading: string } & (Graded | Checked);

/** Whether a judge votes on an assertion. What code checks is no question to a model, nor the other way round. */
export const votesOnAssertion = (assertion: Assertion, { asks, name, spec }: Judge): boolean => {
  if (asks !== 'assertion') return false;
  if (assertion.kind === 'checked') return spec.provider === 'code';
  return spec.provider !== 'code' && (assertion.graders?.includes(name) ?? true);
};
