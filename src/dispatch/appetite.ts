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

export const appetite = (price: Price | null): Appetite => {
  const inputPrice = price === null ? 0 : Math.max(price.input, price.cacheRead ?? 0, price.cacheWrite ?? 0);
  const outputPrice = price?.output ?? 0;
  let [replies, output, inputExcess] = [0, 0, 1];
  return {
    tokens: ({ request, inputTokens }) =>
      inputTokens +
      (replies < enoughReplies ? request.sampling.maxTokens : Math.min(output, request.sampling.maxTokens)),
    usdAtMost: ({ request, inputTokens }) =>
      (inputTokens * inputExcess * inputPrice + request.sampling.maxTokens * outputPrice) / 1e6,
    learn: ({ inputTokens }, usage) => {
      replies += 1;
      output += (usage.outputTokens - output) / Math.min(replies, memory);
      // Where the estimate has once fallen short it may again, by as much.
      if (inputTokens > 0) inputExcess = Math.max(inputExcess, usage.inputTokens / inputTokens);
    },
  };
};
