import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Loopback } from '../../src/rehearsal/server.ts';
import { empanelRun, reportIn, runFolder } from './command.ts';
import { judge, panelIn, passFail, rewrite, served, verdict, type Panel } from './seat.ts';

test('Without its keys a run is refused with both ways out, and leaves nothing behind', async () => {
  const folder = panelIn({
    judges: [
      { id: 'mini', model: 'openai:gpt-4.1-mini' },
      { id: 'haiku', model: 'anthropic:claude-haiku-4-5' },
      { id: 'house', model: 'compatible:house', baseUrl: 'http://127.0.0.1:9/v1', key: 'HOUSE_KEY' },
    ],
  });
  const { code, stdout, stderr } = await empanelRun(folder, [], { OPENAI_API_KEY: ' ' });
  expect(code).toBe(2);
  for (const word of ['OPENAI_API_KEY', 'ANTHROPIC_API_KEY', 'HOUSE_KEY', 'Set them', '--rehearse', 'nothing was sent'])
    expect(stderr).toContain(word);
  expect(stdout).toBe('');
  expect(readdirSync(folder)).toEqual(['promptfooconfig.yaml']);
});

test.for<{ name: string; panel: (server: Loopback) => Panel; args?: string[]; says: RegExp }>([
  {
    name: 'an unknown key of a judge',
    panel: (server) => ({ judges: [judge(server, 'mini', { temprature: 0.5 })] }),
    says: /Did you mean "temperature"/,
  },
  {
    name: 'an unknown judge on the command line',
    panel: (server) => ({ judges: [judge(server, 'mini')] }),
    args: ['--judge', 'minni'],
    says: /"minni".*\n?.*"mini"/,
  },
  {
    name: 'a model that refuses the temperature',
    panel: (server) => ({
      judges: [
        judge(server, 'mini'),
        {
          id: 'opus',
          model: 'anthropic:claude-opus-5-5',
          baseUrl: server.anthropic,
          key: 'ANTHROPIC_API_KEY',
          temperature: 0.5,
        },
      ],
    }),
    says: /refuses temperature 0.5/,
  },
  {
    name: 'a price nobody knows, with a limit in dollars',
    panel: (server) => ({ judges: [judge(server, 'mini')] }),
    args: ['--usd', '1'],
    says: /costs is not known/,
  },
  {
    name: "a generator's price that nobody knows, with a limit in dollars",
    panel: (server) => ({
      judges: [judge(server, 'mini', { price: { input: 1, output: 1 } })],
      top: {
        prompts: ['{{question}}'],
        providers: [{ id: 'openai:gen', label: 'gen', config: { apiBaseUrl: server.openai } }],
      },
    }),
    args: ['--usd', '1'],
    says: /"gen".*costs is not known/,
  },
])('$name ends with exit 2, and nothing is sent or left behind', async ({ panel, args = [], says }) => {
  const server = await served(() => verdict('pass'));
  const folder = panelIn(panel(server));
  const { code, stdout, stderr } = await empanelRun(folder, args, { ANTHROPIC_API_KEY: 'planted-key' });
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(says) });
  expect(stderr).not.toMatch(/\n\s+at /); // no stack
  expect(stdout).toBe('');
  expect(server.stats().requests).toBe(0);
  expect(existsSync(join(folder, 'reports'))).toBe(false);
});

test('F4 When all judges fail the command ends with 3 and says that there is no verdict', async () => {
  const server = await served(() => ({ kind: 'status', status: 400 }));
  const folder = panelIn({ judges: [judge(server, 'one'), judge(server, 'two')], criteria: [passFail] });
  const { code, stderr } = await empanelRun(folder);
  expect(code).toBe(3);
  expect(stderr).toMatch(/Incomplete: no judge cast a ballot, so there is no verdict/);
  const report = reportIn(folder);
  expect(report.ballots).toEqual({ cast: 0, abstained: 0, invalid: 0, failed: 6 });
  expect(report['verdicts']).toEqual(Array(3).fill(expect.objectContaining({ cause: 'no quorum' })));
});

test('F15 A limit that is reached ends with 3 and the command that goes on, and that command completes the run', async () => {
  const server = await served(() => verdict('pass'));
  const folder = panelIn({ judges: [judge(server, 'mini')], rows: 10 });
  const first = await empanelRun(folder, ['--calls', '4', '--title', 'It is mine']);
  expect(first.code).toBe(3);
  expect(first.stderr).toContain('6 ballots were not run (6: the limit of 4 calls)');
  const command = /Go on with: empanel run (.*)/.exec(first.stderr)?.[1];
  expect(command).toBe("--calls 4 --title 'It is mine'");
  expect(reportIn(folder).run).toMatchObject({ complete: false, resume: `empanel run ${command}` });
  const second = await empanelRun(folder);
  expect(second.code).toBe(0);
  expect(server.log).toHaveLength(10);
  expect(reportIn(folder).run).toMatchObject({ kept: 4, calls: 6, complete: true, resume: null });
});

test('A ledger that has every ballot needs no key', async () => {
  const server = await served(() => verdict('pass'));
  const folder = panelIn({ judges: [judge(server, 'mini', { key: 'HOUSE_KEY' })] });
  expect(await empanelRun(folder, [], { HOUSE_KEY: 'planted' })).toMatchObject({ code: 0 });
  expect(await empanelRun(folder)).toMatchObject({ code: 0 });
  expect(server.log).toHaveLength(3);
  rewrite(folder, { judges: [judge(server, 'mini', { key: 'HOUSE_KEY' })], rows: 4 });
  const more = await empanelRun(folder);
  expect(more).toMatchObject({ code: 2, stderr: expect.stringContaining('HOUSE_KEY') });
  expect(server.log).toHaveLength(3);
  expect(existsSync(runFolder(folder))).toBe(true);
});
