import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { majorityProb } from '../../src/statistics/majority-prob.ts';
import { pluralityProb, pluralityProbs, type PluralityTie } from '../../src/statistics/plurality-prob.ts';
import { seeded, shuffle } from '../../src/statistics/random.ts';
import { rivalWays } from '../../src/statistics/rival-ways.ts';
import { overSubsets } from './subsets.ts';

const ties: PluralityTie[] = ['split', 'abstain', 'priority'];
const ballotsOf = (counts: readonly number[]) => counts.flatMap((count, label) => Array<number>(count).fill(label));

/** Label 0's share of the win among the drawn ballots. */
const share = (chosen: readonly number[], labels: number, tie: PluralityTie, priority: readonly number[]): number => {
  const tally = Array.from({ length: labels }, (_, label) => chosen.filter((ballot) => ballot === label).length);
  const leaders = tally.flatMap((count, label) => (count === Math.max(...tally) ? [label] : []));
  if (chosen.length === 0 || !leaders.includes(0)) return 0;
  if (tie === 'split') return 1 / leaders.length;
  if (tie === 'abstain') return leaders.length === 1 ? 1 : 0;
  return priority.find((label) => leaders.includes(label)) === 0 ? 1 : 0;
};

test('Five, three and two ballots: the first label wins 7 of 12 draws of three', () => {
  expect(pluralityProbs({ counts: [5, 3, 2], label: 0, tie: 'split' }, 3)[3]).toBeCloseTo(7 / 12, 14);
});

test('Enumeration of all subsets gives the same, for every tie rule and every n', () => {
  const votes = fc.record({
    counts: fc.array(fc.nat(4), { minLength: 1, maxLength: 6 }).filter((counts) => ballotsOf(counts).length <= 11),
    tie: fc.constantFrom(...ties),
    seed: fc.nat(),
  });
  fc.assert(
    fc.property(votes, ({ counts, tie, seed }) => {
      const priority = shuffle(Array.from(counts.keys()), seeded(seed));
      const ballots = ballotsOf(counts);
      const probs = pluralityProbs({ counts, label: 0, tie, priority }, ballots.length);
      probs.forEach((p, n) => {
        expect(p).toBeCloseTo(
          overSubsets(ballots, n, (chosen) => share(chosen, counts.length, tie, priority)),
          11,
        );
      });
    }),
    { numRuns: 120 },
  );
});

test('Seven labels that often tie agree with enumeration', () => {
  const counts = [3, 3, 3, 2, 2, 1, 1];
  const ballots = ballotsOf(counts);
  for (const tie of ties) {
    const priority = [4, 1, 0, 2, 3, 6, 5];
    const probs = pluralityProbs({ counts, label: 0, tie, priority }, 9);
    for (const n of [1, 2, 4, 6, 9]) {
      expect(probs[n]).toBeCloseTo(
        overSubsets(ballots, n, (chosen) => share(chosen, 7, tie, priority)),
        11,
      );
    }
  }
});

const manyLabels = fc
  .array(fc.integer({ min: 0, max: 30 }), { minLength: 2, maxLength: 25 })
  .filter((counts) => counts.some((count) => count > 0));

test('Over the labels, the chances add up to 1 when ties split or the labels are ranked', () => {
  fc.assert(
    fc.property(manyLabels, fc.constantFrom<PluralityTie>('split', 'priority'), (counts, tie) => {
      const total = ballotsOf(counts).length;
      const sums = new Float64Array(total + 1);
      counts.forEach((_, label) => {
        pluralityProbs({ counts, label, tie }, total).forEach((p, n) => (sums[n] = (sums[n] ?? 0) + p));
      });
      sums.forEach((sum, n) => expect(sum).toBeCloseTo(n === 0 ? 0 : 1, 9));
    }),
    { numRuns: 40 },
  );
});

test('A tie rule that abstains never gives more than one that splits, nor that more than the first rank', () => {
  fc.assert(
    fc.property(manyLabels, (counts) => {
      const total = ballotsOf(counts).length;
      const first = Array.from(counts.keys());
      const [split, abstain, ranked] = ties.map((tie) =>
        pluralityProbs({ counts, label: 0, tie, priority: first }, total),
      );
      split?.forEach((p, n) => {
        expect(abstain?.[n]).toBeLessThanOrEqual(p + 1e-12);
        expect(p).toBeLessThanOrEqual((ranked?.[n] ?? 0) + 1e-12);
      });
    }),
    { numRuns: 40 },
  );
});

