import { expect, test } from 'vitest';
import type { Message } from '../../src/model.ts';
import { read } from './files.ts';
import recorded from './recorded-wire.json' with { type: 'json' };

// What promptfoo 0.123.1 sent to the models under test, recorded from its requests to a local server.

const environment = {
  OPENAI_API_KEY: 'sk-of-a-test',
  OPENAI_BASE_URL: 'http://127.0.0.1:1/v1',
  SUITE_WHO: 'Ann',
  SUITE_MODEL: 'gpt-4o-mini',
};

const messagesIn = (prompt: string | readonly Message[]): readonly Message[] =>
  typeof prompt === 'string' ? [{ role: 'user', content: prompt }] : prompt;

test.for(recorded)('Models are asked in the very words of promptfoo: $name', async ({ files, sent, judged }) => {
  const { experiment } = await read(files, { env: environment });
  const asked = experiment.rows.flatMap(({ output }) => {
    const generator = output.kind === 'sampled' ? experiment.generators[output.generator] : undefined;
    if (output.kind !== 'sampled' || generator === undefined) return [];
    const { temperature } = generator.sampling;
    return [JSON.stringify({ model: generator.spec.model, temperature, messages: messagesIn(output.prompt) })];
  });
  const theirs = sent.map(({ model, temperature, messages }) => JSON.stringify({ model, temperature, messages }));
  expect(asked.toSorted()).toEqual(theirs.toSorted());
  // Limits of tokens are promptfoo's too, where it sends one.
  const limits = new Map(sent.map(({ model, maxTokens }) => [model, maxTokens]));
  for (const { spec, sampling } of experiment.generators)
    if (
      (limits.get(spec.model) ?? null) !== null &&
      sent.every(({ model, maxTokens }) => model !== spec.model || maxTokens === limits.get(model))
    )
      expect(sampling.maxTokens).toBe(limits.get(spec.model));
  const questions = experiment.criteria.flatMap((criterion) =>
    criterion.kind === 'assertion' ? [...criterion.on.values()].filter(({ kind }) => kind === 'graded') : [],
  );
  expect(questions.length).toBe(judged);
});
