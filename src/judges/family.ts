import type { Provider } from '../panel.ts';

/** What the models of a family take. `sampling` is about temperature and top-p alike. */
export type Family = {
  /** `below 2026-10`: only under Anthropic's API version 2023-06-01. */
  readonly sampling: 'yes' | 'default only' | 'effort none' | 'never' | 'below 2026-10';
  readonly efforts: readonly string[]; // empty: takes none
  readonly systemRole: 'system' | 'developer';
};

/** The family of a model of OpenAI or Anthropic by its name, dated snapshots included; null where it is not known. */
export const familyOf = (provider: Provider, model: string): Family | null => {
  const name = model.replace(/-(?:\d{4}-\d{2}-\d{2}|\d{8})$/, '');
  return families(provider).find(({ names }) => names.includes(name))?.family ?? null;
};

/** The models whose capabilities are known, for suggestions. */
export const knownModels = (provider: Provider): string[] => families(provider).flatMap(({ names }) => [...names]);

type Names = { readonly names: readonly string[]; readonly family: Family };

const families = (provider: Provider): readonly Names[] => {
  if (provider === 'openai') return openai;
  return provider === 'anthropic' ? anthropic : [];
};

const toHigh = ['low', 'medium', 'high'];
const toMax = [...toHigh, 'xhigh', 'max'];

// As of 2026-11-20, from @ai-sdk/openai 4.0.118 and the SDK's list of models.
const openai: readonly Names[] = [
  {
    names: ['gpt-4o', 'gpt-4o-mini', 'gpt-4.1', 'gpt-4.1-mini', 'gpt-4.1-nano', 'gpt-5-chat-latest'],
    family: { sampling: 'yes', efforts: [], systemRole: 'system' },
  },
  {
    names: ['o1', 'o3', 'o3-mini', 'o4-mini'],
    family: { sampling: 'default only', efforts: toHigh, systemRole: 'developer' },
  },
  {
    names: ['gpt-5', 'gpt-5-mini', 'gpt-5-nano'],
    family: { sampling: 'default only', efforts: ['minimal', ...toHigh], systemRole: 'developer' },
  },
  {
    names: ['gpt-5.1', 'gpt-5.1-mini'],
    family: { sampling: 'effort none', efforts: ['none', ...toHigh], systemRole: 'developer' },
  },
  {
    names: [
      'gpt-5.2',
      'gpt-5.4',
      'gpt-5.4-mini',
      'gpt-5.4-nano',
      'gpt-5.5',
      'gpt-5.6-sol',
      'gpt-5.6-terra',
      'gpt-5.6-luna',
      'gpt-6-sol',
      'gpt-6-luna',
      'gpt-6.1-terra',
    ],
    family: { sampling: 'effort none', efforts: ['none', ...toMax], systemRole: 'developer' },
  },
  {
    names: ['gpt-6-astra', 'gpt-6.1-sol'],
    family: { sampling: 'default only', efforts: toMax, systemRole: 'developer' },
  },
];

// As of 2026-11-20, from @ai-sdk/anthropic 4.0.105 and the SDK's list of models.
const anthropic: readonly Names[] = [
  {
    names: ['claude-opus-4-6', 'claude-sonnet-4-6', 'claude-opus-4-5', 'claude-haiku-4-5', 'claude-sonnet-4-5'],
    family: { sampling: 'below 2026-10', efforts: toMax, systemRole: 'system' },
  },
  {
    names: [
      'claude-opus-4-7',
      'claude-opus-4-8',
      'claude-opus-5',
      'claude-sonnet-5',
      'claude-fable-5',
      'claude-mythos-5',
      'claude-haiku-5-5',
      'claude-sonnet-5-5',
      'claude-opus-5-5',
      'claude-fable-5-1',
      'claude-fable-5-2',
      'claude-mythos-5-1',
      'claude-mythos-5-2',
      'claude-mythos-preview',
    ],
    family: { sampling: 'never', efforts: toMax, systemRole: 'system' },
  },
];
