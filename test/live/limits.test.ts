import { expect, test } from 'vitest';
import type { Fault } from '../../src/fault.ts';
import { judge, panelIn, rowIn, run, runIn, served, verdict } from './seat.ts';

// Ten tokens a reply at a cent each, and no more than ten: a ballot costs 10 cents, and at most that.
const terms = { maxTokens: 10, price: { input: 0, output: 10_000 } };
const dime = () => ({ ...verdict('pass'), usage: { input: 100, output: 10 } });

test('F15 A budget stops the run before it is overspent, and what was not run is owed', async () => {
  const server = await served(dime, { latencyMs: 5 });
  const folder = panelIn({
    judges: [judge(server, 'mini', terms), judge(server, 'luna', terms)],
    rows: 20,
    block: { limits: { usd: 1.25 }, quorum: 2 },
  });
  const first = await runIn(folder);
  expect(server.log).toHaveLength(12); // the thirteenth would cost 1.30
  expect(first.facts.usd).toBeCloseTo(1.2, 9);
  expect(first.facts).toMatchObject({
    complete: false,
    resume: 'empanel run',
    notRun: [{ cause: 'the budget of 1.25 US dollars', count: 28 }],
  });
  const owed = first.lines.filter(({ cause }) => cause === 'not run: the budget of 1.25 US dollars');
  expect(owed).toHaveLength(28);
  for (const line of owed) expect(line).toMatchObject({ outcome: 'failed' });
  // Rows are whole or not begun, but for the one at the edge: a row without its quorum has no verdict.
  const decided = first.report.verdicts.filter(({ verdict: kind }) => kind === 'decided');
  expect(decided.length).toBeGreaterThanOrEqual(4);
  for (const row of first.report.verdicts)
    if (row.outcomes.failed > 0) expect(row).toMatchObject({ verdict: 'undecided', cause: 'no quorum' });

  const second = await runIn(folder, { limits: { usd: 5 } });
  expect(server.log).toHaveLength(40);
  expect(second.facts).toMatchObject({ kept: 12, calls: 28, complete: true, notRun: [], resume: null });
  expect(second.report.ballots.cast).toBe(40);
});

test('F15 A call that may cost more than is left waits for the others, and is sent once they cost less', async () => {
  const server = await served(() => ({ ...verdict('pass'), usage: { input: 100, output: 2 } }), { latencyMs: 5 });
  // Each may cost 10 cents and costs 2: the last fits beside 38 cents spent, once nothing else is in flight.
  const { facts, report } = await run({
    judges: [judge(server, 'mini', terms)],
    rows: 20,
    block: { limits: { usd: 0.49 } },
  });
  expect(facts).toMatchObject({ calls: 20, complete: true });
  expect(facts.usd).toBeCloseTo(0.4, 9);
  expect(report.ballots.cast).toBe(20);
});

test('F15 Calls that brought no reply may have been billed, and count as dear as they may have been', async () => {
  const server = await served(() => ({ kind: 'stallBody' }));
  const { facts } = await run(
    {
      judges: [judge(server, 'mini', terms)],
      rows: 30,
      block: { limits: { usd: 1, deadline: '300ms' } },
    },
    { random: () => 0 },
  );
  expect(server.log.length).toBe(10);
  expect(facts.complete).toBe(false);
});

test('F15 A limit of calls counts retries, and the next run goes on', async () => {
  let calls = 0;
  const server = await served(() => ((calls += 1) % 2 === 0 ? { kind: 'status', status: 500 } : verdict('pass')));
  const folder = panelIn({ judges: [judge(server, 'mini')], rows: 12, block: { limits: { calls: 10 } } });
  const sent: number[] = [];
  for (let turn = 0; turn < 5; turn += 1) {
    const before = server.log.length;
    const { facts } = await runIn(folder, { random: () => 0 });
    sent.push(server.log.length - before);
    expect(server.log.length - before).toBe(facts.calls);
    expect(facts.calls).toBeLessThanOrEqual(10);
    if (facts.complete) break;
    expect(facts.notRun.map(({ cause }) => cause)).toEqual(['the limit of 10 calls']);
  }
  expect(sent[0]).toBe(10);
  const last = await runIn(folder);
  expect(last.facts).toMatchObject({ kept: 12, calls: 0, complete: true });
});

test.for<{ limits: Record<string, number>; terms: Record<string, unknown>; says: RegExp }>([
  { limits: { usd: 1 }, terms: {}, says: /what "mini" costs is not known/ },
  { limits: { usd: 0.05 }, terms, says: /one row costs about \$0.1/ },
  { limits: { calls: 1 }, terms: { samples: 2 }, says: /one row needs 2 calls/ },
])('F15 A limit of $limits that can’t be kept or buys no row is refused before anything is sent', async (told) => {
  const server = await served(dime);
  const panel = { judges: [judge(server, 'mini', told.terms)], block: { limits: told.limits } };
  await expect(run(panel)).rejects.toSatisfy(
    (fault: Fault) => fault.code.startsWith('budget/') && told.says.test(fault.message),
  );
  expect(server.stats().requests).toBe(0);
});

test('F15 What writing the outputs may have cost counts against the budget of judging them', async () => {
  // A reply of the generator may cost half a dollar; one row's never ends, three times.
  const generator = (address: string) => ({
    id: 'anthropic:claude-haiku-4-5',
    label: 'haiku',
    config: { max_tokens: 100_000, apiBaseUrl: address, apiKeyEnvar: 'ANTHROPIC_API_KEY' },
  });
  const server = await served((call) => {
    if (call.model !== 'claude-haiku-4-5') return dime();
    return rowIn(call) === 0 ? { kind: 'stallBody' } : { kind: 'reply', text: 'Written.' };
  });
  const { facts } = await run(
    {
      judges: [judge(server, 'mini', { ...terms, samples: 10 })],
      rows: 2,
      block: { limits: { usd: 2, deadline: '500ms' } },
      top: { prompts: ['{{question}}'], providers: [generator(server.anthropic)] },
    },
    { random: () => 0, env: { ANTHROPIC_API_KEY: 'planted-key' } },
  );
  const { perModel } = server.stats();
  expect(perModel['claude-haiku-4-5']?.requests).toBe(4);
  expect(perModel['mini']?.requests).toBe(4); // of the half dollar that is left
  expect(facts.complete).toBe(false);
  for (const { cause } of facts.notRun) expect(cause).toMatch(/the budget of 2 US dollars|no output to judge/);
});
