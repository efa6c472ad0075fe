import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { sqliteLedger } from '../../src/ledger/sqlite.ts';
import type { LoopbackOptions } from '../../src/rehearsal/server.ts';
import { ended, start } from '../cli/run.ts';
import { empanelRun, reportIn, runFolder } from './command.ts';
import { judge, panelIn, served, verdict } from './seat.ts';

const rows = 30;
const width = 4;

/** A run whose calls wait for `open`; `asked` resolves once so many of them have come in. */
const slowRun = async (calls: number) => {
  let open: () => void = () => {};
  const gate = new Promise<void>((resolve) => (open = resolve));
  let [seen, arrived] = [0, (): void => {}];
  const asked = new Promise<void>((resolve) => (arrived = resolve));
  const respond: LoopbackOptions['respond'] = async () => {
    seen += 1;
    if (seen === calls) arrived();
    if (seen > calls - width) await gate;
    return verdict('pass');
  };
  const server = await served(respond);
  const folder = panelIn({ judges: [judge(server, 'mini', { pace: { concurrency: width } })], rows });
  const child = start(folder, ['run']);
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdin.end();
  const end = ended(child);
  await asked;
  return { server, folder, child, end, open };
};

/** Resolves once the command says that it has heard the signal. */
const heard = (child: ReturnType<typeof start>): Promise<void> =>
  new Promise((resolve) => {
    child.stderr.on('data', (text: string) => {
      if (text.includes('Finishing the calls in flight')) resolve();
    });
  });

const kept = (folder: string): number => {
  using ledger = sqliteLedger(join(runFolder(folder), 'ledger.db'), { simulated: false, privacy: 'full' });
  return [...ledger.records()].length;
};

test('Ctrl-C once: the calls in flight are finished, the report is written, exit 3, and the same command goes on', async () => {
  const { server, folder, child, end, open } = await slowRun(10);
  child.kill('SIGINT');
  await heard(child);
  open();
  const { code, stderr } = await end;
  expect(code).toBe(3);
  expect(stderr).toContain('Ctrl-C again stops at once');
  expect(stderr).toContain('20 ballots were not run (20: stopped by the user)');
  expect(stderr).toContain('Go on with: empanel run');
  expect(server.log).toHaveLength(10);
  expect(reportIn(folder)).toMatchObject({ ballots: { cast: 10, failed: 20 }, run: { complete: false } });
  expect(await empanelRun(folder)).toMatchObject({ code: 0 });
  expect(server.log).toHaveLength(rows);
});

test('Ctrl-C twice stops at once with 130; the ledger has what came, and no half-written report is left', async () => {
  const { server, folder, child, end } = await slowRun(10);
  child.kill('SIGINT');
  await heard(child);
  const begun = performance.now();
  child.kill('SIGINT');
  const { code, stderr } = await end; // the gate is still shut
  expect(code).toBe(130);
  expect(performance.now() - begun).toBeLessThan(2000);
  expect(stderr).toContain('Stopped. Every ballot that came is kept');
  expect(existsSync(join(runFolder(folder), 'report.json'))).toBe(false);
  expect(kept(folder)).toBe(10 - width);
  expect(server.log).toHaveLength(10);
});

test('A second process on the same ledger is refused with exit 2 and says what to do, and the first is not disturbed', async () => {
  const { server, folder, end, open } = await slowRun(10);
  const second = await empanelRun(folder);
  expect(second.code).toBe(2);
  expect(second.stderr).toMatch(/ledger\/in-use/);
  expect(second.stderr).toMatch(/another|--out|wait/i);
  expect(server.log).toHaveLength(10);
  open();
  expect(await end).toMatchObject({ code: 0 });
  expect(server.log).toHaveLength(rows);
  expect(kept(folder)).toBe(rows);
});
