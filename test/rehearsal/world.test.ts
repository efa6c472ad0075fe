import { spawnSync } from 'node:child_process';
import { afterEach, describe, expect, test } from 'vitest';
import type { Experiment } from '../../src/experiment.ts';
import type { Errand, ModelRequest } from '../../src/model.ts';
import { asker } from '../../src/judges/ask.ts';
import { openModel } from '../../src/judges/seat.ts';
import { rehearse, type RehearsedWorld } from '../../src/rehearsal/world.ts';
import { clients, ending } from './clients.ts';
import { answered, experimentWith, judged, judgeNamed, noFaults, rehearsalWith, rowsOf } from './declared.ts';

const worlds: RehearsedWorld[] = [];
const open = async (changes: Partial<Experiment> = {}): Promise<RehearsedWorld> => {
  const world = await rehearse(experimentWith(changes));
  worlds.push(world);
  return world;
};
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

const errand = (changes: Partial<Errand> = {}): Errand => ({
  row: 'row 0',
  criterion: 'policy',
  judge: 'luna',
  sample: 0,
  ...changes,
});

const requestFor = (of: Errand): ModelRequest => ({
  id: `${of.row}/${of.criterion}/${of.judge}/${of.sample}`.replaceAll(/[^\w/]/g, '_'),
  errand: of,
  messages: [{ role: 'user', content: 'x' }],
  sampling: { temperature: null, topP: null, effort: null, seed: null, maxTokens: 300 },
  schema: null,
});

/** The text that comes for an errand, of whichever provider. */
const say = async (world: RehearsedWorld, of: Errand, provider: 'openai' | 'anthropic' = 'openai'): Promise<string> => {
  const options = { headers: world.headers(requestFor(of)) };
  const ask = clients(world.baseUrls);
  if (provider === 'openai') {
    const { message } = (await ask.openai('x', options)).choices[0] ?? {};
    return message?.content ?? message?.refusal ?? '';
  }
  const [block] = (await ask.anthropic('x', options)).content;
  return block?.type === 'text' ? block.text : '';
};

