import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Value } from '../../src/ballot.ts';
import { mind, type Facts, type Thought } from '../../src/rehearsal/mind.ts';
import type { Rehearsal } from '../../src/rehearsal.ts';
import type { Scale } from '../../src/rubric.ts';
import { normalCdf, normalQuantile } from '../../src/statistics/normal.ts';
import { noFaults, passFail, rehearsalWith } from './declared.ts';

const facts = (changes: Partial<Facts> = {}): Facts => ({
  row: 'row 0',
  criterion: 'policy',
  judge: 'luna t=0.3',
  name: 'luna',
  sample: 0,
  gold: 'pass',
  scale: passFail,
  difficulty: null,
  ...changes,
});

const rows = 20_000;
const valueOf = (thought: Thought): Value | null => (thought.kind === 'cast' ? thought.value : null);
const isWrong = (rehearsal: Rehearsal, of: Facts): boolean => valueOf(mind(rehearsal, of)) !== of.gold;
const share = (event: (row: string) => boolean): number => {
  let count = 0;
  for (let i = 0; i < rows; i++) if (event(`row ${i}`)) count += 1;
  return count / rows;
};
/** Four standard errors of a share of independent rows. */
const tolerance = (p: number): number => 4 * Math.sqrt((p * (1 - p)) / rows);

describe('A simulated judge errs as often as declared', () => {
  test.for([
    { error: 0.02, correlation: 0, stubbornness: 0 },
    { error: 0.12, correlation: 0.3, stubbornness: 0.3 },
    { error: 0.35, correlation: 0.9, stubbornness: 0.1 },
    { error: 0.12, correlation: 1, stubbornness: 0 },
  ])('$error, at a correlation of $correlation and a stubbornness of $stubbornness', ({ error, ...shared }) => {
    const rehearsal = rehearsalWith({ ...shared, judges: { '*': { error, abstains: 0 } } });
    expect(Math.abs(share((row) => isWrong(rehearsal, facts({ row }))) - error)).toBeLessThan(tolerance(error));
  });

  test.for([0, 1])('and without exception where the rate is %d', (error) => {
    const rehearsal = rehearsalWith({
      judges: { '*': { error, abstains: 0 } },
      difficulty: { column: 'd', shifts: { hard: 1 } },
    });
    expect(share((row) => isWrong(rehearsal, facts({ row, difficulty: 'hard' })))).toBe(error);
  });

  test('moved by a difficulty, in probits', () => {
    const rehearsal = rehearsalWith({ difficulty: { column: 'd', shifts: { easy: -0.5, hard: 0.8 } } });
    for (const [difficulty, shift] of [
      ['easy', -0.5],
      ['hard', 0.8],
      ['unheard of', 0],
    ] as const) {
      const expected = normalCdf(normalQuantile(0.2) + shift);
      const seen = share((row) => isWrong(rehearsal, facts({ row, difficulty })));
      expect(Math.abs(seen - expected)).toBeLessThan(tolerance(expected));
    }
  });

  test('by its id, before its name, before all others', () => {
    const [never, always] = [
      { error: 0, abstains: 0 },
      { error: 1, abstains: 0 },
    ];
    const wrong = (judges: Rehearsal['judges']): boolean => isWrong(rehearsalWith({ judges }), facts());
    expect(wrong({ 'luna t=0.3': never, luna: always, '*': always })).toBe(false);
    expect(wrong({ luna: never, '*': always })).toBe(false);
    expect(wrong({ mini: never, '*': always })).toBe(true);
  });
});

