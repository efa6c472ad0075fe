import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Counting, RuleSpec, Tie } from '../../src/aggregate/rule.ts';
import { ruleFor } from '../../src/aggregate/rules.ts';
import type { Value } from '../../src/ballot.ts';
import type { Verdict } from '../../src/verdict.ts';
import { cast, castBy, failed, invalid, type Given } from '../cast.ts';
import { counting } from './counting.ts';

const decided = (value: Value, support: number, counted: number): Verdict => ({
  kind: 'decided',
  value,
  support,
  counted,
});
const tied = (counted: number, ...leaders: Value[]): Verdict => ({ kind: 'undecided', cause: 'tie', counted, leaders });
const noMajority = (counted: number): Verdict => ({ kind: 'undecided', cause: 'no majority', counted });
const noQuorum = (counted: number): Verdict => ({ kind: 'undecided', cause: 'no quorum', counted });

type Line = {
  readonly given: readonly Given[];
  readonly verdict: Verdict;
  readonly how?: Partial<Counting>;
};

const meets = (rule: RuleSpec, lines: readonly Line[]): void =>
  test.for(lines.map((line) => ({ ...line, title: titleOf(line) })))('$title', ({ given, verdict, how }) => {
    expect(ruleFor(rule, counting(how))(cast(...given))).toEqual(verdict);
  });

const titleOf = ({ given, verdict, how }: Line): string => {
  const found =
    verdict.kind === 'decided'
      ? `${verdict.value}, ${verdict.support} of ${verdict.counted}`
      : `${verdict.cause} of ${verdict.counted}`;
  const under = Object.entries(how ?? {}).map(([name, value]) => `${name} ${String(value)}`);
  return `${given.map(spell).join(' ')} → ${[found, ...under].join(', ')}`;
};

const spell = (given: Given): string => {
  if (given === null) return 'abstained';
  if (typeof given !== 'object') return String(given);
  return 'value' in given ? `${given.value} (${given.score})` : 'invalid' in given ? 'invalid' : 'failed';
};

describe('Majority needs more than half', () => {
  meets({ kind: 'majority' }, [
    { given: ['pass', 'pass', 'fail'], verdict: decided('pass', 2, 3) },
    { given: ['pass', 'fail'], verdict: tied(2, 'pass', 'fail') },
    { given: ['fail', 'pass'], verdict: tied(2, 'fail', 'pass') },
    { given: ['a', 'a', 'b', 'c'], verdict: noMajority(4) },
    { given: ['a', 'b', 'c'], verdict: noMajority(3) },
    { given: ['a', 'a', 'b', 'b', 'c'], verdict: noMajority(5) },
    { given: ['pass', null, invalid, failed], verdict: decided('pass', 1, 1) },
    { given: ['pass', null, invalid], how: { majorityOf: 'seats' }, verdict: noMajority(1) },
    { given: ['pass', 'pass', null], how: { majorityOf: 'seats' }, verdict: decided('pass', 2, 2) },
    { given: ['pass', 'pass', null, failed], how: { majorityOf: 'seats' }, verdict: noMajority(2) },
    { given: ['pass', 'fail', null], how: { majorityOf: 'seats', tie: 'first' }, verdict: noMajority(2) },
    { given: ['pass', 'fail'], how: { majorityOf: 'seats', tie: 'first' }, verdict: decided('pass', 1, 2) },
    // A tie rule breaks ties; it makes no majority.
    { given: ['a', 'a', 'b', 'c'], how: { tie: 'first' }, verdict: noMajority(4) },
  ]);
});

describe('Plurality takes the value with the most ballots', () => {
  meets({ kind: 'plurality' }, [
    { given: ['a', 'b', 'b', 'c'], verdict: decided('b', 2, 4) },
    { given: ['c', 'a', 'b', 'a', 'c'], verdict: tied(5, 'c', 'a') },
    { given: ['a', null, null, invalid], verdict: decided('a', 1, 1) },
    { given: [3, 3, '3'], verdict: decided(3, 2, 3) },
  ]);
});