describe('A simulated judge replies', () => {
  test.for(['openai', 'anthropic'] as const)(
    'over %s with the closed object that judges are asked for',
    async (provider) => {
      const world = await open({ rehearsal: rehearsalWith({ judges: { '*': { error: 0, abstains: 0 } } }) });
      const reply: unknown = JSON.parse(await say(world, errand(), provider));
      expect(reply).toEqual({ reason: expect.stringMatching(/^Simulated: /), abstain: false, verdict: 'pass' });
    },
  );

  test('that it abstains, where it does', async () => {
    const world = await open({ rehearsal: rehearsalWith({ judges: { '*': { error: 0, abstains: 1 } } }) });
    expect(JSON.parse(await say(world, errand()))).toMatchObject({ abstain: true, verdict: 'pass' });
  });

  test('with levels and scores as numbers', async () => {
    const scales = [
      judged('levels', { kind: 'ordinal', levels: [1, 2, 3] }),
      judged('score', { kind: 'interval', min: 0, max: 10 }),
    ];
    const world = await open({
      criteria: scales,
      rows: rowsOf(1, { levels: 2, score: 7 }),
      rehearsal: rehearsalWith({ judges: { '*': { error: 0, abstains: 0 } } }),
    });
    expect(JSON.parse(await say(world, errand({ criterion: 'levels' })))).toMatchObject({ verdict: 2 });
    expect(JSON.parse(await say(world, errand({ criterion: 'score' })))).toMatchObject({ verdict: 7 });
  });

  test('by a refusal, and by what is no JSON', async () => {
    const refusing = await open({ rehearsal: rehearsalWith({ faults: { ...noFaults, refused: 1 } }) });
    const { choices } = await clients(refusing.baseUrls).openai('x', {
      headers: refusing.headers(requestFor(errand())),
    });
    expect(choices[0]?.message).toMatchObject({ content: null, refusal: expect.stringContaining("can't help") });
    const broken = await open({ rehearsal: rehearsalWith({ faults: { ...noFaults, brokenJson: 1 } }) });
    const text = await say(broken, errand());
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  test.for([
    { extract: { kind: 'number' }, gold: '42', last: 'Answer: 42' },
    { extract: { kind: 'label', labels: ['yes', 'no'] }, gold: 'no', last: 'Answer: no' },
    { extract: { kind: 'lastLine' }, gold: 'Paris', last: 'Answer: Paris' },
    { extract: { kind: 'regex', pattern: '^####\\s*(.+)$', flags: 'm' }, gold: '42', last: '#### 42' },
    { extract: { kind: 'regex', pattern: 'Solution is (.+)', flags: '' }, gold: '42', last: 'Answer: 42' },
    { extract: { kind: 'json', field: 'result.answer' }, gold: '42', last: '{"result":{"answer":"42"}}' },
  ] as const)('with an answer where $extract looks for it', async ({ extract, gold, last }) => {
    const world = await open({
      criteria: [answered('answer', extract)],
      rows: rowsOf(1, { answer: gold }),
      rehearsal: rehearsalWith({ judges: { '*': { error: 0, abstains: 0 } } }),
    });
    const text = await say(world, errand({ criterion: 'answer' }));
    expect(text.split('\n').at(-1)).toBe(last);
  });

  test('with one of the labels, where answers are read as labels and the row has no gold', async () => {
    const world = await open({
      criteria: [answered('answer', { kind: 'label', labels: ['yes', 'no'] })],
      rows: rowsOf(1, {}),
    });
    expect(await say(world, errand({ criterion: 'answer' }))).toMatch(/Answer: (yes|no)$/);
  });

  test('with an output to be judged, which says that it is simulated', async () => {
    const world = await open();
    expect(await say(world, errand({ criterion: '(output)', judge: 'writer' }))).toMatch(/\w+.*\(Simulated\.\)$/);
  });

  test('nothing to who asks for no known slot', async () => {
    const world = await open();
    const ask = clients(world.baseUrls);
    expect(await ending(ask.openai('x'))).toMatchObject({ status: 400 });
    const headers = world.headers(requestFor(errand({ row: 'row 999' })));
    expect(await ending(ask.openai('x', { headers }))).toMatchObject({ status: 400 });
  });
});

const errands = Array.from({ length: 60 }, (_, i) =>
  errand({ row: `row ${i % 20}`, sample: Math.floor(i / 20), judge: i % 3 === 0 ? 'haiku' : 'luna' }),
);

test('The same is said in any order, and after a restart', async () => {
  const rehearsal = rehearsalWith({ faults: { ...noFaults, refused: 0.1, brokenJson: 0.1 } });
  const hear = async (order: readonly Errand[]): Promise<Map<string, string>> => {
    const world = await open({ rehearsal });
    return new Map(await Promise.all(order.map(async (of) => [requestFor(of).id, await say(world, of)] as const)));
  };
  const first = await hear(errands);
  expect(await hear(errands.toReversed())).toEqual(new Map([...first].toReversed()));
  expect(new Set(first.values()).size).toBeGreaterThan(3);
});

describe('The wire has faults', () => {
  const faulty = (rates: Partial<typeof noFaults>, speed = 1000): Partial<Experiment> => ({
    rehearsal: rehearsalWith({ faults: { ...noFaults, ...rates }, speed }),
  });

  test.for([
    { rates: { rateLimited: 1 }, provider: 'openai', meets: { status: 429 } },
    { rates: { unavailable: 1 }, provider: 'anthropic', meets: { status: 503 } },
    { rates: { overloaded: 1 }, provider: 'openai', meets: { status: 503 } },
    { rates: { overloaded: 1 }, provider: 'anthropic', meets: { status: 529 } },
    { rates: { cutOff: 1 }, provider: 'openai', meets: { message: 'terminated' } },
    { rates: { errorIn200: 1 }, provider: 'openai', meets: { error: { code: 502 } } },
  ] as const)('$rates over $provider is $meets', async ({ rates, provider, meets }) => {
    const world = await open(faulty(rates));
    const headers = world.headers(requestFor(errand()));
    expect(await ending(clients(world.baseUrls)[provider]('x', { headers }))).toMatchObject(meets);
  });

  test('a 429 says when to come back, at the sped-up clock', async () => {
    const world = await open(faulty({ rateLimited: 1 }, 20));
    const error = await ending(clients(world.baseUrls).openai('x', { headers: world.headers(requestFor(errand())) }));
    if (!(error instanceof Error && 'headers' in error && error.headers instanceof Headers)) throw error;
    expect(error.headers.get('retry-after-ms')).toBe('100');
  });

  test('a stalled reply never comes: the client gives up', async () => {
    const world = await open(faulty({ stalled: 1 }));
    const options = { headers: world.headers(requestFor(errand())), signal: AbortSignal.timeout(100) };
    expect(String(await ending(clients(world.baseUrls).openai('x', options)))).toMatch(/abort/i);
  });

  test('who gives up on no stalled reply has the connection closed, well after its deadline', async () => {
    const world = await open(faulty({ stalled: 1 }));
    const start = performance.now();
    const error = await ending(clients(world.baseUrls).openai('x', { headers: world.headers(requestFor(errand())) }));
    expect(error).toMatchObject({ message: 'terminated' });
    expect(performance.now() - start).toBeGreaterThan(390);
  });

  test('at half the rate the second time, and never the third', async () => {
    const world = await open(faulty({ unavailable: 1 }));
    const outcomes = await Promise.all(
      errands.map(async (of) => {
        const tries = [];
        for (let i = 0; i < 3; i++) tries.push((await ending(say(world, of))) instanceof Error);
        return tries;
      }),
    );
    const met = (attempt: number): number => outcomes.filter((tries) => tries[attempt] === true).length;
    expect(met(0)).toBe(60);
    expect(Math.abs(met(1) - 30)).toBeLessThan(4 * Math.sqrt(15));
    expect(met(2)).toBe(0);
  });
});

describe('The declared clock', () => {
  test('runs as many times faster as told, with the declared median', async () => {
    const world = await open({ rehearsal: rehearsalWith({ speed: 40, latency: { medianMs: 2000, p95Ms: 2000 } }) });
    const start = performance.now();
    await say(world, errand());
    const took = performance.now() - start;
    expect(took).toBeGreaterThanOrEqual(49);
    expect(took).toBeLessThan(1000);
  });

  test('drips the limits faster too, and the server counts who meets them', async () => {
    const world = await open({ rehearsal: rehearsalWith({ speed: 10, rpm: 6 }) });
    const tries = await Promise.all(errands.slice(0, 5).map((of) => ending(say(world, of))));
    expect(tries.filter((end) => end instanceof Error)).toHaveLength(3);
    expect(await world.stats()).toMatchObject({ requests: 5, replies: 2, rateLimited: 3 });
  });
});

describe('A world ends', () => {
  test('when it is closed: nobody listens, and it counts no more', async () => {
    const world = await open();
    const counting = [world.stats(), world.stats()];
    expect((await Promise.all(counting)).map(({ requests }) => requests)).toEqual([0, 0]);
    await world.close();
    await expect(fetch(world.baseUrls.openai)).rejects.toThrow('fetch failed');
    await expect(world.stats()).rejects.toThrow('has ended');
  });

  test('with its process, which it does not keep alive', () => {
    const program = `
      import { rehearse } from ${JSON.stringify(new URL('../../src/rehearsal/world.ts', import.meta.url).href)};
      import { experimentWith } from ${JSON.stringify(new URL('./declared.ts', import.meta.url).href)};
      const world = await rehearse(experimentWith());
      console.log((await world.stats()).requests);
      if (process.argv[1] === 'close') await world.close();`;
    for (const how of ['close', 'forget']) {
      const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program, how], {
        encoding: 'utf8',
        timeout: 20_000,
      });
      expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '0\n', stderr: '' });
    }
  });
});

