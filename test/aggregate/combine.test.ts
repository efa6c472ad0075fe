import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { combine, type CriterionVerdict } from '../../src/aggregate/combine.ts';

const [yes, no, open] = [true, false, null];
const named = (passed: readonly (boolean | null)[]): CriterionVerdict[] =>
  passed.map((each, at) => ({ criterion: 'abcdef'.charAt(at), passed: each }));
const equal = (count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => ['abcdef'.charAt(at), 1]));

describe('Verdicts on several criteria become one', () => {
  test.for([
    { passed: [yes, yes, yes], atLeast: 3, verdict: 'pass' },
    { passed: [yes, no, yes], atLeast: 3, verdict: 'fail' },
    { passed: [yes, open, yes], atLeast: 3, verdict: 'undecided' },
    // What is undecided can't turn it any more, either way.
    { passed: [no, open, yes], atLeast: 3, verdict: 'fail' },
    { passed: [yes, open, yes], atLeast: 2, verdict: 'pass' },
    { passed: [yes, open, no], atLeast: 2, verdict: 'undecided' },
    { passed: [no, no, open], atLeast: 2, verdict: 'fail' },
    { passed: [open, open, open], atLeast: 1, verdict: 'undecided' },
  ] as const)('$passed, at least $atLeast of 3 → $verdict', ({ passed, atLeast, verdict }) => {
    expect(combine(named(passed), { weights: equal(3), atLeast })).toBe(verdict);
  });

  test('a criterion passes by its weight, and one without a weight counts for nothing', () => {
    const weights = { a: 3, b: 1 };
    expect(combine(named([yes, no, no]), { weights, atLeast: 3 })).toBe('pass');
    expect(combine(named([no, yes, yes]), { weights, atLeast: 2 })).toBe('fail');
  });

  test('a criterion without a verdict is undecided, not failed', () => {
    expect(combine(named([yes]), { weights: equal(2), atLeast: 2 })).toBe('undecided');
    expect(combine([], { weights: { constructor: 1 }, atLeast: 1 })).toBe('undecided');
  });

  test('a set counts as one, with a weight of its own, and its share is that of what is asked', () => {
    const sets = [{ id: 'style', weights: { b: 1, c: 1, d: 1 }, atLeast: 0.6, weight: 2 }];
    const spec = { weights: { a: 1 }, atLeast: 1, asked: true, sets };
    expect(combine(named([yes, yes, yes, no]), spec)).toBe('pass');
    expect(combine(named([yes, yes, no, no]), spec)).toBe('fail');
    expect(combine(named([yes, yes, no, open]), spec)).toBe('undecided');
    // Of two that are asked, 60% are two.
    expect(combine(named([yes, yes, no]), spec)).toBe('fail');
    expect(combine(named([no, yes, yes, yes]), { ...spec, atLeast: 0.6 })).toBe('pass');
    expect(combine(named([yes, no, no, no]), { ...spec, atLeast: 0.6 })).toBe('fail');
  });

  test('where rows differ in what they are asked, what is not asked counts for nothing', () => {
    const spec = { weights: equal(3), atLeast: 1, asked: true };
    expect(combine(named([yes, yes]), spec)).toBe('pass');
    expect(combine(named([yes, no]), spec)).toBe('fail');
    expect(combine(named([yes, open]), spec)).toBe('undecided');
  });

  test('ten weights of 0.1 reach 1, though doubles make them 0.9999999999999999', () => {
    const weights = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`c${at}`, 0.1]));
    const all = Object.keys(weights).map((criterion) => ({ criterion, passed: true }));
    expect(combine(all, { weights, atLeast: 1 })).toBe('pass');
  });
});

describe('What always holds of combined verdicts', () => {
  const weight = fc.constantFrom(0.1, 0.3, 0.5, 1, 2, 3);
  const anyCase = fc
    .array(fc.record({ passed: fc.constantFrom(yes, no, open), weight }), { minLength: 1, maxLength: 6 })
    .chain((criteria) => {
      const sum = criteria.reduce((total, each) => total + each.weight, 0);
      return fc.record({
        verdicts: fc.constant(named(criteria.map(({ passed }) => passed))),
        spec: fc.record({
          weights: fc.constant(Object.fromEntries(criteria.map((each, at) => ['abcdef'.charAt(at), each.weight]))),
          atLeast: fc.constantFrom(0.2, 0.5, 0.75, 1).map((share) => share * sum),
        }),
      });
    });
  const order = { fail: 0, undecided: 1, pass: 2 } as const;
  const better = (passed: boolean | null): boolean | null => (passed === false ? null : true);

  test('a criterion that does better never makes the whole worse', () => {
    fc.assert(
      fc.property(anyCase, fc.nat(5), ({ verdicts, spec }, which) => {
        const raised = verdicts.map((each, at) => (at === which ? { ...each, passed: better(each.passed) } : each));
        expect(order[combine(raised, spec)]).toBeGreaterThanOrEqual(order[combine(verdicts, spec)]);
      }),
    );
  });

  test('the order of the criteria changes nothing', () => {
    fc.assert(
      fc.property(anyCase, ({ verdicts, spec }) => {
        const turned = { ...spec, weights: Object.fromEntries(Object.entries(spec.weights).toReversed()) };
        expect(combine(verdicts.toReversed(), turned)).toBe(combine(verdicts, spec));
      }),
    );
  });

  test('it is undecided exactly if the undecided criteria could still turn it either way', () => {
    fc.assert(
      fc.property(anyCase, ({ verdicts, spec }) => {
        const as = (wanted: boolean) =>
          combine(
            verdicts.map((each) => ({ ...each, passed: each.passed ?? wanted })),
            spec,
          );
        expect([as(true), as(false)]).not.toContain('undecided');
        expect(combine(verdicts, spec)).toBe(as(true) === as(false) ? as(true) : 'undecided');
      }),
    );
  });
});
