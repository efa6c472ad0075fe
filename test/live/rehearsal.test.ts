import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sqliteLedger } from '../../src/ledger/sqlite.ts';
import { empanelRun } from './command.ts';
import { panelIn, type Panel } from './seat.ts';

const panel: Panel = {
  judges: [
    { id: 'mini', model: 'openai:gpt-4.1-mini', samples: 3 },
    { id: 'haiku', model: 'anthropic:claude-haiku-4-5' },
  ],
  rows: 12,
  block: { rehearsal: { speed: 200 } },
};

test('A rehearsal says so in every file and on the terminal, needs no key, and keeps to a folder of its own', async () => {
  const folder = panelIn(panel);
  const { code, stdout } = await empanelRun(folder, ['--rehearse']);
  expect(code).toBe(0);
  expect(stdout).toContain('REHEARSAL');
  expect(readdirSync(join(folder, 'reports'))).toEqual(['seat-rehearsal']);
  const place = join(folder, 'reports', 'seat-rehearsal');
  const names = readdirSync(place).filter((name) => !name.startsWith('ledger.db'));
  expect(names.toSorted()).toEqual(
    ['ballots.jsonl', 'index.html', 'junit.xml', 'report.json', 'summary.md', 'verdicts.csv'].toSorted(),
  );
  for (const name of names)
    expect([name, readFileSync(join(place, name), 'utf8')]).toEqual([name, expect.stringMatching(/rehears/i)]);
  for (const line of readFileSync(join(place, 'ballots.jsonl'), 'utf8').trim().split('\n'))
    expect(JSON.parse(line)).toMatchObject({ simulated: true, rehearsal: true });
  // Its ledger is no ledger for a real run, and the other way round.
  expect(() => sqliteLedger(join(place, 'ledger.db'), { simulated: false, privacy: 'full' })).toThrow(/rehearsal/);
  const real = await empanelRun(folder, ['--out', place], { OPENAI_API_KEY: 'k', ANTHROPIC_API_KEY: 'k' });
  expect(real).toMatchObject({ code: 2, stderr: expect.stringContaining('rehearsal') });

  const again = await empanelRun(folder, ['--rehearse', '--json']);
  expect(JSON.parse(again.stdout)).toMatchObject({ rehearsal: true, run: { calls: 0, kept: 48, complete: true } });
});

test('What is recorded of a rehearsal does not hang on how fast its world turns, nor on the order of replies', async () => {
  const ballots = await Promise.all(
    [100, 400].map(async (speed) => {
      const folder = panelIn({ ...panel, block: { rehearsal: { speed } } });
      expect(await empanelRun(folder, ['--rehearse', '--quiet'])).toMatchObject({ code: 0 });
      const text = readFileSync(join(folder, 'reports', 'seat-rehearsal', 'ballots.jsonl'), 'utf8');
      return text
        .trim()
        .split('\n')
        .map((line) => ({ ...(JSON.parse(line) as object), latency_ms: 0, cost: 0 }));
    }),
  );
  expect(ballots[0]).toEqual(ballots[1]);
});
