import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { door, empanel, evaluate, project, type Evaluation } from './eval.ts';
import { modelServer } from './server.ts';
import { rubric } from './shapes/shape.ts';

// Results that the real promptfoo has written, as ballots.

/** What is hard to tell apart in results: rows that are equal, columns of one id, lists, repeats of a test's own, errors of either side. */
const hard = ({ polite = 'polite' } = {}): object => ({
  prompts: ['Q {{q}} {{s}}'],
  providers: [0.2, 1].map((temperature) => ({ id: 'openai:chat:writer', config: { temperature } })),
  defaultTest: {
    options: { provider: { id: 'openai:chat:judge-a', config: { temperature: 1 } } },
    assert: [rubric('correct {{q}}'), rubric(polite, { metric: 'polite' }), { type: 'contains', value: 'Q' }],
  },
  tests: [
    { vars: { q: 'twice', s: 'x' } },
    { vars: { q: 'twice', s: 'x' } },
    { vars: { q: ['a', 'b'], s: ['x', 'yes=none'] } },
    { vars: { q: 'three', s: 'z' }, options: { repeat: 3 }, metadata: { id: 'row-3' } },
    { description: 'broken', vars: { q: 'down=writer', s: 'z' } },
    { description: 'outage', vars: { q: 'down=judge-a', s: 'z' } },
  ],
});

type Line = {
  readonly row: string;
  readonly criterion: string;
  readonly judge: string;
  readonly sample: number;
  readonly outcome?: string; // a ballot without one is cast
  readonly value?: unknown;
};

const linesIn = (file: string): readonly Line[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

/** How many lines go by each name. */
const counted = (lines: readonly Line[], nameOf: (line: Line) => string): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const line of lines) counts[nameOf(line)] = (counts[nameOf(line)] ?? 0) + 1;
  return counts;
};

const said = ({ outcome, value }: Pick<Line, 'outcome' | 'value'>): string =>
  outcome === undefined || outcome === 'cast' ? String(value) : outcome;

const evaluated = async (config: object, { server }: Pick<Evaluation, 'server'>): Promise<string> => {
  const folder = project({ 'promptfooconfig.yaml': config });
  const { rows, said: told } = await evaluate({ folder, server, args: ['--no-cache', '--repeat', '5'] });
  expect(rows, told).toHaveLength((2 + 4) * 2 * 5 + 2 * 3 + 2 * 2 * 5);
  return folder;
};

test('Repeats, lists, equal rows and columns of one id come apart, and what broke is no "no"', async () => {
  await using server = await modelServer();
  const folder = await evaluated(hard(), { server });
  const { code, stderr } = await empanel({
    folder,
    server,
    args: ['import', 'promptfoo', 'out.json', '--out', 'made'],
  });
  expect(code, stderr).toBe(0);
  for (const note of [
    '10 outputs ended in an error',
    '20 verdicts are the error of a judge',
    '10 outputs pass or fail',
  ])
    expect(stderr).toContain(note);

  const judges = linesIn(join(folder, 'made/out-judges.jsonl'));
  expect(counted(judges, (line) => `${line.judge} · ${line.criterion} · ${said(line)}`)).toEqual({
    'openai:chat:judge-a@1 · correct {{q}} · pass': 46,
    'openai:chat:judge-a@1 · correct {{q}} · fail': 20,
    'openai:chat:judge-a@1 · correct {{q}} · failed': 10,
    'openai:chat:judge-a@1 · polite · pass': 46,
    'openai:chat:judge-a@1 · polite · fail': 20,
    'openai:chat:judge-a@1 · polite · failed': 10,
    'code · contains: Q · pass': 76,
  });
  expect(new Set(judges.map(({ row }) => row)).size).toBe(76);

  const repeats = linesIn(join(folder, 'made/out-repeats.jsonl'));
  const [five, none] = [{ pass: 5 }, { fail: 5 }];
  const ofEach = Map.groupBy(repeats, ({ row }) => row);
  for (const judge of ['openai:chat:writer@0.2', 'openai:chat:writer@1'])
    expect(
      Object.fromEntries(
        ofEach.entries().map(([row, lines]) => [
          row,
          counted(
            lines.filter((line) => line.judge === judge),
            said,
          ),
        ]),
      ),
    ).toEqual({
      'test-0001 q=twice s=x': five,
      'test-0002 q=twice s=x': five,
      'test-0003 q=a s=x': five,
      'test-0004 q=a s=yes=none': none,
      'test-0005 q=b s=x': five,
      'test-0006 q=b s=yes=none': none,
      'row-3': { pass: 3 },
      broken: { failed: 5 },
      outage: { failed: 5 },
    });
});

