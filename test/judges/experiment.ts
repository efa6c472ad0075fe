import type { Experiment } from '../../src/experiment.ts';
import type { Judge } from '../../src/panel.ts';
import type { DataRow, Output } from '../../src/row.ts';
import type { AnswerCriterion, JudgeCriterion, Rubric, Variant } from '../../src/rubric.ts';
import { rehearsalWith } from '../rehearsal/declared.ts';
import { sampling, spec } from './wire.ts';

export const honesty: JudgeCriterion = {
  kind: 'judge',
  id: 'honesty',
  declared: true,
  scale: { kind: 'nominal', labels: ['pass', 'fail'] },
  instructions: 'Does the reply promise only what the policy grants?',
  levels: [
    { value: 'pass', means: 'Every promise is in the policy.' },
    { value: 'fail', means: 'One promise or more is not.' },
  ],
  examples: [{ output: 'We refund everybody.', value: 'fail', reason: 'The policy refunds nobody.' }],
};

export const tone: JudgeCriterion = {
  ...honesty,
  id: 'tone',
  scale: { kind: 'ordinal', levels: [1, 2, 3] },
  instructions: 'How friendly is the reply?',
  levels: [
    { value: 1, means: 'Rude.' },
    { value: 3, means: 'Warm.' },
  ],
  examples: [],
};

export const score: JudgeCriterion = {
  ...tone,
  id: 'score',
  scale: { kind: 'interval', min: 0, max: 10 },
  levels: [{ value: 10, means: 'Perfect.' }],
};

export const capital: AnswerCriterion = {
  kind: 'answer',
  id: 'answer',
  declared: true,
  scale: { kind: 'nominal', labels: null },
  extract: { kind: 'lastLine' },
  matchCase: false,
};

export const plain: Variant = { id: 'plain', preface: '', levels: 'given' };
export const turned: Variant = { id: 'turned', preface: 'You are strict.', levels: 'reversed' };

export const rubric: Rubric = {
  name: 'support',
  description: '',
  conventions: 'The policy is the only source of truth.',
  inputs: ['policy'],
  variants: [plain, turned],
  criteria: [honesty, tone],
};

export const given = (text: string): Output => ({ kind: 'given', text });

export const row = (
  id: string,
  output: Output = given(`Reply of ${id}.`),
  vars: Record<string, string> = { policy: 'No refunds.' },
): DataRow => ({
  id,
  group: null,
  vars,
  output,
  candidate: 0,
  gold: {},
});

export const judge = (over: Partial<Judge> = {}): Judge => ({
  id: 'luna',
  name: 'luna',
  spec: spec(),
  sampling: sampling(),
  variant: null,
  samples: 2,
  asks: 'both',
  ...over,
});

export const experiment = (over: Partial<Experiment> = {}): Experiment => ({
  name: 'e',
  description: '',
  sources: [],
  rows: [row('r1'), row('r2')],
  rubric,
  criteria: [honesty, tone, capital],
  answerPrompts: [
    { id: 'short', columns: ['policy'], render: ({ policy = '' }) => `In short: ${policy}` },
    { id: 'long', columns: ['policy'], render: ({ policy = '' }) => `At length: ${policy}` },
  ],
  generators: [{ id: 'writer', spec: spec({ model: 'gpt-4.1-mini' }), sampling: sampling({ temperature: 1 }) }],
  judges: [judge()],
  quorum: { atLeast: 1 },
  combine: null,
  gates: [],
  limits: { usd: null, calls: null, concurrency: null, deadlineMs: 60_000, attempts: 3 },
  privacy: 'full',
  rehearsal: rehearsalWith(),
  notes: [],
  ...over,
});
