import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cacheKey } from '../../ci/cache-key.ts';
import { starter } from '../../src/cli/starter.ts';
import { action, gitlab, read, version, workflow, type Step } from './documents.ts';
import { smallCheckout } from './folders.ts';

/** The actions of others that we use, at the major we know, with the inputs we give them. */
const known: Readonly<Record<string, readonly string[]>> = {
  'actions/checkout@v7': [],
  'actions/setup-node@v7': ['node-version', 'package-manager-cache'],
  'actions/cache/restore@v6': ['path', 'key', 'restore-keys'],
  'actions/cache/save@v6': ['path', 'key'],
  'actions/upload-artifact@v7': ['name', 'path', 'if-no-files-found'],
};

const jobSteps = Object.values(workflow.jobs).flatMap(({ steps }) => steps);
const all: readonly Step[] = [...action.runs.steps, ...jobSteps];

describe('action.yml and the workflow', () => {
  test('use known actions at a pinned major, with inputs that those have', () => {
    for (const { uses, with: given = {} } of all.filter((step) => step.uses !== undefined && step.uses !== './')) {
      expect(Object.keys(known)).toContain(uses);
      expect(known[uses ?? '']).toEqual(expect.arrayContaining(Object.keys(given)));
    }
  });

  test('the workflow gives the action only inputs that it has, reads only outputs that it sets, and may write nothing', () => {
    const own = jobSteps.filter(({ uses }) => uses === './');
    expect(own).toHaveLength(1);
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(own[0]?.with ?? {})));
    const read = JSON.stringify(jobSteps).matchAll(/steps\.panel\.outputs\.([\w-]+)/g);
    expect(Object.keys(action.outputs)).toEqual(expect.arrayContaining([...read].map(([, name]) => name)));
    expect(workflow.permissions).toEqual({ contents: 'read' });
  });

  test('no script has an expression in it: what is put into its text could be a command', () => {
    for (const { run = '' } of all) expect(run).not.toContain('${{');
  });

  test('every expression names an input or a step that there is', () => {
    const ids = action.runs.steps.flatMap(({ id }) => id ?? []);
    for (const [, path = ''] of read('action.yml').matchAll(/\b((?:inputs|steps)\.[\w-]+)/g)) {
      const [kind, name] = path.split('.');
      expect(kind === 'inputs' ? Object.keys(action.inputs) : ids).toContain(name);
    }
  });

  test('every input is told and every script is one that bash reads', () => {
    for (const { description } of Object.values(action.inputs)) expect(description).toMatch(/\.|: /);
    for (const { run = '', shell = 'bash' } of all) {
      expect(shell).toBe('bash');
      expect(spawnSync('bash', ['-n'], { input: run, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
    }
    for (const step of action.runs.steps.filter(({ run }) => run !== undefined)) {
      expect(step.shell).toBe('bash');
      expect(step.run).toMatch(/^set -uo pipefail\n/);
    }
  });
});

describe('Every CI', () => {
  test('installs the version that this is', () => {
    expect(action.inputs['package']?.default).toBe(`empanel@${version}`);
    expect(gitlab['.empanel']?.variables['EMPANEL_PACKAGE']).toBe(`empanel@${version}`);
    expect(read('ci/Jenkinsfile.example')).toContain(`EMPANEL_PACKAGE = 'empanel@${version}'`);
  });

  test('GitLab’s job has keys that a job can have, and uses the variables that it declares', () => {
    const job = gitlab['.empanel'] ?? expect.fail('no job');
    expect(Object.keys(gitlab)).toEqual(['.empanel']);
    expect(Object.keys(job)).toEqual(['image', 'variables', 'script', 'cache', 'artifacts']);
    expect(Object.keys((job as unknown as { cache: object }).cache)).toEqual(['key', 'fallback_keys', 'paths', 'when']);
    const used = job.script.join('\n').matchAll(/\$\{?(EMPANEL_[A-Z]+)/g);
    const own = job.script.join('\n').matchAll(/\b(EMPANEL\w*)=/g);
    expect([...Object.keys(job.variables), ...[...own].map(([, name]) => name)]).toEqual(
      expect.arrayContaining([...used].map(([, name]) => name)),
    );
  });

  test('the shell lines of the Jenkinsfile are ones that sh reads', () => {
    const lines = [...read('ci/Jenkinsfile.example').matchAll(/\bsh '(.*)'$/gm)].map(([, line]) => line ?? '');
    expect(lines).toHaveLength(2);
    for (const line of lines)
      expect(spawnSync('sh', ['-n'], { input: line, encoding: 'utf8' })).toMatchObject({ status: 0 });
  });
});

describe('The key of the cache', () => {
  const keyOf = (files: Readonly<Record<string, string>>, out = 'reports/empanel'): string[] =>
    cacheKey(join(smallCheckout(files), 'promptfooconfig.yaml'), out, 'Linux').split('-');

  test('has the system, the place and the content', () => {
    expect(cacheKey('evals/promptfooconfig.yaml', 'a', 'Linux')).toMatch(/^empanel-Linux-[0-9a-f]{8}-[0-9a-f]{16}$/);
    const [a, b] = ['a', 'b'].map((out) => cacheKey('promptfooconfig.yaml', out, 'Linux').split('-'));
    expect(a?.[2]).not.toBe(b?.[2]);
  });

  test.for([
    ['nothing', {}, true],
    ['a file that the config does not name', { 'README.md': 'x' }, true],
    ['the config', { 'promptfooconfig.yaml': `# x\n${starter['promptfooconfig.yaml']}` }, false],
    ['the rubric', { 'rubric.yaml': `# x\n${starter['rubric.yaml']}` }, false],
    ['the rows', { 'answers.csv': `${starter['answers.csv']}q41,What?,That.,pass\n` }, false],
  ] as const)('where %s changed: the same content is %s', ([, files, same]) => {
    expect(keyOf(files)[3] === keyOf({})[3]).toBe(same);
  });

  test('knows a file that is named by a file', () => {
    const tests = (row: string) => ({
      'promptfooconfig.yaml': 'tests: [file://more/tests.yaml]\n',
      'more/tests.yaml': "- vars: { text: 'file://row.txt' }\n",
      'more/row.txt': row,
    });
    expect(keyOf(tests('a'))[3]).toBe(keyOf(tests('a'))[3]);
    expect(keyOf(tests('a'))[3]).not.toBe(keyOf(tests('b'))[3]);
  });
});
