import { expect, test } from 'vitest';
import { config, files, read, rows } from './files.ts';

const candidates = async (
  change: object,
  block: object = {},
): Promise<Awaited<ReturnType<typeof read>>['experiment']> =>
  (await read(files({ 'promptfooconfig.yaml': config(change, { rule: 'plurality', ...block }) }), { maxRows: 2 }))
    .experiment;

test('One candidate leaves the rows as they are, and gold holds for what it labels', async () => {
  const experiment = await candidates({});
  expect(experiment.rows).toMatchObject([
    { id: '1', group: null, candidate: 0, output: { kind: 'given', text: '4' }, gold: { right: 'pass' } },
    { id: '2', group: null, candidate: 0, output: { kind: 'given', text: '6' }, gold: { right: 'fail' } },
  ]);
});

test('A model writes other outputs than those that were labelled', async () => {
  const experiment = await candidates({
    prompts: ['{{question}}'],
    providers: [
      { id: 'openai:gpt-4.1-mini', label: 'mini', config: { temperature: 0.5, max_tokens: 50, top_p: 0.9, seed: 3 } },
    ],
  });
  expect(experiment.rows).toMatchObject([
    { id: '1', group: null, output: { kind: 'sampled', generator: 0, prompt: 'Two plus two?' }, gold: {} },
    { id: '2', group: null, output: { kind: 'sampled', generator: 0, prompt: 'Two plus three?' }, gold: {} },
  ]);
  expect(experiment.generators).toMatchObject([
    {
      id: 'mini',
      spec: { provider: 'openai', model: 'gpt-4.1-mini' },
      sampling: { temperature: 0.5, topP: 0.9, effort: null, seed: 3, maxTokens: 50 },
    },
  ]);
  expect(experiment.notes).toEqual([
    'The gold of "right" is not used: it labels the outputs of the data set, and these are other ones. Errors on it stay unknown.',
  ]);
});

test('Prompts × providers make candidates of each record, in one group', async () => {
  const experiment = await candidates({
    prompts: [{ label: 'short', raw: '{{question}}' }, 'Think. {{question}}'],
    providers: ['anthropic:claude-haiku-4-5', 'ollama:llama3'],
  });
  expect(
    experiment.rows.map(({ id, group, candidate, output }) => [
      id,
      group,
      candidate,
      output.kind === 'sampled' ? output.generator : -1,
    ]),
  ).toEqual([
    ['1 · anthropic:claude-haiku-4-5 · short', '1', 0, 0],
    ['1 · ollama:llama3 · short', '1', 1, 1],
    ['1 · anthropic:claude-haiku-4-5 · prompt-2', '1', 2, 0],
    ['1 · ollama:llama3 · prompt-2', '1', 3, 1],
    ['2 · anthropic:claude-haiku-4-5 · short', '2', 0, 0],
    ['2 · ollama:llama3 · short', '2', 1, 1],
    ['2 · anthropic:claude-haiku-4-5 · prompt-2', '2', 2, 0],
    ['2 · ollama:llama3 · prompt-2', '2', 3, 1],
  ]);
});

test('The answer keeps its gold on the first candidate, where it is asked for', async () => {
  const experiment = await candidates(
    { prompts: ['{{question}}'], providers: ['openai:x', 'openai:y'] },
    { answer: { extract: 'number', gold: 'id' } },
  );
  expect(experiment.rows.map(({ id, gold }) => [id, gold])).toEqual([
    ['1 · openai:x', { answer: '1' }],
    ['1 · openai:y', {}],
    ['2 · openai:x', { answer: '2' }],
    ['2 · openai:y', {}],
  ]);
});

test('A column of outputs takes the place of prompts and providers', async () => {
  const experiment = await candidates(
    { prompts: undefined, providers: undefined },
    { rows: { id: 'id', group: 'question', output: 'reply' } },
  );
  expect(experiment.rows[0]).toMatchObject({
    group: 'Two plus two?',
    output: { kind: 'given', text: '4' },
    gold: { right: 'pass' },
  });
});

test('Rows without ids are numbered', async () => {
  const { experiment } = await read(files({ 'rows.csv': rows.replaceAll(/^[^,]+,/gm, '') }));
  expect(experiment.rows.map(({ id }) => id)).toEqual(['row-0001', 'row-0002', 'row-0003']);
});
