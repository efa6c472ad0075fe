import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import Grader from '../../src/promptfoo/grader.ts';
import assertion from '../../src/promptfoo/assertion.ts';
import Ensemble from '../../src/promptfoo/provider.ts';
import { sqliteLedger } from '../../src/ledger/sqlite.ts';
import type { Behaviour } from '../../src/rehearsal/server.ts';
import { folderOf, served, verdict } from '../live/seat.ts';

// The doors as promptfoo calls them, in front of a server of this process.

const judged = (pass: boolean, more: object = {}): Behaviour => ({
  kind: 'reply',
  text: JSON.stringify({ pass, ...more }),
});

const three = (baseUrl: string) => ['a', 'b', 'c'].map((id) => ({ id, model: `openai:${id}`, baseUrl }));

const parsed = (output: unknown): unknown => (typeof output === 'string' ? JSON.parse(output) : output);

const rubric = { prompt: { label: 'llm-rubric' }, vars: { rubric: 'polite' } };

/** Prompts differ, so that no test meets the ballots of another. */
const fresh = (): string => `Judge ${crypto.randomUUID()}.`;

const setEnv = (name: string, value: string): void => {
  const before = process.env[name];
  process.env[name] = value;
  onTestFinished(() => {
    if (before === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = before;
  });
};

describe('The grader', () => {
  test.for([
    { rule: 'majority', says: [true, true, false], pass: true },
    { rule: 'unanimous', says: [true, true, true], pass: true },
    { rule: 'threshold:3', says: [true, true, false], pass: false },
    { rule: { kind: 'weighted', weights: { c: 3 } }, says: [true, true, false], pass: false },
  ])('decides by $rule: $says', async ({ rule, says, pass }) => {
    const server = await served(({ model }) =>
      judged(says[['a', 'b', 'c'].indexOf(model)] ?? false, { reason: model }),
    );
    const grader = new Grader({ config: { judges: three(server.openai), rule } });
    const { output, metadata, tokenUsage } = await grader.callApi(fresh(), rubric);
    expect(parsed(output)).toMatchObject({ pass, score: says.filter(Boolean).length / 3 });
    expect(metadata?.['empanel']).toMatchObject({ v: 1, criterion: 'polite', verdict: pass ? 'pass' : 'fail' });
    expect(tokenUsage?.numRequests).toBe(3);
  });

  test('sums tokens and dollars, and tells each ballot', async () => {
    const server = await served(() => ({
      kind: 'reply',
      text: '{"pass":true,"score":0.7,"reason":"So."}',
      usage: { input: 100, output: 10 },
    }));
    const judges = [
      {
        id: 'a',
        model: 'openai:a',
        baseUrl: server.openai,
        temperature: 0.5,
        samples: 2,
        price: { input: 1, output: 10 },
      },
    ];
    const told = await new Grader({ config: { judges } }).callApi(fresh(), rubric);
    expect(told.tokenUsage).toEqual({ total: 220, prompt: 200, completion: 20, numRequests: 2 });
    expect(told.metadata?.['cost']).toBeCloseTo(4e-4);
    expect(told.metadata?.['empanel']).toMatchObject({
      support: 2,
      ballots: [0, 1].map((sample) => ({
        judge: 'a',
        model: 'a',
        temperature: 0.5,
        sample,
        outcome: 'cast',
        value: 'pass',
        score: 0.7,
        rationale: 'So.',
        cause: null,
        usd: expect.closeTo(2e-4),
        latencyMs: expect.any(Number),
        requestId: expect.stringMatching(/^req_/),
      })),
    });
  });

  test('Categories of one side vote together, and the commonest of them is told', async () => {
    const said: Readonly<Record<string, string>> = { a: 'A', b: 'B', c: 'B', d: 'D', e: 'D' };
    const server = await served(({ model }) => ({ kind: 'reply', text: JSON.stringify({ category: said[model] }) }));
    const judges = Object.keys(said).map((id) => ({ id, model: `openai:${id}`, baseUrl: server.openai }));
    const { output } = await new Grader({ config: { judges } }).callApi(fresh(), { prompt: { label: 'factuality' } });
    expect(parsed(output)).toEqual({ category: 'B', reason: '3 of 5 ballots pass' });
  });

  test('A tie is an error of the grader, or is thrown, and never a verdict', async () => {
    const server = await served(({ model }) => judged(model === 'a'));
    const judges = three(server.openai).slice(0, 2);
    const told = await new Grader({ config: { judges } }).callApi(fresh(), rubric);
    expect(told).toMatchObject({ error: 'empanel: the panel is undecided, tie, 2 of 2 ballots cast' });
    expect(told.output).toBeUndefined();
    const throwing = new Grader({ config: { judges, onUndecided: 'throw' } });
    await expect(throwing.callApi(fresh(), rubric)).rejects.toThrow('the panel is undecided, tie');
  });

  test('An error never speaks of a rate limit: promptfoo would ask the whole panel again', async () => {
    const server = await served(() => ({
      kind: 'status',
      status: 429,
      body: { error: { message: 'Rate limit', code: 'insufficient_quota', type: 'insufficient_quota' } },
    }));
    const grader = new Grader({ config: { judges: three(server.openai), limits: { attempts: 1 } } });
    const { error = '' } = await grader.callApi(fresh(), rubric);
    expect(error).toContain('no quorum, 0 of 3 ballots cast (3 failed)');
    expect(error).not.toMatch(/429|rate limit/i);
  });

  test('The same question again is asked again, for it is another row or another check', async () => {
    const server = await served(() => judged(true));
    const grader = new Grader({ config: { judges: three(server.openai) } });
    const prompt = fresh();
    await Promise.all([grader.callApi(prompt, rubric), grader.callApi(prompt, rubric)]);
    expect(server.log).toHaveLength(6);
  });

  test('What is no vote is answered by one judge, as it comes', async () => {
    const server = await served(() => ({ kind: 'reply', text: '{"steps": ["look"]}' }));
    const grader = new Grader({ config: { judges: three(server.openai) } });
    expect(await grader.callApi(fresh(), { prompt: { label: 'g-eval-steps' } })).toMatchObject({
      output: '{"steps": ["look"]}',
    });
    expect(server.log).toHaveLength(1);
  });

  test('It shows nothing of itself: promptfoo writes what it sees into its results', () => {
    expect(JSON.stringify(new Grader({ env: { OPENAI_API_KEY: 'sk-secret' } }))).toBe('{}');
    expect(JSON.stringify(new Ensemble({ env: { OPENAI_API_KEY: 'sk-secret' } }))).toBe('{}');
  });
});

describe('The panel', () => {
  test('is sought in the config, then in EMPANEL_PANEL, then in promptfooconfig.yaml beside the config', async () => {
    const server = await served(() => judged(true));
    const seats = (id: string) =>
      JSON.stringify({ empanel: { judges: [{ id, model: `openai:${id}`, baseUrl: server.openai }] } });
    const folder = folderOf({ 'promptfooconfig.yaml': seats('beside'), 'panel.yaml': seats('named') });
    const ask = async (config: Readonly<Record<string, unknown>>): Promise<string | undefined> => {
      await new Grader({ config: { basePath: folder, ...config } }).callApi(fresh(), rubric);
      return server.log.at(-1)?.model;
    };
    expect(await ask({})).toBe('beside');
    setEnv('EMPANEL_PANEL', join(folder, 'panel.yaml'));
    expect(await ask({})).toBe('named');
    expect(await ask({ judges: [{ id: 'own', model: 'openai:own', baseUrl: server.openai }] })).toBe('own');
  });

  test.for([
    {
      config: { judges: [{ id: 'a', model: 'gpt-4o' }] },
      says: /config of grader\.js: judges\[0\]\.model: .*openai:gpt-4o/s,
    },
    {
      config: { judges: [{ id: 'a', model: 'openai:a', baseUrl: 'http://localhost' }], rul: 'majority' },
      says: /"rul" is no key.*Did you mean "rule"/s,
    },
    {
      config: { judges: [{ id: 'a', model: 'openai:a', baseUrl: 'http://localhost' }], quorum: 2 },
      says: /quorum is 2.*casts 1 ballot/i,
    },
    { config: { judges: [{ id: 'a', model: 'openai:a', baseUrl: 'http://localhost' }], rule: 'mean' }, says: /mean/ },
    {
      config: { judges: [{ id: 'a', model: 'openai:a', key: 'NOT_SET_ANYWHERE' }] },
      says: /"NOT_SET_ANYWHERE" is not set/,
    },
  ])('Mistakes are told for the table: $says', async ({ config, says }) => {
    const folder = folderOf({});
    const told = await new Grader({ config: { basePath: folder, ...config } })
      .callApi(fresh(), rubric)
      .catch((error: Error) => error);
    expect(told).toBeInstanceOf(Error);
    expect((told as Error).message).toMatch(says);
    expect((told as Error).stack).not.toContain('    at ');
  });
});

describe('Ballots are kept', () => {
  const config = (baseUrl: string, more: object = {}) => ({
    members: [{ id: 'a', model: 'openai:a', baseUrl, samples: 2 }],
    ...more,
  });

  test('in a ledger by content and repeat; where promptfoo has no cache every ballot is asked for anew', async () => {
    const server = await served(() => ({ kind: 'reply', text: 'Paris' }));
    const folder = folderOf({});
    const ensemble = new Ensemble({ config: config(server.openai, { ledger: join(folder, 'deep/ledger.db') }) });
    const prompt = fresh();
    for (const repeatIndex of [0, 1]) await ensemble.callApi(prompt, { repeatIndex });
    expect(server.log).toHaveLength(4);
    await ensemble.callApi(prompt, { bustCache: true });
    expect(server.log).toHaveLength(6);
    setEnv('PROMPTFOO_CACHE_ENABLED', 'false');
    await ensemble.callApi(prompt, {});
    expect(server.log).toHaveLength(8);
  });

  test('for the next eval, and a panel that grows asks only for what is new', async () => {
    const server = await served(() => ({ kind: 'reply', text: 'Paris' }));
    const ledger = join(folderOf({}), 'ledger.db');
    const prompt = fresh();
    const asked = async (evaluationId: string, members: readonly object[], samples: number): Promise<number> => {
      const before = server.log.length;
      await new Ensemble({ config: { members, samples, ledger } }).callApi(prompt, { evaluationId });
      return server.log.length - before;
    };
    const seats = three(server.openai);
    expect(await asked('eval-1', seats.slice(0, 1), 1)).toBe(1);
    expect(await asked('eval-2', seats.slice(0, 1), 1)).toBe(0);
    expect(await asked('eval-3', seats.slice(0, 2), 2)).toBe(3);
    expect(await asked('eval-3', seats.slice(0, 2), 2)).toBe(4);
  });

  test('in memory where another process has the ledger', async () => {
    const server = await served(() => ({ kind: 'reply', text: 'Paris' }));
    const path = join(folderOf({}), 'ledger.db');
    using _other = sqliteLedger(path, { simulated: false, privacy: 'full' });
    const said: string[] = [];
    const heard = vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
    try {
      const { output } = await new Ensemble({ config: config(server.openai, { ledger: path }) }).callApi(fresh());
      expect(output).toBe('Paris');
    } finally {
      heard.mockRestore();
    }
    expect(said).toEqual([expect.stringMatching(/^empanel: another process has the ledger .*\n$/)]);
  });
});

describe('The provider', () => {
  const members = (baseUrl: string) => ['a', 'b', 'c'].map((id) => ({ id, model: `openai:${id}`, baseUrl }));

  test.for([
    { extract: 'lastLine', output: 'answer', expected: 'Paris' },
    { extract: { kind: 'label', labels: ['Paris', 'Rome'] }, output: 'answer', expected: 'Paris' },
    { extract: 'lastLine', output: 'text', expected: 'I think.\nAnswer: Paris' },
  ])('gives the $output that most members gave, by $extract', async ({ extract, output, expected }) => {
    const answers: Readonly<Record<string, string>> = { a: 'Rome', b: 'I think.\nAnswer: Paris', c: '**paris**' };
    const server = await served(({ model }) => ({ kind: 'reply', text: answers[model] ?? '' }));
    const told = await new Ensemble({ config: { members: members(server.openai), extract, output } }).callApi(fresh());
    expect(told).toMatchObject({ output: expected, metadata: { empanel: { support: 2 } } });
  });

  test('has no answer where the members agree on none', async () => {
    const server = await served(({ model }) => ({ kind: 'reply', text: model }));
    const told = await new Ensemble({ config: { members: members(server.openai), rule: 'threshold:2' } }).callApi(
      fresh(),
    );
    expect(told.error).toMatch(/undecided, no majority, 3 of 3 ballots cast/);
    expect(told.metadata?.['empanel']).toMatchObject({ verdict: 'undecided', ballots: [{}, {}, {}] });
  });
});

describe('The assertion', () => {
  test('reads a rubric from a file, with its inputs and its variants', async () => {
    const server = await served(({ text }) =>
      verdict(text.includes('Question 1?') && text.includes('Be strict') ? 'pass' : 'fail'),
    );
    const file = join(
      folderOf({
        'rubric.yaml': JSON.stringify({
          inputs: ['question'],
          variants: [{ id: 'mild' }, { id: 'strict', preface: 'Be strict.' }],
          criteria: [{ id: 'right', scale: 'nominal:pass,fail', instructions: 'Is it right?' }],
        }),
      }),
      'rubric.yaml',
    );
    const judges = [{ id: 'a', model: 'openai:a', baseUrl: server.openai, variants: '*' }];
    const told = await assertion(fresh(), {
      config: { rubric: `file://${file}`, judges, rule: 'threshold:1' },
      vars: { question: 'Question 1?' },
    });
    expect(told).toMatchObject({ pass: true, score: 0.5, namedScores: { right: 0.5 }, tokensUsed: { numRequests: 2 } });
  });

  test('scores pass from a mark on, and criteria are combined as declared', async () => {
    const server = await served(({ text }) => verdict(text.includes('Criterion: clear') ? 4 : 2));
    const scale = { kind: 'ordinal', levels: [1, 2, 3, 4, 5] };
    const config = {
      rubric: ['clear', 'short'].map((id) => ({ id, scale, instructions: `Is it ${id}?` })),
      judges: three(server.openai),
      rule: 'median',
      curve: { passAt: 3 },
      combine: { atLeast: 1 },
    };
    const told = await assertion(fresh(), { config });
    expect(told.pass).toBe(true);
    expect(told.componentResults?.map(({ pass }) => pass)).toEqual([true, false]);
  });

  test('says what it lacks', async () => {
    const judges = [{ id: 'a', model: 'openai:a', baseUrl: 'http://localhost' }];
    await expect(assertion('x', { config: { judges } })).rejects.toThrow(/has no "rubric"/);
  });
});
