import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { combine } from '../../src/aggregate/combine.ts';
import { parseRule } from '../../src/aggregate/parse-rule.ts';
import { ruleFor } from '../../src/aggregate/rules.ts';
import { analyse } from '../../src/analyse/analyse.ts';
import { weightedPasses } from '../../src/analyse/weighted-passes.ts';
import type { Settings } from '../../src/analyse/settings.ts';
import type { Value } from '../../src/ballot.ts';
import type { Combine } from '../../src/experiment.ts';
import type { Recording } from '../../src/recording.ts';
import { majorityProb } from '../../src/statistics/majority-prob.ts';
import { counting } from '../aggregate/counting.ts';
import { cast, failed, record, settingsWith, type Given, type TableRow } from '../cast.ts';
import { differences, golden } from '../golden.ts';
import { average, product, subsets } from '../statistics/subsets.ts';

/** Several criteria on the same rows, by one judge: a table for each. */
const together = (tables: Readonly<Record<string, readonly TableRow[]>>): Recording => {
  const all = Object.entries(tables).map(([id, table]) => {
    const recording = record(table, { scale: { kind: 'nominal', labels: ['pass', 'fail'] } });
    return { recording, polls: recording.polls.map((poll) => ({ ...poll, criterion: { ...poll.criterion, id } })) };
  });
  const [first] = all;
  if (first === undefined) throw new Error('there is one criterion at least');
  return { ...first.recording, polls: all.flatMap(({ polls }) => polls) };
};

const rows = (...each: (readonly [gold: Value | null, given: readonly Given[]])[]): TableRow[] =>
  each.map(([gold, given]) => ({ ...(gold === null ? {} : { gold }), ballots: { A: given } }));

const allOf = (...criteria: string[]): Combine => ({
  weights: Object.fromEntries(criteria.map((id) => [id, 1])),
  atLeast: criteria.length,
  label: 'all',
});

const combined = (recording: Recording, settings: Partial<Settings>) => {
  const found = analyse(recording, settingsWith({ resamples: 200, simulations: 200, ...settings })).combined;
  if (found === null) throw new Error('the criteria are combined');
  return found;
};

test('a row is held to the criteria that it is asked', () => {
  const table = together({
    polite: rows(['pass', ['pass']], ['pass', ['pass']]),
    right: rows(['pass', ['fail']], ['pass', ['pass']]),
  });
  const asked = {
    ...table,
    polls: table.polls.map((poll) =>
      poll.criterion.id === 'right' ? { ...poll, cells: poll.cells.filter(({ row }) => row === 1) } : poll,
    ),
  };
  const all = allOf('polite', 'right');
  expect(combined(asked, { combine: all }).rows.map(({ verdict }) => verdict)).toEqual(['undecided', 'pass']);
  const spec = { ...all, atLeast: 1, asked: true };
  expect(combined(asked, { combine: spec })).toMatchObject({ passed: 2, failed: 0, undecided: 0, points: null });
  expect(combined(asked, { combine: spec }).rows[0]?.criteria).toHaveLength(1);
});

