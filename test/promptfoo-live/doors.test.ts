import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { callsOf, modelServer } from './server.ts';
import { door, evaluate, project } from './eval.ts';

// The other doors, each inside the real promptfoo.

const judge = (openai: string, id: string, more: object = {}) => ({
  id,
  model: `openai:judge-${id}`,
  baseUrl: openai,
  ...more,
});
const limits = { attempts: 1 };

test('The assertion puts every criterion to every judge and sample, and has a component for each', async () => {
  await using server = await modelServer();
  const config = {
    rubric: ['The reply is polite.', { id: 'short', scale: 'nominal:pass,fail', instructions: 'It is short.' }],
    inputs: ['x'],
    judges: [judge(server.openai, 'a', { samples: 2 }), judge(server.openai, 'b')],
    rule: 'unanimous',
    limits,
  };
  const folder = project({
    'promptfooconfig.yaml': {
      prompts: ['{{x}}'],
      providers: ['echo'],
      defaultTest: { assert: [{ type: 'javascript', value: door('assertion'), config, metric: 'jury' }] },
      tests: ['yes=judge-a,judge-b', 'yes=judge-a', 'down=judge-a,judge-b'].map((x) => ({ vars: { x } })),
    },
  });
  const { rows } = await evaluate({ folder, server });
  expect(callsOf(server, 'judge-')).toHaveLength(3 * 2 * 3);
  expect(server.log[0]?.text).toContain('name="x"');
  expect(rows.map(({ success, failureReason }) => [success, failureReason])).toEqual([
    [true, 0],
    [false, 1],
    [false, 1],
  ]);
  const [passed, split, open] = rows.map(({ gradingResult }) => gradingResult?.componentResults?.[0]);
  expect(passed).toMatchObject({ pass: true, score: 1, reason: '2 of 2 criteria pass (needed: all)' });
  expect(passed?.componentResults?.map(({ assertion }) => assertion?.metric)).toEqual([
    'The reply is polite.',
    'short',
  ]);
  expect(passed?.componentResults?.[1]?.metadata?.empanel).toMatchObject({
    criterion: 'short',
    verdict: 'pass',
    support: 3,
  });
  expect(split?.metadata?.empanel?.undecided).toEqual(['The reply is polite.', 'short']);
  expect(open?.metadata?.empanel?.undecided).toHaveLength(2);
  expect(open?.componentResults?.[0]?.reason).toMatch(/no quorum, 0 of 3 ballots cast \(3 failed\): 503/);
  expect(rows[2]?.response?.output).toBe('down=judge-a,judge-b');
});

test('The provider answers by the vote of its members, and its ballots stay in the metadata', async () => {
  await using server = await modelServer();
  const folder = project({
    'promptfooconfig.yaml': {
      prompts: ['{{x}}'],
      providers: [
        {
          id: door('provider'),
          label: 'ensemble',
          config: {
            members: [judge(server.openai, 'a', { samples: 3 }), judge(server.openai, 'b')],
            extract: 'number',
            limits,
          },
        },
        {
          id: 'package:empanel/promptfoo:Ensemble',
          label: 'packaged',
          config: { members: [judge(server.openai, 'c')], limits },
        },
      ],
      tests: [
        {
          vars: { x: 'say=42' },
          assert: [
            { type: 'equals', value: '42' },
            {
              type: 'javascript',
              value: 'package:empanel/promptfoo:assertion',
              config: { rubric: 'It is a number.', judges: [judge(server.openai, 'd')], limits },
            },
          ],
        },
        { vars: { x: 'down=judge-a,judge-b,judge-c' } },
      ],
    },
  });
  const { rows } = await evaluate({ folder, server });
  expect(callsOf(server, 'judge-')).toHaveLength(2 * 5 + 2);
  expect(rows.map(({ success }) => success)).toEqual([true, true, false, false]);
  expect(rows[0]?.metadata?.empanel).toMatchObject({ v: 1, criterion: 'answer', verdict: '42', support: 4 });
  expect(rows[0]?.metadata?.empanel?.ballots).toHaveLength(4);
  expect(rows[2]?.error).toMatch(/undecided, no quorum, 0 of 4 ballots cast \(4 failed\)/);
  expect(rows[2]?.metadata?.empanel?.ballots?.map(({ outcome }) => outcome)).toEqual(Array(4).fill('failed'));
});

