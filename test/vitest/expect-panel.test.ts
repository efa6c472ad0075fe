import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { sqliteLedger } from '../../src/ledger/sqlite.ts';
import { loopback, type Behaviour, type Loopback } from '../../src/rehearsal/server.ts';
import { projectWith, runVitest, type Tested } from './run-vitest.ts';

// vitest itself, on a project that uses expectPanel: real configs, and judges that are rehearsed or answer from a server of this process.

const served = async (behaviour: Behaviour): Promise<Loopback> => {
  const server = await loopback({ respond: () => behaviour, log: true });
  onTestFinished(() => server.close());
  return server;
};

const passing: Behaviour = { kind: 'reply', text: '{"reason":"So it is.","abstain":false,"verdict":"pass"}' };

/** A config with one judge or more behind a server; JSON is YAML, too. */
const configOf = (server: Loopback, judges: readonly object[]): string =>
  JSON.stringify({
    empanel: {
      rubric: {
        inputs: ['question'],
        criteria: ['right', 'kind'].map((id) => ({ id, scale: 'nominal:pass,fail', instructions: `Is it ${id}?` })),
      },
      judges: judges.map((judge) => ({ model: 'openai:gpt-4.1-mini', baseUrl: server.openai, ...judge })),
    },
  });

test('Verdicts, values, rates and gates are asserted, at the same time too, and by two processes that run one file', async () => {
  const folder = projectWith();
  const runs = await Promise.all(['a', 'b'].map((run) => runVitest(folder, 'passing.panel.ts', { run })));
  expect(runs.flat().filter(({ passed }) => !passed)).toEqual([]);
  expect(runs.map((results) => results.length)).toEqual([8, 8]);
});

test('A failed assertion shows the ballots; bad input is told as on the command line', async () => {
  const results = await runVitest(projectWith(), 'failing.panel.ts', { run: 'once' });
  expect(results.filter(({ passed }) => passed)).toEqual([]);
  const told = results.map(({ name, message }) => `### ${name}\n\n${message}\n`).join('\n');
  expect(told).not.toContain('\u001b');
  await expect(told).toMatchFileSnapshot('__snapshots__/messages.txt');
});

test('Only the asserted criterion is asked, once however many ask it, and not again in the next run', async () => {
  const server = await served(passing);
  const folder = projectWith({ 'asking.json': configOf(server, [{ id: 'luna', samples: 2 }, { id: 'mini' }]) });
  const run = (replies: string): Promise<readonly Tested[]> =>
    runVitest(folder, 'asking.panel.ts', { run: replies, OPENAI_API_KEY: 'none', REPLIES: replies });

  expect((await run('First.')).map(({ passed }) => passed)).toEqual([true, true, true]);
  expect(server.log).toHaveLength(3);
  expect((await run('Second.|First.')).map(({ passed }) => passed)).toEqual([true, true, true]);
  expect(server.log.slice(3).map(({ text }) => text.includes('Second.'))).toEqual([true, true, true]);

  const path = join(folder, '.empanel/asking.panel.ts/ledger.db');
  using ledger = sqliteLedger(path, { simulated: false, privacy: 'full' });
  expect(Array.from(ledger.records())).toHaveLength(6);
});

test('A server that refuses every call leaves the panel undecided, and says why', async () => {
  const server = await served({ kind: 'status', status: 401 });
  const folder = projectWith({ 'asking.json': configOf(server, [{ id: 'luna' }]) });
  const [first] = await runVitest(folder, 'asking.panel.ts', { run: 'once', OPENAI_API_KEY: 'none' });
  expect(first?.passed).toBe(false);
  expect(first?.message).toContain('the panel is undecided');
  expect(first?.message).toMatch(/luna +0 +failed +.*/);
});
