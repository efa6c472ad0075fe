import { expect, test } from 'vitest';
import type { Behaviour } from '../../src/rehearsal/server.ts';
import { judge, passFail, run, served, verdict } from './seat.ts';

const score = { id: 'right', scale: 'interval:0..10', instructions: 'How right is it?' };
const atOnce = (): number => 0; // no pause between attempts

const broken: readonly {
  readonly name: string;
  readonly behaviour: Behaviour;
  readonly outcome: string;
  readonly cause: RegExp;
}[] = [
  {
    name: 'HTTP 500 for ever',
    behaviour: { kind: 'status', status: 500 },
    outcome: 'failed',
    cause: /no reply after 2 attempts: HTTP 500/,
  },
  { name: 'HTTP 503 for ever', behaviour: { kind: 'status', status: 503 }, outcome: 'failed', cause: /503 overloaded/ },
  { name: 'closed connections', behaviour: { kind: 'reset' }, outcome: 'failed', cause: /no reply after 2 attempts/ },
  { name: 'cut bodies', behaviour: { kind: 'cutBody' }, outcome: 'failed', cause: /after 2 attempts/ },
  { name: 'a page of HTML', behaviour: { kind: 'html200' }, outcome: 'failed', cause: /what came was no reply/ },
  { name: 'empty bodies', behaviour: { kind: 'empty200' }, outcome: 'failed', cause: /what came was no reply/ },
  { name: 'an error in a success', behaviour: { kind: 'errorIn200', code: 400 }, outcome: 'failed', cause: /refused/ },
  { name: 'HTTP 400', behaviour: { kind: 'status', status: 400 }, outcome: 'failed', cause: /the request was refused/ },
  {
    name: 'prose with a number in it',
    behaviour: { kind: 'reply', text: 'I would give this a 7 out of 10.' },
    outcome: 'invalid',
    cause: /no JSON object/,
  },
  {
    name: 'broken JSON',
    behaviour: { kind: 'reply', text: '{"reason": "x", "abstain": false, "verdict": 7' },
    outcome: 'invalid',
    cause: /no JSON object/,
  },
  { name: 'a score off the scale', behaviour: verdict(11), outcome: 'invalid', cause: /off the scale: 11/ },
  { name: 'no score at all', behaviour: verdict(null), outcome: 'invalid', cause: /off the scale: null/ },
  {
    name: 'a refusal',
    behaviour: { kind: 'reply', finish: 'refusal', text: "I can't help with that." },
    outcome: 'invalid',
    cause: /refused/,
  },
  {
    name: 'a truncated reply',
    behaviour: { ...verdict(7), finish: 'length' },
    outcome: 'invalid',
    cause: /truncated/,
  },
  { name: 'a filtered reply', behaviour: { ...verdict(7), finish: 'filter' }, outcome: 'invalid', cause: /filtered/ },
];

test.for(broken)('F1 A judge that gives $name casts no ballot, anywhere', async ({ behaviour, outcome, cause }) => {
  const server = await served(({ model }) => (model === 'broken' ? behaviour : verdict(9)));
  const { records, lines, report, files } = await run(
    {
      judges: [judge(server, 'well'), judge(server, 'broken')],
      rows: 2,
      criteria: [score],
      block: { rule: 'mean', limits: { attempts: 2 } },
    },
    { random: atOnce },
  );
  const kept = records.filter((record) => record.judge === 'broken');
  expect(kept.map(({ vote }) => vote)).toEqual([{ kind: outcome }, { kind: outcome }]);
  for (const record of kept) expect(record.cause).toMatch(cause);
  const told = lines.filter((line) => line.judge === 'broken');
  expect(told).toHaveLength(2);
  for (const line of told) {
    expect(line).toMatchObject({ outcome, cause: expect.stringMatching(cause) });
    expect(line).not.toHaveProperty('value');
  }
  expect(files['ballots.jsonl']).toBe(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  // Not 0, not the least, not the middle: the other judge's 9 alone is counted.
  expect(report.verdicts).toHaveLength(2);
  for (const row of report.verdicts) {
    expect(row).toMatchObject({ verdict: 'decided', value: 9, counted: 1, outcomes: { cast: 1, [outcome]: 1 } });
  }
  expect(report.ballots).toMatchObject({ cast: 2, abstained: 0, [outcome]: 2 });
  expect(report.run?.causes).toEqual([{ judge: 'broken', outcome, cause: expect.stringMatching(cause), count: 2 }]);
});

test.for([
  ['one', 'two', 'mute'],
  ['one', 'mute', 'two'],
  ['two', 'one', 'mute'],
  ['two', 'mute', 'one'],
  ['mute', 'one', 'two'],
  ['mute', 'two', 'one'],
])('F2 Pass, fail and an invalid ballot decide nothing, with the judges as %s, %s, %s', async (order) => {
  const says: Record<string, Behaviour> = {
    one: verdict('pass'),
    two: verdict('fail'),
    mute: { kind: 'reply', text: 'pass' },
  };
  const server = await served(({ model }) => says[model] ?? { kind: 'status', status: 404 });
  const { report } = await run({ judges: order.map((id) => judge(server, id)), rows: 2, block: { rule: 'majority' } });
  for (const row of report.verdicts) {
    expect(row).toMatchObject({ verdict: 'undecided', counted: 2, outcomes: { cast: 2, invalid: 1 } });
    expect(row).not.toHaveProperty('value');
  }
});

test('F3 One judge that fails for ever takes no other along, and the quorum decides', async () => {
  const server = await served(({ model }) =>
    model === 'down' ? { kind: 'status', status: 500 } : verdict(model === 'no' ? 'fail' : 'pass'),
  );
  const judges = ['yes', 'down', 'no', 'sure'].map((id) => judge(server, id));
  const sat = async (quorum: number) =>
    run({ judges, rows: 4, block: { rule: 'majority', quorum, limits: { attempts: 3 } } }, { random: atOnce });
  const [three, four] = await Promise.all([sat(3), sat(4)]);
  expect(three.report.ballots).toEqual({ cast: 12, abstained: 0, invalid: 0, failed: 4 });
  for (const row of three.report.verdicts)
    expect(row).toMatchObject({ verdict: 'decided', value: 'pass', support: 2, counted: 3 });
  expect(three.facts.calls).toBe(12 + 4 * 3);
  for (const row of four.report.verdicts) expect(row).toMatchObject({ verdict: 'undecided', cause: 'no quorum' });
});

test('F4 When all judges fail every row is undecided for want of a quorum, and there is no score', async () => {
  const server = await served(() => ({ kind: 'status', status: 500 }));
  const { report, findings } = await run(
    {
      judges: [judge(server, 'one'), judge(server, 'two')],
      rows: 3,
      criteria: [passFail, { ...score, id: 'scored' }],
      block: { limits: { attempts: 1 } },
    },
    { random: atOnce },
  );
  expect(report.ballots).toEqual({ cast: 0, abstained: 0, invalid: 0, failed: 12 });
  expect(report.verdicts).toHaveLength(6);
  for (const row of report.verdicts)
    expect(row).toMatchObject({ verdict: 'undecided', cause: 'no quorum', counted: 0, votes: [] });
  expect(findings.curves).toEqual([]);
});