describe('Every tie rule meets the same tie', () => {
  const rules: RuleSpec[] = [{ kind: 'majority' }, { kind: 'plurality' }, { kind: 'weighted', weights: {} }];
  const ties: { tie: Tie; priority?: Value[]; verdict: Verdict }[] = [
    { tie: 'split', verdict: tied(4, 'fail', 'pass') },
    { tie: 'abstain', verdict: tied(4, 'fail', 'pass') },
    { tie: 'first', verdict: decided('fail', 2, 4) },
    { tie: 'pass', verdict: decided('pass', 2, 4) },
    { tie: 'fail', verdict: decided('fail', 2, 4) },
    { tie: 'priority', priority: ['maybe', 'pass', 'fail'], verdict: decided('pass', 2, 4) },
    { tie: 'priority', priority: ['maybe'], verdict: tied(4, 'fail', 'pass') },
  ];
  for (const rule of rules)
    for (const { tie, priority = [], verdict } of ties)
      test(`a tie of ${titleOf({ given: [rule.kind], verdict, how: { tie, priority } })}`, () => {
        const ballots = cast('fail', 'pass', 'pass', 'fail');
        expect(ruleFor(rule, counting({ tie, priority }))(ballots)).toEqual(verdict);
      });

  test('a tie rule never touches a clear winner', () => {
    for (const tie of ['split', 'first', 'priority', 'pass', 'fail', 'abstain'] as const)
      expect(
        ruleFor({ kind: 'plurality' }, counting({ tie, priority: ['pass'] }))(cast('fail', 'fail', 'pass')),
      ).toEqual(decided('fail', 2, 3));
  });

  test('the polar label may win a tie in which it has no ballot, and then without support', () => {
    expect(ruleFor({ kind: 'plurality' }, counting({ tie: 'fail' }))(cast('a', 'b'))).toEqual(decided('fail', 0, 2));
  });
});

describe('A quorum counts cast ballots only, and one at least is always needed', () => {
  for (const kind of ['majority', 'plurality', 'unanimous', 'mean', 'median', 'min', 'max'] as const)
    test(`${kind} waits for its quorum`, () => {
      const rule = (quorum: number) => ruleFor({ kind }, counting({ quorum }));
      expect(rule(1)(cast())).toEqual(noQuorum(0));
      expect(rule(0)(cast(null, invalid, failed))).toEqual(noQuorum(0));
      expect(rule(3)(cast(1, 1, null, invalid))).toEqual(noQuorum(2));
      expect(rule(2)(cast(1, 1, null, invalid))).toEqual(decided(1, 2, 2));
    });

  test('a threshold without a quorum does not fail the row', () => {
    const rule = ruleFor({ kind: 'threshold', atLeast: 1, of: 'votes' }, counting({ quorum: 2 }));
    expect(rule(cast('fail', null))).toEqual(noQuorum(1));
  });
});

describe('A threshold counts votes for the positive label, and never ties', () => {
  meets({ kind: 'threshold', atLeast: 2, of: 'votes' }, [
    { given: ['pass', 'pass', 'fail', 'fail'], verdict: decided('pass', 2, 4) },
    { given: ['pass', 'fail', 'fail'], verdict: decided('fail', 2, 3) },
    { given: ['pass'], verdict: decided('fail', 0, 1) },
    { given: ['fail', 'pass'], how: { positive: 'fail', negative: 'pass' }, verdict: decided('pass', 1, 2) },
  ]);
  test.for([
    { atLeast: 0.6, n: 5, needed: 3 },
    { atLeast: 0.6, n: 10, needed: 6 },
    { atLeast: 0.7, n: 10, needed: 7 },
    { atLeast: 0.07, n: 100, needed: 7 },
    { atLeast: 1 / 3, n: 3, needed: 1 },
    { atLeast: 2 / 3, n: 9, needed: 6 },
    { atLeast: 2 / 3, n: 10, needed: 7 },
    { atLeast: 0.01, n: 5, needed: 1 },
    { atLeast: 1, n: 4, needed: 4 },
  ])('$atLeast of $n is $needed votes', ({ atLeast, n, needed }) => {
    const rule = ruleFor({ kind: 'threshold', atLeast, of: 'share' }, counting());
    const panel = (votes: number) => cast(...Array.from({ length: n }, (_, at) => (at < votes ? 'pass' : 'fail')));
    expect(rule(panel(needed))).toEqual(decided('pass', needed, n));
    expect(rule(panel(needed - 1))).toEqual(decided('fail', n - needed + 1, n));
  });
  meets({ kind: 'threshold', atLeast: 0.6, of: 'share' }, [
    { given: ['pass', 'pass', 'fail', null, null], verdict: decided('pass', 2, 3) },
    { given: ['pass', 'pass', 'fail', null, null], how: { majorityOf: 'seats' }, verdict: decided('fail', 1, 3) },
    { given: ['pass', 'pass', 'pass', null, null], how: { majorityOf: 'seats' }, verdict: decided('pass', 3, 3) },
  ]);
});

