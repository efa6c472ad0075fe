import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Experiment } from '../../src/experiment.ts';
import { asker, generatorAsk } from '../../src/judges/ask.ts';
import { promptsOf } from '../../src/judges/prompts.ts';
import { slotsOf } from '../../src/plan/slots.ts';
import { capital, experiment, given, honesty, judge, plain, row, rubric, tone, turned } from './experiment.ts';
import { said } from './said.ts';
import { sampling, spec } from './wire.ts';

const world = { outputOf: () => null, salt: '' };
const at = (criterion: number, over: object = {}) => ({ row: 0, criterion, judge: 0, sample: 0, ...over });
const keysOf = (of: Experiment, salt = ''): string[] => {
  const ask = asker(of, { ...world, salt });
  return slotsOf(of)
    .map((slot) => ask(slot).request.id)
    .toArray();
};
/** The keys by what they are for, so that experiments of other sizes can be compared. */
const named = (of: Experiment, salt = ''): Map<string, string> => {
  const ask = asker(of, { ...world, salt });
  return new Map(
    slotsOf(of).map((slot): [string, string] => {
      const { errand, id, sampling: drawn } = ask(slot).request;
      return [
        JSON.stringify([
          errand.row,
          errand.criterion,
          of.judges[slot.judge]?.name,
          of.judges[slot.judge]?.variant,
          drawn.temperature,
          errand.sample,
        ]),
        id,
      ];
    }),
  );
};