describe('Errors go together as declared', () => {
  const [error, correlation, stubbornness] = [0.2, 0.4, 0.3];
  const rehearsal = rehearsalWith({ correlation, stubbornness, judges: { '*': { error, abstains: 0 } } });

  test.for([
    { who: 'two judges', other: { judge: 'haiku' }, shared: correlation },
    { who: 'two samples of one judge', other: { sample: 1 }, shared: correlation + stubbornness },
    { who: 'two criteria', other: { criterion: 'tone' }, shared: 0 },
  ])('$who on one row', ({ other, shared }) => {
    const both = share((row) => isWrong(rehearsal, facts({ row })) && isWrong(rehearsal, facts({ row, ...other })));
    const expected = bothWrong(error, shared);
    expect(Math.abs(both - expected)).toBeLessThan(tolerance(expected));
  });

  /** The chance that two standard normal variables of that correlation both lie in the upper tail: a midpoint sum over what they share. */
  const bothWrong = (tail: number, shared: number): number => {
    const cut = -normalQuantile(tail);
    const steps = 2000;
    let sum = 0;
    for (let i = 0; i < steps; i++) {
      const common = normalQuantile((i + 0.5) / steps);
      sum += normalCdf((Math.sqrt(shared) * common - cut) / Math.sqrt(1 - shared)) ** 2;
    }
    return sum / steps;
  };
});

test('Refusals, broken replies and abstentions have their declared shares of all slots', () => {
  const rehearsal = rehearsalWith({
    faults: { ...noFaults, refused: 0.05, brokenJson: 0.1 },
    judges: { '*': { error: 0.2, abstains: 0.08 } },
  });
  for (const [kind, rate] of [
    ['refused', 0.05],
    ['brokenJson', 0.1],
    ['abstained', 0.08],
    ['cast', 0.77],
  ] as const) {
    const seen = share((row) => mind(rehearsal, facts({ row })).kind === kind);
    expect(Math.abs(seen - rate)).toBeLessThan(tolerance(rate));
  }
});

