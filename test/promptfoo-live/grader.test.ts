import { expect, test } from 'vitest';
import { callsOf, modelServer } from './server.ts';
import { door, evaluate, project } from './eval.ts';

// The real promptfoo, with a panel in the place of its grader.

const panel = (openai: string, more: object = {}) => ({
  judges: [
    { id: 'a', model: 'openai:judge-a', baseUrl: openai, samples: 2 },
    { id: 'b', model: 'openai:judge-b', baseUrl: openai, samples: 2 },
    { id: 'c', model: 'openai:judge-c', baseUrl: openai },
  ],
  limits: { attempts: 1 },
  ...more,
});

const grading = ['--grader', door('grader')];

test('An untouched config: every rubric is a vote, each ballot a call of its own, and the ballots are in the results', async () => {
  await using server = await modelServer();
  const folder = project({
    'promptfooconfig.yaml': {
      prompts: ['Say {{x}}'],
      providers: ['openai:chat:writer'],
      defaultTest: { assert: [{ type: 'llm-rubric', value: 'polite about {{x}}', metric: 'polite' }] },
      tests: [
        { vars: { x: 'yes=judge-a,judge-b' } },
        { vars: { x: 'yes=judge-b' } },
        { vars: { x: 'well' }, assert: [{ type: 'not-llm-rubric', value: 'rude yes=none' }] },
      ],
    },
    'panel.yaml': { empanel: panel(server.openai) },
  });
  const { rows, said, status } = await evaluate({
    folder,
    server,
    args: grading,
    env: { EMPANEL_PANEL: 'panel.yaml' },
  });
  expect(said).toContain('2 passed');
  expect(status).toBe(100);
  expect(callsOf(server, 'judge-')).toHaveLength(4 * 5);
  expect(rows.map(({ success }) => success)).toEqual([true, false, true]);
  const [first] = rows[0]?.gradingResult?.componentResults ?? [];
  expect(first).toMatchObject({
    pass: true,
    score: 0.8,
    reason: '4 of 5 ballots pass: Says judge-a. · but: Says judge-c.',
  });
  expect(first?.tokensUsed).toMatchObject({ numRequests: 5 });
  expect(first?.metadata?.empanel).toMatchObject({
    v: 1,
    criterion: 'polite about yes=judge-a,judge-b',
    verdict: 'pass',
    support: 4,
  });
  expect(
    first?.metadata?.empanel?.ballots?.map(({ judge, sample, value }) => `${judge}${sample} ${String(value)}`),
  ).toEqual(['a0 pass', 'a1 pass', 'b0 pass', 'b1 pass', 'c0 fail']);
});

test('Five equal rubrics are five votes with the default cache, where promptfoo would ask once', async () => {
  await using server = await modelServer();
  const equal = Array.from({ length: 5 }, () => ({ type: 'llm-rubric', value: 'polite' }));
  const folder = project({
    'promptfooconfig.yaml': {
      prompts: ['Say {{x}}'],
      providers: ['echo'],
      tests: [{ vars: { x: 'a' }, assert: equal }],
      empanel: panel(server.openai),
    },
  });
  const { status } = await evaluate({ folder, server, args: grading });
  expect(status).toBe(0);
  expect(callsOf(server, 'judge-')).toHaveLength(5 * 5);
});

