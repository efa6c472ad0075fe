import type { Experiment } from '../../src/experiment.ts';
import type { Judge, ModelSpec } from '../../src/panel.ts';
import type { DataRow } from '../../src/row.ts';
import type { JudgeCriterion } from '../../src/rubric.ts';
import { rehearsalWith } from '../rehearsal/declared.ts';

export const spec = (over: Partial<ModelSpec> = {}): ModelSpec => ({
  provider: 'openai',
  model: 'gpt-4.1-mini',
  baseUrl: null,
  key: 'OPENAI_API_KEY',
  capabilities: { temperature: null, efforts: null, structured: null },
  price: null,
  pace: { rpm: null, tpm: null, concurrency: null },
  ...over,
});

export const judge = (id: string, over: Partial<Judge> = {}): Judge => ({
  id,
  name: id,
  spec: spec(),
  sampling: { temperature: 0.7, topP: null, effort: null, seed: null, maxTokens: 500 },
  variant: null,
  samples: 1,
  asks: 'both',
  ...over,
});

export const criterion = (id: string): JudgeCriterion => ({
  kind: 'judge',
  id,
  scale: { kind: 'nominal', labels: ['pass', 'fail'] },
  declared: true,
  instructions: `Is it ${id}?`,
  levels: [],
  examples: [],
});

export const row = (id: string, over: Partial<DataRow> = {}): DataRow => ({
  id,
  group: null,
  vars: { question: `Question ${id}?` },
  output: { kind: 'given', text: `Answer ${id}.` },
  candidate: 0,
  gold: {},
  ...over,
});

/** A small experiment: two rows, two criteria, two judges, one of them sampled three times. */
export const experiment = (over: Partial<Experiment> = {}): Experiment => ({
  name: 'small',
  description: 'A small experiment',
  sources: ['promptfooconfig.yaml'],
  rows: [row('a'), row('b')],
  rubric: {
    name: 'r',
    description: '',
    conventions: '',
    inputs: [],
    variants: [{ id: 'plain', preface: '', levels: 'given' }],
    criteria: [criterion('right'), criterion('kind')],
  },
  criteria: [criterion('right'), criterion('kind')],
  answerPrompts: [],
  generators: [],
  judges: [
    judge('luna', { samples: 3 }),
    judge('haiku', { spec: spec({ provider: 'anthropic', model: 'claude-haiku-5-5' }) }),
  ],
  quorum: { atLeast: 1 },
  combine: null,
  gates: [],
  limits: { usd: null, calls: null, concurrency: null, deadlineMs: 60_000, attempts: 8 },
  privacy: 'full',
  rehearsal: rehearsalWith(),
  notes: [],
  ...over,
});
