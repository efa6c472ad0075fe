import { expect, test } from 'vitest';
import type { WireCall } from '../../src/rehearsal/wire.ts';
import { judge, panelIn, passFail, rewrite, runIn, served, verdict, type Panel } from './seat.ts';

const keysOf = (records: readonly { readonly key: string }[]): Set<string> => new Set(records.map(({ key }) => key));

const bodies = (log: readonly WireCall[]): string[] => log.map(({ body }) => JSON.stringify(body));

test('F5 Five samples of one prompt are five calls with five replies and five keys, and a second run sends none', async () => {
  let replies = 0;
  const server = await served(() => verdict('pass', `Reply number ${(replies += 1)}.`));
  const folder = panelIn({ judges: [judge(server, 'mini', { samples: 5, temperature: 1 })], rows: 1 });
  const first = await runIn(folder);
  expect(server.log).toHaveLength(5);
  expect(new Set(bodies(server.log)).size).toBe(1);
  expect(keysOf(first.records).size).toBe(5);
  const told = first.lines.map(({ rationale }) => rationale);
  expect(new Set(told).size).toBe(5);
  expect(first.lines.map(({ sample }) => sample)).toEqual([0, 1, 2, 3, 4]);

  const second = await runIn(folder);
  expect(server.log).toHaveLength(5);
  expect(second.facts).toMatchObject({ calls: 0, kept: 5, complete: true });
  expect(second.lines).toEqual(first.lines);
  expect({ ...second.report, run: null }).toEqual({ ...first.report, run: null });
});

test('F5 Nine samples after five send four a cell, and the five stay as they are', async () => {
  let replies = 0;
  const server = await served(() => verdict('pass', `Reply number ${(replies += 1)}.`));
  const folder = panelIn({
    judges: [judge(server, 'mini', { temperature: 1, samples: 5 }), judge(server, 'luna', { samples: 5 })],
    rows: 3,
  });
  const five = await runIn(folder);
  const nine = await runIn(folder, { overrides: { samples: 9 } });
  expect(server.log).toHaveLength(2 * 3 * 9);
  expect(nine.facts).toMatchObject({ calls: 2 * 3 * 4, kept: 2 * 3 * 5 });
  const again = nine.lines.filter(({ sample }) => sample < 5);
  expect(again).toEqual(five.lines);
  // Fewer again are a look at the same ballots.
  const two = await runIn(folder, { overrides: { samples: 2 } });
  expect(server.log).toHaveLength(2 * 3 * 9);
  expect(two.lines).toEqual(five.lines.filter(({ sample }) => sample < 2));
});

const other = { id: 'kind', scale: 'nominal:pass,fail', instructions: 'Is the reply kind?' };

test.for<{
  name: string;
  after: (panel: Panel, server: Parameters<typeof judge>[0]) => Panel;
  asked: RegExp;
  sends: number;
}>([
  {
    name: "one criterion's instructions asks that criterion anew, and no other",
    after: (panel) => ({ ...panel, criteria: [passFail, { ...other, instructions: 'Is the reply truly kind?' }] }),
    asked: /truly kind/,
    sends: 3 * 3,
  },
  {
    name: 'a temperature more asks at that temperature alone',
    after: (panel, server) => ({
      ...panel,
      judges: [judge(server, 'mini', { temperature: [0.2, 0.9] }), judge(server, 'luna', { samples: 2 })],
    }),
    asked: /"temperature":0.9/,
    sends: 2 * 3,
  },
  {
    name: 'a criterion more asks that criterion',
    after: (panel) => ({
      ...panel,
      criteria: [passFail, other, { ...other, id: 'short', instructions: 'Is it short?' }],
    }),
    asked: /Is it short\?/,
    sends: 3 * 3,
  },
  {
    name: 'a row more asks about that row',
    after: (panel) => ({ ...panel, rows: 4 }),
    asked: /Reply 3\./,
    sends: 2 * 3,
  },
  {
    name: 'a judge more asks that judge',
    after: (panel, server) => ({ ...panel, judges: [...panel.judges, judge(server, 'nova')] }),
    asked: /"model":"nova"/,
    sends: 2 * 3,
  },
  {
    name: 'the rule, the quorum and the limits asks nobody',
    after: (panel) => ({
      ...panel,
      block: { rule: 'unanimous', quorum: 2, limits: { concurrency: 3, deadline: '5s' } },
    }),
    asked: /^/,
    sends: 0,
  },
])('F5 To change $name', async ({ after, asked, sends }) => {
  const server = await served(() => verdict('pass'));
  const panel: Panel = {
    judges: [judge(server, 'mini', { temperature: 0.2 }), judge(server, 'luna', { samples: 2 })],
    rows: 3,
    criteria: [passFail, other],
  };
  const folder = panelIn(panel);
  const before = await runIn(folder);
  const had = server.log.length;
  expect(had).toBe(2 * 3 * 3);
  rewrite(folder, after(panel, server));
  const changed = await runIn(folder);
  const sent = bodies(server.log.slice(had));
  expect(sent).toHaveLength(sends);
  for (const body of sent) expect(body).toMatch(asked);
  expect(keysOf(changed.records).isSupersetOf(keysOf(before.records))).toBe(true);
  expect(changed.report.ballots.cast).toBe(changed.lines.length);
});
