import { inputAtMost } from '../input-at-most.ts';
import type { Usage } from '../model.ts';
import type { Price } from '../price.ts';
import type { Ask } from '../slot.ts';

/** What one judge's calls use up, learned from its replies. */
export type Appetite = {
  /** Tokens that a call will probably draw from its lane's limit. */
  readonly tokens: (ask: Ask) => number;
  /** The most that a call can cost, in US dollars; 0 where no price is known. */
  readonly usdAtMost: (ask: Ask) => number;
  readonly learn: (ask: Ask, usage: Usage) => void;
};

/** So many replies say more about the next one's length than the bound that it was given, which overstates it many times over. */
const enoughReplies = 10;
const memory = 50; // replies
/** A text may be denser than all that were seen, by so much. */
const margin = 1.25;

/** `isBounded`: the run has a limit in dollars, so that `usdAtMost` must hold from the first call on. */
export const appetite = (price: Price | null, isBounded: boolean): Appetite => {
  const inputPrice = price === null ? 0 : Math.max(price.input, price.cacheRead ?? 0, price.cacheWrite ?? 0);
  const outputPrice = price?.output ?? 0;
  let [replies, output] = [0, 0];
  let [told, inputExcess, beyondBound] = [0, 1, 0]; // of the replies whose usage the server told
  const mostInput = ({ request, inputTokens }: Ask): number => {
    if (!isBounded) return inputTokens * inputExcess;
    const bound = inputAtMost(request) + beyondBound;
    return told < enoughReplies ? bound : Math.min(bound, inputTokens * inputExcess * margin);
  };
  return {
    tokens: ({ request, inputTokens }) =>
      inputTokens +
      (replies < enoughReplies ? request.sampling.maxTokens : Math.min(output, request.sampling.maxTokens)),
    usdAtMost: (ask) =>
      price === null ? 0 : (mostInput(ask) * inputPrice + ask.request.sampling.maxTokens * outputPrice) / 1e6,
    learn: ({ request, inputTokens }, usage) => {
      replies += 1;
      output += (usage.outputTokens - output) / Math.min(replies, memory);
      if (usage.estimated) return;
      told += 1;
      // Where the estimate has once fallen short it may again, by as much.
      if (inputTokens > 0) inputExcess = Math.max(inputExcess, usage.inputTokens / inputTokens);
      // What a server adds of its own to a prompt it adds to the next one too.
      if (isBounded) beyondBound = Math.max(beyondBound, usage.inputTokens - inputAtMost(request));
    },
  };
};
