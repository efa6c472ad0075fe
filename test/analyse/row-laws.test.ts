import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RuleSpec, Tie } from '../../src/aggregate/rule.ts';
import { poolsOf } from '../../src/analyse/pool.ts';
import { rowLaws } from '../../src/analyse/row-laws.ts';
import type { Design, Settings } from '../../src/analyse/settings.ts';
import type { Value } from '../../src/ballot.ts';
import type { Scale } from '../../src/rubric.ts';
import { castBy, contextOf, failed, invalid, record, settingsWith, type Given } from '../cast.ts';
import { enumerate, largest, panels } from './enumerate.ts';

const designs: readonly Design[] = ['random', 'roundRobin', 'randomJudges'];
const policies = ['error', 'fail', 'abstain', 'exclude'] as const;
// Judge A sits on every panel; a weight for a judge who does not is refused.
const weights = fc.record({ A: fc.integer({ min: 1, max: 3 }) });
const share = fc.constantFrom(0, 0.2, 0.25, 0.34, 0.45);

type Case = {
  readonly scale: Scale;
  readonly ballots: Readonly<Record<string, readonly Given[]>>;
  readonly gold: Value;
  readonly settings: Partial<Settings>;
};

const nominal = (...labels: string[]): Scale => ({ kind: 'nominal', labels });
const open: Scale = { kind: 'nominal', labels: null };

/** One to three judges, seven ballots at most. */
const ballotsOf = (given: fc.Arbitrary<Given>): fc.Arbitrary<Record<string, Given[]>> =>
  fc
    .array(fc.array(given, { minLength: 1, maxLength: 7 }), { minLength: 1, maxLength: 3 })
    .filter((judges) => judges.flat().length <= 7)
    .map((judges) => Object.fromEntries(judges.map((own, at) => ['ABC'.charAt(at), own])));

const anyCounting = fc.record({
  quorum: fc.integer({ min: 1, max: 3 }),
  majorityOf: fc.constantFrom('valid', 'seats'),
});

const thresholds: fc.Arbitrary<RuleSpec> = fc.oneof(
  fc.integer({ min: 1, max: 4 }).map((atLeast) => ({ kind: 'threshold' as const, atLeast, of: 'votes' as const })),
  fc
    .constantFrom(0.2, 0.5, 0.6, 2 / 3, 1)
    .map((atLeast) => ({ kind: 'threshold' as const, atLeast, of: 'share' as const })),
);

const twoLabelRules: fc.Arbitrary<RuleSpec> = fc.oneof(
  fc.constantFrom<RuleSpec>({ kind: 'majority' }, { kind: 'plurality' }, { kind: 'unanimous' }),
  weights.map((own) => ({ kind: 'weighted' as const, weights: own })),
  thresholds,
);

const twoLabels: fc.Arbitrary<Case> = fc.record({
  scale: fc.constant(nominal('pass', 'fail')),
  ballots: ballotsOf(fc.constantFrom<Given>('pass', 'pass', 'fail', 'fail', null, invalid)),
  gold: fc.constantFrom('pass', 'fail'),
  settings: fc
    .record({
      rule: twoLabelRules,
      tie: fc.constantFrom<Tie>('split', 'first', 'priority', 'pass', 'fail', 'abstain'),
      priority: fc.constantFrom<readonly Value[]>(['pass', 'fail'], ['fail', 'pass'], ['pass'], []),
      onNoQuorum: fc.constantFrom(...policies),
      counting: anyCounting,
    })
    .map(({ counting, ...rest }) => ({ ...rest, ...counting })),
});

const manyLabels: fc.Arbitrary<Case> = fc.record({
  scale: fc.constantFrom(nominal('a', 'b', 'c', 'd'), open),
  ballots: ballotsOf(fc.constantFrom<Given>('a', 'a', 'b', 'b', 'c', 'd', null)),
  gold: fc.constantFrom('a', 'b', 'd'),
  settings: fc
    .record({
      rule: fc.oneof(
        fc.constantFrom<RuleSpec>({ kind: 'majority' }, { kind: 'plurality' }, { kind: 'unanimous' }),
        weights.map((own) => ({ kind: 'weighted' as const, weights: own })),
        thresholds,
      ),
      tie: fc.constantFrom<Tie>('split', 'first', 'priority', 'abstain'),
      priority: fc.shuffledSubarray<Value>(['a', 'b', 'c', 'd']),
      onNoQuorum: fc.constantFrom('error', 'abstain', 'exclude'),
      counting: anyCounting,
    })
    .map(({ counting, ...rest }) => ({ ...rest, ...counting })),
});

