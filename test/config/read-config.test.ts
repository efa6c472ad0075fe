import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { readConfig, type Overrides } from '../../src/config/read-config.ts';
import { normaliseAnswer, readAnswer } from '../../src/judges/answer.ts';
import { said as replied } from '../judges/said.ts';
import { config, faultOf, files, folderOf, read, rubric } from './files.ts';

const block = (change: object, overrides?: Overrides): ReturnType<typeof read> =>
  read(files({ 'promptfooconfig.yaml': config({}, change) }), overrides);

const top = (change: object, more: object = {}): ReturnType<typeof read> =>
  read(files({ 'promptfooconfig.yaml': config(change, more) }));

describe('Judges', () => {
  test('one entry is a judge for each temperature and variant', async () => {
    const { experiment } = await block({});
    expect(experiment.judges.map(({ id, name, samples, variant }) => ({ id, name, samples, variant }))).toEqual([
      { id: 'a', name: 'a', samples: 2, variant: null },
      { id: 'b@0.2/plain', name: 'b', samples: 1, variant: 'plain' },
      { id: 'b@0.2/strict', name: 'b', samples: 1, variant: 'strict' },
      { id: 'b@0.8/plain', name: 'b', samples: 1, variant: 'plain' },
      { id: 'b@0.8/strict', name: 'b', samples: 1, variant: 'strict' },
    ]);
  });

  test.for([
    ['openai:gpt-4.1-mini', {}, 'openai', 'gpt-4.1-mini', null, 'OPENAI_API_KEY'],
    ['openai:chat:gpt-4.1-mini', {}, 'openai', 'gpt-4.1-mini', null, 'OPENAI_API_KEY'],
    ['openai:ft:gpt-4.1:me::1', {}, 'openai', 'ft:gpt-4.1:me::1', null, 'OPENAI_API_KEY'],
    ['openai:x', { baseUrl: 'http://gpu:1/v1/' }, 'compatible', 'x', 'http://gpu:1/v1', null],
    ['openai:x', { baseUrl: 'http://gpu:1/v1', key: 'GPU_KEY' }, 'compatible', 'x', 'http://gpu:1/v1', 'GPU_KEY'],
    ['anthropic:messages:claude-haiku-4-5', {}, 'anthropic', 'claude-haiku-4-5', null, 'ANTHROPIC_API_KEY'],
    ['anthropic:x', { baseUrl: 'http://gpu:1', key: 'GPU_KEY' }, 'anthropic', 'x', 'http://gpu:1', 'GPU_KEY'],
    ['ollama:chat:llama3:8b', {}, 'compatible', 'llama3:8b', 'http://localhost:11434/v1', null],
    ['vllm:m/l', {}, 'compatible', 'm/l', 'http://localhost:8000/v1', null],
    ['lmstudio:x', {}, 'compatible', 'x', 'http://localhost:1234/v1', null],
    ['llamacpp:x', {}, 'compatible', 'x', 'http://localhost:8080/v1', null],
    ['litellm:x', { baseUrl: 'http://proxy/v1' }, 'compatible', 'x', 'http://proxy/v1', null],
    ['openrouter:a/b', {}, 'compatible', 'a/b', 'https://openrouter.ai/api/v1', 'OPENROUTER_API_KEY'],
    ['compatible:x', { baseUrl: 'http://gpu/v1' }, 'compatible', 'x', 'http://gpu/v1', null],
  ] as const)('%s with %j', async ([model, more, provider, name, baseUrl, key]) => {
    const { experiment } = await block({ judges: [{ id: 'a', model, ...more }] });
    expect(experiment.judges[0]?.spec).toMatchObject({ provider, model: name, baseUrl, key });
  });

  test.for(['anthropic:claude-haiku-4-5', 'openrouter:a/b'])(
    "%s at another address gets no key that the config doesn't name",
    async (model) => {
      const reading = block({ judges: [{ id: 'a', model, baseUrl: 'http://elsewhere.example/v1' }] });
      await expect(reading).rejects.toThrow(/goes to the service alone.*\nName the variable with the key/);
    },
  );

  test('a recorded judge is a file beside the config', async () => {
    const { experiment } = await block({ judges: [{ id: 'a', model: 'replay:old/ballots.jsonl' }] });
    expect(experiment.judges[0]?.spec).toMatchObject({ provider: 'replay', key: null, baseUrl: null });
    expect(experiment.judges[0]?.spec.model).toMatch(/config-\w+\/old\/ballots\.jsonl$/);
  });

  test('everything that may be said of a judge arrives', async () => {
    const { experiment } = await block({
      judges: [
        {
          id: 'a',
          model: 'openai:gpt-6-luna',
          temperature: 0.5,
          effort: 'none',
          topP: 0.9,
          seed: 4,
          maxTokens: 200,
          samples: 3,
          asks: 'judge',
          key: 'MY_KEY',
          capabilities: { temperature: true },
          price: { input: 1, output: 2, cacheRead: 0.1 },
          pace: { rpm: 60, concurrency: 2 },
        },
      ],
    });
    expect(experiment.judges).toEqual([
      {
        id: 'a',
        name: 'a',
        spec: {
          provider: 'openai',
          model: 'gpt-6-luna',
          baseUrl: null,
          key: 'MY_KEY',
          capabilities: { temperature: true, efforts: null, structured: null },
          price: { input: 1, output: 2, cacheRead: 0.1, cacheWrite: null },
          pace: { rpm: 60, tpm: null, concurrency: 2 },
        },
        sampling: { temperature: 0.5, topP: 0.9, effort: 'none', seed: 4, maxTokens: 200 },
        variant: null,
        samples: 3,
        asks: 'judge',
      },
    ]);
  });

  test('the command line may keep some, and ask them more often', async () => {
    const { experiment } = await block({}, { judges: ['a', 'b@0.8/strict'], samples: 5, maxRows: 2 });
    expect(experiment.judges.map(({ id, samples }) => [id, samples])).toEqual([
      ['a', 5],
      ['b@0.8/strict', 5],
    ]);
    expect(experiment.rows.map(({ id }) => id)).toEqual(['1', '2']);
  });

  test('a weight of a judge that stays away weighs nothing', async () => {
    const rule = { kind: 'weighted', weights: { a: 3, 'b@0.2/plain': 2 } };
    expect((await block({ rule })).settings.rule).toEqual(rule);
    expect((await block({ rule }, { judges: ['a'] })).settings.rule).toEqual({ kind: 'weighted', weights: { a: 3 } });
  });
});