test('The score is a true k of n over assertions, in which a grader that broke is no "no"', async () => {
  await using server = await modelServer();
  const graded = (model: string) => ({ type: 'llm-rubric', value: 'fine', provider: `openai:chat:${model}` });
  const set = { type: 'assert-set', assert: ['judge-a', 'judge-b', 'judge-c'].map(graded) };
  const folder = project({
    'promptfooconfig.yaml': {
      prompts: ['{{x}}'],
      providers: ['echo'],
      defaultTest: { assertScoringFunction: door('score'), assert: [set] },
      tests: [
        { vars: { x: 'yes=judge-a,judge-b' } },
        { vars: { x: 'yes=judge-a' } },
        { vars: { x: 'yes=judge-a' }, threshold: 0.3 },
        { vars: { x: 'yes=judge-a,judge-b down=judge-c' } },
        { vars: { x: 'yes=judge-a,judge-b down=judge-c,judge-b' } },
      ],
    },
  });
  const { rows } = await evaluate({ folder, server });
  expect(rows.map(({ success, gradingResult }) => [success, gradingResult?.reason])).toEqual([
    [true, '2 of 3 assertions pass, 2 needed'],
    [false, '1 of 3 assertions pass, 2 needed'],
    [true, '1 of 3 assertions pass, 1 needed'],
    [true, '2 of 2 assertions pass, 2 needed (1 of 3 came to no verdict)'],
    [false, 'empanel: no quorum, 1 of 3 assertions came to a verdict'],
  ]);
});

test('The hook writes a report on the run, and one on its repeats', async () => {
  await using server = await modelServer();
  const folder = project({
    'promptfooconfig.yaml': {
      prompts: ['{{x}}'],
      providers: ['echo'],
      extensions: [`${door('hooks')}:afterAll`],
      tests: ['yes=judge-a', 'yes=judge-b', 'yes=judge-a,judge-b'].map((x) => ({
        vars: { x },
        assert: [{ type: 'llm-rubric', value: 'fine' }],
      })),
      empanel: { judges: [judge(server.openai, 'a', { samples: 2 }), judge(server.openai, 'b')], limits },
    },
  });
  const args = ['--grader', door('grader'), '--repeat', '2'];
  const { said, file } = await evaluate({ folder, server, args, env: { EMPANEL_REPORT: 'found' } });
  expect(said).toContain('found/index.html');
  expect(existsSync(file)).toBe(true);
  for (const name of ['index.html', 'report.json', 'summary.md', 'junit.xml', 'ballots.jsonl'])
    for (const place of ['found', 'found/repeats']) expect(existsSync(join(folder, place, name)), said).toBe(true);
  const lines = readFileSync(join(folder, 'found/ballots.jsonl'), 'utf8').trim().split('\n');
  expect(lines).toHaveLength(3 * 2 * 3);
});

test('A report that can not be written is told, and the run has its results', async () => {
  await using server = await modelServer();
  const folder = project({
    'promptfooconfig.yaml': {
      prompts: ['{{x}}'],
      providers: ['echo'],
      extensions: [`${door('hooks')}:afterAll`],
      tests: [{ vars: { x: 'a' }, assert: [{ type: 'equals', value: 'a' }] }],
    },
    taken: 'a file',
  });
  const { said, status, rows } = await evaluate({ folder, server, env: { EMPANEL_REPORT: 'taken' } });
  expect(said).toContain('empanel: no report was written');
  expect([status, rows.length]).toEqual([0, 1]);
});