describe('What is said, judges are read to have said', () => {
  const labels = ['yes', 'no', 'unclear'];
  const criteria = [
    judged('labels', { kind: 'nominal', labels }),
    judged('levels', { kind: 'ordinal', levels: [1, 2, 3, 4, 5] }),
    judged('score', { kind: 'interval', min: 0, max: 10 }),
    answered('label', { kind: 'label', labels }),
    answered('number', { kind: 'number' }),
    answered('letter', { kind: 'regex', pattern: 'Answer: ([A-D])$', flags: '' }),
    answered('line', { kind: 'lastLine' }),
    answered('field', { kind: 'json', field: 'result.answer' }),
  ];
  const gold = {
    labels: 'no',
    levels: 2,
    score: 10,
    label: 'yes',
    number: '1234',
    letter: 'b',
    line: 'paris',
    field: 'x',
  };

  test.for([
    { error: 0, provider: 'openai' },
    { error: 1, provider: 'openai' },
    { error: 0, provider: 'anthropic' },
  ] as const)('at an error of $error, over $provider', async ({ error, provider }) => {
    const experiment = experimentWith({
      criteria,
      rows: rowsOf(3, gold),
      answerPrompts: [{ id: 'plain', columns: [], render: () => 'What is it?' }],
      rubric: {
        name: 'replies',
        description: '',
        conventions: '',
        inputs: [],
        variants: [{ id: 'first', preface: '', levels: 'given' }],
        criteria: criteria.filter((criterion) => criterion.kind === 'judge'),
      },
      judges: [judgeNamed('judge', provider)],
      rehearsal: rehearsalWith({ judges: { '*': { error, abstains: 0 } } }),
    });
    const world = await open(experiment);
    const [judge] = experiment.judges;
    if (judge === undefined) throw new Error('the panel has a judge');
    const model = openModel(judge.spec, { env: {}, baseUrls: world.baseUrls, headers: world.headers });
    const ask = asker(experiment, { outputOf: () => null, salt: '' });
    for (const [criterion, { id }] of criteria.entries()) {
      for (const row of experiment.rows.keys()) {
        const { request, read } = ask({ row, criterion, judge: 0, sample: 0 });
        const { vote } = read(await model.call(request, AbortSignal.timeout(5000)));
        expect([id, vote]).toEqual([id, { ...vote, kind: 'cast' }]);
        expect([id, vote.kind === 'cast' && vote.value === gold[id as keyof typeof gold]]).toEqual([id, error === 0]);
      }
    }
  });
});

test('Judges of one entry share its declared rates', async () => {
  const world = await open({
    judges: [judgeNamed('mini t=0.2', 'openai', 'mini'), judgeNamed('mini t=0.7', 'openai', 'mini')],
    rehearsal: rehearsalWith({ judges: { mini: { error: 1, abstains: 0 } } }),
  });
  for (const judge of ['mini t=0.2', 'mini t=0.7'])
    expect(JSON.parse(await say(world, errand({ judge })))).toMatchObject({ verdict: 'fail' });
});
