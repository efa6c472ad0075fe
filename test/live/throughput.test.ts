import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { judge, rowIn, run, served, verdict } from './seat.ts';

test('F10 A storm at twenty times the limit loses no ballot and uses 95 % of what the limit grants', async () => {
  const [perSecond, latencyMs, rows] = [100, 100, 500];
  const admitted: number[] = [];
  const burstSeconds = 0.2;
  const server = await served(
    () => {
      admitted.push(performance.now());
      return verdict('pass');
    },
    { latencyMs, limits: { rpm: perSecond * 60, burstSeconds }, log: false },
  );
  const judges = [judge(server, 'mini')];
  // 200 at once, each a tenth of a second: 2000 calls a second could be sent.
  const { report, facts } = await run({ judges, rows, block: { limits: { concurrency: 200 } } });
  expect(report.ballots).toEqual({ cast: rows, abstained: 0, invalid: 0, failed: 0 });
  const seconds = ((admitted.at(-1) ?? 0) - (admitted[0] ?? 0)) / 1000;
  const granted = perSecond * (seconds + burstSeconds);
  const { rateLimited, replies } = server.stats();
  expect(replies).toBe(rows);
  expect(replies / granted, `of the limit, with ${rateLimited} rejections`).toBeGreaterThan(0.95);
  expect(facts).toMatchObject({ calls: rows + rateLimited, retries: rateLimited, complete: true });
});

test('F10 A server that tells neither limits nor a time to wait still loses no ballot', async () => {
  const [perSecond, rows] = [100, 100];
  let [level, at] = [1, performance.now()];
  let rejected = 0;
  const server = await served(() => {
    const now = performance.now();
    level = Math.min(10, level + ((now - at) / 1000) * perSecond);
    at = now;
    if (level < 1) {
      rejected += 1;
      return { kind: 'status', status: 429 };
    }
    level -= 1;
    return { ...verdict('pass'), latencyMs: 50 };
  });
  const { report, facts } = await run({
    judges: [judge(server, 'mini')],
    rows,
    block: { limits: { concurrency: 100 } },
  });
  expect(rejected).toBeGreaterThan(0);
  expect(report.ballots.cast).toBe(rows);
  expect(facts.retries).toBe(rejected);
});

test('F11 In front of a healthy server the width grows beyond its start of 8, up to what was asked', async () => {
  const server = await served(() => verdict('pass'), { latencyMs: 40 });
  const { facts } = await run({ judges: [judge(server, 'mini')], rows: 250, block: { limits: { concurrency: 64 } } });
  expect(server.stats().peakInFlight).toBe(64);
  expect(facts.lanes).toMatchObject([{ asked: 64, peakInFlight: 64, retries: 0 }]);
});

test('F11 A declared bound on calls in flight is kept', async () => {
  const server = await served(() => verdict('pass'), { latencyMs: 5 });
  await run({ judges: [judge(server, 'mini', { pace: { concurrency: 3 } })], rows: 30 });
  expect(server.stats().peakInFlight).toBe(3);
});

test('F12 One slow item among fast ones stalls nobody', async () => {
  const seen: number[] = [];
  const slowMs = 2000;
  const server = await served(async (call) => {
    const row = rowIn(call);
    if (row === 3) await setTimeout(slowMs);
    seen.push(performance.now());
    return verdict('pass');
  });
  const begun = performance.now();
  const { report, facts } = await run({
    judges: [judge(server, 'mini'), judge(server, 'luna', { samples: 2 })],
    rows: 100,
    block: { limits: { concurrency: 16 } },
  });
  expect(report.ballots.cast).toBe(300);
  // All but the slow row's three are through long before it, and nothing waits behind it.
  expect((seen[296] ?? Infinity) - begun).toBeLessThan(slowMs * 0.7);
  expect(facts.wallMs).toBeLessThan(slowMs * 1.3);
});

test('F13 The judges of one row are asked at the same time', async () => {
  const all = 4 * 2 * 2;
  let [waiting, together] = [0, 0];
  let open: () => void = () => {};
  const gate = new Promise<void>((resolve) => (open = resolve));
  const server = await served(async () => {
    waiting += 1;
    together = Math.max(together, waiting);
    if (waiting === all) open();
    // Nobody gets a reply before all have asked.
    await Promise.race([gate, setTimeout(5000)]);
    waiting -= 1;
    return verdict('pass');
  });
  const judges = ['one', 'two', 'three', 'four'].map((id) => judge(server, id, { samples: 2 }));
  const other = { id: 'kind', scale: 'nominal:pass,fail', instructions: 'Is the reply kind?' };
  const right = { ...other, id: 'right' };
  const { report } = await run({ judges, rows: 1, criteria: [right, other] });
  expect(together).toBe(all);
  expect(report.ballots.cast).toBe(all);
});

test('A body that stalls ends at its deadline and is asked for again', async () => {
  const stalled = new Set<string>();
  const server = await served(({ text }) => {
    if (stalled.has(text)) return verdict('pass');
    stalled.add(text);
    return { kind: 'stallBody' };
  });
  const { report, records, facts } = await run(
    { judges: [judge(server, 'mini')], rows: 3, block: { limits: { deadline: '300ms' } } },
    { random: () => 0 },
  );
  expect(report.ballots).toMatchObject({ cast: 3, failed: 0 });
  expect(facts).toMatchObject({ calls: 6, retries: 3 });
  for (const { trace } of records) {
    const [first, answered] = trace.attempts;
    expect(first).toMatchObject({ outcome: 'deadline' });
    expect(first?.latencyMs).toBeGreaterThanOrEqual(290);
    expect(first?.latencyMs).toBeLessThan(1500);
    expect(answered).toMatchObject({ outcome: 'reply', status: 200 });
  }
});

test.for(['stallBody', 'stallHeaders'] as const)(
  'A reply that never ends (%s) is a failed ballot after three paid attempts',
  async (kind) => {
    const server = await served(() => ({ kind }));
    const { records } = await run(
      { judges: [judge(server, 'mini')], rows: 2, block: { limits: { deadline: '100ms' } } },
      { random: () => 0 },
    );
    expect(records).toHaveLength(2);
    for (const { vote, cause, trace } of records) {
      expect(vote).toEqual({ kind: 'failed' });
      expect(cause).toMatch(/within 0.1 s, after 3 attempts/);
      expect(trace.usd).toBeNull();
      expect(trace.attempts.map((attempt) => attempt.outcome)).toEqual(['deadline', 'deadline', 'deadline']);
    }
  },
);
