import type { ModelSpec } from '../panel.ts';
import type { Price } from '../price.ts';

/** When the table was true, and where it is from: list prices without batch, flex or long-context terms. */
export const priceSource = {
  asOf: '2026-11-20',
  source: '@pydantic/genai-prices 0.1.8 and the lists of the providers',
};

/** What a model's tokens cost: as declared, else from the table by the exact name. Null: unknown, which is not 0. */
export const priceOf = ({ provider, model, price }: ModelSpec): Price | null => {
  if (price !== null) return price;
  if (provider === 'replay' || provider === 'code') return free;
  // A server at another address has its own prices, whatever it calls its models.
  return provider === 'compatible' ? null : (table[provider].get(model) ?? null);
};

const free: Price = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

const plain = (input: number, output: number): Price => ({ input, output, cacheRead: null, cacheWrite: null });

// From gpt-5.6 on a cache write costs 1.25 times the input; reads cost a tenth.
const cachedOpenai = (input: number, output: number): Price => ({
  input,
  output,
  cacheRead: input / 10,
  cacheWrite: input * 1.25,
});

// Cache writes for five minutes. Reads cost a tenth, a twentieth on claude-opus-5-5.
const claude = (input: number, output: number, read = 0.1): Price => ({
  input,
  output,
  cacheRead: input * read,
  cacheWrite: input * 1.25,
});

const table: Readonly<Record<'openai' | 'anthropic', ReadonlyMap<string, Price>>> = {
  openai: new Map([
    ['gpt-6-astra', cachedOpenai(10, 50)],
    ['gpt-6-sol', cachedOpenai(2, 10)],
    ['gpt-6-luna', cachedOpenai(0.1, 0.5)],
    ['gpt-5.6-sol', cachedOpenai(4, 20)],
    ['gpt-5.6-luna', cachedOpenai(0.2, 1.2)],
    ['gpt-5.5', plain(5, 30)],
    ['gpt-5.4-mini', plain(0.75, 4.5)],
    ['gpt-4.1-mini', plain(0.4, 1.6)],
    ['gpt-4o-mini', plain(0.15, 0.6)],
  ]),
  anthropic: new Map([
    ['claude-opus-5-5', claude(4, 20, 0.05)],
    ['claude-opus-5', claude(5, 25)],
    ['claude-sonnet-5', claude(2, 10)],
    ['claude-sonnet-4-6', claude(3, 15)],
    ['claude-haiku-4-5', claude(1, 5)],
  ]),
};