describe('A slot is asked', () => {
  test('about a criterion with a schema, and read as a verdict', () => {
    const { request, read, slot, inputTokens } = asker(experiment(), world)(at(0, { sample: 1 }));
    expect(slot).toEqual(at(0, { sample: 1 }));
    expect(request.errand).toEqual({ row: 'r1', criterion: 'honesty', judge: 'luna', sample: 1 });
    expect(request.schema?.name).toBe('ballot');
    expect(request.messages.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(request.messages[1]?.content).toContain('Reply of r1.');
    expect(inputTokens).toBeGreaterThan(300);
    expect(read(said('{"reason":"","abstain":false,"verdict":"pass"}')).vote).toEqual({ kind: 'cast', value: 'pass' });
  });

  test('for an answer in the prompt’s own words, free in form, and read by its rule', () => {
    const { request, read } = asker(experiment(), world)(at(2));
    expect(request.messages).toEqual([{ role: 'user', content: 'In short: No refunds.' }]);
    expect(request.schema).toBeNull();
    expect(read(said('Answer: Paris.')).vote).toEqual({ kind: 'cast', value: 'paris' });
  });

  test.for([
    [null, 'You are one judge', 'In short'],
    ['plain', 'You are one judge', 'In short'],
    ['turned', 'You are strict.', 'In short'],
    ['long', 'You are one judge', 'At length'],
  ] as const)('in the wording %s, or in the first where that is not the criterion’s', ([variant, system, user]) => {
    const ask = asker(experiment({ judges: [judge({ variant })] }), world);
    expect(ask(at(0)).request.messages[0]?.content.startsWith(system)).toBe(true);
    expect(ask(at(2)).request.messages[0]?.content.startsWith(user)).toBe(true);
  });

  test('about a sampled output once it is there, and never without', () => {
    const output = { kind: 'sampled', generator: 0, prompt: 'Write a reply.' } as const;
    let text: string | null = null;
    const ask = asker(experiment({ rows: [row('r1', output)] }), { outputOf: () => text, salt: '' });
    expect(() => ask(at(0))).toThrow(/output of row "r1" is not there yet/);
    expect(ask(at(2)).request.messages).toHaveLength(1);
    text = 'A first guess.';
    const guessed = ask(at(0)).request;
    text = 'The real output.';
    const real = ask(at(0)).request;
    expect(real.messages[1]?.content).toContain('The real output.');
    expect(real.id).not.toBe(guessed.id);
  });

  test('that is none of the experiment’s: never', () => {
    expect(() => asker(experiment(), world)({ row: 9, criterion: 0, judge: 0, sample: 0 })).toThrow(/no slot/);
  });
});

describe('Keys', () => {
  const base = experiment();

  test('are 32 hex digits, one for each slot, and the same tomorrow', () => {
    const keys = keysOf(base);
    expect(keys).toHaveLength(12);
    expect(keys.every((key) => /^[0-9a-f]{32}$/.test(key))).toBe(true);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keysOf(structuredCloneOf(base))).toEqual(keys);
  });

  // Functions can't be cloned; all else is.
  const structuredCloneOf = ({ answerPrompts, ...rest }: Experiment): Experiment => ({
    ...structuredClone(rest),
    answerPrompts,
  });

  test('do not depend on who was asked for first', () => {
    const ask = asker(base, world);
    const slots = slotsOf(base).toArray();
    const backwards = slots.toReversed().map((slot) => ask(slot).request.id);
    expect(backwards.toReversed()).toEqual(keysOf(base));
  });

  test('change with the instructions of their own criterion, and with no other’s', () => {
    const edited = { ...honesty, instructions: 'Does it lie?' };
    const [before, after] = [named(base), named(experiment({ criteria: [edited, tone, capital] }))];
    for (const [name, key] of before) expect(after.get(name) === key).toBe(!name.includes('"honesty"'));
  });

  test.for<[string, Partial<Experiment>]>([
    ['a row', { rows: [...base.rows, row('r3')] }],
    ['a temperature', { judges: [judge(), judge({ id: 'luna t1', sampling: sampling({ temperature: 1 }) })] }],
    ['samples', { judges: [judge({ samples: 5 })] }],
    [
      'a wording',
      { judges: [judge({ id: 'luna plain', variant: 'plain' }), judge({ id: 'luna turned', variant: 'turned' })] },
    ],
    ['a judge before', { judges: [judge({ id: 'sol', name: 'sol', spec: spec({ model: 'gpt-6-sol' }) }), judge()] }],
    ['a criterion', { criteria: [{ ...tone, id: 'new' }, honesty, tone, capital] }],
    [
      'limits and prices',
      {
        limits: { ...base.limits, usd: 1 },
        judges: [judge({ spec: spec({ price: { input: 1, output: 1, cacheRead: null, cacheWrite: null } }) })],
      },
    ],
  ])('stay when the experiment gains %s', ([what, over]) => {
    const after = experiment(over);
    const keys = new Set(keysOf(after));
    expect(keysOf(base).filter((key) => !keys.has(key))).toEqual([]);
    expect(keys.size, what).toBe(keysOf(after).length);
  });

  test.for<[string, Partial<Experiment>]>([
    ['the entry’s name', { judges: [judge({ name: 'other' })] }],
    ['the model', { judges: [judge({ spec: spec({ model: 'gpt-6-sol' }) })] }],
    ['the provider', { judges: [judge({ spec: spec({ provider: 'compatible' }) })] }],
    ['the address', { judges: [judge({ spec: spec({ baseUrl: 'https://eu.api.openai.com/v1' }) })] }],
    ['the temperature', { judges: [judge({ sampling: sampling({ temperature: 0 }) })] }],
    ['the effort', { judges: [judge({ sampling: sampling({ effort: 'low' }) })] }],
    ['the room to reply', { judges: [judge({ sampling: sampling({ maxTokens: 257 }) })] }],
    ['the input', { rows: base.rows.map(({ id }) => row(id, undefined, { policy: 'Refunds.' })) }],
    ['the rows’ names', { rows: [row('s1'), row('s2')] }],
  ])('all change with %s', ([, over]) => {
    const keys = new Set(keysOf(experiment(over)));
    expect(keysOf(base).filter((key) => keys.has(key))).toEqual([]);
  });

  test('of judging change with the output, of answers with how they are read', () => {
    const other = experiment({ rows: [row('r1', given('Else.')), row('r2', given('Else.'))] });
    const reread = experiment({ criteria: [honesty, tone, { ...capital, matchCase: true }] });
    for (const [name, key] of named(base)) {
      expect(named(other).get(name) === key).toBe(name.includes('"answer"'));
      expect(named(reread).get(name) === key).toBe(!name.includes('"answer"'));
    }
  });

  test('two wordings that read the same have a ballot each', () => {
    const twin = { ...plain, id: 'twin' };
    const twins = experiment({
      rubric: { ...rubric, variants: [plain, twin, turned] },
      judges: [judge({ id: 'a', variant: 'plain' }), judge({ id: 'b', variant: 'twin' })],
    });
    expect(new Set(keysOf(twins)).size).toBe(24);
  });

  describe('of a replay', () => {
    const folder = mkdtempSync(join(tmpdir(), 'replayed-'));
    const at = (path: string) =>
      keysOf(experiment({ judges: [judge({ spec: spec({ provider: 'replay', model: path }) })] }));
    const written = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };

    test('are those of the file’s content, whatever it is called and however its path is spelt', () => {
      const keys = at(written('a.jsonl', '{"value":"pass"}'));
      expect(at(written('b.jsonl', '{"value":"pass"}'))).toEqual(keys);
      expect(at(`${folder}/../${basename(folder)}/a.jsonl`)).toEqual(keys);
    });

    test('all change when the file is edited', () => {
      const keys = at(written('c.jsonl', '{"value":"pass"}'));
      const edited = at(written('c.jsonl', '{"value":"fail"}'));
      expect(edited.filter((key) => keys.includes(key))).toEqual([]);
      expect(at(written('c.jsonl', '{"value":"pass"}'))).toEqual(keys);
    });

    test('are the path’s where there is no such file', () => {
      expect(at(join(folder, 'gone.jsonl'))).not.toEqual(at(join(folder, 'lost.jsonl')));
    });
  });

  test('runs with different salts share none', () => {
    const keys = new Set(keysOf(base, 'a'));
    expect(keysOf(base, 'b').filter((key) => keys.has(key))).toEqual([]);
  });
});

