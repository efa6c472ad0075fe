import { describe, expect, test } from 'vitest';
import { imported, noted, recorded, short, type Verdict } from './results.ts';

const judged = (...verdicts: Verdict[]): string[] =>
  imported({ outputs: [{ test: 0, testCase: { description: 'r' }, verdicts }] })
    .judges.map(short)
    .map((line) => line.replace(/^r \| /, ''));

describe('Ballots of judges', () => {
  test('a recorded run: every output is a row, its repeats numbered, its item the group', () => {
    const { judges, isJudged } = recorded('repeats.json');
    expect(isJudged).toBe(true);
    expect(judges.length).toBe(92);
    expect(judges[0]).toEqual({
      row: 'test-0001 q=dup s=x [openai:chat:gpt-4o-mini@0.2]',
      group: 'test-0001 q=dup s=x',
      criterion: 'correct {{q}}',
      judge: 'openai:chat:gpt-4o@1',
      model: 'openai:chat:gpt-4o',
      temperature: 1,
      sample: 0,
      value: 'fail',
      score: 0.2,
      rationale: 'judge gpt-4o t=1 h=0.72',
    });
    expect(new Set(judges.map(({ criterion }) => criterion))).toEqual(new Set(['correct {{q}}', 'polite']));
    expect(judges.filter(({ group }) => group === 'row-4').map(({ row }) => row)).toContain(
      'row-4 [openai:chat:gpt-4o-mini@1] ×5',
    );
  });

  test('a recorded run: a judge that broke has failed, with its cause, and never says no', () => {
    const { judges } = recorded('shapes.json');
    const lines = judges.filter(({ row }) => row === 'other judges fail [warm]');
    expect(
      lines.map(({ criterion, value, outcome, cause }) => [
        criterion,
        value ?? outcome,
        cause?.toString().slice(0, 19),
      ]),
    ).toEqual([
      ['model-graded-closedqa', 'failed', 'API error: 503 Serv'],
      ['factuality', 'failed', 'API error: 503 Serv'],
      ['g-eval', 'failed', 'API error: 503 Serv'],
      ['llm-rubric', 'pass', undefined],
      ['llm-rubric 2', 'failed', 'Could not extract J'],
      ['llm-rubric 3', 'failed', 'Could not extract J'],
    ]);
    expect(judges.find(({ row }) => row === 'throws [warm]')).toMatchObject({
      judge: 'code',
      outcome: 'failed',
      cause: 'Custom function threw error: nothing is not defined',
    });
  });

  test('a recorded run: members of a set count once, the parts of a check not at all', () => {
    expect(
      recorded('shapes.json')
        .judges.map(short)
        .filter((line) => line.startsWith('a set [warm]')),
    ).toEqual([
      'a set [warm] | llm-rubric | warm@1 | 0 | pass',
      'a set [warm] | two | openai:chat:gpt-4o@0.5 | 0 | fail',
      'a set [warm] | contains: answer | code | 0 | pass',
      'a set [warm] | javascript | code | 0 | pass',
    ]);
  });

  test.for<{ what: string; verdicts: Verdict[]; lines: string[] }>([
    {
      what: 'the same question again is another sample',
      verdicts: [{ value: 'ok' }, { value: 'ok', pass: false }],
      lines: ['ok | default grader | 0 | pass', 'ok | default grader | 1 | fail'],
    },
    {
      what: 'another judge counts its samples from 0',
      verdicts: [{ value: 'ok' }, { value: 'ok', provider: { id: 'b', config: { temperature: 0.7 } } }],
      lines: ['ok | default grader | 0 | pass', 'ok | b@0.7 | 0 | pass'],
    },
    {
      what: 'two questions of one metric are two criteria',
      verdicts: [
        { value: 'kind', metric: 'tone' },
        { value: 'calm', metric: 'tone' },
      ],
      lines: ['tone | default grader | 0 | pass', 'tone 2 | default grader | 0 | pass'],
    },
    {
      what: 'checks by code say what they check',
      verdicts: [
        { type: 'contains', value: 'yes' },
        { type: 'is-json' },
        { type: 'not-contains-any', value: ['a', 'b'] },
      ],
      lines: [
        'contains: yes | code | 0 | pass',
        'is-json | code | 0 | pass',
        'not-contains-any: a, b | code | 0 | pass',
      ],
    },
    {
      what: 'a name is one line of at most 80 characters, and no two are alike',
      verdicts: [{ value: `is\n  ${'long '.repeat(30)}` }, { value: `is ${'long '.repeat(31)}` }],
      lines: [
        `is ${'long '.repeat(15)}l… | default grader | 0 | pass`,
        `is ${'long '.repeat(15)}l… (2) | default grader | 0 | pass`,
      ],
    },
    {
      what: 'words that are a metric’s name are not that metric',
      verdicts: [{ value: 'tone' }, { value: 'kind', metric: 'tone' }],
      lines: ['tone (2) | default grader | 0 | pass', 'tone | default grader | 0 | pass'],
    },
    {
      what: 'a graderError that passes is no yes either',
      verdicts: [{ value: 'ok', metadata: { graderError: true }, reason: 'API error: 500' }],
      lines: ['ok | default grader | 0 | failed'],
    },
    {
      what: 'a malformed answer of closedqa is invalid, a sound no is a no',
      verdicts: [
        { type: 'model-graded-closedqa', pass: false, reason: 'Model grader produced a malformed response:\nPerhaps' },
        { type: 'model-graded-closedqa', pass: false, reason: 'The submission does not meet the criterion:\nN' },
      ],
      lines: [
        'model-graded-closedqa | default grader | 0 | invalid',
        'model-graded-closedqa | default grader | 1 | fail',
      ],
    },
    {
      what: 'sets within sets and a person’s own rating',
      verdicts: [
        {
          type: 'assert-set',
          members: [{ value: 'a' }, { type: 'assert-set', members: [{ value: 'b', pass: false }] }],
        },
        { type: 'human', pass: false },
      ],
      lines: ['a | default grader | 0 | pass', 'b | default grader | 0 | fail', 'human | human | 0 | fail'],
    },
  ])('$what', ({ verdicts, lines }) => expect(judged(...verdicts)).toEqual(lines));

  test('the judge is looked for where promptfoo looks, and has the temperature of the provider that it names', () => {
    const config = {
      providers: [
        'plain',
        { id: 'openai:gpt-4o', label: 'warm', config: { temperature: 1 } },
        { 'openai:o': { config: { temperature: 0.3 } } },
      ],
      defaultTest: { options: { provider: { text: 'last' } } },
    };
    const { judges } = imported({
      config,
      outputs: [
        {
          test: 0,
          testCase: { options: { provider: 'openai:o' } },
          verdicts: [
            { value: 'a', provider: 'warm' },
            { value: 'b' },
            { value: 'c', provider: { modelName: 'gpt', label: '', config: {} } },
          ],
        },
        { test: 1, verdicts: [{ value: 'd' }] },
      ],
    });
    expect(judges.map(({ judge, model, temperature }) => [judge, model, temperature])).toEqual([
      ['warm@1', 'openai:gpt-4o', 1],
      ['openai:o@0.3', 'openai:o', 0.3],
      ['gpt', 'gpt', undefined],
      ['last', 'last', undefined],
    ]);
  });
});

