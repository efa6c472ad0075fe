import { describe, expect, test } from 'vitest';
import type { Experiment } from '../../src/experiment.ts';
import { experiment } from './files.ts';

const judges = ({ judges }: Experiment): readonly unknown[] =>
  judges.map(({ id, spec, sampling, samples, asks }) => [id, spec.model, sampling.temperature, samples, asks]);

const graders = ({ criteria }: Experiment): readonly unknown[] =>
  criteria.flatMap((criterion) =>
    criterion.kind === 'assertion'
      ? [...criterion.on.values()].map((assertion) => (assertion.kind === 'graded' ? assertion.graders : 'code'))
      : [],
  );

const rubric = { type: 'llm-rubric', value: 'Kind?' };
const tests = (...assert: object[]): object => ({ tests: [{ vars: { q: 'x' }, assert }] });

describe('Judges of a suite', () => {
  test('are its graders, each model once, with temperature 0 and one sample as promptfoo asks them', async () => {
    const found = await experiment(
      tests(
        rubric,
        { ...rubric, provider: { id: 'openai:gpt-4o', config: { temperature: 0.5 } } },
        { ...rubric, provider: 'openai:gpt-4.1' },
      ),
    );
    expect(judges(found)).toEqual([
      ['openai:gpt-4.1', 'gpt-4.1', 0, 1, 'assertion'],
      ['openai:gpt-4o', 'gpt-4o', 0.5, 1, 'assertion'],
    ]);
    expect(graders(found)).toEqual([['openai:gpt-4.1'], ['openai:gpt-4o'], ['openai:gpt-4.1']]);
  });

  test('are found at the assertion, then its test, then the defaults, then the command line of the file', async () => {
    const found = await experiment({
      defaultTest: {},
      commandLineOptions: { grader: 'openai:gpt-4o' },
      tests: [
        { vars: { q: 'x' }, assert: [rubric] },
        {
          vars: { q: 'y' },
          options: { provider: { text: 'openai:gpt-4.1' } },
          assert: [rubric, { ...rubric, provider: 'openai:gpt-4o-mini' }],
        },
      ],
    });
    expect(graders(found)).toEqual([['openai:gpt-4o'], ['openai:gpt-4.1'], ['openai:gpt-4o-mini']]);
  });

  test('may be one of the providers, by id or by label, settings and all', async () => {
    const found = await experiment({
      providers: [{ id: 'openai:gpt-4o', label: 'writer', config: { temperature: 0.9, max_tokens: 77 } }],
      defaultTest: {},
      ...tests({ ...rubric, provider: 'writer' }, { ...rubric, provider: 'openai:gpt-4o' }),
    });
    expect(found.judges.map(({ id, sampling }) => [id, sampling.temperature, sampling.maxTokens])).toEqual([
      ['writer', 0.9, 77],
    ]);
  });

  test('may stand in a file', async () => {
    const found = await experiment(
      { defaultTest: { options: { provider: 'file://judge.yaml' } } },
      { 'judge.yaml': 'id: openai:gpt-4o\nlabel: strict\n' },
    );
    expect(judges(found)).toEqual([['strict', 'gpt-4o', 0, 1, 'assertion']]);
  });

  test('give way to those of --grader', async () => {
    const found = await experiment(
      tests({ ...rubric, provider: 'openai:gpt-4o' }),
      {},
      { graders: ['openai:gpt-4o-mini', 'ollama:chat:llama3'], samples: 3 },
    );
    expect(judges(found)).toEqual([
      ['openai:gpt-4o-mini', 'gpt-4o-mini', 0, 3, 'assertion'],
      ['ollama:chat:llama3', 'llama3', null, 3, 'assertion'],
    ]);
    expect(graders(found)).toEqual([null]);
  });

  test('give way to the panel of the block', async () => {
    const panel = { judges: [{ id: 'a', model: 'openai:gpt-4o', temperature: [0, 1], samples: 2 }] };
    const found = await experiment({ empanel: panel });
    expect(judges(found)).toEqual([
      ['a@0', 'gpt-4o', 0, 2, 'assertion'],
      ['a@1', 'gpt-4o', 1, 2, 'assertion'],
    ]);
    expect(graders(found)).toEqual([null]);
  });

  test('are kept by name where some are wanted, and code stays', async () => {
    const found = await experiment(
      tests(rubric, { type: 'contains', value: 'a' }),
      {},
      { graders: ['openai:gpt-4o', 'openai:gpt-4.1'], judges: ['openai:gpt-4.1'] },
    );
    expect(judges(found)).toEqual([
      ['openai:gpt-4.1', 'gpt-4.1', 0, 1, 'assertion'],
      ['code', 'code', null, 1, 'assertion'],
    ]);
  });

  test('are code alone where nothing is put to a model', async () => {
    const found = await experiment(
      { defaultTest: undefined, ...tests({ type: 'contains', value: 'a' }) },
      {},
      { samples: 5 },
    );
    expect(judges(found)).toEqual([['code', 'code', null, 1, 'assertion']]);
    expect(found.judges[0]?.spec.provider).toBe('code');
  });
});

test('The provider of defaultTest is no judge, and a note says so', async () => {
  const found = await experiment({
    defaultTest: { provider: 'openai:gpt-4o', options: { provider: 'openai:gpt-4.1' } },
  });
  expect(judges(found)).toEqual([['openai:gpt-4.1', 'gpt-4.1', 0, 1, 'assertion']]);
  expect(found.notes).toEqual([
    '"provider" of "defaultTest" is not taken for a judge, as promptfoo takes it without a word. If it is to judge, write defaultTest: {options: {provider: …}}.',
  ]);
});