const chosen = fc.record({ value: fc.constantFrom('a', 'b', 'c'), score: fc.integer({ min: 0, max: 2 }) });
const bestOfN: fc.Arbitrary<Case> = fc.record({
  scale: fc.constant(open),
  ballots: ballotsOf(fc.oneof({ weight: 5, arbitrary: chosen }, fc.constantFrom<Given>('a', null))).filter((judges) =>
    Object.values(judges).some((own) => own.some((given) => typeof given === 'object' && given !== null)),
  ),
  gold: fc.constantFrom('a', 'b'),
  settings: fc.record({
    rule: fc.constant({ kind: 'bestOfN' } as const),
    tie: fc.constantFrom('split', 'first'),
    quorum: fc.integer({ min: 1, max: 3 }),
    onNoQuorum: fc.constantFrom('error', 'abstain', 'exclude'),
  }),
});

const scoreRules: fc.Arbitrary<RuleSpec> = fc.oneof(
  fc.constantFrom<RuleSpec>({ kind: 'mean' }, { kind: 'median' }, { kind: 'min' }, { kind: 'max' }),
  share.map((own) => ({ kind: 'trimmedMean' as const, share: own })),
  share.map((own) => ({ kind: 'winsorisedMean' as const, share: own })),
);
const scored = (judges: Record<string, Given[]>): boolean =>
  Object.values(judges).some((own) => own.some((given) => typeof given === 'number'));
const numbers = fc.record({
  ballots: ballotsOf(
    fc.oneof(
      fc.constantFrom<Given>(1, 2, 3, 4, 4, null),
      fc.constantFrom<Given>(1, 2.5, 4, 3.3),
      // No power of ten makes thirds whole, so that means of them are simulated.
      fc.constantFrom<Given>(1 / 3, 2 / 3, 4),
    ),
  ).filter(scored),
  gold: fc.constantFrom(1, 2, 2.5, 4),
  quorum: fc.integer({ min: 1, max: 3 }),
});
const scores: fc.Arbitrary<Case> = fc
  .record({
    row: numbers,
    rule: scoreRules,
    passAt: fc.constantFrom(null, 2, 2.5, 3),
    onNoQuorum: fc.constantFrom(...policies),
  })
  .map(({ row: { ballots, gold, quorum }, passAt, rule, onNoQuorum }) => ({
    scale: open,
    ballots,
    gold,
    settings: { rule, quorum, passAt, onNoQuorum },
  }));
const nearGold: fc.Arbitrary<Case> = fc
  .record({ row: numbers, rule: scoreRules })
  .map(({ row: { ballots, gold, quorum }, rule }) => ({
    scale: open,
    ballots,
    gold,
    settings: { rule, quorum, target: 'mean' },
  }));

const complete: fc.Arbitrary<Case> = fc
  .record({ ballots: ballotsOf(fc.constantFrom<Given>(1, 2, 2.5, 3.3, 4)), gold: fc.constantFrom(1, 2.5, 4) })
  .map((row) => ({ ...row, scale: open, settings: { rule: { kind: 'mean' }, target: 'mean' } }));

