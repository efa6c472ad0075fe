import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bestOfNProb } from '../../src/statistics/best-of-n.ts';
import { majorityProb } from '../../src/statistics/majority-prob.ts';
import { weightedVoteProbs } from '../../src/statistics/weighted-vote.ts';
import { average, overSubsets, wins } from './subsets.ts';

const candidates = fc
  .array(fc.record({ score: fc.nat(3), correct: fc.nat(1) }), { minLength: 1, maxLength: 9 })
  .chain((items) => fc.tuple(fc.constant(items), fc.integer({ min: 1, max: items.length })));

describe('The best of n by score', () => {
  test('The better of two from five is correct three times in four', () => {
    expect(bestOfNProb([0.9, 0.8, 0.8, 0.5, 0.1], [1, 0, 1, 1, 0], 2)).toBeCloseTo(0.75, 14);
  });

  test('Enumeration of all subsets gives the same, in any order of the candidates', () => {
    fc.assert(
      fc.property(candidates, ([items, n]) => {
        const brute = overSubsets(items, n, (chosen) => {
          const most = Math.max(...chosen.map(({ score }) => score));
          return average(chosen.filter(({ score }) => score === most).map(({ correct }) => correct));
        });
        const run = (list: typeof items) =>
          bestOfNProb(
            list.map(({ score }) => score),
            list.map(({ correct }) => correct),
            n,
          );
        expect(run(items)).toBeCloseTo(brute, 11);
        expect(run(items.toReversed())).toBeCloseTo(brute, 11);
      }),
    );
  });

  test('Nobody is the best of none', () => expect(() => bestOfNProb([1], [1], 0)).toThrow(RangeError));
});

describe('Weighted votes', () => {
  const ballots = fc.array(fc.record({ weight: fc.integer({ min: 1, max: 4 }), vote: fc.constantFrom(1, -1) }), {
    minLength: 1,
    maxLength: 9,
  });
  const run = (list: { weight: number; vote: number }[], tie: 'split' | 'pass' | 'fail' | 'abstain') =>
    weightedVoteProbs(
      list.map(({ weight }) => weight),
      list.map(({ vote }) => vote),
      list.length,
      tie,
    );

  test('Weights of 3, 2, 2, 1 and 1: three votes carry it in 6 of 10 draws', () => {
    expect(weightedVoteProbs([3, 2, 2, 1, 1], [1, -1, -1, 1, 1], 3, 'split')[3]).toBeCloseTo(0.6, 14);
  });

  test('Enumeration of all subsets gives the same, for every tie rule and every n', () => {
    fc.assert(
      fc.property(ballots, fc.constantFrom('split', 'pass', 'fail', 'abstain'), (list, tie) => {
        run(list, tie).forEach((p, n) => {
          const brute = overSubsets(list, n, (chosen) => {
            const win = wins(chosen.map(({ weight, vote }) => weight * vote));
            return win !== 0.5 || tie === 'split' ? win : Number(tie === 'pass');
          });
          expect(p).toBeCloseTo(brute, 11);
        });
      }),
      { numRuns: 60 },
    );
  });

  test('Equal weights are the majority', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(1, -1), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        (votes, weight) => {
          const successes = votes.filter((vote) => vote === 1).length;
          run(
            votes.map((vote) => ({ weight, vote })),
            'split',
          ).forEach((p, n) => {
            expect(p).toBeCloseTo(majorityProb({ total: votes.length, successes, n, tie: 'split' }), 11);
          });
        },
      ),
    );
  });

  test('A weight that is not a positive whole number is refused', () => {
    expect(() => weightedVoteProbs([0.5], [1], 1, 'split')).toThrow(RangeError);
    expect(() => weightedVoteProbs([0], [1], 1, 'split')).toThrow(RangeError);
  });
});