describe('A threshold among open answers asks the leading value for the votes', () => {
  meets({ kind: 'leader', atLeast: 2, of: 'votes' }, [
    { given: ['42', '42', '41'], verdict: decided('42', 2, 3) },
    { given: ['42', '41', '40'], verdict: noMajority(3) },
    { given: ['42', null, invalid], verdict: noMajority(1) },
    { given: ['42', '41', '41', '42', '40'], verdict: tied(5, '42', '41') },
    { given: ['41', '42', '42', '41'], how: { tie: 'first' }, verdict: decided('41', 2, 4) },
    { given: [], verdict: noQuorum(0) },
  ]);
  meets({ kind: 'leader', atLeast: 0.5, of: 'share' }, [
    { given: ['a', 'a', 'b', null], verdict: decided('a', 2, 3) },
    { given: ['a', 'a', 'b', null, null], how: { majorityOf: 'seats' }, verdict: noMajority(3) },
  ]);
});

describe('Unanimity asks every cast ballot', () => {
  meets({ kind: 'unanimous' }, [
    { given: ['a', 'a', 'a'], verdict: decided('a', 3, 3) },
    { given: ['a', 'a', null, invalid, failed], verdict: decided('a', 2, 2) },
    { given: ['a', 'a', 'b'], verdict: noMajority(3) },
  ]);
});

describe('A weighted vote', () => {
  const weighted = (weights: Record<string, number>, how?: Partial<Counting>) =>
    ruleFor({ kind: 'weighted', weights }, counting(how));
  const ballots = castBy({ A: ['pass'], B: ['fail'], C: ['fail'] });

  test('counts a judge by its weight, and an unnamed judge once', () => {
    expect(weighted({ A: 3 })(ballots)).toEqual(decided('pass', 3, 3));
    expect(weighted({ A: 2 })(ballots)).toEqual(tied(3, 'pass', 'fail'));
    expect(weighted({})(ballots)).toEqual(decided('fail', 2, 3));
  });

  test('counts ballots, not weights, for the quorum', () => {
    expect(weighted({ A: 3 }, { quorum: 2 })(castBy({ A: ['pass'], B: [null] }))).toEqual(noQuorum(1));
  });
});

describe('Rules on scores', () => {
  test.for<{ rule: RuleSpec; given: Given[]; value: number }>([
    { rule: { kind: 'mean' }, given: [1, 2, 4, 4], value: 2.75 },
    { rule: { kind: 'mean' }, given: [1, null, 4, invalid, failed], value: 2.5 },
    { rule: { kind: 'median' }, given: [5, 1, 2], value: 2 },
    { rule: { kind: 'median' }, given: [10, 9, 1, 2], value: 5.5 },
    { rule: { kind: 'min' }, given: [3, 2, 10], value: 2 },
    { rule: { kind: 'max' }, given: [3, 2, 10], value: 10 },
    { rule: { kind: 'trimmedMean', share: 0.2 }, given: [1, 2, 3, 4, 100], value: 3 },
    { rule: { kind: 'trimmedMean', share: 0.2 }, given: [1, 2, 3, 100], value: 26.5 },
    // By rank: of five equal lowest scores one is dropped, not all.
    { rule: { kind: 'trimmedMean', share: 0.1 }, given: [1, 1, 1, 1, 1, 2, 2, 2, 2, 7], value: 1.5 },
    { rule: { kind: 'winsorisedMean', share: 0.2 }, given: [1, 2, 3, 4, 100], value: 3 },
    { rule: { kind: 'winsorisedMean', share: 0.25 }, given: [0, 2, 3, 100], value: 2.5 },
    { rule: { kind: 'winsorisedMean', share: 0.2 }, given: [1, 1, 1, 5, 9], value: 2.6 },
    { rule: { kind: 'winsorisedMean', share: 0.1 }, given: [1, 2, 9], value: 4 },
  ])('$rule.kind of $given is $value', ({ rule, given, value }) => {
    const counted = given.filter((one) => typeof one === 'number').length;
    const verdict = ruleFor(rule, counting())(cast(...given));
    expect(verdict).toEqual(decided(expect.closeTo(value, 12) as unknown as number, counted, counted));
  });

  test('a share such as 0.29 of 100 scores cuts 29, though doubles make it 28.999…', () => {
    const given = Array.from({ length: 100 }, (_, at) => (at < 29 ? 0 : at < 71 ? 1 : 50));
    for (const kind of ['trimmedMean', 'winsorisedMean'] as const)
      expect(ruleFor({ kind, share: 0.29 }, counting())(cast(...given))).toEqual(decided(1, 100, 100));
  });
});

