import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { gitlab } from './documents.ts';
import { smallCheckout } from './folders.ts';
import { machine } from './machine.ts';

const job = gitlab['.empanel'];
const [install = '', ...judge] = job?.script ?? [];
const temp = inject('temp');
const folder = smallCheckout();

/** Lines of the job's script as GitLab's runner runs them: in one shell, which ends at the first that fails. */
const script = (lines: readonly string[], variables: Readonly<Record<string, string>>) =>
  spawnSync('bash', ['-eo', 'pipefail', '-c', lines.join('\n')], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...machine, TMPDIR: temp, CI: 'true', GITLAB_CI: 'true', ...job?.variables, ...variables },
  });

beforeAll(() => {
  const { status, stderr } = script([install], { EMPANEL_PACKAGE: inject('package') });
  if (status !== 0) throw new Error(`npm install ended with ${status}:\n${stderr}`);
});

describe('The script of the GitLab job ends as empanel does', () => {
  test.for([
    ['incomplete', { EMPANEL_ARGS: '--calls 20' }, 3, /Incomplete/],
    ['no gate', {}, 0, /Report: reports\/empanel/],
    [
      'gates that pass, on the ledger that is there',
      { EMPANEL_ARGS: `--gate 'errorRate <= 30%' --json` },
      0,
      /"calls": ?0,/,
    ],
    ['a gate that fails', { EMPANEL_ARGS: `--quiet --gate "passRate>=0.9"\n--title 'two words'` }, 1, /Gate failed/],
    ['a gate that is none', { EMPANEL_ARGS: '--gate passRate' }, 2, /no bound/],
    ['a quotation mark that is never closed', { EMPANEL_ARGS: `--title "it's` }, 2, /unmatched/],
    ['no way to tell whether it is a rehearsal', { EMPANEL_REHEARSE: 'yes' }, 2, /neither true nor false/],
    [
      'commands in the flags',
      { EMPANEL_ARGS: `--quiet --title '$(touch pwned)' ; touch pwned` },
      2,
      /too many arguments/,
    ],
    [
      'a ledger of the other kind',
      { EMPANEL_REHEARSE: 'false', OPENAI_API_KEY: 'k', ANTHROPIC_API_KEY: 'k' },
      2,
      /rehearsal/,
    ],
  ] as const)('%s', ([, variables, code, says]) => {
    const { status, stdout, stderr } = script(judge, { EMPANEL_REHEARSE: 'true', ...variables });
    expect(stdout + stderr).toMatch(says);
    expect(status).toBe(code);
  });

  test('and has written the files that it hands to GitLab', () => {
    expect(readdirSync(join(folder, 'reports/empanel'))).toEqual(
      expect.arrayContaining(['junit.xml', 'ledger.db', 'index.html']),
    );
    expect(readFileSync(join(folder, 'reports/empanel/junit.xml'), 'utf8')).toContain('name="gates"');
    expect(readdirSync(folder)).not.toContain('pwned');
  });
});
