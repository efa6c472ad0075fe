import { describe, expect, test } from 'vitest';
import { Fault } from '../../src/fault.ts';
import { checkSampling } from '../../src/judges/capabilities.ts';
import { knownModels } from '../../src/judges/family.ts';
import type { Sampling } from '../../src/model.ts';
import type { Capabilities, ModelSpec } from '../../src/panel.ts';
import { sampling, spec } from './wire.ts';

const faultOf = (of: ModelSpec, asked: Partial<Sampling> = {}): Fault | null => {
  try {
    checkSampling(of, sampling(asked));
    return null;
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
};
const openai = (model: string) => spec({ model });
const claude = (model: string) => spec({ provider: 'anthropic', model });
const declared = (of: ModelSpec, over: Partial<Capabilities>): ModelSpec => ({
  ...of,
  capabilities: { ...of.capabilities, ...over },
});

test.for<[ModelSpec, Partial<Sampling>]>([
  [openai('gpt-4.1-mini'), { temperature: 0.7, topP: 0.9 }],
  [openai('gpt-4o-2024-11-20'), { temperature: 2 }],
  [openai('gpt-5-chat-latest'), { temperature: 0 }],
  [openai('o4-mini'), { temperature: 1, effort: 'low' }],
  [openai('gpt-5-nano'), { effort: 'minimal' }],
  [openai('gpt-5.4-mini-2026-03-17'), { temperature: 0.3, effort: 'none' }],
  [openai('gpt-6-luna'), { effort: 'max' }],
  [openai('gpt-6-luna'), { seed: 7 }],
  [claude('claude-haiku-4-5'), { temperature: 0.3 }],
  [claude('claude-haiku-4-5-20251001'), { topP: 0.5 }],
  [claude('claude-opus-5-5'), { effort: 'xhigh' }],
  [spec({ provider: 'compatible', model: 'anything:7b' }), { temperature: 1.3, topP: 0.2, effort: 'any', seed: 1 }],
  [spec({ provider: 'replay', model: 'ballots.jsonl' }), { temperature: 0.3, effort: 'any' }],
  [declared(openai('gpt-7'), { temperature: true }), { temperature: 0.3, effort: 'any' }],
  [declared(openai('gpt-7'), { temperature: false }), {}],
  [declared(openai('gpt-6-astra'), { temperature: true }), { temperature: 0.3 }],
])('%o takes %o', ([of, asked]) => {
  expect(faultOf(of, asked)).toBeNull();
});

test.for<[ModelSpec, Partial<Sampling>, RegExp]>([
  [openai('o3'), { temperature: 0.3 }, /refuses temperature 0\.3: .*\nDrop `temperature` and vary `effort`/],
  [openai('gpt-5'), { topP: 0.9 }, /refuses topP 0\.9: .*\nDrop `topP`/],
  [openai('gpt-6-astra'), { temperature: 0 }, /refuses temperature 0: /],
  [openai('gpt-6-luna'), { temperature: 0.3 }, /unless it does not reason\.\nSet `effort: none`/],
  [openai('gpt-6-luna'), { temperature: 1, effort: 'low' }, /unless it does not reason/],
  [openai('gpt-4.1'), { effort: 'low' }, /takes no effort.*\nDrop `effort`/],
  [openai('gpt-6-sol'), { effort: 'hgh' }, /not "hgh"\. Did you mean "high"\?/],
  [openai('gpt-6-astra'), { effort: 'none' }, /takes the efforts "low", /],
  [openai('gpt-4o'), { temperature: 2.1 }, /from 0 to 2, not 2\.1/],
  [openai('gpt-4o'), { temperature: Number.NaN }, /from 0 to 2, not NaN/],
  [openai('gpt-4o'), { topP: 0 }, /above 0 and up to 1, not 0/],
  [openai('gpt-4o'), { maxTokens: 0 }, /maxTokens is 0/],
  [
    claude('claude-opus-4-7'),
    { temperature: 1 },
    /refuses temperature 1: .*not even the default.*\nDrop `temperature`, or choose claude-haiku-4-5/,
  ],
  [claude('claude-sonnet-5-5'), { topP: 0.99 }, /refuses topP 0\.99/],
  [claude('claude-haiku-4-5'), { temperature: 0.3, topP: 0.9 }, /never both/],
  [claude('claude-haiku-4-5'), { temperature: 1.5 }, /from 0 to 1, not 1\.5/],
  [claude('claude-haiku-5-5'), { seed: 7 }, /takes no seed/],
  [claude('claude-haiku-5-5'), { effort: 'none' }, /not "none"/],
  [declared(openai('gpt-4o'), { temperature: false }), { temperature: 0.3 }, /is declared to take no temperature/],
  [
    declared(spec({ provider: 'compatible' }), { efforts: ['low'] }),
    { effort: 'high' },
    /takes the efforts "low", not "high"/,
  ],
])('%o refuses %o', ([of, asked, says]) => {
  const fault = faultOf(of, asked);
  expect(fault?.code).toBe('model/sampling');
  expect(fault?.message).toMatch(says);
  expect(fault?.message).toContain(`Model "${of.model}"`);
});

describe('A model that nobody knows', () => {
  test.for([
    ['openai', 'gpt-6-lunna', 'Did you mean "gpt-6-luna"?'],
    ['anthropic', 'claude-haiku-5.5', 'Did you mean "claude-haiku-5-5"?'],
    ['openai', 'mistral', '"gpt-4o"'],
  ] as const)('%s %s: %s', ([provider, model, says]) => {
    const fault = faultOf(spec({ provider, model }));
    expect(fault?.code).toBe('model/unknown');
    expect(fault?.message).toContain(says);
    expect(fault?.message).toContain('`capabilities:');
  });

  test('models of one provider are not known to the other', () => {
    for (const model of knownModels('openai')) expect(faultOf(claude(model))?.code).toBe('model/unknown');
    for (const model of knownModels('anthropic')) expect(faultOf(openai(model))?.code).toBe('model/unknown');
  });

  test('every known model takes the sampling that leaves all open', () => {
    for (const model of knownModels('openai')) expect(faultOf(openai(model))).toBeNull();
    for (const model of knownModels('anthropic')) expect(faultOf(claude(model))).toBeNull();
  });
});