describe('Criteria', () => {
  const outputs = [
    { test: 0, verdicts: [{ value: 'shared' }, { value: 'one' }, { type: 'contains', value: 'x' }] },
    { test: 1, verdicts: [{ value: 'shared' }, { value: 'two' }, { type: 'contains', value: 'y' }] },
  ];
  const criteria = (criteriaBy: 'value' | 'type' | null): unknown[] => [
    ...new Set(imported({ outputs }, { criteriaBy }).judges.map(({ criterion }) => criterion)),
  ];
  test.for([
    { by: null, names: ['shared', 'llm-rubric', 'contains'] },
    { by: 'value' as const, names: ['shared', 'one', 'contains: x', 'two', 'contains: y'] },
    { by: 'type' as const, names: ['llm-rubric', 'llm-rubric 2', 'contains'] },
  ])('by $by', ({ by, names }) => expect(criteria(by)).toEqual(names));
});

describe('Ballots of our own panel', () => {
  const ballot = {
    judge: 'luna',
    model: 'l',
    temperature: 1,
    sample: 0,
    outcome: 'cast',
    value: 'pass',
    usd: 0.002,
    latencyMs: 12.4,
    requestId: 'r1',
  };
  const panel = (ballots: readonly object[], more = {}) => ({
    empanel: { v: 1, criterion: 'safe', verdict: 'pass', ballots, ...more },
  });

  test('take the place of the verdict, each with what is known of it', () => {
    const ballots = [
      {
        ...ballot,
        sample: 1,
        outcome: 'failed',
        value: null,
        cause: 'timeout',
        usd: null,
        latencyMs: null,
        requestId: null,
      },
      { ...ballot, score: 0.9, rationale: 'kind' },
      { ...ballot, judge: 'haiku', outcome: 'abstained', value: null, usd: null },
    ];
    const { judges, isJudged } = imported({
      outputs: [
        {
          test: 0,
          testCase: { description: 'r' },
          verdicts: [{ type: 'javascript', value: 'file://a.js', metadata: panel(ballots) }],
        },
      ],
    });
    expect(isJudged).toBe(true);
    const head = { row: 'r', group: 'r', criterion: 'safe', model: 'l', temperature: 1 };
    expect(judges).toEqual([
      {
        ...head,
        judge: 'luna',
        sample: 0,
        value: 'pass',
        score: 0.9,
        rationale: 'kind',
        cost: 0.002,
        latency_ms: 12,
        request_id: 'r1',
      },
      { ...head, judge: 'haiku', sample: 0, outcome: 'abstained', latency_ms: 12, request_id: 'r1' },
      { ...head, judge: 'luna', sample: 1, outcome: 'failed', cause: 'timeout' },
    ]);
  });

  test('go by the words of the assertion inside a grader, as does the grader’s own failure', () => {
    const verdicts = [{ value: 'ok', metadata: panel([ballot]) }];
    const broken = [{ value: 'ok', pass: false, reason: 'no quorum', metadata: { graderError: true } }];
    expect(
      imported({
        outputs: [
          { test: 0, verdicts },
          { test: 1, verdicts: broken },
        ],
      }).judges.map(({ criterion, judge, outcome }) => [criterion, judge, outcome]),
    ).toEqual([
      ['ok', 'luna', undefined],
      ['ok', 'default grader', 'failed'],
    ]);
  });

  test('are taken from the criteria of one assertion, once', () => {
    const members = ['safe', 'kind'].map((criterion) => ({
      type: 'javascript',
      metadata: panel([ballot], { criterion }),
    }));
    expect(judged({ type: 'javascript', members })).toEqual(['safe | luna | 0 | pass', 'kind | luna | 0 | pass']);
  });

  test('of another shape leave the verdict as it is', () =>
    expect(judged({ value: 'ok', metadata: { empanel: { v: 2, ballots: [] } } })).toEqual([
      'ok | default grader | 0 | pass',
    ]));

  test('that decide nothing are no vote of a repeat', () => {
    const { repeats } = imported({
      outputs: [
        {
          test: 0,
          verdicts: [{ pass: false, metadata: panel([ballot], { verdict: { kind: 'undecided', cause: 'tie' } }) }],
        },
      ],
    });
    expect(repeats).toMatchObject([{ outcome: 'failed', cause: 'the panel is undecided' }]);
  });
});

test('What is wrong with a recorded run is told, each once', () => {
  expect(noted(recorded('shapes.json'))).toEqual({
    ungraded: 2,
    'judge-error': 16,
    'check-error': 2,
    open: 8,
    'no-pass': 2,
    places: 1,
  });
  expect(noted(recorded('cached.json'))).toEqual({ 'cached-verdict': 9, 'cached-output': 1, coalesced: 8 });
  expect(noted(recorded('repeats.json'))).toEqual({ error: 6, places: 6 });
});

test('Verdicts of a panel whose ballots promptfoo did not keep are one ballot each, and that is told', () => {
  const run = imported({
    outputs: [
      {
        test: 0,
        verdicts: [{ type: 'factuality', value: 'Paris', reason: '3 of 5 ballots pass (1 failed): Says so.' }],
      },
      { test: 1, verdicts: [{ type: 'factuality', value: 'Rome', reason: 'A judge says that 3 of 5 ballots pass.' }] },
    ],
  });
  expect(run.judges).toHaveLength(2);
  expect(noted(run)['panel-verdict']).toBe(1);
});