describe('The count', () => {
  test.for([
    ['threshold:2/3', { rule: { kind: 'threshold', atLeast: 2 / 3, of: 'share' } }],
    [{ kind: 'threshold', atLeast: 3 }, { rule: { kind: 'threshold', atLeast: 3, of: 'votes' } }],
    [{ kind: 'threshold', atLeast: '2/3' }, { rule: { kind: 'threshold', atLeast: 2 / 3, of: 'share' } }],
    [{ kind: 'threshold', atLeast: 1, of: 'share' }, { rule: { kind: 'threshold', atLeast: 1, of: 'share' } }],
    [
      { kind: 'majority', tie: 'priority', priority: ['fail', 'pass'], majorityOf: 'seats' },
      { rule: { kind: 'majority' }, tie: 'priority', priority: ['fail', 'pass'], majorityOf: 'seats' },
    ],
    [
      { kind: 'plurality', positive: 'fail' },
      { rule: { kind: 'plurality' }, positive: 'fail' },
    ],
  ] as const)('rule %j', async ([rule, expected]) => {
    const criteria = [rubric.criteria[0]];
    const { settings } = await read(
      files({ 'promptfooconfig.yaml': config({}, { rule }), 'rubric.yaml': stringify({ ...rubric, criteria }) }),
    );
    expect(settings).toMatchObject(expected);
  });

  test.for([
    [undefined, { atLeast: 1 }, 1, 'error'],
    [4, { atLeast: 4 }, 4, 'error'],
    ['all', { atLeast: 'all' }, 6, 'error'],
    [{ atLeast: 3, otherwise: 'undecided' }, { atLeast: 3 }, 3, 'error'],
    [{ atLeast: 3, otherwise: 'exclude' }, { atLeast: 3 }, 3, 'exclude'],
  ] as const)('quorum %j', async ([quorum, expected, needed, onNoQuorum]) => {
    const { experiment, settings } = await block(quorum === undefined ? {} : { quorum });
    expect(experiment.quorum).toEqual(expected);
    expect(settings).toMatchObject({ verdictQuorum: needed, onNoQuorum });
  });

  test.for([
    ['all', { weights: { right: 1, kind: 1 }, atLeast: 2, label: 'all' }],
    [{ atLeast: 1 }, { weights: { right: 1, kind: 1 }, atLeast: 1, label: 'at least 1 of 2' }],
    [
      { weights: { right: 3, kind: 1 }, atLeast: 0.75 },
      { weights: { right: 3, kind: 1 }, atLeast: 3, label: 'a weight of at least 3 of 4' },
    ],
    [
      { weights: { right: 3, kind: 1 }, atLeast: 2 },
      { weights: { right: 3, kind: 1 }, atLeast: 2, label: 'a weight of at least 2 of 4' },
    ],
  ] as const)('combine %j', async ([combine, expected]) => {
    const { experiment, settings } = await block({ combine, curve: { passAt: 2 } });
    expect(experiment.combine).toEqual(expected);
    expect(settings.combine).toEqual(expected);
  });

  test('limits and the curve keep their defaults where nothing is said', async () => {
    const plain = await block({});
    expect(plain.experiment.limits).toEqual({
      usd: null,
      calls: null,
      concurrency: null,
      deadlineMs: 120_000,
      attempts: 8,
    });
    const { experiment, settings } = await block({
      limits: { usd: 2, calls: 10, deadline: '90s', attempts: 3, concurrency: 4 },
      curve: { margin: 0.02, level: 0.9, maxN: 9, seed: 7, design: 'random', resamples: 500 },
    });
    expect(experiment.limits).toEqual({ usd: 2, calls: 10, concurrency: 4, deadlineMs: 90_000, attempts: 3 });
    expect(settings).toMatchObject({ margin: 0.02, level: 0.9, maxN: 9, seed: 7, designs: ['random'], resamples: 500 });
    expect({ ...settings, ...plain.settings }).toEqual(plain.settings);
  });

  test("promptfoo's own limit of calls in flight holds where the block has none", async () => {
    const evaluateOptions = { maxConcurrency: 3, repeat: 2 };
    const { experiment } = await top({ evaluateOptions });
    expect(experiment.limits.concurrency).toBe(3);
    expect(experiment.notes).toEqual([
      'Passed over in the config, for promptfoo alone uses it: "evaluateOptions.repeat".',
    ]);
    expect((await top({ evaluateOptions }, { limits: { concurrency: 9 } })).experiment.limits.concurrency).toBe(9);
  });
});