test('Ballots of results go through report, compare and baseline', async () => {
  await using server = await modelServer();
  const [before, after] = [
    await evaluated(hard(), { server }),
    await evaluated(hard({ polite: 'polite yes=none' }), { server }),
  ];
  const within = (folder: string, ...args: string[]) => empanel({ folder, server, args });
  for (const folder of [before, after]) await within(folder, 'import', 'promptfoo', 'out.json', '--out', 'made', '-q');
  for (const [family, rows, failed] of [
    ['judges', 76, 20],
    ['repeats', 9, 20],
  ] as const) {
    const file = `made/out-${family}.jsonl`;
    const report = await within(before, 'report', file, '--out', `report-${family}`, '--json');
    expect(report.code, report.stderr).toBe(0);
    expect(JSON.parse(report.stdout)).toMatchObject({ rows, ballots: { failed, abstained: 0, invalid: 0 } });
    const baseline = await within(before, 'baseline', 'write', file, '--out', `${family}.json`);
    expect(baseline.code, baseline.stderr).toBe(0);
    expect(JSON.parse(readFileSync(join(before, `${family}.json`), 'utf8'))).toMatchObject({
      rows: expect.toSatisfy((listed: readonly unknown[]) => listed.length === rows),
    });
  }
  const file = 'made/out-repeats.jsonl';
  const told = await within(before, 'compare', file, join(after, file), '--out', 'compared', '--json');
  expect(told.code, told.stderr).toBe(0);
  const { pairings } = JSON.parse(told.stdout) as { readonly pairings: readonly object[] };
  expect(pairings).toEqual([
    expect.objectContaining({
      subject: 'passes',
      paired: 7,
      unpaired: [expect.objectContaining({ rows: ['broken', 'outage'] })],
      fail: expect.objectContaining({ test: expect.objectContaining({ worse: 5, better: 0 }) }),
    }),
  ]);
});

test("The ballots that empanel's own grader left come back one for one", async () => {
  await using server = await modelServer();
  const folder = project({
    'promptfooconfig.yaml': {
      prompts: ['Say {{x}}'],
      providers: ['echo'],
      defaultTest: {
        assert: [rubric('polite'), { type: 'factuality', value: 'a fact' }, { type: 'contains', value: 'Say' }],
      },
      tests: [
        { description: 'all', vars: { x: 'a' } },
        { description: 'split', vars: { x: 'yes=judge-a mute=judge-b' } },
        { description: 'down', vars: { x: 'down=judge-c' } },
        { description: 'open', vars: { x: 'down=judge-a,judge-b' } },
      ],
      empanel: {
        judges: [
          { id: 'a', model: 'openai:judge-a', baseUrl: server.openai, samples: 2 },
          { id: 'b', model: 'openai:judge-b', baseUrl: server.openai },
          { id: 'c', model: 'openai:judge-c', baseUrl: server.openai },
        ],
        quorum: 2,
        limits: { attempts: 1 },
      },
    },
  });
  const { rows } = await evaluate({ folder, server, args: ['--grader', door('grader'), '--repeat', '2'] });
  const { code, stderr } = await empanel({
    folder,
    server,
    args: ['import', 'promptfoo', 'out.json', '--out', 'made'],
  });
  expect(code, stderr).toBe(0);
  const lines = linesIn(join(folder, 'made/out-judges.jsonl'));
  const seats = new Set(['a', 'b', 'c']);
  const came = Map.groupBy(
    lines.filter(({ judge }) => seats.has(judge)),
    ({ row }) => row,
  );
  const left = rows.map(({ gradingResult }) =>
    (gradingResult?.componentResults ?? []).flatMap(({ metadata }) => metadata?.empanel?.ballots ?? []),
  );
  expect([...came.values()].map(inOrder)).toEqual(left.filter((ballots) => ballots.length > 0).map(inOrder));
  expect([...came.keys()]).toEqual(['all', 'all ×2', 'split', 'split ×2', 'down', 'down ×2']);
  expect(inOrder(came.get('split') ?? [])).toEqual(['a 0 pass', 'a 1 pass', 'b 0 invalid', 'c 0 fail']);

  // promptfoo keeps no more than the verdict of a panel that answers "factuality", and the error of one that is undecided.
  const others = lines.filter(({ judge }) => !seats.has(judge) && judge !== 'code');
  expect(counted(others, (line) => `${line.criterion} · ${said(line)}`)).toEqual({
    'factuality: a fact · pass': 6,
    'factuality: a fact · failed': 2,
    'polite · failed': 2,
  });
});

const inOrder = (ballots: readonly Pick<Line, 'judge' | 'sample' | 'outcome' | 'value'>[]): readonly string[] =>
  ballots.map((ballot) => `${ballot.judge} ${ballot.sample} ${said(ballot)}`).toSorted();