describe('An output to be sampled', () => {
  const rows = [row('r1', { kind: 'sampled', generator: 0, prompt: 'Write a reply.' }), row('r2')];
  const of = experiment({ rows });

  test('is asked for in the generator’s name, with its own prompt and sampling', () => {
    const { slot, request } = generatorAsk(of, 0, 's');
    expect(slot).toEqual({ row: 0, criterion: 0, judge: 0, sample: 0 });
    expect(request).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      errand: { row: 'r1', criterion: '(output)', judge: 'writer', sample: 0 },
      messages: [{ role: 'user', content: 'Write a reply.' }],
      sampling: sampling({ temperature: 1 }),
      schema: null,
    });
    expect(generatorAsk(of, 0, 's').request.id).toBe(request.id);
    expect(generatorAsk(of, 0, 't').request.id).not.toBe(request.id);
    const [generator] = of.generators;
    const warmer = {
      ...of,
      generators: generator === undefined ? [] : [{ ...generator, sampling: sampling({ temperature: 2 }) }],
    };
    expect(generatorAsk(warmer, 0, 's').request.id).not.toBe(request.id);
  });

  test.for([
    [said(' Dear all,\n'), { kind: 'cast', value: ' Dear all,\n' }, null],
    [said(' \n'), { kind: 'invalid' }, 'empty'],
    [said('Dear', { finish: 'length' }), { kind: 'invalid' }, 'truncated'],
    [said('', { finish: 'refusal', refusal: 'no' }), { kind: 'invalid' }, 'refused'],
    [said('x', { finish: 'filter' }), { kind: 'invalid' }, 'filtered'],
  ] as const)('is the text as it came, and nothing less: %#', ([reply, vote, cause]) => {
    expect(generatorAsk(of, 0, '').read(reply)).toEqual({ vote, cause });
  });

  test('is not asked for where the row brings its own', () => {
    expect(() => generatorAsk(of, 1, '')).toThrow(/no output to be sampled/);
  });
});

test('a prompt is made once for all ballots of a row, and forgotten some rows later', () => {
  const put: string[] = [];
  const question = {
    put: ({ id }: { id: string }) => [{ role: 'user' as const, content: String(put.push(id)) }],
    schema: null,
    read: () => ({ vote: { kind: 'invalid' as const }, cause: '' }),
    reading: null,
  };
  const promptFor = promptsOf(2);
  for (const index of [0, 0, 1, 0, 2, 1, 0]) promptFor(index, row(`r${index}`), question, 'x');
  expect(put).toEqual(['r0', 'r1', 'r2', 'r0']);
});

test('a hundred thousand slots are made ready in seconds', () => {
  const long = 'The reply goes on about bicycles. '.repeat(60);
  const rows = Array.from({ length: 500 }, (_, index) => row(`r${index}`, given(`${index} ${long}`)));
  const of = experiment({
    rows,
    judges: [judge({ samples: 20 }), judge({ id: 't', sampling: sampling({ temperature: 1 }), samples: 20 })],
  });
  const ask = asker(of, world);
  const started = performance.now();
  let count = 0;
  for (const slot of slotsOf(of)) count += ask(slot).request.id.length / 32;
  const micros = ((performance.now() - started) * 1000) / count;
  expect(count).toBeGreaterThan(50_000);
  expect(micros).toBeLessThan(60);
});