describe('Best of n', () => {
  const scored = (value: string, score: number): Given => ({ value, score });
  meets({ kind: 'bestOfN' }, [
    { given: [scored('a', 0.2), scored('b', 0.9), scored('a', 0.3)], verdict: decided('b', 1, 3) },
    { given: [scored('a', 0.9), scored('a', 0.9), scored('b', 0.1)], verdict: decided('a', 2, 3) },
    { given: [scored('a', 0.9), scored('b', 0.9), scored('a', 0.9)], verdict: tied(3, 'a', 'b') },
    { given: [scored('b', 0.9), scored('a', 0.9)], how: { tie: 'first' }, verdict: decided('b', 1, 2) },
    { given: [scored('a', -3), scored('b', -2)], verdict: decided('b', 1, 2) },
    { given: ['a', scored('b', 0), null], verdict: decided('b', 1, 1) },
    { given: ['a', 'b'], verdict: noQuorum(0) },
    // A ballot without a score can't be chosen, so it makes no quorum either.
    { given: ['a', scored('b', 0)], how: { quorum: 2 }, verdict: noQuorum(1) },
  ]);
});

const labels = fc.constantFrom<Given>('pass', 'fail', 'other', null);
const scores = fc.constantFrom<Given>(1, 2, 2.5, 4, null);
const anyTie = fc.constantFrom<Tie>('split', 'first', 'priority', 'pass', 'fail', 'abstain');
const labelRules: RuleSpec[] = [
  { kind: 'majority' },
  { kind: 'plurality' },
  { kind: 'leader', atLeast: 2, of: 'votes' },
  { kind: 'unanimous' },
  { kind: 'threshold', atLeast: 0.6, of: 'share' },
];
const scoreRules: RuleSpec[] = [
  { kind: 'mean' },
  { kind: 'median' },
  { kind: 'min' },
  { kind: 'max' },
  { kind: 'trimmedMean', share: 0.25 },
  { kind: 'winsorisedMean', share: 0.25 },
];
const anyHow = fc.record({
  tie: anyTie,
  priority: fc.shuffledSubarray<Value>(['pass', 'fail', 'other']),
  quorum: fc.integer({ min: 1, max: 3 }),
  majorityOf: fc.constantFrom('valid', 'seats'),
});
const sortLeaders = (verdict: Verdict): Verdict =>
  verdict.kind === 'undecided' && verdict.leaders !== undefined
    ? { ...verdict, leaders: verdict.leaders.toSorted((a, b) => String(a).localeCompare(String(b))) }
    : verdict;