describe('All criteria together', () => {
  const recording = together({
    polite: rows(
      ['pass', ['pass', 'pass', 'fail']],
      ['pass', ['pass', 'pass', 'pass']],
      ['fail', ['pass', 'fail', 'pass']],
      ['pass', ['pass', 'fail']],
      [null, ['pass', 'pass', 'pass']],
    ),
    right: rows(
      ['pass', ['pass', 'pass', 'pass']],
      ['fail', ['fail', 'fail', 'pass']],
      ['pass', ['pass', 'pass', 'pass']],
      ['pass', ['pass', 'pass', 'pass']],
      ['pass', [failed, failed, failed]],
    ),
  });
  const found = combined(recording, { combine: allOf('polite', 'right') });

  test('each row has a verdict, and gold where every criterion has it', () => {
    expect(found.rows.map(({ row, verdict, gold, correct }) => ({ row, verdict, gold, correct }))).toEqual([
      { row: 'r0', verdict: 'pass', gold: 'pass', correct: true },
      { row: 'r1', verdict: 'fail', gold: 'fail', correct: true },
      { row: 'r2', verdict: 'pass', gold: 'fail', correct: false },
      { row: 'r3', verdict: 'undecided', gold: 'pass', correct: false },
      { row: 'r4', verdict: 'undecided', gold: null, correct: null },
    ]);
    expect(found.rows[4]?.criteria).toEqual([
      { criterion: 'polite', passed: true, gold: null },
      { criterion: 'right', passed: null, gold: true },
    ]);
  });

  test('the share that passes is of the decided rows, the error of those with gold, undecided ones counted as errors', () => {
    expect(found).toMatchObject({ passed: 2, failed: 1, undecided: 2 });
    expect(found.passRate).toMatchObject({ value: 2 / 3, rows: 3, groups: null });
    expect(found.error).toMatchObject({ value: 0.5, rows: 4 });
    expect(found.passRate?.lower).toBeLessThan(0.2);
  });

  test('a criterion without any ballot leaves open what only it could settle', () => {
    const cut = combined(recording, { combine: allOf('polite', 'right', 'brief') });
    expect(cut.rows.map(({ verdict }) => verdict)).toEqual([
      'undecided',
      'fail',
      'undecided',
      'undecided',
      'undecided',
    ]);
    expect([cut.points, cut.error]).toEqual([null, null]);
  });

  test('scores combine by the mark from which they pass', () => {
    const scored = record(rows([4, [5, 4, 4]], [2, [2, 1, 5]]));
    const marked = combined(scored, { passAt: 4, combine: allOf('quality') });
    expect(marked.rows.map(({ verdict, gold }) => [verdict, gold])).toEqual([
      ['pass', 'pass'],
      ['fail', 'fail'],
    ]);
  });

  test('a criterion of which nothing says when it passes is refused', () => {
    const levels = record(rows(['x', [1, 3, 5]]), { scale: { kind: 'ordinal', levels: [1, 2, 3, 4, 5] } });
    expect(() => combined(levels, { combine: allOf('quality') })).toThrow(
      'nothing says when criterion "quality" passes',
    );
  });

  test('nor is a mean of 0s and 1s a pass without a mark', () => {
    const scale = { kind: 'ordinal', levels: [0, 1] } as const;
    const settings = { rule: parseRule('mean'), combine: allOf('quality') };
    const recording = record(rows([1, [0, 1, 1]]), { scale });
    expect(() => combined(recording, settings)).toThrow('nothing says when criterion "quality" passes');
    expect(combined(recording, { ...settings, passAt: 0.5 }).passed).toBe(1);
  });

  test('rows of one group widen the interval', () => {
    const many = (group: (at: number) => string): Recording => {
      const table = Array.from({ length: 120 }, (_, at) => ({
        gold: 'pass',
        group: group(at),
        ballots: { A: [Math.floor(at / 4) % 3 === 0 ? 'fail' : 'pass'] },
      }));
      return together({ a: table, b: table });
    };
    const [loose, tight] = [(at: number) => `g${at}`, (at: number) => `g${Math.floor(at / 4)}`].map(
      (group) => combined(many(group), { combine: allOf('a', 'b') }).passRate,
    );
    expect(loose?.value).toBe(tight?.value);
    expect(tight?.groups).toBe(30);
    expect((tight?.upper ?? 0) - (tight?.lower ?? 0)).toBeGreaterThan(
      1.5 * ((loose?.upper ?? 0) - (loose?.lower ?? 0)),
    );
  });
});

