import { symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { empanel, project } from './eval.ts';
import { promptfoo } from './installed.ts';
import { modelServer } from './server.ts';
import { promptShapes } from './shapes/prompts.ts';
import type { Shape } from './shapes/shape.ts';
import { testShapes } from './shapes/tests.ts';

// Configs that promptfoo itself has read for us.

/** A folder with promptfoo installed in it. */
const withPromptfoo = (files: Shape['files']): string => {
  const folder = project(files);
  symlinkSync(join(dirname(promptfoo), '../..'), join(folder, 'node_modules/promptfoo'));
  return folder;
};

const running = (config: string, ...flags: string[]): readonly string[] => ['run', config, '--out', 'run', ...flags];
const asking = ['--with', 'promptfoo'];

/** What is said of a config that is refused, and nothing is sent. */
const refusal = async (folder: string, args: readonly string[]): Promise<string> => {
  await using server = await modelServer();
  const { code, stderr } = await empanel({ folder, server, args });
  expect([code, server.stats().requests], stderr).toEqual([2, 0]);
  return stderr.replaceAll(folder, 'FOLDER').trim();
};

const inCode = `
const topics = ['rain', 'tides'];
export default {
  description: 'made by code',
  prompts: ['Explain {{topic}} on {{env.DAY}}'],
  providers: [{ id: 'openai:chat:writer', config: { temperature: 0.4 } }],
  env: { DAY: 'Monday' },
  evaluateOptions: { repeat: 2 },
  defaultTest: { assert: [{ type: 'llm-rubric', value: 'is about {{topic}}' }] },
  tests: topics.map((topic) => ({ vars: { topic } })),
  empanel: { judges: [{ id: 'a', model: 'openai:judge-a', baseUrl: process.env.OPENAI_BASE_URL, samples: 3 }] },
};
`;

test('A config in JavaScript runs, with what it says of repeats, of the environment and of the panel', async () => {
  await using server = await modelServer();
  const folder = withPromptfoo({ 'config.mjs': inCode });
  const { code, stderr, stdout } = await empanel({ folder, server, args: running('config.mjs', ...asking) });
  expect(code, stderr).toBe(0);
  expect(stdout).toContain('4 rows, 1 judge, 12 ballots, all cast.');
  const asked = server.log.filter(({ model }) => model === 'writer').map(({ text }) => text);
  expect(asked.toSorted()).toEqual(['rain', 'rain', 'tides', 'tides'].map((topic) => `Explain ${topic} on Monday`));
  expect(server.log).toHaveLength(4 + 12);
});

const generated = {
  'config.yaml': {
    prompts: ['Explain {{topic}}'],
    providers: ['openai:chat:writer'],
    defaultTest: { options: { provider: 'openai:chat:judge-a' } },
    tests: 'file://tests.mjs:made',
  },
  'tests.mjs': `export const made = async () =>
  ['rain', '{{ env.HOME }}'].map((topic) => ({ vars: { topic }, assert: [{ type: 'llm-rubric', value: 'is kind' }] }));`,
};

test('A generator of tests runs where promptfoo reads the config, and what it makes is data', async () => {
  expect(await refusal(project(generated), running('config.yaml'))).toMatchInlineSnapshot(`
    "error: config.yaml:1: The tests are "file://tests.mjs:made", and a panel reads rows from local files in CSV, JSON, JSON Lines and YAML: it runs no code and downloads nothing.
    Save the rows as such a file and name it: file://rows.csv. Or have promptfoo read the config: --with promptfoo. [config/value]"
  `);
  await using server = await modelServer();
  const folder = withPromptfoo(generated);
  const { code, stderr } = await empanel({ folder, server, args: running('config.yaml', ...asking) });
  expect(code, stderr).toBe(0);
  const asked = server.log.filter(({ model }) => model === 'writer').map(({ text }) => text);
  expect(asked.toSorted()).toEqual(['Explain rain', 'Explain {{ env.HOME }}']);
});

const plain = [
  'several prompts',
  'a prefix',
  'a spreadsheet',
  'marks of a template',
  'scenarios',
  'variables, rubrics',
];

test.for([...promptShapes, ...testShapes].filter(({ name }) => plain.some((begin) => name.startsWith(begin))))(
  'Whoever reads the config, the calls are the same: $name',
  async ({ files, env = {} }) => {
    await using server = await modelServer();
    const folder = withPromptfoo(files);
    const calls = async (...flags: string[]): Promise<readonly string[]> => {
      const before = server.log.length;
      const args = ['run', '--out', `run-${before}`, '-q', ...flags];
      const { code, stderr } = await empanel({ folder, server, args, env });
      expect(code, stderr).toBe(0);
      return server.log
        .slice(before)
        .map(({ body }) => JSON.stringify(body))
        .toSorted();
    };
    expect(await calls(...asking)).toEqual(await calls());
  },
);

const one = { prompts: ['Say {{x}}'], providers: ['openai:chat:writer'] };

test('Functions in a config are refused', async () => {
  const test = `{ vars: { x: 1 }, assert: [{ type: 'javascript', value: (output) => output.length > 0 }] }`;
  const folder = withPromptfoo({ 'config.mjs': `export default { ...${JSON.stringify(one)}, tests: [${test}] };` });
  expect(await refusal(folder, running('config.mjs', ...asking))).toMatchInlineSnapshot(`
    "error: config.mjs: The config holds code at "tests[0].assert[0].value", and promptfoo alone can call it.
    Keep promptfoo eval for this config and seat the panel there, as its grader; or write the assertion as text. [config/value]"
  `);
});

test('A config that is broken is told in the words of what broke', async () => {
  const folder = withPromptfoo({
    'config.mjs': `export default { ...${JSON.stringify(one)}, tests: nobody };`,
    'config.yaml': { ...one, tests: 'file://gone.mjs' },
  });
  expect(await refusal(folder, running('config.mjs', ...asking))).toMatchInlineSnapshot(`
    "error: FOLDER/config.mjs: promptfoo could not read the config: ReferenceError: nobody is not defined.
    See what it says of the config by itself: npx promptfoo validate -c "FOLDER/config.mjs". [config/unreadable]"
  `);
  expect(await refusal(folder, running('config.yaml', ...asking))).toMatchInlineSnapshot(`
    "error: FOLDER/config.yaml: promptfoo could not read the config: Error: ENOENT: no such file or directory, open 'FOLDER/gone.mjs'.
    See what it says of the config by itself: npx promptfoo validate -c "FOLDER/config.yaml". [config/unreadable]"
  `);
});

test('What a panel refuses it refuses of such a config too', async () => {
  const config = { ...one, tests: [{ vars: { x: 1 } }], redteam: { plugins: ['pii'] } };
  const folder = withPromptfoo({ 'config.yaml': config });
  expect(await refusal(folder, running('config.yaml', ...asking))).toMatchInlineSnapshot(`
    "error: config.yaml (as promptfoo reads it): "redteam" of the file can't be honoured by a panel, and without it the results would differ.
    A panel judges rows that exist. Generate them with promptfoo, and name the file in "tests". [config/value]"
  `);
});

test('Without promptfoo the remedy is told', async () => {
  const folder = project({ 'config.mjs': inCode });
  expect(await refusal(folder, running('config.mjs', ...asking))).toMatchInlineSnapshot(`
    "error: --with promptfoo has promptfoo read the config, and promptfoo is not installed here.
    Install it: npm install --save-dev promptfoo. Most configs can be read without it: leave the flag out. [config/value]"
  `);
});
