import { costOf, type Price } from '../price.ts';
import type { Sampling, Usage } from '../model.ts';
import type { ModelSpec, Pace } from '../panel.ts';
import type { Ask } from '../slot.ts';

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
const assumedReply = { judge: 90, assertion: 90, answer: 250, output: 250 } as const;

export type Terms = { readonly lane: string; readonly price: Price | null; readonly pace: Pace };

type Totals = { slots: number; kept: number; inputTokens: number; outputTokens: number; most: number };

/** One call to be made: by which judge (or generator), and what kind of reply it asks for. */
export type Piece = { readonly by: number; readonly ask: Ask; readonly reply: keyof typeof assumedReply };

/** What is still owed, judge by judge (or generator by generator): calls that the ledger has are counted apart, and cost nothing. */
export const estimate = (
  asked: readonly { readonly id: string; readonly spec: ModelSpec; readonly sampling: Sampling }[],
  work: {
    readonly pieces: Iterable<Piece>;
    readonly terms: readonly Terms[]; // by index, as `asked`
    readonly isSettled: (key: string) => boolean;
  },
): JudgeEstimate[] => {
  const totals = asked.map((): Totals => ({ slots: 0, kept: 0, inputTokens: 0, outputTokens: 0, most: 0 }));
  for (const { by, ask, reply } of work.pieces) {
    const total = totals[by];
    if (total === undefined) continue;
    total.slots += 1;
    if (work.isSettled(ask.request.id)) {
      total.kept += 1;
      continue;
    }
    const { maxTokens } = ask.request.sampling;
    total.inputTokens += ask.inputTokens;
    total.outputTokens += Math.min(assumedReply[reply], maxTokens);
    total.most += maxTokens;
  }
  return asked.map(({ id, spec }, at) => {
    const { most, ...total } = totals[at] ?? { slots: 0, kept: 0, inputTokens: 0, outputTokens: 0, most: 0 };
    const { lane = '', price = null } = work.terms[at] ?? {};
    const priced = (outputTokens: number): number | null =>
      price === null ? null : costOf(plain(total.inputTokens, outputTokens), price);
    return { judge: id, model: spec.model, lane, ...total, usd: priced(total.outputTokens), atMostUsd: priced(most) };
  });
};

/** The most that one call can cost, by the bound that the dispatcher holds back: no tokeniser makes more tokens than there are bytes. */
export const mostOf = ({ inputTokens, request }: Ask, price: Price): number =>
  costOf(plain(inputTokens * 4 * 1.2 + 50, request.sampling.maxTokens), price);

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
