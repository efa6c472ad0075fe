import { expect, test } from 'vitest';
import type { Behaviour } from '../../src/rehearsal/server.ts';
import { judge, panelIn, passFail, rowIn, run, runIn, served, verdict, type Panel } from './seat.ts';

const labels = (...of: string[]) => ({ kind: 'label', labels: of });

test.for([
  { says: 'INCORRECT', of: ['CORRECT', 'INCORRECT'], value: 'INCORRECT' },
  { says: 'INCORRECT', of: ['CORRECT', 'WRONG'], value: null },
  { says: 'The reply is correct.', of: ['CORRECT', 'INCORRECT'], value: null },
  { says: 'Not correct.', of: ['CORRECT', 'INCORRECT'], value: null },
  { says: 'No, although some would say yes', of: ['yes', 'no'], value: 'no' },
  { says: 'Some would say yes.\nAnswer: no', of: ['yes', 'no'], value: 'no' },
  { says: '**Yes.** It is so.', of: ['yes', 'no'], value: 'yes' },
  { says: 'yesterday', of: ['yes', 'no'], value: null },
  { says: 'Correct? No.', of: ['correct', 'no'], value: null },
  { says: 'A good question.', of: ['A', 'B'], value: null },
  { says: 'The answer is B, not A.', of: ['A', 'B'], value: 'B' },
  { says: '', of: ['A', 'B'], value: null },
])('F16 Among $of, "$says" is $value', async ({ says, of, value }) => {
  const server = await served(() => ({ kind: 'reply', text: says }));
  const { records, report } = await run({
    judges: [judge(server, 'mini')],
    rows: 1,
    block: { rubric: null, answer: { extract: labels(...of) } },
    top: { prompts: ['{{question}} Answer with one word.'] },
  });
  expect(server.log[0]?.body).toMatchObject({
    messages: [{ role: 'user', content: 'Question 0? Answer with one word.' }],
  });
  expect(server.log[0]?.body).not.toHaveProperty('response_format');
  expect(records.map(({ vote }) => vote)).toEqual([value === null ? { kind: 'invalid' } : { kind: 'cast', value }]);
  expect(report.verdicts[0]?.verdict).toBe(value === null ? 'undecided' : 'decided');
});

const writer = (server: Parameters<typeof judge>[0], label = 'gen', more: Record<string, unknown> = {}) => ({
  id: `openai:${label}`,
  label,
  config: { apiBaseUrl: server.openai, ...more },
});

test('Outputs are sampled first, then judged as they came, and never sampled again', async () => {
  const server = await served((call) =>
    call.model === 'gen' ? { kind: 'reply', text: `Written for row ${rowIn(call)}.` } : verdict('pass'),
  );
  const panel: Panel = {
    judges: [judge(server, 'one'), judge(server, 'two')],
    rows: 6,
    top: { prompts: ['Please answer: {{question}}'], providers: [writer(server, 'gen', { temperature: 0.4 })] },
  };
  const { report, lines, facts } = await run(panel);
  const models = server.log.map(({ model }) => model);
  expect(models.slice(0, 6)).toEqual(Array(6).fill('gen'));
  expect(models.slice(6)).not.toContain('gen');
  expect(server.log[0]?.body).toMatchObject({
    temperature: 0.4,
    messages: [{ role: 'user', content: expect.stringMatching(/^Please answer: Question \d\?$/) }],
  });
  for (const { text } of server.log.slice(6)) {
    expect(text).toMatch(new RegExp(`name="output">\\nWritten for row ${rowIn({ text })}\\.\\n</data-`));
  }
  expect(facts).toMatchObject({ calls: 6 + 12, complete: true });
  expect(lines.map(({ judge: id }) => id)).not.toContain('gen');
  expect(report.ballots.cast).toBe(12);
});

test.for<{ name: string; output: Behaviour }>([
  { name: 'refused', output: { kind: 'reply', finish: 'refusal', text: 'No.' } },
  { name: 'truncated', output: { kind: 'reply', finish: 'length', text: 'It is' } },
  { name: 'empty', output: { kind: 'reply', text: ' ' } },
])('An output that came $name is not judged, and its row has no verdict', async ({ name, output }) => {
  const server = await served((call) => {
    if (call.model !== 'gen') return verdict('pass');
    return rowIn(call) === 1 ? output : { kind: 'reply', text: 'Written.' };
  });
  const { report, lines } = await run({
    judges: [judge(server, 'one')],
    top: { prompts: ['{{question}}'], providers: [writer(server)] },
  });
  expect(server.log.filter(({ model }) => model === 'one')).toHaveLength(2);
  expect(lines[1]).toMatchObject({ row: 'r1', outcome: 'failed', cause: `no output to judge: ${name}` });
  expect(report.verdicts.map(({ verdict: kind }) => kind)).toEqual(['decided', 'undecided', 'decided']);
});