describe('The rubric', () => {
  test('arrives whole, its levels in the order of the scale', async () => {
    const { experiment } = await block({});
    expect(experiment.rubric).toEqual({
      name: 'rubric',
      description: '',
      conventions: '',
      inputs: ['question'],
      variants: [
        { id: 'plain', preface: '', levels: 'given' },
        { id: 'strict', preface: 'Be strict.', levels: 'reversed' },
      ],
      criteria: experiment.criteria,
    });
    expect(experiment.criteria).toMatchObject([
      {
        kind: 'judge',
        id: 'right',
        declared: true,
        scale: { kind: 'nominal', labels: ['pass', 'fail'] },
        levels: [
          { value: 'pass', means: 'Right.' },
          { value: 'fail', means: 'Wrong.' },
        ],
      },
      { id: 'kind', scale: { kind: 'ordinal', levels: [1, 2, 3] }, levels: [], examples: [] },
    ]);
  });

  test('may stand in the config itself, in YAML or JSON beside it', async () => {
    const beside = await read(
      files({ 'promptfooconfig.yaml': config({}, { rubric: 'file://r.json' }), 'r.json': JSON.stringify(rubric) }),
    );
    const itself = await block({ rubric });
    expect(itself.experiment.criteria).toEqual(beside.experiment.criteria);
    expect(beside.experiment.rubric?.name).toBe('r');
  });

  test.for([
    [
      { kind: 'nominal', labels: [true, false] },
      { kind: 'nominal', labels: ['true', 'false'] },
    ],
    [
      { kind: 'nominal', labels: [1, 2] },
      { kind: 'nominal', labels: ['1', '2'] },
    ],
    [
      { kind: 'ordinal', levels: [3, 1, 2] },
      { kind: 'ordinal', levels: [3, 1, 2] },
    ],
    [
      { kind: 'ordinal', levels: ['bad', 'good'] },
      { kind: 'ordinal', levels: ['bad', 'good'] },
    ],
    ['ordinal:-1..1', { kind: 'ordinal', levels: [-1, 0, 1] }],
    ['nominal: yes, no', { kind: 'nominal', labels: ['yes', 'no'] }],
    ['interval:0..0.5', { kind: 'interval', min: 0, max: 0.5 }],
  ] as const)('scale %j', async ([scale, expected]) => {
    const { experiment } = await block({
      rubric: { criteria: [{ id: 'x', scale, instructions: 'Judge.' }] },
      rule: 'plurality',
      judges: [{ id: 'a', model: 'openai:x' }],
    });
    expect(experiment.criteria[0]?.scale).toEqual(expected);
  });

  test('gold has the type of its scale, and an empty cell is none', async () => {
    const csv = 'id,question,reply,right,kind\n1,a,b,pass,2\n2,a,b,, 3 \n3,a,b,fail,\n';
    const criteria = [rubric.criteria[0], { ...(rubric.criteria[1] as object), gold: 'kind' }];
    const { experiment } = await read(files({ 'rows.csv': csv, 'rubric.yaml': stringify({ ...rubric, criteria }) }));
    expect(experiment.rows.map(({ gold }) => gold)).toEqual([
      { right: 'pass', kind: 2 },
      { kind: 3 },
      { right: 'fail' },
    ]);
  });
});

