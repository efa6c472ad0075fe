import type { Orders } from '../dispatch/orders.ts';
import type { Experiment } from '../experiment.ts';
import { generatorAsk } from '../judges/ask.ts';
import type { Ledger } from '../ledger.ts';
import type { Piece } from '../plan/estimate.ts';
import type { Slot } from '../slot.ts';

/** The outputs to be judged, as far as they are there: given by the row, or sampled and kept in the ledger. */
export const outputsIn = (
  experiment: Experiment,
  ledger: Pick<Ledger, 'replyOf' | 'get'> | null,
  salt: string,
): ((row: number) => string | null) => {
  const kept = (row: number): string | null => {
    const { id } = generatorAsk(experiment, row, salt).request;
    return ledger?.get(id)?.vote.kind === 'cast' ? ledger.replyOf(id) : null;
  };
  // A row's slots are asked one after the other, so the last row is the next one, mostly.
  let last: { readonly row: number; readonly text: string | null } = { row: -1, text: null };
  return (row) => {
    const output = experiment.rows[row]?.output;
    if (output?.kind === 'given') return output.text;
    if (output?.kind !== 'sampled') return null;
    if (last.row !== row) last = { row, text: kept(row) };
    return last.text;
  };
};

/** Whether a row's output came and is none: refused or cut off. It was paid for, so nothing on the row is owed any more. */
export const outputIsLost = (
  experiment: Experiment,
  ledger: Pick<Ledger, 'get'> | null,
  salt: string,
): ((row: number) => boolean) => {
  if (ledger === null || experiment.generators.length === 0) return () => false;
  return (row) =>
    experiment.rows[row]?.output.kind === 'sampled' &&
    ledger.get(generatorAsk(experiment, row, salt).request.id)?.vote.kind === 'invalid';
};

/** The outputs to be sampled, each with its call. */
export function* outputPieces(experiment: Experiment, salt: string): Generator<Piece> {
  for (const [row, { output }] of experiment.rows.entries())
    if (output.kind === 'sampled')
      yield { by: output.generator, ask: generatorAsk(experiment, row, salt), reply: 'output' };
}

/** What the dispatcher needs to sample the outputs first: one slot a row, and the generator in the judge's place. */
export const outputOrders = (experiment: Experiment, salt: string): Pick<Orders, 'rows' | 'slots' | 'ask'> => ({
  rows: experiment.rows.length,
  slots: (row): Slot[] => {
    const output = experiment.rows[row]?.output;
    return output?.kind === 'sampled' ? [{ row, criterion: 0, judge: output.generator, sample: 0 }] : [];
  },
  ask: ({ row }) => generatorAsk(experiment, row, salt),
});