describe('What always holds', () => {
  test('the order of ballots changes nothing but a tie that goes to the first', () => {
    const both = fc.oneof(
      fc.record({ rule: fc.constantFrom(...labelRules), given: fc.array(labels, { maxLength: 7 }) }),
      fc.record({ rule: fc.constantFrom(...scoreRules), given: fc.array(scores, { maxLength: 7 }) }),
    );
    fc.assert(
      fc.property(both, anyHow, fc.nat(), ({ rule, given }, how, turn) => {
        fc.pre(how.tie !== 'first');
        const verdict = ruleFor(rule, counting(how));
        const at = turn % Math.max(1, given.length);
        const turned = [...given.slice(at), ...given.slice(0, at)].toReversed();
        expect(sortLeaders(verdict(cast(...turned)))).toEqual(sortLeaders(verdict(cast(...given))));
      }),
      { numRuns: 400 },
    );
  });

  test('other names for the labels give the same verdict under those names', () => {
    const names: Record<string, string> = { pass: 'oui', fail: 'non', other: 'autre' };
    const rename = (value: Value): Value => names[value] ?? value;
    fc.assert(
      fc.property(fc.constantFrom(...labelRules), fc.array(labels, { maxLength: 7 }), anyHow, (rule, given, how) => {
        const verdict = ruleFor(rule, counting(how))(cast(...given));
        const renamed = ruleFor(
          rule,
          counting({ ...how, priority: how.priority.map(rename), positive: 'oui', negative: 'non' }),
        )(cast(...given.map((one) => (typeof one === 'string' ? rename(one) : one))));
        if (verdict.kind === 'decided') expect(renamed).toEqual({ ...verdict, value: rename(verdict.value) });
        else expect(renamed).toEqual({ ...verdict, ...(verdict.leaders && { leaders: verdict.leaders.map(rename) }) });
      }),
      { numRuns: 300 },
    );
  });

  test('one more ballot for the winner never turns the winner', () => {
    const rules = labelRules.filter(({ kind }) => kind !== 'threshold');
    // A polar tie rule may decide for a label without a ballot, which one ballot then lifts level with no one.
    const fair = anyHow.filter(({ tie }) => tie !== 'pass' && tie !== 'fail');
    fc.assert(
      fc.property(fc.constantFrom(...rules), fc.array(labels, { maxLength: 7 }), fair, (rule, given, how) => {
        const verdict = ruleFor(rule, counting(how));
        const before = verdict(cast(...given));
        fc.pre(before.kind === 'decided');
        expect(verdict(cast(...given, before.value))).toMatchObject({ kind: 'decided', value: before.value });
      }),
      { numRuns: 300 },
    );
  });

  test('with two labels and no abstentions plurality is majority', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('pass', 'fail'), { maxLength: 8 }), anyHow, (given, how) => {
        const [plurality, majority] = (['plurality', 'majority'] as const).map((kind) =>
          ruleFor({ kind }, counting(how))(cast(...given)),
        );
        expect(plurality).toEqual(majority);
      }),
    );
  });

  test('the median of an odd number of scores reaches a mark exactly if the majority of them does', () => {
    const odd = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 9 }).filter(({ length }) => length % 2 === 1);
    fc.assert(
      fc.property(odd, fc.integer({ min: 1, max: 6 }), (given, mark) => {
        const median = ruleFor({ kind: 'median' }, counting())(cast(...given));
        const votes = cast(...given.map((score) => (score >= mark ? 'pass' : 'fail')));
        const reaches = median.kind === 'decided' && Number(median.value) >= mark;
        expect(ruleFor({ kind: 'majority' }, counting())(votes)).toMatchObject({ value: reaches ? 'pass' : 'fail' });
      }),
    );
  });

  test('trimming nothing is the mean, and so is winsorising nothing', () => {
    fc.assert(
      fc.property(fc.array(scores, { maxLength: 8 }), (given) => {
        const mean = ruleFor({ kind: 'mean' }, counting())(cast(...given));
        for (const kind of ['trimmedMean', 'winsorisedMean'] as const)
          expect(ruleFor({ kind, share: 0 }, counting())(cast(...given))).toEqual(mean);
      }),
    );
  });

  test('over all orders, a tie that goes to the first goes to each leader as often', () => {
    const orders = permutations(['a', 'b', 'a', 'b', 'c']);
    const first = orders.map((order) => ruleFor({ kind: 'plurality' }, counting({ tie: 'first' }))(cast(...order)));
    for (const [value, share] of [
      ['a', 0.5],
      ['b', 0.5],
      ['c', 0],
    ] as const) {
      const won = first.filter((verdict) => verdict.kind === 'decided' && verdict.value === value).length;
      expect(won / orders.length).toBe(share);
    }
  });
});

const permutations = <T>(items: readonly T[]): T[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));