describe('The answer', () => {
  const alone = { rubric: undefined, judges: [{ id: 'a', model: 'openai:x' }] };
  const answer = {
    extract: 'lastLine',
    gold: 'right',
    prompts: ['{{question}}', { label: 'steps', raw: '{{question}}\nThink.' }],
  };

  test('beside a rubric both are asked, each by those who are to ask it', async () => {
    const judges = [
      { id: 'a', model: 'openai:x', asks: 'judge', variants: '*' },
      { id: 'b', model: 'openai:y', asks: 'answer', variants: ['steps', 'prompt-1'] },
      { id: 'c', model: 'openai:z', variants: '*' },
    ];
    const { experiment } = await block({ answer, judges, rule: 'plurality' });
    expect(experiment.criteria.map(({ id }) => id)).toEqual(['right', 'kind', 'answer']);
    expect(experiment.answerPrompts.map(({ id, render }) => [id, render({ question: '{{1+1}}?' })])).toEqual([
      ['prompt-1', '{{1+1}}?'],
      ['steps', '{{1+1}}?\nThink.'],
    ]);
    expect(experiment.judges.map(({ id, asks }) => `${id} ${asks}`)).toEqual([
      'a/plain judge',
      'a/strict judge',
      'b/steps answer',
      'b/prompt-1 answer',
      'c/plain judge',
      'c/strict judge',
      'c/prompt-1 answer',
      'c/steps answer',
    ]);
  });

  test.for([
    [undefined, ['a null both']],
    ['plain', ['a plain both']],
    ['steps', ['a steps both']],
    [
      ['plain', 'strict'],
      ['a/plain plain both', 'a/strict strict judge'],
    ],
    [
      ['steps', 'prompt-1'],
      ['a/steps steps both', 'a/prompt-1 prompt-1 answer'],
    ],
    [
      ['steps', 'strict'],
      ['a/steps steps answer', 'a/strict strict judge'],
    ],
  ] as const)('a judge of both with the variants %j asks nothing twice', async ([variants, expected]) => {
    const judges = [{ id: 'a', model: 'openai:z', ...(variants === undefined ? {} : { variants }) }];
    const { experiment } = await block({ answer, judges, rule: 'plurality' });
    expect(experiment.judges.map(({ id, variant, asks }) => `${id} ${variant} ${asks}`)).toEqual(expected);
  });

  test('a wording that the rubric and the answers both have is one judge that asks both', async () => {
    const prompts = [{ label: 'strict', raw: '{{question}}' }];
    const judges = [{ id: 'a', model: 'openai:z', variants: '*' }];
    const { experiment } = await block({ answer: { ...answer, prompts }, judges, rule: 'plurality' });
    expect(experiment.judges.map(({ id, asks }) => `${id} ${asks}`)).toEqual(['a/plain judge', 'a/strict both']);
  });

  test.for(['12', '-2.50', '$1,234.50', '1\u00a0234', '25 kg', '**18**', '5.'])(
    'a gold number may be written as %o, and equals the answer that says so',
    async (right) => {
      const { experiment } = await read(
        files({
          'promptfooconfig.yaml': config({}, { answer: { ...answer, extract: 'number' }, rule: 'plurality', ...alone }),
          'rows.csv': `id,question,reply,right\n1,How many?,x,"${right}"\n`,
        }),
      );
      const criterion = experiment.criteria[0];
      if (criterion?.kind !== 'answer') throw new Error('there is no answer');
      const said = readAnswer(criterion)(replied(`Answer: ${right}`)).vote;
      const gold = normaliseAnswer(String(experiment.rows[0]?.gold['answer']), criterion);
      expect(said).toEqual({ kind: 'cast', value: gold });
    },
  );

  test.for(['2 1/2', '3 or 4', 'gpt-4', '10^6', '5 million', '> 5'])(
    'gold that no number could equal is refused: %o',
    async (right) => {
      const told = await faultOf(
        files({
          'promptfooconfig.yaml': config({}, { answer: { ...answer, extract: 'number' }, rule: 'plurality', ...alone }),
          'rows.csv': `id,question,reply,right\n1,How many?,x,12\n2,How many?,x,${right}\n`,
        }),
      );
      expect(told).toMatchObject({ code: 'row/gold-off-scale', where: 'rows.csv:3' });
    },
  );

  test('a gold label is its declared form, whatever it ends in', async () => {
    const labels = ['U.S.', 'U.K.'];
    const { experiment } = await read(
      files({
        'promptfooconfig.yaml': config(
          {},
          { answer: { ...answer, extract: { kind: 'label', labels } }, rule: 'plurality', ...alone },
        ),
        'rows.csv': 'id,question,reply,right\n1,Where?,x,u.s.\n',
      }),
    );
    const criterion = experiment.criteria[0];
    if (criterion?.kind !== 'answer') throw new Error('there is no answer');
    expect(normaliseAnswer(String(experiment.rows[0]?.gold['answer']), criterion)).toBe('U.S.');
    expect(readAnswer(criterion)(replied('Answer: U.S.')).vote).toEqual({ kind: 'cast', value: 'U.S.' });
  });

  test('alone it takes the prompts of the config, and nothing is judged', async () => {
    const { experiment } = await top(
      { prompts: ['{{question}}'], providers: ['echo', 'openai:x'] },
      {
        rubric: undefined,
        answer: { extract: { kind: 'label', labels: ['pass', 'Fail'] }, gold: 'right' },
        judges: [{ id: 'a', model: 'openai:x' }],
        rule: 'plurality',
      },
    );
    expect(experiment.rubric).toBeNull();
    expect(experiment.generators).toEqual([]);
    expect(experiment.criteria).toMatchObject([
      { kind: 'answer', scale: { kind: 'nominal', labels: ['pass', 'Fail'] } },
    ]);
    expect(experiment.rows.map(({ gold, output }) => [gold, output.kind])).toEqual([
      [{ answer: 'pass' }, 'none'],
      [{ answer: 'fail' }, 'none'],
      [{}, 'none'],
    ]);
    expect(experiment.notes).toHaveLength(1);
  });
});

