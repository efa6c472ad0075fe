import type { Value } from './ballot.ts';
import type { Message } from './model.ts';

/** One record of the data set. Rows that share a source carry the same `group`: the cluster for every interval. */
export type Row = { readonly id: string; readonly group: string | null };

/** What the rubric's criteria are about: text that the data set holds, text that a generator is asked for first, or nothing. */
export type Output =
  | { readonly kind: 'given'; readonly text: string }
  | { readonly kind: 'sampled'; readonly generator: number; readonly prompt: string | readonly Message[] } // index into Experiment.generators
  | { readonly kind: 'none' };

/**
 * A row with its content. `vars` are its columns as text; `gold` holds the right value by criterion, where the row has one.
 * Several generators make several candidates of one record: rows of one group, numbered from 0. Answers are asked for on the first only.
 */
export type DataRow = Row & {
  readonly vars: Readonly<Record<string, string>>;
  readonly output: Output;
  readonly candidate: number;
  readonly gold: Readonly<Record<string, Value>>;
};
