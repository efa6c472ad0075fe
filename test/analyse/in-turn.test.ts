import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RuleSpec, Tie } from '../../src/aggregate/rule.ts';
import { poolsOf } from '../../src/analyse/pool.ts';
import type { RowLaw } from '../../src/analyse/row-law.ts';
import { rowLaws } from '../../src/analyse/row-laws.ts';
import type { Design, Settings } from '../../src/analyse/settings.ts';
import type { Value } from '../../src/ballot.ts';
import { majorityProb } from '../../src/statistics/majority-prob.ts';
import { castBy, contextOf, record, settingsWith, type Given } from '../cast.ts';
import { enumerate, largest, panels } from './enumerate.ts';

const designs: readonly Design[] = ['roundRobin', 'randomJudges'];

type Case = {
  readonly labels: readonly string[];
  readonly ballots: Readonly<Record<string, readonly Given[]>>;
  readonly gold: Value;
  readonly settings: Partial<Settings>;
};

const ballotsOf = (...labels: readonly Given[]) =>
  fc
    .array(fc.array(fc.constantFrom(...labels), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 })
    .filter((judges) => judges.flat().length <= 9)
    .map((judges) => Object.fromEntries(judges.map((own, at) => ['ABCD'.charAt(at), own])));

const anySettings = <R extends RuleSpec>(rule: fc.Arbitrary<R>, ties: readonly Tie[]) =>
  fc.record({
    rule,
    tie: fc.constantFrom(...ties),
    quorum: fc.integer({ min: 1, max: 4 }),
    majorityOf: fc.constantFrom('valid' as const, 'seats' as const),
    onNoQuorum: fc.constantFrom('error' as const, 'abstain' as const, 'exclude' as const),
  });

const votes = fc.integer({ min: 1, max: 4 }).map((atLeast) => ({ kind: 'threshold', atLeast, of: 'votes' }) as const);
const shares = fc
  .constantFrom(0.2, 0.5, 0.6, 2 / 3, 1)
  .map((atLeast) => ({ kind: 'threshold', atLeast, of: 'share' }) as const);
const byCount = fc.constantFrom<RuleSpec>({ kind: 'majority' }, { kind: 'plurality' }, { kind: 'unanimous' });

const twoLabels: fc.Arbitrary<Case> = fc.record({
  labels: fc.constant(['pass', 'fail']),
  ballots: ballotsOf('pass', 'pass', 'fail'),
  gold: fc.constantFrom('pass', 'fail'),
  settings: fc
    .record({
      counting: anySettings(fc.oneof({ weight: 3, arbitrary: byCount }, votes, shares), [
        'split',
        'first',
        'priority',
        'pass',
        'fail',
        'abstain',
      ]),
      priority: fc.constantFrom<readonly Value[]>(['pass', 'fail'], ['fail', 'pass'], ['pass'], []),
      onNoQuorum: fc.constantFrom('error' as const, 'fail' as const, 'abstain' as const, 'exclude' as const),
    })
    .map(({ counting, ...rest }) => ({ ...counting, ...rest })),
});

const labels = ['a', 'b', 'c'];
/** Only two of three labels were cast, gold among them or not. */
const twoOfThree: fc.Arbitrary<Case> = fc.record({
  labels: fc.constant(labels),
  ballots: ballotsOf('a', 'a', 'b'),
  gold: fc.constantFrom('a', 'b'),
  settings: fc
    .record({
      counting: anySettings(fc.oneof(byCount, votes, shares), ['split', 'first', 'priority', 'abstain']),
      priority: fc.shuffledSubarray<Value>(labels),
    })
    .map(({ counting, priority }) => ({ ...counting, priority })),
});

const unanimous: fc.Arbitrary<Case> = fc.record({
  labels: fc.constant(labels),
  ballots: ballotsOf('a', 'a', 'a', 'b', 'c'),
  gold: fc.constantFrom('a', 'b'),
  settings: anySettings(fc.constant({ kind: 'unanimous' } as const), ['split']),
});