describe('The rehearsal', () => {
  test('has a default for everything', async () => {
    const { experiment } = await block({});
    expect(experiment.rehearsal).toMatchObject({
      seed: 1,
      speed: 20,
      latency: { medianMs: 800, p95Ms: 2500 },
      correlation: 0.3,
      stubbornness: 0.3,
      difficulty: null,
      judges: { '*': { error: 0.12, abstains: 0.005 } },
    });
    expect(Object.values(experiment.rehearsal.faults).every((rate) => rate > 0)).toBe(true);
  });

  test('names judges by entry or by id, and notes shifts of values that no row has', async () => {
    const { experiment } = await block({
      rehearsal: {
        judges: { a: { error: 0.2 }, 'b@0.2/plain': { abstains: 0.1 }, '*': { error: 0.5 } },
        difficulty: { column: 'right', shifts: { pass: 0.1, hard: 1 } },
        faults: { rateLimited: 0 },
        latency: { median: '2s' },
      },
    });
    expect(experiment.rehearsal.judges).toEqual({
      '*': { error: 0.5, abstains: 0.005 },
      a: { error: 0.2, abstains: 0.005 },
      'b@0.2/plain': { error: 0.12, abstains: 0.1 },
    });
    expect(experiment.rehearsal.faults).toMatchObject({ rateLimited: 0, unavailable: 0.005 });
    expect(experiment.rehearsal.latency).toEqual({ medianMs: 2000, p95Ms: 3000 });
    expect(experiment.notes).toEqual(['The rehearsal shifts "hard" of "right", and no row has such a value there.']);
  });
});

