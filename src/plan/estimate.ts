import type { Experiment } from '../experiment.ts';
import { costOf, type Price } from '../price.ts';
import type { Ask, Slot } from '../slot.ts';
import type { Usage } from '../model.ts';

/** What the ballots of one judge will take. Tokens and dollars are estimates; `usd` is null where the price is unknown. */
export type JudgeEstimate = {
  readonly judge: string;
  readonly model: string;
  readonly lane: string;
  readonly slots: number;
  readonly kept: number; // in the ledger already
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly usd: number | null;
  readonly atMostUsd: number | null; // if every reply used all the tokens it may
};

/** Replies are taken to be this long where nobody can know: a reason of two sentences, or an answer with its working. */
const assumedReply = { judge: 90, answer: 250, output: 250 } as const;

export type Terms = { readonly lane: string; readonly price: Price | null };

type Totals = { slots: number; kept: number; inputTokens: number; outputTokens: number; most: number };

/** What is still owed, judge by judge: ballots that the ledger has are counted apart, and cost nothing. */
export const estimate = (
  experiment: Experiment,
  work: {
    readonly slots: Iterable<Slot>;
    readonly ask: (slot: Slot) => Ask;
    readonly terms: readonly Terms[]; // by judge
    readonly isSettled: (key: string) => boolean;
  },
): JudgeEstimate[] => {
  const totals = experiment.judges.map((): Totals => ({ slots: 0, kept: 0, inputTokens: 0, outputTokens: 0, most: 0 }));
  for (const slot of work.slots) {
    const judge = experiment.judges[slot.judge];
    const kind = experiment.criteria[slot.criterion]?.kind ?? 'judge';
    const total = totals[slot.judge];
    if (judge === undefined || total === undefined) continue;
    const { request, inputTokens } = work.ask(slot);
    total.slots += 1;
    if (work.isSettled(request.id)) {
      total.kept += 1;
      continue;
    }
    total.inputTokens += inputTokens;
    total.outputTokens += Math.min(assumedReply[kind], judge.sampling.maxTokens);
    total.most += judge.sampling.maxTokens;
  }
  return experiment.judges.map((judge, at) => {
    const { most, ...total } = totals[at] ?? { slots: 0, kept: 0, inputTokens: 0, outputTokens: 0, most: 0 };
    const { lane = '', price = null } = work.terms[at] ?? {};
    const priced = (outputTokens: number): number | null =>
      price === null ? null : costOf(plain(total.inputTokens, outputTokens), price);
    return {
      judge: judge.id,
      model: judge.spec.model,
      lane,
      ...total,
      usd: priced(total.outputTokens),
      atMostUsd: priced(most),
    };
  });
};

/** A sum of which some parts may be unknown: what is known, and whether that is all. */
export const sumKnown = (parts: readonly (number | null)[]): { usd: number; complete: boolean } => ({
  usd: parts.reduce<number>((sum, part) => sum + (part ?? 0), 0),
  complete: !parts.includes(null),
});

const plain = (inputTokens: number, outputTokens: number): Usage => ({
  inputTokens,
  outputTokens,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  reasoningTokens: 0,
  estimated: true,
});
