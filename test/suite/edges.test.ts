import { isAbsolute } from 'node:path';
import { expect, test } from 'vitest';
import type { Experiment } from '../../src/experiment.ts';
import { power } from '../../src/plan/power.ts';
import { goldOn } from '../../src/live/expected-arm.ts';
import { readExperiment } from '../../src/suite/read-experiment.ts';
import { experiment, suite, told } from './files.ts';

const contains = { type: 'contains', value: 'a' };
const nothing = { ...contains, weight: 0 };
const one = (assert: object[], more: object = {}): object => ({ tests: [{ vars: { q: 'x' }, ...more, assert }] });

test('A threshold that no output could reach', async () => {
  expect(await told(suite(one([nothing, nothing], { threshold: 0.5 })))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:11 config/value
    All that the test asserts has the weight 0, so its score is 0 whatever the output, and its threshold of 0.5 can't be reached.
    Give one of its assertions a weight, or take the threshold out."
  `);
  expect(await told(suite(one([{ type: 'assert-set', threshold: 0.5, assert: [nothing] }])))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:12 config/value
    All that the set asserts has the weight 0, so its score is 0 whatever the output, and no threshold could be reached.
    Give one of its assertions a weight, or take the threshold out."
  `);
});

test('A set in a set', async () => {
  const inner = { type: 'assert-set', assert: [contains] };
  expect(await told(suite(one([{ type: 'assert-set', assert: [contains, inner] }])))).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:17 config/value
    An assert-set stands in another one, which promptfoo can't run either.
    Put both side by side into the "assert" of the test."
  `);
});

test('A config that is a program, or no map', async () => {
  await expect(readExperiment('promptfooconfig.mjs', { env: {} })).rejects.toMatchObject({
    code: 'config/value',
    where: 'promptfooconfig.mjs',
    message: expect.stringContaining('--with promptfoo') as string,
  });
  expect(await told({ 'promptfooconfig.yaml': '' })).toMatchInlineSnapshot(`
    "promptfooconfig.yaml:1 config/value
    The file has to be a map, and this is empty, so nothing can be read from it.
    Write keys and values: description, prompts, providers, …"
  `);
});

test('A test that asserts nothing costs nothing, and is told', async () => {
  const idle = { vars: { q: 'y' } };
  const found = await experiment({ tests: [idle, { vars: { q: 'x' }, assert: [contains] }] });
  expect(found.rows.map(({ id }) => id)).toEqual(['test-0002']);
  expect(found.notes).toEqual([
    expect.stringMatching(/^A test asserts nothing \(.*promptfooconfig\.yaml:\d+\) and is left out: /),
  ]);
  const more = await experiment({ tests: [idle, { vars: { q: 'x' }, assert: [contains] }, { ...idle, assert: [] }] });
  expect(more.notes).toEqual([expect.stringMatching(/^2 tests assert nothing \(the first: .* and are left out: /)]);
});

test('Ids that the suffix of another makes anew are told apart', async () => {
  const { rows } = await experiment({
    tests: [
      { vars: { q: 'x' }, metadata: { id: 'a' }, options: { repeat: 2 }, assert: [contains] },
      { vars: { q: 'y' }, metadata: { id: 'a ×2' }, assert: [contains] },
    ],
  });
  expect(rows.map(({ id }) => id)).toEqual(['a', 'a ×2', 'a ×2 2']);
});

test('A criterion may have the name of something that every object has, and has no gold for it', async () => {
  const metrics = ['__proto__', 'constructor', 'combined'];
  const found = await experiment(one(metrics.map((metric) => ({ ...contains, metric }))));
  expect(found.criteria.map(({ id }) => id)).toEqual(['__proto__', 'constructor', 'combined 2']);
  expect(Object.keys(found.combine?.weights ?? {})).toEqual(['__proto__', 'constructor', 'combined 2']);
  for (const row of found.rows)
    expect(found.criteria.map((criterion) => goldOn(row, criterion))).toEqual([null, null, null]);
  expect(power(found, 0.95, [1, 1, 1]).map(({ rowsWithGold }) => rowsWithGold)).toEqual([0, 0, 0]);
});

test('Files that a pattern names are named from where the config was', async () => {
  const { sources } = await experiment(
    { prompts: ['file://p/*.txt'] },
    { 'p/one.txt': 'Answer {{q}}', 'p/two.txt': 'Say {{q}}' },
  );
  // The config of a test has an absolute path, and so have its files.
  expect(sources.every(isAbsolute)).toBe(true);
  expect(sources).toHaveLength(3);
});

test('Where no text is kept, rows are not called by their values', async () => {
  const top = { tests: [{ vars: { q: ['Ann', 'Bob'] }, assert: [contains] }] };
  expect((await experiment(top)).rows.map(({ id }) => id)).toEqual(['test-0001 [q=Ann]', 'test-0001 [q=Bob]']);
  const hashed = await experiment({ ...top, empanel: { privacy: 'hashes' } });
  expect(hashed.rows.map(({ id }) => id)).toEqual(['test-0001 #1', 'test-0001 #2']);
});

test('An address of the environment is not that of the judges in the block, which is told', async () => {
  const env = { OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' };
  const seat = (judge: object): Promise<Experiment> =>
    experiment({ empanel: { judges: [{ id: 'mini', model: 'openai:gpt-4.1-mini', ...judge }] } }, {}, { env });
  expect((await seat({})).notes).toEqual([
    'OPENAI_BASE_URL is heard for providers and graders, and not for the judges of the block "empanel": "mini" is asked at OpenAI\'s own address. Where it is to be asked elsewhere, give it a baseUrl and a key.',
  ]);
  expect((await seat({ baseUrl: 'http://127.0.0.1:1/v1' })).notes).toEqual([]);
});

test('A text of nothing but open braces is read at once', async () => {
  const began = performance.now();
  const found = await experiment({
    tests: [{ vars: { q: 'x' }, providerOutput: 'a {{ '.repeat(100_000), assert: [contains] }],
  });
  expect(found.rows).toHaveLength(1);
  expect(performance.now() - began).toBeLessThan(5000);
});