test.for([
  [{ name: 'Support replies!' }, 'promptfooconfig.yaml', 'support-replies'],
  [{ name: '../../etc' }, 'promptfooconfig.yaml', 'etc'],
  [{ name: '評価 1' }, 'promptfooconfig.yaml', '評価-1'],
  [{}, 'promptfooconfig.yaml', /^config-\w+$/],
  [{}, 'my panel.yaml', 'my-panel'],
] as const)('The name of the folder: %j in %s', async ([change, file, name]) => {
  const folder = folderOf(files({ 'promptfooconfig.yaml': null, [file]: config({}, change) }));
  const { experiment } = await readConfig(`${folder}/${file}`, {});
  expect(experiment.name).toMatch(name);
});

test("promptfoo's own keys are passed over with one note", async () => {
  const { experiment } = await top({
    sharing: true,
    outputPath: 'x.json',
    defaultTest: { assert: [], vars: { shop: 'Harbour' } },
  });
  expect(experiment.notes).toEqual([
    'Passed over in the config, for promptfoo alone uses it: "sharing", "outputPath" and "defaultTest.assert".',
  ]);
  expect(experiment.rows[0]?.vars).toMatchObject({ shop: 'Harbour', reply: '4' });
});

test('The files that were read are named', async () => {
  const { experiment } = await block({});
  expect(experiment.sources.map((file) => file.replace(/^.*\//, ''))).toEqual([
    'promptfooconfig.yaml',
    'rubric.yaml',
    'rows.csv',
  ]);
});

test('A fault of the command line has no line', async () => {
  expect(await faultOf(files(), { judges: ['nobody'] })).toMatchObject({ code: 'panel/judge', where: '' });
});
