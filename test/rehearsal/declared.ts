import type { Experiment } from '../../src/experiment.ts';
import type { Judge, Provider } from '../../src/panel.ts';
import type { Faults, Rehearsal } from '../../src/rehearsal.ts';
import type { DataRow } from '../../src/row.ts';
import type { AskedCriterion, Extraction, Scale } from '../../src/rubric.ts';

export const noFaults: Faults = {
  rateLimited: 0,
  unavailable: 0,
  overloaded: 0,
  stalled: 0,
  cutOff: 0,
  refused: 0,
  brokenJson: 0,
  errorIn200: 0,
};

/** A declared world without faults, whose judges err on a fifth of the rows. */
export const rehearsalWith = (changes: Partial<Rehearsal> = {}): Rehearsal => ({
  seed: 7,
  speed: 1000,
  latency: { medianMs: 800, p95Ms: 2500 },
  rpm: 1e6,
  tpm: 1e9,
  correlation: 0.3,
  stubbornness: 0.2,
  difficulty: null,
  judges: { '*': { error: 0.2, abstains: 0 } },
  faults: noFaults,
  ...changes,
});

export const judgeNamed = (id: string, provider: Provider = 'openai', name = id): Judge => ({
  id,
  name,
  spec: {
    provider,
    model: provider === 'anthropic' ? 'claude-haiku-5-5' : 'gpt-4.1-mini',
    baseUrl: null,
    key: null,
    capabilities: { temperature: null, efforts: null, structured: null },
    price: null,
    pace: { rpm: null, tpm: null, concurrency: null },
  },
  sampling: { temperature: null, topP: null, effort: null, seed: null, maxTokens: 300 },
  variant: null,
  samples: 2,
  asks: 'both',
});

export const passFail: Scale = { kind: 'nominal', labels: ['pass', 'fail'] };

export const judged = (id: string, scale: Scale = passFail): AskedCriterion => ({
  id,
  scale,
  declared: true,
  kind: 'judge',
  instructions: 'Does the reply keep to the policy?',
  levels: [],
  examples: [],
});

export const answered = (
  id: string,
  extract: Extraction,
  scale: Scale = { kind: 'nominal', labels: null },
): AskedCriterion => ({
  id,
  scale,
  declared: true,
  kind: 'answer',
  extract,
  matchCase: false,
});

export const rowsOf = (count: number, gold: DataRow['gold'] = { policy: 'pass' }): DataRow[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `row ${i}`,
    group: null,
    vars: { difficulty: i % 2 === 0 ? 'easy' : 'hard' },
    output: { kind: 'given', text: 'a reply' },
    candidate: 0,
    gold,
  }));

export const experimentWith = (changes: Partial<Experiment> = {}): Experiment => ({
  name: 'rehearsed',
  description: '',
  sources: [],
  rows: rowsOf(20),
  rubric: null,
  criteria: [judged('policy')],
  answerPrompts: [],
  generators: [],
  judges: [judgeNamed('luna'), judgeNamed('haiku', 'anthropic')],
  quorum: { atLeast: 1 },
  combine: null,
  gates: [],
  limits: { usd: null, calls: null, concurrency: null, deadlineMs: 200, attempts: 3 },
  privacy: 'full',
  rehearsal: rehearsalWith(),
  notes: [],
  ...changes,
});
