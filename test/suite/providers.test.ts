import { expect, test } from 'vitest';
import type { Experiment } from '../../src/experiment.ts';
import type { SuiteOverrides } from '../../src/suite/read-suite.ts';
import { experiment } from './files.ts';

const calling = async (providers: unknown, top: object = {}, said: Partial<SuiteOverrides> = {}): Promise<Experiment> =>
  experiment({ providers, ...top }, {}, said);

test.for([
  { id: 'openai:chat:gpt-4o', sampling: { temperature: 0, maxTokens: 1024 } },
  { id: 'openai:gpt-5-mini', sampling: { temperature: null, maxTokens: 8192 } },
  { id: 'openai:o3', sampling: { temperature: null, maxTokens: 8192 } },
  { id: 'openrouter:openai/gpt-4o', sampling: { temperature: 0, maxTokens: 1024 } },
  { id: 'anthropic:messages:claude-haiku-4-5', sampling: { temperature: 0, maxTokens: 1024 } },
  { id: 'anthropic:messages:claude-opus-4-8', sampling: { temperature: null, maxTokens: 1024 } },
  { id: 'anthropic:messages:claude-sonnet-5', sampling: { temperature: null, maxTokens: 2048 } },
  { id: 'ollama:chat:llama3', sampling: { temperature: null, maxTokens: 1024 } },
])('$id is asked as promptfoo asks it where the config says nothing', async ({ id, sampling }) => {
  expect((await calling([id])).generators[0]?.sampling).toMatchObject(sampling);
});

test('What the config says of the call goes over that', async () => {
  const config = {
    temperature: 0.5,
    max_tokens: 50,
    top_p: 0.9,
    seed: 3,
    reasoning_effort: 'low',
    cost: 0.000001,
    showThinking: false,
  };
  const { generators, notes } = await calling(
    [{ id: 'openai:gpt-4o', label: 'one', config }, { 'openai:gpt-4o': { config: { omitDefaults: true } } }],
    { evaluateOptions: { delay: 500 } },
  );
  expect(generators).toMatchObject([
    {
      id: 'one',
      sampling: { temperature: 0.5, topP: 0.9, effort: 'low', seed: 3, maxTokens: 50 },
      spec: { price: { input: 1, output: 1 }, pace: { rpm: 120, concurrency: 1 } },
    },
    { id: 'openai:gpt-4o', sampling: { temperature: null, maxTokens: 8192 } },
  ]);
  expect(notes).toEqual(['Passed over in the config, for promptfoo alone uses it: "providers.config.showThinking".']);
});

test("promptfoo's variables of the environment set what it sends by default", async () => {
  const { generators } = await calling(
    ['openai:gpt-4o'],
    {},
    { env: { OPENAI_TEMPERATURE: '0.7', OPENAI_MAX_TOKENS: '64' } },
  );
  expect(generators[0]?.sampling).toMatchObject({ temperature: 0.7, maxTokens: 64 });
});

test('A temperature that a model refuses is left out, with a note', async () => {
  const { generators, notes } = await calling([{ id: 'openai:gpt-5-mini', config: { temperature: 0.3 } }]);
  expect(generators[0]?.sampling.temperature).toBe(null);
  expect(notes).toEqual(['"openai:gpt-5-mini" takes no temperature, so 0.3 is left out, as promptfoo does.']);
});

test.for([
  { config: {}, env: {}, spec: { provider: 'openai', baseUrl: null, key: 'OPENAI_API_KEY' } },
  {
    config: { apiBaseUrl: 'http://here/v1/' },
    env: {},
    spec: { provider: 'compatible', baseUrl: 'http://here/v1', key: null },
  },
  {
    config: { apiHost: 'here', apiKeyEnvar: 'MINE' },
    env: {},
    spec: { provider: 'compatible', baseUrl: 'https://here/v1', key: 'MINE' },
  },
  { config: { apiKey: '{{ env.MINE }}' }, env: {}, spec: { provider: 'openai', baseUrl: null, key: 'MINE' } },
  {
    config: {},
    env: { OPENAI_BASE_URL: 'http://here/v1' },
    spec: { provider: 'compatible', baseUrl: 'http://here/v1', key: 'OPENAI_API_KEY' },
  },
  {
    config: {},
    env: { OPENAI_BASE_URL: 'https://api.openai.com/v1' },
    spec: { provider: 'openai', baseUrl: null, key: 'OPENAI_API_KEY' },
  },
])('A key goes where the user sends it: $config, $env', async ({ config, env, spec }) => {
  const { generators } = await calling([{ id: 'openai:gpt-4o', config }], {}, { env });
  expect(generators[0]?.spec).toMatchObject(spec);
});

test('An address that the config sets for all gets no key by itself', async () => {
  const { generators } = await calling(['openai:gpt-4o'], { env: { OPENAI_BASE_URL: 'http://here/v1' } });
  expect(generators[0]?.spec).toMatchObject({ baseUrl: 'http://here/v1', key: null });
});

test('A key of `env` is the variable that it is taken from, and is never read', async () => {
  const { generators } = await calling(
    ['openai:gpt-4o'],
    { env: { OPENAI_API_KEY: '{{env.MINE}}' } },
    { env: { MINE: 'sk-of-a-test-1234' } },
  );
  expect(generators[0]?.spec.key).toBe('MINE');
});

test('Two of one name are told apart, and two that are alike are one', async () => {
  const warm = { id: 'openai:gpt-4o', config: { temperature: 1 } };
  const { generators } = await calling(['openai:gpt-4o', warm, 'openai:gpt-4o']);
  expect(generators.map(({ id, sampling }) => [id, sampling.temperature])).toEqual([
    ['openai:gpt-4o', 0],
    ['openai:gpt-4o 2', 1],
  ]);
});

test('Providers may stand in files', async () => {
  const { generators } = await experiment(
    { providers: ['file://providers.yaml'] },
    { 'providers.yaml': '- openai:gpt-4o\n- {id: openai:gpt-4.1, label: new}\n' },
  );
  expect(generators.map(({ id }) => id)).toEqual(['openai:gpt-4o', 'new']);
});
