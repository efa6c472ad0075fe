import { describe, expect, test } from 'vitest';
import { imported, noted, recorded, short, type Output, type Verdict } from './results.ts';

const NO: Verdict = { pass: false, value: 'ok' };
const BROKEN: Verdict = { pass: false, value: 'ok', metadata: { graderError: true }, reason: 'API error: 503' };

describe('Ballots of repeats', () => {
  test('a recorded run: one vote a repeat, an output that never came has failed', () => {
    const { repeats } = recorded('repeats.json');
    expect(repeats.length).toBe(52);
    expect(
      Map.groupBy(repeats, ({ row }) => row)
        .entries()
        .map(([row, lines]) => `${String(row)}: ${lines.length}`)
        .toArray(),
    ).toEqual([
      'test-0001 q=dup s=x: 6',
      'test-0002 q=dup s=x: 6',
      'test-0003 q=a s=x: 6',
      'test-0004 q=a s=y: 6',
      'test-0005 q=b s=x: 6',
      'test-0006 q=b s=y: 6',
      'row-4: 10',
      'err: 6',
    ]);
    expect(repeats[1]).toEqual({
      row: 'test-0001 q=dup s=x',
      criterion: 'passes',
      judge: 'openai:chat:gpt-4o-mini@0.2',
      model: 'openai:chat:gpt-4o-mini',
      temperature: 0.2,
      sample: 1,
      value: 'pass',
      score: 1,
      cost: 0.00001005,
      latency_ms: expect.any(Number),
    });
    expect(repeats.at(-1)).toMatchObject({
      row: 'err',
      outcome: 'failed',
      cause: expect.stringMatching(/^API error: 503/),
    });
  });

  test.for<{ what: string; output: Partial<Output>; vote: object }>([
    { what: 'all assertions pass', output: {}, vote: { value: 'pass' } },
    { what: 'one does not', output: { verdicts: [{}, NO] }, vote: { value: 'fail' } },
    {
      what: 'a judge broke, nothing else fails',
      output: { verdicts: [{}, BROKEN] },
      vote: { outcome: 'failed', cause: 'API error: 503' },
    },
    { what: 'a judge broke, and another says no', output: { verdicts: [NO, BROKEN] }, vote: { value: 'fail' } },
    {
      what: 'a judge broke, and the mean of scores decides',
      output: { verdicts: [NO, BROKEN], testCase: { threshold: 0.5 } },
      vote: { outcome: 'failed' },
    },
    {
      what: 'a judge broke within a set',
      output: { verdicts: [NO, { type: 'assert-set', pass: false, members: [BROKEN] }] },
      vote: { outcome: 'failed' },
    },
    { what: 'verdicts were stripped', output: { verdicts: null, success: false }, vote: { value: 'fail' } },
    {
      what: 'an error',
      output: { more: { failureReason: 2, error: 'no answer' } },
      vote: { outcome: 'failed', cause: 'no answer' },
    },
  ])('$what', ({ output, vote }) => {
    const { repeats } = imported({ outputs: [{ test: 0, ...output }] });
    expect(repeats).toMatchObject([vote]);
  });

  test('an output of which nothing is asserted has no vote', () => {
    const bare = imported({ outputs: [{ test: 0, verdicts: [], testCase: { assert: [] } }, { test: 1 }] });
    expect(bare.repeats.map(short)).toEqual(['test-0002 x=1 | passes | model-1 | 0 | pass']);
    expect(noted(bare)).toMatchObject({ ungraded: 1 });
  });
});

describe('Items', () => {
  const rows = (outputs: Output[], repeat = 1): unknown[] =>
    imported({ outputs, repeat }).repeats.map(({ row }) => row);

  test.for<{ what: string; cases: Output['testCase'][]; names: string[] }>([
    {
      what: 'go by the id in their metadata',
      cases: [{ metadata: { id: 7 }, description: 'd' }, { metadata: { id: 'b' } }],
      names: ['7', 'b'],
    },
    {
      what: 'else by their description, where it is theirs alone',
      cases: [{ description: 'late refund' }, { metadata: { id: 'a' }, description: 'one' }, { metadata: { id: 'a' } }],
      names: ['late refund', 'one', 'a x=2'],
    },
    {
      what: 'else by that and their vars',
      cases: [{ description: 'd' }, { description: 'd' }],
      names: ['d x=0', 'd x=1'],
    },
    {
      what: 'else by their place and vars',
      cases: [{}, { description: ' ' }],
      names: ['test-0001 x=0', 'test-0002 x=1'],
    },
  ])('$what', ({ cases, names }) =>
    expect(rows(cases.map((testCase = {}, at) => ({ test: at, testCase })))).toEqual(names),
  );

  test('that were written twice come apart, repeat by repeat', () => {
    const twice = Array.from({ length: 4 }, (_, test) => ({ test, vars: { q: 'a' }, testCase: { description: 'd' } }));
    expect(rows(twice, 2)).toEqual(['d q=a', 'd q=a', 'd q=a (2)', 'd q=a (2)']);
    expect(imported({ outputs: twice, repeat: 2 }).judges.map(({ row }) => row)).toEqual([
      'd q=a',
      'd q=a ×2',
      'd q=a (2)',
      'd q=a (2) ×2',
    ]);
  });

  test('that lack a repeat are named', () => {
    const { notes } = imported({ outputs: [{ test: 0, vars: {}, testCase: { description: 'd' } }], repeat: 3 });
    expect(notes).toMatchObject([{ code: 'promptfoo/partial', count: 1, message: expect.stringContaining('("d")') }]);
  });

  test('whose vars were stripped come apart by their order', () => {
    const stripped = Array.from({ length: 4 }, (_, test) => ({ test, vars: {} }));
    const run = imported({ outputs: stripped, repeat: 2 });
    expect(run.repeats.map(({ row }) => row)).toEqual(['test-0001', 'test-0001', 'test-0002', 'test-0002']);
    expect(noted(run)).toEqual({ 'stripped-vars': 4, places: 2 });
  });
});

describe('Columns', () => {
  const columns = (prompts: object[], providers: unknown = []): unknown[] =>
    imported({
      outputs: prompts.map((_, column) => ({ test: 0, column })),
      prompts,
      config: { providers },
    }).repeats.map(({ judge }) => judge);
  const same = [
    { provider: 'a', label: 'p' },
    { provider: 'a', label: 'p' },
  ];
  const two = [
    { id: 'a', config: { temperature: 0 } },
    { id: 'a', config: { temperature: 1 } },
  ];
  test.for<{ what: string; prompts: object[]; providers?: unknown; names: string[] }>([
    {
      what: 'go by their provider',
      prompts: [
        { provider: 'a', label: 'p' },
        { provider: 'b', label: 'p' },
      ],
      names: ['a', 'b'],
    },
    {
      what: 'and their prompt, where there are several',
      prompts: [
        { provider: 'a', label: 'p' },
        { provider: 'a', label: 'q\n r' },
      ],
      names: ['a · p', 'a · q r'],
    },
    { what: 'and the temperature, where only it tells', prompts: same, providers: two, names: ['a@0', 'a@1'] },
    { what: 'and a number, where nothing tells', prompts: same, providers: ['a', 'a'], names: ['a #1', 'a #2'] },
  ])('$what', ({ prompts, providers, names }) => expect(columns(prompts, providers)).toEqual(names));
});
