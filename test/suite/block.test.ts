import { expect, test } from 'vitest';
import { experiment, read, suite } from './files.ts';

test('The block says how a suite is counted, limited and held to gates', async () => {
  const { experiment: found, settings } = await read(
    suite({
      empanel: {
        name: 'kind',
        privacy: 'hashes',
        judges: [{ id: 'a', model: 'openai:gpt-4o', samples: 3 }],
        rule: 'majority',
        quorum: 2,
        curve: { margin: 0.05 },
        limits: { usd: 1, deadline: '5s' },
        gate: { metric: 'passRate', atLeast: 0.5 },
        rehearsal: { seed: 7 },
      },
      evaluateOptions: { timeoutMs: 9000, maxConcurrency: 3 },
    }),
  );
  expect(settings).toMatchObject({ rule: { kind: 'majority' }, verdictQuorum: 2, margin: 0.05 });
  expect(found).toMatchObject({
    name: 'kind',
    privacy: 'hashes',
    quorum: { atLeast: 2 },
    limits: { usd: 1, deadlineMs: 5000, concurrency: 3 },
    rehearsal: { seed: 7 },
  });
  expect(found.gates).toHaveLength(1);
});

test("promptfoo's own options hold where the block is silent", async () => {
  const { limits, notes } = await experiment({
    evaluateOptions: { timeoutMs: 9000, maxConcurrency: 3, cache: false },
    commandLineOptions: { maxConcurrency: 5, table: false },
    sharing: true,
    outputPath: 'out-{{env.DAY}}.json',
  });
  expect(limits).toMatchObject({ deadlineMs: 9000, concurrency: 5 });
  expect(notes).toEqual([
    'Passed over in the config, for promptfoo alone uses it: "sharing", "outputPath", "evaluateOptions.cache" and "commandLineOptions.table".',
  ]);
});

test('Code casts one ballot, which a quorum may not exceed', async () => {
  const tests = [
    {
      vars: { q: 'x' },
      assert: [
        { type: 'contains', value: 'a' },
        { type: 'llm-rubric', value: 'Kind?' },
      ],
    },
  ];
  await expect(experiment({ tests, empanel: { quorum: 2 } }, {}, { samples: 3 })).rejects.toThrow(
    'casts 1 ballot a row on "contains"',
  );
});
