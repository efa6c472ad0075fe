import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config/read-config.ts';

const root = join(import.meta.dirname, '../..');
const shipped = await readConfig(join(root, 'promptfooconfig.yaml'));
const reasoning = await readConfig(join(root, 'datasets/reasoning.yaml'));

describe('The shipped config', () => {
  const { experiment, settings } = shipped;

  test('judges 150 replies on four criteria, with gold on each', () => {
    expect(experiment.rows).toHaveLength(150);
    expect(experiment.criteria.map(({ id }) => id)).toEqual(['grounded', 'resolves', 'tone', 'safe']);
    expect(experiment.rows.every(({ gold }) => Object.keys(gold).length === 4)).toBe(true);
    expect(experiment.notes).toEqual([]);
  });

  test('casts nine ballots on each of them, by judges of both providers', () => {
    const ballots = experiment.judges.reduce((sum, { samples }) => sum + samples, 0);
    expect(ballots).toBe(9);
    expect(new Set(experiment.judges.map(({ spec }) => spec.provider))).toEqual(new Set(['openai', 'anthropic']));
    expect(experiment.judges.map(({ id }) => id)).toEqual([
      'luna@0.3/plain',
      'luna@0.3/sceptic',
      'luna@1/plain',
      'luna@1/sceptic',
      'mini@0.2',
      'mini@0.7',
      'mini@1.2',
      'haiku/plain',
      'haiku/sceptic',
    ]);
  });

  test('judges the reply as the data set has it, to the letter', () => {
    for (const { vars, output } of experiment.rows) expect(output).toEqual({ kind: 'given', text: vars['answer'] });
  });

  test('shows no judge a label, nor why it was given', () => {
    expect(experiment.rubric?.inputs).toEqual(['question', 'policy']);
  });

  test('decides by majority from five ballots on, and passes a reply that passes everywhere', () => {
    expect(settings).toMatchObject({ rule: { kind: 'majority' }, tie: 'split', verdictQuorum: 5, onNoQuorum: 'error' });
    expect(settings.combine).toEqual(experiment.combine);
    expect(experiment.combine).toMatchObject({ atLeast: 4, label: 'all' });
    expect(experiment.limits).toMatchObject({ usd: 5, concurrency: 50 });
  });
});

describe('The example of questions', () => {
  const { experiment, settings } = reasoning;

  test('asks 120 questions, two ways', () => {
    expect(experiment.rows).toHaveLength(120);
    expect(experiment.answerPrompts.map(({ id }) => id)).toEqual(['plain', 'steps']);
    expect(experiment.rows.every(({ output, gold }) => output.kind === 'none' && 'answer' in gold)).toBe(true);
    expect(settings.rule).toEqual({ kind: 'plurality' });
  });

  test.for([
    ['So it is 42.\nAnswer: 42', '42'],
    ['**Answer:** B.', 'B'],
    ['Answer: -5', '-5'],
    ['The answer: no, wait.\nanswer: yes ', 'yes'],
    ['I do not know.', undefined],
  ] as const)('finds the answer in %j', ([reply, answer]) => {
    const [criterion] = experiment.criteria;
    const extract = criterion?.kind === 'answer' && criterion.extract.kind === 'regex' ? criterion.extract : null;
    const regex = new RegExp(extract?.pattern ?? '', `${extract?.flags}g`);
    expect([...reply.matchAll(regex)].at(-1)?.[1]).toBe(answer);
  });
});