describe('What is said', () => {
  const erring = rehearsalWith({ judges: { '*': { error: 1, abstains: 0 } } });
  const labels: Scale = { kind: 'nominal', labels: ['a', 'b', 'c', 'd'] };
  const levels: Scale = { kind: 'ordinal', levels: [1, 2, 3, 4, 5] };
  const count = (values: readonly (Value | null)[]): Map<Value | null, number> =>
    new Map([...Map.groupBy(values, (value) => value)].map(([value, all]) => [value, all.length]));
  const wrongs = (of: Partial<Facts>, n = 400): (Value | null)[] =>
    Array.from({ length: n }, (_, sample) => valueOf(mind(erring, facts({ ...of, sample }))));

  test('depends on the slot and the seed alone, and on both', () => {
    const slots = Array.from({ length: 500 }, (_, i) =>
      facts({ row: `row ${i % 50}`, judge: i % 2 === 0 ? 'luna' : 'haiku', sample: Math.floor(i / 50) }),
    );
    const rehearsal = rehearsalWith({ faults: { ...noFaults, refused: 0.1, brokenJson: 0.1 } });
    const forwards = slots.map((slot) => mind(rehearsal, slot));
    const backwards = slots.toReversed().map((slot) => mind(rehearsal, slot));
    expect(backwards.toReversed()).toEqual(forwards);
    expect(slots.map((slot) => mind({ ...rehearsal, seed: 8 }, slot))).not.toEqual(forwards);
  });

  test('is legal, and right or wrong as the draw has it, on every scale', () => {
    const value = fc.constantFrom('red', 'green', 'blue', 'grey');
    const scaleAndGold: fc.Arbitrary<{ scale: Scale; gold: Value | null }> = fc.oneof(
      fc.record({
        scale: fc.constant<Scale>({ kind: 'nominal', labels: ['red', 'green', 'blue', 'grey'] }),
        gold: fc.option(value),
      }),
      fc.record({ scale: fc.constant(levels), gold: fc.option(fc.integer({ min: 1, max: 5 })) }),
      fc
        .tuple(
          fc.integer({ min: -50, max: 50 }),
          fc.constantFrom(1, 3, 10, 100),
          fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
        )
        .map(([min, width, at]) => ({
          scale: { kind: 'interval', min, max: min + width } as const,
          gold: at === null ? null : min + at * width,
        })),
    );
    const ids = fc.record({
      row: fc.string(),
      criterion: fc.string(),
      judge: fc.oneof(fc.string(), fc.constant('valueOf')),
      sample: fc.nat(99),
      difficulty: fc.constantFrom(null, 'toString'),
    });
    fc.assert(
      fc.property(scaleAndGold, ids, fc.constantFrom(0, 1), ({ scale, gold }, slot, error) => {
        const said = valueOf(
          mind(rehearsalWith({ judges: { '*': { error, abstains: 0 } } }), facts({ ...slot, scale, gold })),
        );
        if (scale.kind === 'interval') {
          expect(said).toBeGreaterThanOrEqual(scale.min);
          expect(said).toBeLessThanOrEqual(scale.max);
        } else {
          expect(scale.kind === 'ordinal' ? scale.levels : scale.labels).toContain(said);
        }
        if (gold !== null && error === 1) expect(said).not.toBe(gold);
        if (gold !== null && error === 0) expect(said).toBe(gold);
      }),
    );
  });

  test('of two labels is the other one', () => {
    expect(count(wrongs({}))).toEqual(new Map([['fail', 400]]));
  });

  test('of more labels is a row’s favourite mistake three times in four, and each other as often', () => {
    const counts = [...count(wrongs({ scale: labels, gold: 'a' }, 4000)).values()].toSorted((x, y) => y - x);
    const close = (seen: number | undefined, p: number): void =>
      expect(Math.abs((seen ?? 0) - 4000 * p)).toBeLessThan(4 * Math.sqrt(4000 * p * (1 - p)));
    expect(counts).toHaveLength(3);
    for (const [i, p] of [0.75, 0.125, 0.125].entries()) close(counts[i], p);
  });

  test('has another favourite on another row', () => {
    const favourites = Array.from({ length: 20 }, (_, i) => {
      const counts = [...count(wrongs({ scale: labels, gold: 'a', row: `row ${i}` }, 60))];
      return counts.toSorted(([, x], [, y]) => y - x)[0]?.[0];
    });
    expect(new Set(favourites)).toEqual(new Set(['b', 'c', 'd']));
  });

  test.for([
    { gold: 3, said: [2, 4] },
    { gold: 1, said: [2] },
    { gold: 5, said: [4] },
  ])('of levels is a neighbour of $gold', ({ gold, said }) => {
    expect(new Set(wrongs({ scale: levels, gold }))).toEqual(new Set(said));
  });

  test.for([
    { gold: '42', like: /^(43|41|44|52)$/ },
    { gold: '0.50', like: /^0\.(51|49|52|60)$/ },
    { gold: 7, like: /^(8|6|9|17)$/ },
    { gold: 'B', like: /^[ACDE]$/ },
    { gold: 'Paris', like: /^(not|never|other than) Paris$/ },
  ])('to an open question is near $gold, and is not it', ({ gold, like }) => {
    const said = wrongs({ gold, scale: { kind: 'nominal', labels: null } });
    expect(said.every((value) => typeof value === typeof gold)).toBe(true);
    for (const value of new Set(said)) expect(String(value)).toMatch(like);
  });

  test('where nobody knows better, all judges who are right say the same', () => {
    const right = rehearsalWith({ judges: { '*': { error: 0, abstains: 0 } } });
    for (const scale of [
      passFail,
      labels,
      levels,
      { kind: 'interval', min: 0, max: 10 },
      { kind: 'nominal', labels: null },
    ] as const) {
      const truths = Array.from({ length: 60 }, (_, i) => {
        const of = { row: `row ${i}`, gold: null, scale };
        const said = ['luna', 'haiku'].map((judge) => valueOf(mind(right, facts({ ...of, judge }))));
        expect(said[0]).toBe(said[1]);
        return said[0];
      });
      expect(new Set(truths).size).toBeGreaterThan(1);
    }
  });
});
