import fc from 'fast-check';
import { expect, test } from 'vitest';
import { combine, type CombinedVerdict, type CriterionVerdict } from '../../src/aggregate/combine.ts';
import type { Experiment } from '../../src/experiment.ts';
import { Fault } from '../../src/fault.ts';
import { experiment } from './files.ts';

type Leaf = { readonly type: 'contains'; readonly value: 'yes' | 'no'; readonly weight?: number };
type Limit = { readonly threshold?: number };
type Set = Limit & { readonly type: 'assert-set'; readonly weight?: number; readonly assert: readonly Leaf[] };
type Test = Limit & { readonly assert: readonly (Leaf | Set)[] };

/** What code says of the output "yes" on a row, combined as the suite says. */
const verdictOf = async ({ criteria, combine: spec }: Experiment, row = 'test-0001'): Promise<CombinedVerdict> => {
  const verdicts: CriterionVerdict[] = [];
  for (const criterion of criteria) {
    const assertion = criterion.kind === 'assertion' ? criterion.on.get(row) : undefined;
    if (assertion?.kind !== 'checked') continue;
    const vote = await assertion.check({ text: 'yes', latencyMs: null, usd: null });
    verdicts.push({ criterion: criterion.id, passed: vote.kind === 'cast' && vote.value === 'pass' });
  }
  if (spec === null || verdicts.length === 0) throw new Error('nothing is combined');
  return combine(verdicts, spec);
};

type Result = { readonly pass: boolean; readonly score: number; readonly weight: number };

/** promptfoo's rule: the weighted mean of scores is held against a threshold; without one nothing may fail. */
const resultOf = (parts: readonly Result[], threshold: number | undefined): { pass: boolean; score: number } => {
  const weights = parts.reduce((sum, { weight }) => sum + weight, 0);
  const total = parts.reduce((sum, { score, weight }) => sum + score * weight, 0);
  const score = weights > 0 ? total / weights : 0;
  // The panel forgives rounding errors.
  return { score, pass: threshold === undefined ? parts.every(({ pass }) => pass) : score >= threshold - 1e-9 };
};

/** What promptfoo makes of an entry for the output "yes". An assertion without weight always passes; a set without weight doesn't. */
const partOf = (entry: Leaf | Set): Result => {
  const { weight = 1 } = entry;
  if (entry.type === 'assert-set') return { ...resultOf(entry.assert.map(partOf), entry.threshold), weight };
  const passes = entry.value === 'yes';
  return { pass: passes || weight === 0, score: passes ? 1 : 0, weight };
};

const passesThere = ({ assert, threshold }: Test): boolean => resultOf(assert.map(partOf), threshold).pass;

const limit = { threshold: fc.constantFrom(0, 0.25, 0.5, 2 / 3, 1) };
const weight = fc.nat(3);
const leaf: fc.Arbitrary<Leaf> = fc.record(
  { type: fc.constant('contains' as const), value: fc.constantFrom('yes' as const, 'no' as const), weight },
  { requiredKeys: ['type', 'value'] },
);
const set: fc.Arbitrary<Set> = fc.record(
  {
    type: fc.constant('assert-set' as const),
    assert: fc.array(leaf, { minLength: 1, maxLength: 3 }),
    weight,
    ...limit,
  },
  { requiredKeys: ['type', 'assert'] },
);
const anyTest: fc.Arbitrary<Test> = fc
  .record(
    { assert: fc.array(fc.oneof(leaf, set), { minLength: 1, maxLength: 4 }), ...limit },
    { requiredKeys: ['assert'] },
  )
  .filter(({ assert }) => assert.flatMap((each) => ('assert' in each ? each.assert : [each])).length > 1);
const tests = fc.array(anyTest, { minLength: 1, maxLength: 3 });

const weightless = ({ assert, threshold }: Test): boolean =>
  (threshold !== undefined && assert.every((each) => each.weight === 0)) ||
  assert.some((each) => 'assert' in each && each.assert.every((inner) => inner.weight === 0));

test('Where code decides, a row passes as under promptfoo, whatever its sets, weights and thresholds', async () => {
  await fc.assert(
    fc.asyncProperty(tests, async (all) => {
      const written = all.map((each) => ({ vars: { q: 'x' }, ...each }));
      const found = await experiment({ tests: written }).catch((error: unknown) => error);
      // What could never pass is refused, and nothing else is.
      if (found instanceof Fault) expect(all.some(weightless)).toBe(true);
      else
        for (const [at, each] of all.entries())
          expect(await verdictOf(found as Experiment, `test-000${at + 1}`)).toBe(passesThere(each) ? 'pass' : 'fail');
    }),
    { numRuns: 150 },
  );
});

test('A test has a threshold: a set counts by the share of it that passes, and its own is not heard', async () => {
  const half: Set = {
    type: 'assert-set',
    threshold: 1,
    weight: 2,
    assert: [
      { type: 'contains', value: 'yes' },
      { type: 'contains', value: 'no', weight: 3 },
    ],
  };
  const found = await experiment({
    tests: [{ vars: { q: 'x' }, threshold: 0.5, assert: [half, { type: 'contains', value: 'yes' }] }],
  });
  expect(found.combine).toMatchObject({ weights: { contains: 0.5, 'contains 2': 1.5, 'contains 3': 1 }, sets: [] });
  expect(await verdictOf(found)).toBe('pass'); // 1.5 of 3
  expect(found.notes).toEqual([
    'The tests have a threshold, so a set counts by the share of its weights that passes, as under promptfoo, and no threshold of its own is heard.',
  ]);
});

test('Tests with different thresholds are counted apart', async () => {
  const assert = [
    { type: 'contains', value: 'yes' },
    { type: 'equals', value: 'no' },
  ];
  const found = await experiment({
    tests: [
      { vars: { q: 'x' }, assert },
      { vars: { q: 'y' }, threshold: 0.5, assert },
    ],
  });
  expect(found.combine).toEqual({
    weights: { contains: 1, equals: 1 },
    atLeast: 1,
    label: 'as each test asks',
    asked: true,
    sets: [{ id: 'threshold 0.5', weights: { 'contains 2': 1, 'equals 2': 1 }, atLeast: 0.5, weight: 1 }],
  });
  expect([await verdictOf(found), await verdictOf(found, 'test-0002')]).toEqual(['fail', 'pass']);
  expect(found.notes).toEqual([
    'Tests differ in their thresholds, so what they assert is counted apart: criteria of tests with another threshold have a name of their own.',
  ]);
});
