import { expect, test } from 'vitest';
import type { Fault } from '../../src/fault.ts';
import type { Sampling } from '../../src/model.ts';
import type { Loopback } from '../../src/rehearsal/server.ts';
import { judge, run, served, verdict } from './seat.ts';

/** What stands on the wire, in our words. */
const samplingOf = (body: Readonly<Record<string, unknown>>): Sampling => ({
  temperature: (body['temperature'] ?? null) as number | null,
  topP: (body['top_p'] ?? null) as number | null,
  effort: (body['reasoning_effort'] ?? (body['output_config'] as { effort?: string } | undefined)?.effort ?? null) as
    | string
    | null,
  seed: (body['seed'] ?? null) as number | null,
  maxTokens: (body['max_completion_tokens'] ?? body['max_tokens']) as number,
});

const ways: readonly { readonly asked: string; readonly terms: Record<string, unknown> }[] = [
  { asked: 'nothing', terms: {} },
  { asked: 'a temperature', terms: { temperature: 0.3 } },
  { asked: 'a temperature of 0', terms: { temperature: 0 } },
  { asked: 'topP', terms: { topP: 0.9 } },
  { asked: 'room', terms: { maxTokens: 77 } },
];

test.for([
  ...ways.map((way) => ({ ...way, model: 'openai:mini' })),
  ...ways.map((way) => ({ ...way, model: 'anthropic:claude-haiku-4-5' })),
  { asked: 'all at once', terms: { temperature: 1.9, topP: 0.5, seed: 11, effort: 'low' }, model: 'openai:mini' },
  { asked: 'an effort', terms: { effort: 'high' }, model: 'anthropic:claude-opus-5-5' },
])('F18 Asked for $asked, $model gets just that, and the ledger says so', async ({ terms, model }) => {
  const server = await served(() => verdict('pass'));
  const { records } = await run(
    { judges: [{ ...judge(server, 'a', terms), model, ...addressFor(model, server) }], rows: 1 },
    { env: { ANTHROPIC_API_KEY: 'planted-key' } },
  );
  const wire = samplingOf(server.log[0]?.body as Record<string, unknown>);
  const asked = { temperature: null, topP: null, effort: null, seed: null, maxTokens: 1024, ...terms };
  expect(wire).toEqual(asked);
  expect(records).toHaveLength(1);
  expect(records[0]?.vote.kind).toBe('cast');
  expect(records[0]?.trace).toMatchObject({ requested: asked, effective: asked });
});

const addressFor = (
  model: string,
  { openai, anthropic }: Loopback,
): { readonly baseUrl: string; readonly key?: string } =>
  model.startsWith('anthropic') ? { baseUrl: anthropic, key: 'ANTHROPIC_API_KEY' } : { baseUrl: openai };

test('F18 Four temperatures are four different calls', async () => {
  const server = await served(() => verdict('pass'));
  const temperatures = [0, 0.5, 1, 1.5];
  const { records, lines } = await run({ judges: [judge(server, 'mini', { temperature: temperatures })], rows: 2 });
  const sent = server.log.map(({ body }) => samplingOf(body as Record<string, unknown>).temperature);
  expect(sent.toSorted((a, b) => Number(a) - Number(b))).toEqual([0, 0, 0.5, 0.5, 1, 1, 1.5, 1.5]);
  expect(new Set(records.map(({ trace }) => trace.effective?.temperature))).toEqual(new Set(temperatures));
  for (const { judge: id, temperature } of lines) expect(id).toBe(`mini@${temperature}`);
});

test.for([
  { model: 'anthropic:claude-opus-5-5', terms: { temperature: 0.5 }, says: /refuses temperature 0.5/ },
  { model: 'anthropic:claude-haiku-4-5', terms: { temperature: 1.5 }, says: /from 0 to 1, not 1.5/ },
  { model: 'anthropic:claude-haiku-4-5', terms: { temperature: 0.5, topP: 0.5 }, says: /never both/ },
  { model: 'anthropic:claude-haiku-4-5', terms: { seed: 1 }, says: /takes no seed/ },
  { model: 'openai:gpt-6-luna', terms: { temperature: 0.5 }, says: /unless it does not reason/, own: true },
  { model: 'openai:o3', terms: { temperature: 0.5 }, says: /reasons at its own temperature/, own: true },
  { model: 'openai:gpt-9-nova', terms: {}, says: /not among the models/, own: true },
  {
    model: 'openai:mini',
    terms: { temperature: 0.5, capabilities: { temperature: false } },
    says: /declared to take no temperature/,
  },
])('F18 $model with $terms is refused before anything is sent', async ({ model, terms, says, own = false }) => {
  const server = await served(() => verdict('pass'));
  const judges = [judge(server, 'well'), { id: 'a', model, ...(own ? {} : addressFor(model, server)), ...terms }];
  const env = { ANTHROPIC_API_KEY: 'planted-key', OPENAI_API_KEY: 'planted-key' };
  await expect(run({ judges }, { env })).rejects.toSatisfy(
    (fault: Fault) => fault.code.startsWith('model/') && says.test(fault.message),
  );
  expect(server.stats().requests).toBe(0);
});
