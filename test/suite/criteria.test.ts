import { describe, expect, test } from 'vitest';
import type { Assertion } from '../../src/assertion.ts';
import type { Experiment } from '../../src/experiment.ts';
import { experiment, read, suite } from './files.ts';

type Named = Readonly<Record<string, readonly string[]>>;

/** The rows that each criterion is asked of. */
const asked = ({ criteria }: Experiment): Named =>
  Object.fromEntries(
    criteria.map((criterion) => [criterion.id, criterion.kind === 'assertion' ? [...criterion.on.keys()] : []]),
  );

const assertionOf = ({ criteria }: Experiment, id: string, row = 'test-0001'): Assertion | undefined => {
  const criterion = criteria.find((each) => each.id === id);
  return criterion?.kind === 'assertion' ? criterion.on.get(row) : undefined;
};

const one = (...assert: object[]): object => ({ tests: [{ vars: { q: 'x' }, assert }] });

describe('Names', () => {
  test('a metric, else the type; of the defaults with the first words of the value', async () => {
    const value = 'Is the reply kind to the person,\n  and does it answer what was asked of it?';
    const found = await experiment({
      defaultTest: {
        assert: [
          { type: 'llm-rubric', value },
          { type: 'contains-any', value: ['a', 'b'] },
        ],
        options: { provider: 'openai:gpt-4o' },
      },
      ...one({ type: 'llm-rubric', value }, { type: 'not-contains', value: 'x', metric: 'no {{q}}' }),
    });
    expect(Object.keys(asked(found))).toEqual([
      'llm-rubric: Is the reply kind to the person,…',
      'contains-any: a, b',
      'llm-rubric',
      'no {{q}}',
    ]);
  });

  test('the second of a row is numbered, and rows share a criterion by its name', async () => {
    const found = await experiment({
      tests: [
        {
          vars: { q: 'x' },
          assert: [
            { type: 'contains', value: 'a' },
            { type: 'contains', value: 'b' },
          ],
        },
        { vars: { q: 'y' }, assert: [{ type: 'contains', value: 'c' }] },
      ],
    });
    expect(asked(found)).toEqual({ contains: ['test-0001', 'test-0002'], 'contains 2': ['test-0001'] });
  });

  test('what counts otherwise is another criterion, for a criterion counts the same on every row', async () => {
    const found = await experiment({
      tests: [
        { vars: { q: 'x' }, assert: [{ type: 'contains', value: 'a' }] },
        { vars: { q: 'y' }, assert: [{ type: 'contains', value: 'b', weight: 3 }] },
      ],
    });
    expect(asked(found)).toEqual({ contains: ['test-0001'], 'contains 2': ['test-0002'] });
    expect(found.combine?.weights).toEqual({ contains: 1, 'contains 2': 3 });
  });

  test('none is called as the verdict on all of them is', async () => {
    const found = await experiment(one({ type: 'contains', value: 'a', metric: 'combined' }));
    expect(Object.keys(asked(found))).toEqual(['combined 2']);
  });
});

describe('What is asserted', () => {
  test('is put to judges, or checked by code', async () => {
    const found = await experiment(
      one({ type: 'llm-rubric', value: 'Kind {{q}}?' }, { type: 'contains', value: '{{q}}' }),
    );
    expect(assertionOf(found, 'llm-rubric')?.kind).toBe('graded');
    expect(assertionOf(found, 'contains')?.kind).toBe('checked');
    expect(found.criteria.map(({ scale, declared }) => [scale, declared])).toEqual(
      Array.from({ length: 2 }, () => [{ kind: 'nominal', labels: ['pass', 'fail'] }, true]),
    );
    const code = assertionOf(found, 'contains');
    const vote = code?.kind === 'checked' ? await code.check({ text: 'an x', latencyMs: null, usd: null }) : null;
    expect(vote).toMatchObject({ kind: 'cast', value: 'pass' });
  });

  test('of a default stays away where the test says so', async () => {
    const found = await experiment({
      defaultTest: { assert: [{ type: 'contains', value: 'a', metric: 'every' }] },
      tests: [
        { vars: { q: 'x' } },
        { vars: { q: 'y' }, options: { disableDefaultAsserts: true }, assert: [{ type: 'equals', value: 'y' }] },
      ],
    });
    expect(asked(found)).toEqual({ every: ['test-0001'], equals: ['test-0002'] });
  });

  test('is the same of every repeat', async () => {
    const found = await experiment({ ...one({ type: 'llm-rubric', value: 'Kind?' }), evaluateOptions: { repeat: 2 } });
    expect(assertionOf(found, 'llm-rubric')).toBe(assertionOf(found, 'llm-rubric', 'test-0001 ×2'));
  });

  test('runs code only where the user allows it', async () => {
    const code = one({ type: 'javascript', value: 'output.length > 2' });
    await expect(experiment(code)).rejects.toThrow('--allow-code');
    expect(assertionOf(await experiment(code, {}, { allowCode: true }), 'javascript')?.kind).toBe('checked');
  });
});