test('With two labels, used or not, the plurality is the majority', () => {
  fc.assert(
    fc.property(fc.nat(60), fc.integer({ min: 1, max: 60 }), (own, other) => {
      const total = own + other;
      const padded = pluralityProbs({ counts: [0, own, 0, other], label: 1, tie: 'split' }, total);
      // A third label that can never matter takes the general path to the same numbers.
      for (let n = 1; n <= total; n++) {
        expect(padded[n]).toBeCloseTo(majorityProb({ total, successes: own, n, tie: 'split' }), 11);
      }
    }),
  );
});

test('One ballot is the share, all ballots are the recorded vote, and the order of labels is nothing', () => {
  fc.assert(
    fc.property(manyLabels, fc.nat(), (counts, seed) => {
      const total = ballotsOf(counts).length;
      const probs = pluralityProbs({ counts, label: 0, tie: 'split' }, total);
      expect(probs[1]).toBeCloseTo((counts[0] ?? 0) / total, 12);
      // A second ballot buys nothing, whatever the number of labels.
      expect(probs[Math.min(2, total)]).toBeCloseTo((counts[0] ?? 0) / total, 11);
      const leaders = counts.filter((count) => count === Math.max(...counts)).length;
      expect(probs[total]).toBeCloseTo(counts[0] === Math.max(...counts) ? 1 / leaders : 0, 9);
      const others = shuffle(counts.slice(1), seeded(seed));
      const moved = pluralityProbs({ counts: [...others, counts[0] ?? 0], label: others.length, tie: 'split' }, total);
      probs.forEach((p, n) => expect(moved[n]).toBeCloseTo(p, 11));
    }),
    { numRuns: 60 },
  );
});

test('Twenty thousand shuffles come within four standard errors', () => {
  const counts = [14, 11, 9, 4, 2, 1];
  const ballots = ballotsOf(counts);
  const random = seeded(11);
  for (const tie of ties) {
    const priority = [2, 0, 1, 3, 4, 5];
    const exact = pluralityProb({ counts, label: 0, tie, priority, n: 12 });
    let hits = 0;
    for (let i = 0; i < 20_000; i++) hits += share(shuffle(ballots, random).slice(0, 12), 6, tie, priority);
    expect(Math.abs(hits / 20_000 - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 20_000));
  }
});

test('Beyond 1029 ballots, a third label with a single ballot splits the draw into two majorities', () => {
  const probs = pluralityProbs({ counts: [560, 539, 1], label: 0, tie: 'split' }, 101);
  const majority = (n: number) => majorityProb({ total: 1099, successes: 560, n, tie: 'split' });
  for (const n of [4, 5, 20, 51, 100, 101]) {
    expect(probs[n]).toBeCloseTo((1 - n / 1100) * majority(n) + (n / 1100) * majority(n - 1), 10);
  }
});

test('Neither 5000 ballots nor every n of 1029 leave the range of doubles', () => {
  const large = Array.from({ length: 30 }, (_, label) => 150 + label + (label === 29 ? 65 : 0));
  const sum = large.reduce(
    (total, _, label) => total + (pluralityProbs({ counts: large, label, tie: 'split' }, 101)[101] ?? 0),
    0,
  );
  expect(large.reduce((total, count) => total + count)).toBe(5000);
  expect(sum).toBeCloseTo(1, 9);
  const full = pluralityProbs({ counts: [400, 350, 279], label: 0, tie: 'split' }, 1029);
  expect(full[1029]).toBeCloseTo(1, 9);
  expect(full.every((p) => p >= 0 && p <= 1 + 1e-9)).toBe(true);
  expect(() => pluralityProbs({ counts: [700, 700, 700], label: 0, tie: 'split' }, 2100)).toThrow(RangeError);
});

test('A label without ballots never wins, the only label always, and more ballots than there are cannot be drawn', () => {
  expect([...pluralityProbs({ counts: [0, 3, 2], label: 0, tie: 'split' }, 2)]).toEqual([0, 0, 0]);
  expect([...pluralityProbs({ counts: [0, 3], label: 1, tie: 'abstain' }, 2)]).toEqual([0, 1, 1]);
  expect(() => pluralityProbs({ counts: [2, 1], label: 0, tie: 'split' }, 4)).toThrow(RangeError);
});

test('A rival too small for the winning count is free, and the ways of the other to be level with it count half', () => {
  const small = { count: 1, row: Float64Array.of(1, 1), stronger: false };
  const large = { count: 3, row: Float64Array.of(1, 3, 3, 1), stronger: false };
  const { free, ways, degree } = rivalWays([small, large], true, 4)(2);
  expect(free).toBe(1);
  expect([...ways.subarray(0, degree + 1)]).toEqual([1, 3, 1.5]);
});