describe('The chance that enough criteria pass', () => {
  test.for(golden.cases.filter(({ fn }) => fn === 'twoStage'))(
    '$id: $args.n ballots each',
    ({ args, expect: expected, tol }) => {
      const criteria = args['criteria'] as { N: number; successes: number }[];
      const perCriterion = criteria.map(({ N, successes }) =>
        majorityProb({ total: N, successes, n: Number(args['n']), tie: 'split' }),
      );
      const weights = criteria.map(() => 1);
      const atLeast = (k: number): number => weightedPasses(weights, k)?.(perCriterion) ?? Number.NaN;
      const distribution = [0, 1, 2, 3, 4].map((k) => atLeast(k) - (k < 4 ? atLeast(k + 1) : 0));
      const found = { perCriterion, allPass: atLeast(4), atLeast3: atLeast(3), distribution };
      expect(differences(found, expected, tol)).toEqual([]);
    },
  );

  test('is the sum over all combinations, whatever the weights', () => {
    const anyCriteria = fc.array(
      fc.record({ weight: fc.constantFrom(0.1, 0.2, 0.5, 1, 2), chance: fc.double({ min: 0, max: 1, noNaN: true }) }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(anyCriteria, fc.double({ min: 0, max: 5, noNaN: true }), (criteria, atLeast) => {
        const names = criteria.map((_, at) => `c${at}`);
        const weights = Object.fromEntries(criteria.map(({ weight }, at) => [`c${at}`, weight]));
        const all = product(criteria.map(() => [true, false])).map((passed) => ({
          p: passed.reduce(
            (p, pass, at) => p * (pass ? (criteria[at]?.chance ?? 0) : 1 - (criteria[at]?.chance ?? 0)),
            1,
          ),
          verdict: combine(
            passed.map((pass, at) => ({ criterion: names[at] ?? '', passed: pass })),
            { weights, atLeast },
          ),
        }));
        const expected = all.reduce((sum, { p, verdict }) => sum + (verdict === 'pass' ? p : 0), 0);
        const found = weightedPasses(
          criteria.map(({ weight }) => weight),
          atLeast,
        )?.(criteria.map(({ chance }) => chance));
        expect(found).toBeCloseTo(expected, 10);
      }),
    );
  });

  test('weights with too many different sums are left alone', () => {
    const weights = Array.from({ length: 20 }, (_, at) => 2 ** at);
    expect(weightedPasses(weights, 5)).toBeNull();
  });
});

test('the combined error at n ballots a criterion is what the rules make of all draws of n on each', () => {
  const given = fc.array(fc.constantFrom<Given>('pass', 'fail', 'pass', null), { minLength: 3, maxLength: 5 });
  const gold = fc.constantFrom('pass', 'fail');
  const anyCase = fc.record({
    criteria: fc.array(fc.record({ gold, given, weight: fc.constantFrom(1, 2) }), { minLength: 1, maxLength: 3 }),
    rule: fc.constantFrom('majority', 'plurality', 'threshold:2', 'unanimous'),
    tie: fc.constantFrom('abstain', 'fail', 'pass'),
    quorum: fc.integer({ min: 1, max: 2 }),
    share: fc.constantFrom(0.5, 1),
  });
  fc.assert(
    fc.property(anyCase, ({ criteria, rule, tie, quorum, share }) => {
      const id = (at: number): string => `c${at}`;
      const weights = Object.fromEntries(criteria.map(({ weight }, at) => [id(at), weight]));
      const spec = { weights, label: 'some', atLeast: share * criteria.reduce((sum, { weight }) => sum + weight, 0) };
      const recording = together(
        Object.fromEntries(criteria.map((each, at) => [id(at), rows([each.gold, each.given])])),
      );
      const { points } = combined(recording, { rule: parseRule(rule), tie, quorum, combine: spec, designs: [] });
      const right = combine(
        criteria.map((each, at) => ({ criterion: id(at), passed: each.gold === 'pass' })),
        spec,
      );
      const decide = ruleFor(parseRule(rule), counting({ tie, quorum }));
      for (const { n, error } of points ?? []) {
        const draws = criteria.map((each) =>
          subsets(each.given.length, n).map((chosen) => decide(cast(...chosen.map((at) => each.given[at] ?? null)))),
        );
        const verdicts = product(draws).map((said) =>
          combine(
            said.map((verdict, at) => ({
              criterion: id(at),
              passed: verdict.kind === 'decided' ? verdict.value === 'pass' : null,
            })),
            spec,
          ),
        );
        expect(error).toBeCloseTo(average(verdicts.map((verdict) => Number(verdict !== right))), 9);
      }
      expect(points?.length ?? 0).toBeGreaterThan(0);
    }),
    { numRuns: 400 },
  );
});
