import { expect, test } from 'vitest';
import type { Behaviour } from '../../src/rehearsal/server.ts';
import { judge, panelIn, rowIn, run, runIn, served, verdict } from './seat.ts';

test.for<{ name: string; refusal: Behaviour; says: RegExp }>([
  {
    name: 'A quota that is used up',
    refusal: { kind: 'quota' },
    says: /the quota is used up \(compatible broke at .*current quota/,
  },
  {
    name: 'A refused key',
    refusal: { kind: 'status', status: 401 },
    says: /access was denied \(compatible broke at .*Incorrect API key/,
  },
])('F20 $name is not asked again: its lane ends, the other goes on', async ({ refusal, says }) => {
  const width = 4;
  const server = await served((call) => (call.model === 'broke' && rowIn(call) >= 5 ? refusal : verdict('pass')), {
    latencyMs: 5,
  });
  const { facts, report, lines, records } = await run({
    judges: [judge(server, 'broke', { pace: { concurrency: width } }), judge(server, 'well')],
    rows: 40,
  });
  const { broke, well } = server.stats().perModel;
  expect(broke?.requests).toBeLessThanOrEqual(5 + width);
  expect(well?.replies).toBe(40);
  expect(facts.retries).toBe(0);
  expect(facts.complete).toBe(false);
  expect(facts.resume).toBe('empanel run');
  expect(facts.notRun).toEqual([{ cause: expect.stringMatching(says), count: 35 }]);
  // What was not run is owed, and no ballot: the ledger has none of it.
  expect(records.filter((record) => record.judge === 'broke')).toHaveLength(5);
  const owed = lines.filter((line) => line.judge === 'broke' && line.outcome === 'failed');
  expect(owed).toHaveLength(35);
  for (const { cause } of owed) expect(cause).toMatch(/^not run: /);
  expect(report.ballots).toEqual({ cast: 45, abstained: 0, invalid: 0, failed: 35 });
});

test('F20 With the quota raised, the same run asks for what was left and nothing else', async () => {
  let raised = false;
  const server = await served(({ model }) => (model === 'broke' && !raised ? { kind: 'quota' } : verdict('pass')));
  const folder = panelIn({ judges: [judge(server, 'broke'), judge(server, 'well')], rows: 10 });
  await runIn(folder);
  raised = true;
  const had = server.log.length;
  const { facts, report } = await runIn(folder);
  expect(server.log.slice(had).map(({ model }) => model)).toEqual(Array(10).fill('broke'));
  expect(facts).toMatchObject({ calls: 10, kept: 10, complete: true, resume: null });
  expect(report.ballots.cast).toBe(20);
});

test('F20 Ballots that failed in an earlier run are owed, and not run if the quota ends the next one', async () => {
  let first = true;
  const refused = (): Behaviour => (first ? { kind: 'status', status: 400 } : { kind: 'quota' });
  const server = await served(({ model }) => (model === 'broke' ? refused() : verdict('pass')));
  const folder = panelIn({ judges: [judge(server, 'broke'), judge(server, 'well')], rows: 10 });
  const before = await runIn(folder);
  expect(before.facts).toMatchObject({ complete: true, notRun: [] });
  expect(before.report.ballots).toMatchObject({ cast: 10, failed: 10 });
  first = false;
  const { facts, lines } = await runIn(folder);
  expect(facts).toMatchObject({ complete: false, resume: 'empanel run' });
  expect(facts.notRun).toEqual([{ cause: expect.stringContaining('the quota is used up'), count: 10 }]);
  for (const line of lines.filter((one) => one.judge === 'broke'))
    expect(line.cause).toMatch(/^not run: the quota is used up/);
});

test.for([429, 500, 503])('F20 HTTP %i is asked again until a reply comes', async (status) => {
  const tries = new Map<string, number>();
  const server = await served(({ text }) => {
    const turn = tries.get(text) ?? 0;
    tries.set(text, turn + 1);
    return turn < 3 ? { kind: 'status', status, headers: { 'retry-after-ms': '20' } } : verdict('pass');
  });
  const { facts, report, records } = await run({ judges: [judge(server, 'mini')], rows: 4 }, { random: () => 0 });
  expect(report.ballots.cast).toBe(4);
  expect(facts).toMatchObject({ calls: 16, retries: 12 });
  for (const { trace } of records) {
    expect(trace.attempts.map((attempt) => attempt.status)).toEqual([status, status, status, 200]);
    expect(trace.attempts[0]?.retryAfterMs).toBe(20);
  }
});
