import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ballots } from '../cli/run.ts';
import { install, type Installed } from './installed.ts';

// What is published, installed into an empty folder from the registry, and used.

const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
  readonly version: string;
};

describe('Alone', () => {
  let user: Installed;
  beforeAll(() => {
    user = install();
    return () => user[Symbol.dispose]();
  });

  test('It brings neither promptfoo nor a test runner', () => {
    const packages = user.packages();
    expect(packages).toContain('empanel');
    for (const name of ['promptfoo', 'vitest', 'vite', 'typescript']) expect(packages).not.toContain(name);
  });

  test('The command tells its version and its help', () => {
    expect(user.run('npx', ['empanel', '--version']).stdout.trim()).toBe(manifest.version);
    const help = user.run('npx', ['empanel', '--help']);
    expect(help.status).toBe(0);
    for (const name of ['init', 'plan', 'run', 'report']) expect(help.stdout).toContain(name);
  });

  test('Recorded ballots are reported', () => {
    user.write({ 'ballots.jsonl': ballots() });
    const told = user.run('npx', ['empanel', 'report', 'ballots.jsonl', '--quiet']);
    // npm has its own to say of a machine's settings.
    expect({ status: told.status, said: told.stderr.replaceAll(/^npm .*\n/gm, '') }).toEqual({ status: 0, said: '' });
    for (const name of ['index.html', 'report.json', 'junit.xml'])
      expect(existsSync(join(user.folder, 'reports/ballots', name))).toBe(true);
  });

  test('What init writes is rehearsed', () => {
    expect(user.run('npx', ['empanel', 'init', 'panel']).status).toBe(0);
    const told = user.run('npx', ['empanel', 'run', 'panel/promptfooconfig.yaml', '--rehearse', '--quiet']);
    expect(told.status).toBe(0);
    expect(told.stdout).toContain('Report: ');
  });

  test('The library is imported by its name, and so is its manifest', () => {
    user.write({
      'use.js': `import { aggregate } from 'empanel';
import manifest from 'empanel/package.json' with { type: 'json' };
console.log(aggregate(['pass', 'pass', 'fail']).value, manifest.version);`,
    });
    expect(user.run('node', ['use.js']).stdout.trim()).toBe(`pass ${manifest.version}`);
  });

  test('Without vitest the assertions say what they lack', () => {
    user.write({ 'lacks.js': "import('empanel/vitest').catch((fault) => console.log(fault.code, fault.message));" });
    const { stdout } = user.run('node', ['lacks.js']);
    expect(stdout).toContain('vitest/absent');
    expect(stdout).toContain('npm install --save-dev vitest');
  });
});

describe('Beside vitest and TypeScript', () => {
  let user: Installed;
  beforeAll(() => {
    user = install('vitest@^5', 'typescript@^7', '@types/node@^24');
    user.write({
      'promptfooconfig.yaml': `empanel:
  rubric: { criteria: [{ id: tone, scale: 'nominal:pass,fail', instructions: Fail if it is rude. }] }
  judges: [{ id: luna, model: 'openai:gpt-6-luna', effort: none, samples: 3 }]
  rehearsal: { speed: 1000, judges: { luna: { error: 0, abstains: 0 } } }
`,
      'panel.test.ts': `import { aggregate, errorCurve, type Verdict } from 'empanel';
import { expectPanel } from 'empanel/vitest';
import { expect, it } from 'vitest';

it('asserts', async () => {
  expect.assertions(2);
  const verdict: Verdict = aggregate(['pass', null]);
  expect(verdict.kind).toBe('decided');
  await expectPanel({ output: 'Good morning.', gold: { tone: 'pass' } }, { rehearse: true }).toPass('tone');
});

it('fails', () => expectPanel({ output: 'Go away.', gold: { tone: 'fail' } }, { rehearse: true }).toPass('tone'));

// @ts-expect-error gold is missing
export const curve = (): unknown => errorCurve([{ values: ['pass'] }]);
`,
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          module: 'NodeNext',
          target: 'ES2024',
          lib: ['ES2025', 'DOM'],
          strict: true,
          noEmit: true,
          types: ['node'],
        },
        include: ['*.ts'],
      }),
    });
    return () => user[Symbol.dispose]();
  });

  test('Its types hold without skipping the check of libraries', () => {
    const { stdout } = user.run('npx', ['tsc', '-p', '.', '--pretty', 'false']);
    const own = stdout.split('\n').filter((line) => !line.startsWith('node_modules/') || line.includes('/empanel/'));
    expect(own.filter((line) => line.trim() !== '')).toEqual([]);
  });

  test('A test seats a panel; the message of one that fails points to its line', () => {
    const { stdout, stderr, status } = user.run('npx', ['vitest', 'run']);
    expect(status).toBe(1);
    expect(stdout).toMatch(/1 failed[^]*1 passed/);
    expect(stderr).toContain('Expected the output to pass "tone", and it does not.');
    expect(stderr).toMatch(/❯ panel\.test\.ts:12:/);
    expect(existsSync(join(user.folder, '.empanel/panel.test.ts-rehearsal/ledger.db'))).toBe(true);
  });
});
