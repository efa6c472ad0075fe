import { afterEach, describe, expect, test, vi } from 'vitest';
import { liveDisplay } from '../../src/cli/live-display.ts';
import { print, printError } from '../../src/cli/print.ts';
import { folderWith, lines, run } from './run.ts';

// What GitHub's runner reads of a command is what the command says, and nothing that a data set or a model says.

const injected = '\n::error title=pwn::injected';
const env = { GITHUB_ACTIONS: 'true', CI: 'true' };

/** The lines that the runner takes for commands. */
const commandsIn = (...texts: string[]): string[] =>
  texts
    .join('\n')
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trimStart().startsWith('::') || line.includes('##['));

/** Ballots of which none passes, on a criterion and rows that have a command in their names. */
const hostile = lines(
  ...Array.from({ length: 40 }, (_, at) => ({
    row: `r${at}${injected}`,
    criterion: `safe${injected}`,
    judge: `luna${injected}`,
    values: at === 0 ? ['pass', 'fail', 'fail'] : ['fail', 'fail', 'fail'],
  })),
);

describe('On GitHub', () => {
  test('names are no commands, and the annotations are', async () => {
    const folder = folderWith({ 'a.jsonl': hostile });
    const { code, stdout, stderr } = await run(
      folder,
      ['report', 'a.jsonl', '--gate', 'passRate>=0.9', '--guard', `r3${injected}`],
      { env },
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Gate failed: passRate .*safe ::error title=pwn::injected/m);
    expect(commandsIn(stdout)).toEqual([]);
    const commands = commandsIn(stderr);
    expect(commands).toHaveLength(2);
    for (const command of commands) expect(command).toMatch(/^::error title=Ballots of a\.jsonl%3A /);
  });

  test.for([
    ['a file that is not there', ['report', `a${injected}.jsonl`]],
    ['a folder that is there', ['report', 'a.jsonl', '--out', `b${injected}`]],
    ['a slip in a gate', ['report', 'a.jsonl', '--gate', `safe${injected}:passrate>=0.9`]],
    ['an option that is none', ['report', 'a.jsonl', `--x${injected}`]],
    ['a command that is none', [injected]],
    ['a config that is not there', ['plan', `a${injected}.yaml`]],
    ['a baseline of nothing', ['baseline', 'write', `a${injected}`]],
    ['arms that are not there', ['compare', `a${injected}`, 'b']],
  ] as const)('a mistake is told without one: %s', async ([, args]) => {
    const folder = folderWith({ 'a.jsonl': hostile, [`b${injected.replaceAll('/', '')}`]: '' });
    const { code, stdout, stderr } = await run(folder, args, { env });
    expect(code).toBe(2);
    expect(stderr).not.toBe('');
    expect(commandsIn(stdout, stderr)).toEqual([]);
  });
});

describe('Elsewhere', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  const spied = (): (() => string) => {
    let told = '';
    for (const stream of [process.stdout, process.stderr])
      vi.spyOn(stream, 'write').mockImplementation((text) => ((told += String(text)), true));
    return () => told;
  };

  test('text is printed as it is', () => {
    vi.stubEnv('GITHUB_ACTIONS', '');
    const told = spied();
    print('::notice::a\n');
    printError('::notice::b\n');
    expect(told()).toBe('::notice::a\n::notice::b\n');
  });

  test('live lines and warnings say nothing to the runner, where it is one', () => {
    vi.stubEnv('GITHUB_ACTIONS', 'true');
    const told = spied();
    const display = liveDisplay(process.stderr, { quiet: false, rehearsal: false });
    display.say(`! odd${injected}`);
    display.stop();
    expect(commandsIn(told())).toEqual([]);
    expect(told()).toContain('error title=pwn::injected');
  });
});