test('A judge that is down is a failed ballot and no "no"; without a quorum the check is an error of its grader, and the output is kept', async () => {
  await using server = await modelServer();
  const folder = project({
    'promptfooconfig.yaml': {
      prompts: ['Say {{x}}'],
      providers: ['echo'],
      tests: [
        { vars: { x: 'down=judge-b,judge-c' }, assert: [{ type: 'llm-rubric', value: 'polite' }] },
        { vars: { x: 'mute=judge-b down=judge-c' }, assert: [{ type: 'llm-rubric', value: 'polite' }] },
        { vars: { x: 'down=judge-a,judge-b' }, assert: [{ type: 'llm-rubric', value: 'polite' }] },
      ],
      empanel: panel(server.openai, { quorum: 2 }),
    },
  });
  const { rows } = await evaluate({ folder, server, args: grading });
  expect(rows.map(({ success }) => success)).toEqual([true, true, false]);
  const parts = rows.map(({ gradingResult }) => gradingResult?.componentResults?.[0]);
  expect(parts[0]).toMatchObject({ score: 1, reason: '2 of 2 ballots pass (3 failed): Says judge-a.' });
  expect(parts[1]?.reason).toBe('2 of 2 ballots pass (1 failed, 2 invalid): Says judge-a.');
  expect(parts[1]?.metadata?.empanel?.ballots?.map(({ outcome }) => outcome)).toEqual([
    'cast',
    'cast',
    'invalid',
    'invalid',
    'failed',
  ]);
  expect(rows[2]).toMatchObject({ failureReason: 1, response: { output: 'Say down=judge-a,judge-b' } });
  expect(parts[2]?.metadata?.graderError).toBe(true);
  expect(parts[2]?.reason).toMatch(
    /^empanel: the panel is undecided, no quorum, 1 of 5 ballots cast \(4 failed\): 503/,
  );
});

test('factuality and model-graded-closedqa are votes too, in the words that promptfoo reads', async () => {
  await using server = await modelServer();
  const both = [
    { type: 'factuality', value: 'a fact' },
    { type: 'model-graded-closedqa', value: 'is an answer' },
  ];
  const folder = project({
    'promptfooconfig.yaml': {
      prompts: ['Say {{x}}'],
      providers: ['echo'],
      tests: ['yes=judge-a,judge-c', 'yes=judge-b', 'mute=judge-a,judge-b,judge-c'].map((x) => ({
        vars: { x },
        assert: both,
      })),
      defaultTest: { options: { provider: { id: door('grader'), config: panel(server.openai) } } },
    },
  });
  const { rows } = await evaluate({ folder, server });
  const parts = rows.map(({ gradingResult }) => (gradingResult?.componentResults ?? []).map(({ pass }) => pass));
  expect(parts).toEqual([
    [true, true],
    [false, false],
    [false, false],
  ]);
  const [agree, meets] = rows[0]?.gradingResult?.componentResults ?? [];
  expect(agree?.reason).toMatch(/^3 of 5 ballots pass: Says judge-a\./);
  expect(meets?.reason).toMatch(/^The submission meets the criterion:\n3 of 5 ballots pass/);
  expect(rows[2]?.gradingResult?.componentResults?.[0]?.reason).toContain('no quorum');
  expect(callsOf(server, 'judge-')).toHaveLength(6 * 5);
});

test('A second eval costs nothing, and five repeats ask five times', async () => {
  await using server = await modelServer();
  const folder = project({
    'promptfooconfig.yaml': {
      prompts: ['Say {{x}}'],
      providers: ['echo'],
      tests: [{ vars: { x: 'a' }, assert: [{ type: 'llm-rubric', value: 'polite' }] }],
      empanel: panel(server.openai),
    },
  });
  const env = { EMPANEL_LEDGER: 'ballots/ledger.db' };
  const asked = async (...args: readonly string[]): Promise<number> => {
    const before = server.log.length;
    const { status, said } = await evaluate({ folder, server, env, args: [...grading, ...args] });
    expect(status, said).toBe(0);
    return server.log.length - before;
  };
  expect(await asked()).toBe(5);
  expect(await asked()).toBe(0);
  expect(await asked('--repeat', '5')).toBe(4 * 5);
  expect(await asked('--no-cache')).toBe(5);
});

test('Without a panel the table says where one can be seated', async () => {
  await using server = await modelServer();
  const folder = project({
    'promptfooconfig.yaml': {
      prompts: ['Say {{x}}'],
      providers: ['echo'],
      tests: [{ vars: { x: 'a' }, assert: [{ type: 'llm-rubric', value: 'polite' }] }],
    },
  });
  const { rows } = await evaluate({ folder, server, args: grading });
  for (const place of ['grader.js', 'EMPANEL_PANEL', 'promptfooconfig.yaml']) expect(rows[0]?.error).toContain(place);
  expect(rows[0]?.error).not.toContain('    at ');
});