describe('All together', () => {
  test('one criterion is not combined', async () => {
    expect((await experiment()).combine).toBe(null);
  });

  test('all that a row is asked has to pass, what weighs nothing aside', async () => {
    const found = await experiment(one({ type: 'contains', value: 'a' }, { type: 'equals', value: 'b', weight: 0 }));
    expect(found.combine).toEqual({
      weights: { contains: 1, equals: 0 },
      atLeast: 1,
      label: 'all',
      asked: true,
      sets: [],
    });
  });

  test('or the share of the weight that the tests ask for', async () => {
    const { experiment: found, settings } = await read(
      suite({
        defaultTest: { threshold: 0.5, options: { provider: 'openai:gpt-4o' } },
        ...one({ type: 'contains', value: 'a' }, { type: 'equals', value: 'b', weight: 2 }),
      }),
    );
    expect(found.combine).toMatchObject({
      weights: { contains: 1, equals: 2 },
      atLeast: 0.5,
      label: 'at least 0.5 of the weight',
    });
    expect(settings.combine).toEqual(found.combine);
  });

  test('a set passes by itself, and counts as one', async () => {
    const set = {
      type: 'assert-set',
      threshold: 0.5,
      weight: 2,
      metric: 'form',
      assert: [
        { type: 'contains', value: 'a' },
        { type: 'contains', value: 'b', weight: 3 },
      ],
    };
    const found = await experiment(one(set, { type: 'equals', value: 'c' }));
    expect(found.combine).toMatchObject({
      weights: { equals: 1 },
      sets: [{ id: 'form', weights: { contains: 1, 'contains 2': 3 }, atLeast: 0.5, weight: 2 }],
    });
    expect(found.notes).toEqual([
      'Sets with a threshold pass with that share of the weights of what passes in them; promptfoo compares the mean of the scores with it, in which an assertion that fails counts too.',
    ]);
  });
});

describe('A set that asks several models the same', () => {
  const member = (provider: string): object => ({ type: 'llm-rubric', value: 'Kind?', provider });
  const jury = (threshold?: number): object => ({
    type: 'assert-set',
    metric: 'kindness',
    weight: 2,
    ...(threshold === undefined ? {} : { threshold }),
    assert: ['openai:gpt-4o', 'openai:gpt-4.1', 'openai:gpt-4.1-mini'].map(member),
  });

  test('is one criterion with a jury, that passes with k of n votes', async () => {
    const { experiment: found, settings } = await read(suite(one(jury(0.66), { type: 'contains', value: 'a' })));
    expect(asked(found)).toEqual({ kindness: ['test-0001'], contains: ['test-0001'] });
    expect(assertionOf(found, 'kindness')).toMatchObject({
      graders: ['openai:gpt-4o', 'openai:gpt-4.1', 'openai:gpt-4.1-mini'],
    });
    expect(settings.rule).toEqual({ kind: 'threshold', atLeast: 2 / 3, of: 'share' });
    expect(found.combine?.weights).toEqual({ kindness: 2, contains: 1 });
    expect(found.notes).toMatchInlineSnapshot(`
      [
        "The 3 assertions of the set behind "kindness" ask different judges the same, so they are one criterion with a jury: it passes with 2 of 3 votes. promptfoo would have compared the mean of their scores with 0.66, to which judges that fail it add their scores too, and counted a judge's error as a fail.",
      ]
    `);
  });

  test('without a threshold, with all of them', async () => {
    const { experiment: found, settings } = await read(suite(one(jury())));
    expect(settings.rule).toEqual({ kind: 'threshold', atLeast: 1, of: 'share' });
    expect(found.notes).toMatchInlineSnapshot(`
      [
        "The 3 assertions of the set behind "kindness" ask different judges the same, so they are one criterion with a jury: it passes with 3 of 3 votes. promptfoo would have let it pass if all of them pass, and counted a judge's error as a fail.",
      ]
    `);
  });

  test('votes by the rule of the block, where it has one', async () => {
    const { experiment: found, settings } = await read(suite({ ...one(jury(0.66)), empanel: { rule: 'majority' } }));
    expect(settings.rule).toEqual({ kind: 'majority' });
    expect(found.notes).toMatchInlineSnapshot(`
      [
        "The 3 assertions of the set behind "kindness" ask different judges the same, so they are one criterion with a jury: majority decides, where the set asks for 2 of 3. promptfoo would have compared the mean of their scores with 0.66, to which judges that fail it add their scores too, and counted a judge's error as a fail.",
      ]
    `);
  });

  test('is several criteria where the questions differ, or one model is asked again', async () => {
    const members = [member('openai:gpt-4o'), { ...member('openai:gpt-4.1'), value: 'Polite?' }];
    expect(Object.keys(asked(await experiment(one({ type: 'assert-set', assert: members }))))).toEqual([
      'llm-rubric',
      'llm-rubric 2',
    ]);
    const again = [member('openai:gpt-4o'), member('openai:gpt-4o')];
    expect(Object.keys(asked(await experiment(one({ type: 'assert-set', assert: again }))))).toEqual([
      'llm-rubric',
      'llm-rubric 2',
    ]);
  });
});