test('Rows whose output never came, for want of quota, are not run, and the run is incomplete', async () => {
  let raised = false;
  const server = await served((call) => {
    if (call.model !== 'gen') return verdict('pass');
    return rowIn(call) >= 2 && !raised ? { kind: 'quota' } : { kind: 'reply', text: 'Written.' };
  });
  const folder = panelIn({
    judges: [judge(server, 'one'), judge(server, 'two')],
    rows: 6,
    block: { limits: { concurrency: 1 } },
    top: { prompts: ['{{question}}'], providers: [writer(server)] },
  });
  const { facts, lines } = await runIn(folder);
  expect(lines.filter(({ value }) => value === 'pass')).toHaveLength(4);
  expect(lines.filter(({ outcome }) => outcome === 'failed')).toHaveLength(8);
  expect(facts).toMatchObject({ complete: false, resume: 'empanel run' });
  expect(facts.notRun.length).toBeGreaterThan(0);
  raised = true;
  const had = server.log.length;
  const whole = await runIn(folder);
  expect(
    server.log
      .slice(had)
      .map(({ model }) => model)
      .toSorted(),
  ).toEqual(['gen', 'one', 'two'].flatMap((model) => Array<string>(4).fill(model)));
  expect(whole.report.ballots.cast).toBe(12);
  expect(whole.facts.complete).toBe(true);
});

test('A run that is stopped while outputs are written judges nothing, owes everything, and goes on from there', async () => {
  const stop = new AbortController();
  const server = await served(
    (call) => {
      if (server.log.length === 3) stop.abort();
      return call.model === 'gen' ? { kind: 'reply', text: 'Written.' } : verdict('pass');
    },
    { latencyMs: 5 },
  );
  const folder = panelIn({
    judges: [judge(server, 'one')],
    rows: 20,
    top: { prompts: ['{{question}}'], providers: [writer(server)] },
  });
  const { facts, report } = await runIn(folder, { drain: stop.signal });
  const written = server.log.length;
  expect(written).toBeLessThan(20);
  expect(report.ballots).toMatchObject({ cast: 0, failed: 20 });
  expect(facts).toMatchObject({ complete: false, resume: 'empanel run' });
  expect(facts.notRun.reduce((sum, { count }) => sum + count, 0)).toBe(20);
  const whole = await runIn(folder);
  expect(whole.facts).toMatchObject({ calls: 20 - written + 20, complete: true });
});

test('Two generators make two candidates of each row, of one group', async () => {
  const server = await served((call) =>
    call.model.startsWith('gen') ? { kind: 'reply', text: `By ${call.model}.` } : verdict('pass'),
  );
  const { lines } = await run({
    judges: [judge(server, 'one')],
    rows: 2,
    top: { prompts: ['{{question}}'], providers: [writer(server, 'gen-a'), writer(server, 'gen-b')] },
  });
  expect(lines.map(({ row, group }) => [row, group])).toEqual([
    ['r0 · gen-a', 'r0'],
    ['r0 · gen-b', 'r0'],
    ['r1 · gen-a', 'r1'],
    ['r1 · gen-b', 'r1'],
  ]);
});

test('A rubric and an answer in one run: the judges judge, and answer, each as it is asked to', async () => {
  const server = await served((call) =>
    call.text.includes('Material') ? verdict('pass') : { kind: 'reply', text: 'I think so.\nAnswer: 42' },
  );
  const { lines, report } = await run({
    judges: [
      judge(server, 'both', { samples: 2 }),
      judge(server, 'critic', { asks: 'judge' }),
      judge(server, 'solver', { asks: 'answer' }),
    ],
    rows: Array.from({ length: 2 }, (_, at) => ({
      id: `r${at}`,
      question: `Question ${at}?`,
      answer: `Reply ${at}.`,
      right: at === 0 ? '42' : '41',
      fine: 'pass',
    })),
    criteria: [{ ...passFail, gold: 'fine' }],
    block: { answer: { extract: 'number', gold: 'right', prompts: ['{{question}}'] } },
  });
  const asked = lines.map((line) => `${line.criterion} ${line.judge}`);
  const each = ['right both', 'right both', 'right critic', 'answer both', 'answer both', 'answer solver'];
  expect(asked.slice(0, 6).toSorted()).toEqual(each.toSorted());
  expect(asked.slice(6)).toEqual(asked.slice(0, 6));
  const verdicts = report.verdicts.map((row) => [row.row, row.criterion, row.verdict, row.correct]);
  expect(verdicts).toHaveLength(4);
  expect(verdicts).toEqual(
    expect.arrayContaining([
      ['r0', 'right', 'decided', true],
      ['r1', 'right', 'decided', true],
      ['r0', 'answer', 'decided', true],
      ['r1', 'answer', 'decided', false],
    ]),
  );
  for (const line of lines) expect(line.value).toBe(line.criterion === 'answer' ? '42' : 'pass');
});
