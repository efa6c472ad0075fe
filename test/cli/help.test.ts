import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderWith, run } from './run.ts';

describe('--help', () => {
  test.for([
    { args: ['--help'], teaches: ['empanel report ballots.jsonl', 'how many\nballots are enough'] },
    {
      args: ['report', '--help'],
      teaches: [
        '{"row":"r1"',
        '"values":["pass","fail",null]',
        '"gold"',
        '--rule',
        'default: plurality',
        'default: 0.01, one point',
        'default: 0.02, two points',
        'Exit codes: 0',
        '130',
      ],
    },
    {
      args: ['run', '--help'],
      teaches: ['--rehearse', 'Ctrl-C once', 'Exit codes: 0', '--usd', '--samples 9 after 5'],
    },
    { args: ['plan', '--help'], teaches: ['Nothing is sent', 'no key is needed'] },
    { args: ['init', '--help'], teaches: ['promptfooconfig.yaml', 'Nothing is overwritten'] },
    { args: ['ledger', 'export', '--help'], teaches: ['a ledger again to'] },
    { args: ['ledger', 'import', '--help'], teaches: ['stay as they are'] },
  ])('$args fits 80 columns and teaches', async ({ args, teaches }) => {
    const { code, stdout, stderr } = await run(folderWith({}), args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    for (const part of teaches) expect(stdout).toContain(part);
    // No default is printed as a program would write it.
    expect(stdout).not.toMatch(/default: [[{]/);
  });

  test('--version is the version of package.json', async () => {
    const { stdout } = await run(folderWith({}), ['--version']);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test('without a command, help is shown and the end is 2', async () => {
    expect(await run(folderWith({}), [])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('Usage: empanel'),
    });
  });
});

const built = join(import.meta.dirname, '../../dist/cli/main.js');
const oldNode = ['/usr/local/bin/node', '/usr/bin/node'].find((path) => {
  if (!existsSync(path)) return false;
  return Number(execFileSync(path, ['--version'], { encoding: 'utf8' }).slice(1).split('.')[0]) < 24;
});

test.runIf(oldNode !== undefined && existsSync(built))('an older Node is told what is missing, and ends with 2', () => {
  const { status, stdout, stderr } = spawnSync(oldNode ?? '', [built, 'report', 'a.jsonl'], { encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^empanel needs Node 24 or newer, and this is v\d+.*\n.*npm run -s empanel/);
});
