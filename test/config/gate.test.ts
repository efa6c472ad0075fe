import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { baselineJson } from '../../src/baseline/baseline-json.ts';
import { gateableOf } from '../../src/config/gate-subject.ts';
import { readGates } from '../../src/config/gate.ts';
import type { Overrides } from '../../src/config/read-config.ts';
import { parseSource } from '../../src/config/source.ts';
import type { GateSpec } from '../../src/gate.ts';
import { arm, armRow, subject } from '../baseline/arms.ts';
import { config, files, read, rubric, type Files } from './files.ts';

const recorded = arm([
  subject('right', [armRow('1'), armRow('2')]),
  subject('kind', [armRow('1', { gold: null, error: null, passes: null })], { pass: null }),
]);

const baseline = baselineJson(recorded, { version: '1.2.3' });

/** Two criteria with labels, both combined; the second has no gold. */
const combined: Files = files({
  'promptfooconfig.yaml': config({}, { combine: 'all' }),
  'rubric.yaml': stringify({
    ...rubric,
    criteria: [
      rubric.criteria[0],
      { id: 'safe', scale: 'nominal:pass,fail', gold: 'right', instructions: 'Fail if unsafe.' },
    ],
  }),
});

const gates = async (gate: unknown, more: Files = {}, overrides: Overrides = {}): Promise<readonly GateSpec[]> => {
  const all = { ...files(), ...more };
  const yaml = typeof all['promptfooconfig.yaml'] === 'string' ? all['promptfooconfig.yaml'] : '';
  const { empanel, ...top } = parseSource(yaml, '').value as { readonly empanel: object };
  const { experiment } = await read(
    { ...all, 'baseline.json': baseline, 'promptfooconfig.yaml': stringify({ ...top, empanel: { ...empanel, gate } }) },
    overrides,
  );
  return experiment.gates;
};

const common = { level: 0.95, onInconclusive: 'warn', where: expect.stringMatching(/promptfooconfig\.yaml:\d+$/) };

describe('Bounds', () => {
  test.for([
    [
      { metric: 'passRate', criterion: 'right', atLeast: 0.9 },
      { metric: 'passRate', bound: 'atLeast', value: 0.9, subject: 'right' },
    ],
    [
      { metric: 'errorRate', criterion: 'right', atMost: 0.05, level: 0.51 },
      { metric: 'errorRate', bound: 'atMost', value: 0.05, subject: 'right', level: 0.51 },
    ],
    [
      { metric: 'undecided', atMost: 0 },
      { metric: 'undecided', bound: 'atMost', value: 0, subject: null },
    ],
    [
      { metric: 'agreement', criterion: 'kind', atLeast: 1 },
      { metric: 'agreement', bound: 'atLeast', value: 1, subject: 'kind' },
    ],
    [
      { metric: 'cost', atMost: 0 },
      { metric: 'cost', bound: 'atMost', value: 0, subject: null },
    ],
    [
      { metric: 'latency', atMost: '5s' },
      { metric: 'latency', bound: 'atMost', value: 5000, subject: null },
    ],
    [
      { metric: 'latency', atMost: 2 },
      { metric: 'latency', bound: 'atMost', value: 2000, subject: null },
    ],
    [
      { metric: 'agreement', criterion: 'kind', atLeast: -0.1, level: 0.9, onInconclusive: 'fail' },
      {
        metric: 'agreement',
        bound: 'atLeast',
        value: -0.1,
        subject: 'kind',
        level: 0.9,
        onInconclusive: 'fail',
      },
    ],
  ])('%j', async ([written, expected]) => {
    expect(await gates(written)).toEqual([{ ...common, kind: 'bound', ...expected }]);
  });

  test('without a criterion they are about all together where they are combined; agreement is about each', async () => {
    const both = await gates(
      [
        { metric: 'passRate', atLeast: 0.9 },
        { metric: 'errorRate', atMost: 0.1, criterion: 'combined' },
        { metric: 'agreement', atLeast: 0.5 },
      ],
      combined,
    );
    expect(both.map(({ subject }) => subject)).toEqual([null, 'combined', 'right', 'safe']);
  });

  test('a config without gates has none, and each gate knows its line', async () => {
    expect(await gates(undefined)).toEqual([]);
    const [first, second] = await gates([
      { metric: 'cost', atMost: 1 },
      { metric: 'latency', atMost: '1m' },
    ]);
    const line = (gate: GateSpec | undefined): number => Number(gate?.where.split(':').at(-1));
    expect(line(second)).toBe(line(first) + 2);
  });
});

describe('Baselines', () => {
  test('a baseline is read with its hash, beside the config', async () => {
    const [gate] = await gates({ baseline: 'file://baseline.json', margin: 0.02, criterion: 'right' });
    expect(gate).toEqual({
      ...common,
      kind: 'baseline',
      metric: null,
      subject: 'right',
      baseline: { ...recorded, kind: 'baseline' },
      file: expect.stringMatching(/config-\w+\/baseline\.json$/),
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      margin: 0.02,
      allow: [],
    });
  });

  test('what may differ is one thing or several, each once', async () => {
    const written = { baseline: 'baseline.json', margin: 0.02, criterion: 'right', metric: 'errorRate' };
    const both = await gates([
      { ...written, allow: 'rows' },
      { ...written, allow: ['rows', 'data', 'rows'] },
    ]);
    expect(both).toMatchObject([{ allow: ['rows'] }, { allow: ['rows', 'data'] }]);
  });
});

describe('Guards', () => {
  test.for([
    ['a list', { guard: ['1', 3, '1'] }, ['1', '3']],
    ['one row', { guard: '2' }, ['2']],
    ['a file, with comments and blank lines', { guard: 'file://rows.txt' }, ['3', '1']],
  ] as const)('%s', async ([, written, rows]) => {
    const more = { 'rows.txt': '# rows that went wrong in May\r\n3  # a leak\r\n\r\n1\n' };
    expect(await gates({ ...written, criterion: 'right' }, more)).toEqual([
      { ...common, kind: 'guard', subject: 'right', rows, must: null },
    ]);
  });

  test('a row whose id looks like a comment is a row', async () => {
    const more = { 'rows.csv': 'id,question,reply,right\n#1,a,b,pass\nr #2,c,d,fail\n', 'rows.txt': '#1\nr #2\n' };
    expect(await gates({ guard: 'file://rows.txt', criterion: 'right', must: 'correct' }, more)).toMatchObject([
      { rows: ['#1', 'r #2'], must: 'correct' },
    ]);
  });

  test('where only the first rows are taken, a guarded row may be among the others', async () => {
    expect(await gates({ guard: ['3'], criterion: 'right' }, {}, { maxRows: 2 })).toMatchObject([{ rows: ['3'] }]);
  });
});

test('Rows in code need no gold for the gates of the config', async () => {
  const rows = [{ vars: { question: 'Two plus two?' }, output: '4' }];
  expect(await gates({ metric: 'errorRate', criterion: 'right', atMost: 0.1 }, {}, { rows })).toHaveLength(1);
});

test('Verdicts that are there already tell what gates can be about', async () => {
  const source = parseSource(
    '[{metric: passRate, criterion: right, atLeast: 0.5}, {guard: ["2"], criterion: right}]',
    'x',
  );
  expect(await readGates(source, gateableOf(recorded))).toMatchObject([{ subject: 'right' }, { rows: ['2'] }]);
  const noPass = parseSource('{metric: passRate, atLeast: 0.5}', 'x');
  await expect(readGates(noPass, gateableOf(recorded))).rejects.toThrow(/"kind" has no label that is known to pass/);
});
