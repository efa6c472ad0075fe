import { hash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pMap from 'p-map';
import { expect, test } from 'vitest';
import type { Ledger } from '../../src/ledger.ts';
import { sqliteLedger } from '../../src/ledger/sqlite.ts';
import { loopback, type Loopback } from '../../src/rehearsal/server.ts';
import { start } from '../cli/run.ts';
import { empanelRun, reportIn, runFolder } from './command.ts';
import { folderOf, judge, panelIn, passFail, verdict } from './seat.ts';

// By hand: KILLS=100 vitest run test/live/kill.test.ts
const KILLS = Number(process.env['KILLS'] ?? 8);

const other = { id: 'kind', scale: 'ordinal:1..5', instructions: 'How kind is the reply?' };
const rows = 20;
const owed = rows * 2 * (2 + 2); // criteria × (temperatures + samples)

type Told = { calls: number; readonly killAt: number; kill: () => void };

/** What a judge says hangs on nothing but what it is asked, whoever asks and when. */
const serve = (told: Told): Promise<Loopback> =>
  loopback({
    log: true,
    latencyMs: 4,
    respond: ({ body, text }) => {
      told.calls += 1;
      if (told.calls === told.killAt) told.kill();
      const n = Number.parseInt(hash('sha256', JSON.stringify(body)).slice(0, 6), 16);
      if (n % 11 === 0) return { kind: 'reply', text: 'Hm.' };
      return text.includes('How kind') ? verdict(1 + (n % 5)) : verdict(n % 3 === 0 ? 'fail' : 'pass');
    },
  });

const panelAt = (server: Loopback): string =>
  panelIn({
    judges: [
      judge(server, 'mini', { temperature: [0.2, 0.9] }),
      judge(server, 'luna', { samples: 2, pace: { concurrency: 6 } }),
    ],
    rows,
    criteria: [passFail, other],
    block: { rule: 'plurality', limits: { concurrency: 10 } },
  });

const ledgerIn = (folder: string): Ledger =>
  sqliteLedger(join(runFolder(folder), 'ledger.db'), { simulated: false, privacy: 'full' });

/** What a ledger holds, but for when it came and what the server called it. */
const contentOf = (ledger: Ledger): string[] =>
  [...ledger.records()]
    .map(({ trace, row, criterion, judge: id, sample, vote, cause, reply }) =>
      JSON.stringify([row, criterion, id, sample, vote, cause, reply, trace.requested, trace.messages, trace.usage]),
    )
    .toSorted();

/** The report without what is the run's own. Two servers have two addresses, and so two panels; nothing else may differ. */
const findingsIn = (folder: string): object => {
  const report = reportIn(folder);
  return { ...report, run: null, provenance: { ...report.provenance, panel: null } };
};

const whole = async (): Promise<{ content: string[]; findings: object }> => {
  await using server = await serve({ calls: 0, killAt: -1, kill: () => {} });
  const folder = panelAt(server);
  expect(await empanelRun(folder)).toMatchObject({ code: 0 });
  expect(server.log).toHaveLength(owed);
  using ledger = ledgerIn(folder);
  return { content: contentOf(ledger), findings: findingsIn(folder) };
};

/** Kills a run while a certain call is on its way or a moment later, and has the same command go on; answers how many ballots it found. */
const killedOnce = async (killAt: number, afterMs: number): Promise<{ folder: string; found: number }> => {
  const told: Told = { calls: 0, killAt, kill: () => {} };
  await using server = await serve(told);
  const folder = panelAt(server);
  const child = start(folder, ['run']);
  child.stdin.end();
  told.kill = () => void setTimeout(afterMs).then(() => child.kill('SIGKILL'));
  await once(child, 'close');

  // A copy is looked into, so that the next run finds the files as the kill left them.
  const copy = join(folderOf({}), 'copy');
  cpSync(folder, copy, { recursive: true });
  const before = ((): number => {
    using ledger = ledgerIn(copy);
    return [...ledger.records()].length;
  })();
  const had = server.log.length;
  expect(await empanelRun(folder)).toMatchObject({ code: 0 });
  expect(server.log.length - had).toBe(owed - before);
  expect(reportIn(folder).run).toMatchObject({ kept: before, calls: owed - before, complete: true });
  return { folder, found: before };
};

test(
  `F14 After a kill -9 at any of ${KILLS} moments the same command asks for what is missing alone, and ends as if nothing had been`,
  async () => {
    const { content, findings } = await whole();
    expect(content).toHaveLength(owed);
    // Spread over the run, each somewhere within its part; the last few after the last call, while the report is made.
    const moments = Array.from({ length: KILLS }, (_, at) => {
      const late = at % 4 === 3;
      return {
        killAt: late ? owed : 1 + Math.floor(((at + Math.random()) / KILLS) * (owed - 1)),
        afterMs: Math.random() * (late ? 400 : 12),
      };
    });
    const found = await pMap(
      moments,
      async ({ killAt, afterMs }) => {
        const { folder, found: before } = await killedOnce(killAt, afterMs);
        using ledger = ledgerIn(folder);
        expect(contentOf(ledger)).toEqual(content);
        expect(findingsIn(folder)).toEqual(findings);
        const ballots = readFileSync(join(runFolder(folder), 'ballots.jsonl'), 'utf8')
          .trim()
          .split('\n');
        expect(ballots).toHaveLength(owed);
        return before;
      },
      { concurrency: 2 },
    );
    if (process.env['KILLS'] !== undefined)
      console.log(
        `F14: ${KILLS} kills, ballots found after each: ${found.toSorted((a, b) => a - b).join(' ')} of ${owed}`,
      );
    // The kills did strike in the middle.
    expect(found.filter((count) => count > 0 && count < owed).length).toBeGreaterThanOrEqual(KILLS / 4);
  },
  30_000 + KILLS * 4000,
);