/** A majority where gold loses every tie is one of the gold ballots alone. */
const loses: fc.Arbitrary<Case> = fc.record({
  labels: fc.constant(labels),
  ballots: ballotsOf('a', 'a', 'a', 'b', 'c'),
  gold: fc.constant('a'),
  settings: fc
    .record({
      counting: anySettings(fc.constant({ kind: 'majority' } as const), ['abstain', 'priority']),
      priority: fc.constantFrom<readonly Value[]>(['b', 'c', 'a'], ['c', 'b'], ['b'], []),
    })
    .map(({ counting, priority }) => ({ ...counting, priority })),
});

const lawOfRow = ({ labels: all, ballots, gold, settings }: Case, design: Design, nMax: number): RowLaw => {
  const scale = { kind: 'nominal' as const, labels: [...all] };
  const context = contextOf(record([{ gold, ballots }], { scale }), settingsWith({ ...settings, simulations: 50 }));
  const { pools } = poolsOf(context.question.poll, { judge: null, complete: false });
  const [law] = rowLaws(pools, { ...context, design, nMax });
  if (law === undefined) throw new Error('a row with ballots has a law');
  return law;
};

describe('Where the gold ballots settle the verdict, the law of a row is exact', () => {
  for (const [name, cases] of [
    ['two labels, none missing', twoLabels],
    ['two of three labels', twoOfThree],
    ['unanimity among three labels', unanimous],
    ['a majority that loses its ties, among three labels', loses],
  ] as const)
    for (const design of designs)
      test(`${name}, drawn by ${design}`, () => {
        fc.assert(
          fc.property(cases, (one) => {
            const judges = Object.entries(one.ballots).map(([judge, own]) => castBy({ [judge]: own }));
            const nMax = largest(judges, design);
            const law = lawOfRow(one, design, nMax);
            expect(law.noise).toBeNull();
            const scale = { kind: 'nominal' as const, labels: [...one.labels] };
            const { question, settings } = contextOf(
              record([{ gold: one.gold, ballots: one.ballots }], { scale }),
              settingsWith(one.settings),
            );
            for (let n = 1; n <= nMax; n += 1) {
              const expected = enumerate(panels(judges, n, design), question, one.gold, settings);
              expect(Math.abs((law.wrong[n] ?? NaN) - expected.wrong)).toBeLessThan(1e-9);
              expect(Math.abs((law.undecided?.[n] ?? 0) - expected.undecided)).toBeLessThan(1e-9);
            }
          }),
          { numRuns: 250, seed: 7 },
        );
      });
});

const panel = (judges: number, given: (judge: number) => readonly Given[]) =>
  Object.fromEntries(Array.from({ length: judges }, (_, j) => [`J${j}`, given(j)]));
const labelled = { labels: ['pass', 'fail'], gold: 'pass' } as const;

test.for([
  { what: 'level ballots shared', tie: 'split', asIf: 'split' },
  { what: 'level ballots for the positive label', tie: 'pass', asIf: 'pass' },
] as const)('1,500 judges with one ballot each, $what', ({ tie, asIf }) => {
  const ballots = panel(1500, (j) => [j < 870 ? 'pass' : 'fail']);
  for (const design of designs) {
    const law = lawOfRow({ ...labelled, ballots, settings: { tie } }, design, 101);
    expect(law.noise).toBeNull();
    for (let n = 1; n <= 101; n += 1)
      expect(law.wrong[n]).toBeCloseTo(1 - majorityProb({ total: 1500, successes: 870, n, tie: asIf }), 9);
  }
});

test('fewer seats than a quorum are undecided, not wrong', () => {
  const ballots = panel(3, () => ['pass', 'fail']);
  const law = lawOfRow({ ...labelled, ballots, settings: { quorum: 3, onNoQuorum: 'abstain' } }, 'roundRobin', 4);
  expect(law.wrong.slice(1, 3)).toEqual(Float64Array.of(0, 0));
  expect([...(law.undecided ?? [])]).toEqual([1, 1, 1, 0, 0]);
  expect(law.wrong[3]).toBeCloseTo(0.5, 12);
});

test('a panel so large that its simulation is quicker is simulated', () => {
  const ballots = panel(1500, (j) => [j < 870 ? 'pass' : 'fail']);
  expect(lawOfRow({ ...labelled, ballots, settings: {} }, 'randomJudges', 1500).noise).not.toBeNull();
});