/** How far the law of a row is from the enumeration of all panels, in sizes that must not pass 1. */
const misses = ({ scale, ballots, gold, settings }: Case, design: Design) => {
  const simulations = 1000;
  const context = contextOf(record([{ gold, ballots }], { scale }), settingsWith({ ...settings, simulations }));
  const judges = Object.entries(ballots).map(([judge, own]) => castBy({ [judge]: own }));
  const nMax = largest(judges, design);
  const { pools } = poolsOf(context.question.poll, { judge: null, complete: false });
  const [law] = rowLaws(pools, { ...context, design, nMax });
  if (law === undefined) throw new Error('a row with ballots has a law');
  return Array.from({ length: nMax }, (_, at) => at + 1).flatMap((n) => {
    const expected = enumerate(panels(judges, n, design), context.question, gold, context.settings);
    const exact = law.noise === null;
    const found = { wrong: law.wrong[n] ?? 0, undecided: law.undecided?.[n] ?? 0 };
    const rare = expected.undecided * (1 - expected.undecided);
    const allowed = {
      wrong: exact ? 1e-9 : 5 * Math.sqrt(Math.max(0, expected.variance) / simulations) + 1e-9,
      undecided: exact ? 1e-9 : 5 * Math.sqrt(Math.max(0, rare) / simulations) + 1e-9,
    };
    return (['wrong', 'undecided'] as const)
      .filter((part) => !(Math.abs(found[part] - expected[part]) <= allowed[part]))
      .map((part) => ({ n, part, exact, found: found[part], expected: expected[part] }));
  });
};

describe('The law of a row is what the rule itself makes of every panel that could be drawn', () => {
  for (const [name, cases, numRuns] of [
    ['two labels', twoLabels, 700],
    ['more labels', manyLabels, 500],
    ['best of n', bestOfN, 150],
    ['scores', scores, 400],
    ['scores near a numeric gold', nearGold, 200],
    ['scores near a numeric gold, none missing', complete, 100],
  ] as const)
    for (const design of designs)
      test(`${name}, drawn by ${design}`, () => {
        fc.assert(
          fc.property(cases, (one) => {
            expect(misses(one, design)).toEqual([]);
          }),
          { numRuns: design === 'random' ? numRuns : numRuns / 2, seed: 7 },
        );
      });
});

test('a threshold among open answers is exact over any draws, abstentions and all', () => {
  const ballots = { A: ['a', 'a', 'b', 'c', null, 'a'] };
  const settings = settingsWith({ rule: { kind: 'threshold', atLeast: 2, of: 'votes' } });
  const context = contextOf(record([{ gold: 'a', ballots }], { scale: open }), settings);
  const { pools } = poolsOf(context.question.poll, { judge: null, complete: false });
  const [law] = rowLaws(pools, { ...context, design: 'random', nMax: 6 });
  expect(law?.noise).toBeNull();
  // One ballot never has two votes; of pairs, the three of two a's do.
  expect(law?.wrong[1]).toBe(1);
  expect(law?.wrong[2]).toBeCloseTo(1 - 3 / 15, 12);
  expect(law?.wrong[6]).toBe(0);
});

test('a failed ballot is never drawn', () => {
  const law = (given: readonly Given[]) => {
    const context = contextOf(
      record([{ gold: 'pass', ballots: { A: given } }], { scale: nominal('pass', 'fail') }),
      settingsWith({}),
    );
    const { pools } = poolsOf(context.question.poll, { judge: null, complete: false });
    return rowLaws(pools, { ...context, design: 'random', nMax: 3 })[0]?.wrong;
  };
  expect(law(['pass', failed, 'pass', 'fail', failed])).toEqual(law(['pass', 'pass', 'fail']));
});

test('a simulated law knows its noise, that of draws without a quorum included', () => {
  const ballots = { A: ['a', null, null], B: ['b', 'c', null] };
  const settings = settingsWith({ rule: { kind: 'weighted', weights: { A: 2 } }, simulations: 20_000 });
  const context = contextOf(record([{ gold: 'a', ballots }]), settings);
  const { pools } = poolsOf(context.question.poll, { judge: null, complete: false });
  const [law] = rowLaws(pools, { ...context, design: 'random', nMax: 5 });
  const judges = Object.entries(ballots).map(([judge, own]) => castBy({ [judge]: own }));
  for (let n = 1; n <= 5; n += 1) {
    const { variance } = enumerate(panels(judges, n, 'random'), context.question, 'a', settings);
    expect(variance).toBeGreaterThan(0.02);
    expect(((law?.noise?.[n] ?? 0) * settings.simulations) / variance).toBeCloseTo(1, 1);
  }
});
