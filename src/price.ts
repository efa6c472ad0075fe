import type { Usage } from './model.ts';

/** US dollars for a million tokens. Where a cache price is null, cached tokens cost what others do. */
export type Price = {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
};

/** What some tokens cost, in US dollars. `usage.inputTokens` counts all input, cached or not. */
export const costOf = (usage: Usage, price: Price): number => {
  const plain = usage.inputTokens - usage.cacheReadTokens - usage.cacheWriteTokens;
  return (
    (plain * price.input +
      usage.cacheReadTokens * (price.cacheRead ?? price.input) +
      usage.cacheWriteTokens * (price.cacheWrite ?? price.input) +
      usage.outputTokens * price.output) /
    1e6
  );
};
