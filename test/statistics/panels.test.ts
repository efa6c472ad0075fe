import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leadPolynomial } from '../../src/statistics/lead.ts';
import { randomJudgesDistribution, randomJudgesMajority } from '../../src/statistics/random-judges.ts';
import { roundRobinDistribution, roundRobinMajority } from '../../src/statistics/round-robin.ts';
import { subsetProducts } from '../../src/statistics/subset-product.ts';
import { average, product, subsets, votesOf, wins } from './subsets.ts';

const judge = fc
  .record({ correct: fc.nat(2), wrong: fc.nat(2), silent: fc.nat(1) })
  .map(({ correct, wrong, silent }) => ({ total: correct + wrong + silent, correct, wrong }))
  .filter(({ total }) => total > 0 && total <= 4);
const panels = fc.array(judge, { minLength: 1, maxLength: 3 });
const decided = fc.array(
  judge.map(({ correct, wrong }) => ({ total: correct + wrong, correct, wrong })).filter(({ total }) => total > 0),
  { minLength: 1, maxLength: 3 },
);

/** All draws of n balanced seats: which judges hold the extra seats, and which of their ballots each judge casts. */
const balancedDraws = (ballots: readonly number[][], n: number): number[][][] => {
  const q = Math.floor(n / ballots.length);
  return subsets(ballots.length, n % ballots.length).map((extras) =>
    product(
      ballots.map((votes, j) =>
        subsets(votes.length, q + Number(extras.includes(j))).map((chosen) => chosen.map((i) => votes[i] ?? 0)),
      ),
    ).map((seats) => seats.flat()),
  );
};

test('Sums over subsets of judges of products: the elementary symmetric polynomials', () => {
  const products = subsetProducts(
    [[1], [1]],
    [
      [0, 2],
      [0, 3],
    ],
    2,
  );
  expect(products.map((polynomial) => [...polynomial])).toEqual([[1], [0, 5], [0, 0, 6]]);
});

describe('Balanced panels', () => {
  const sizes = (judges: readonly { total: number }[]) => judges.length * Math.min(...judges.map(({ total }) => total));

  test('Enumeration of all balanced draws gives the same, abstentions included, for every n', () => {
    fc.assert(
      fc.property(fc.oneof(panels, decided), (judges) => {
        roundRobinMajority({ judges }, sizes(judges)).forEach((p, n) => {
          const brute = average(balancedDraws(judges.map(votesOf), n).map((draws) => average(draws.map(wins))));
          expect(p).toBeCloseTo(brute, 11);
        });
      }),
      { numRuns: 60 },
    );
  });

  test('The number of successes has the enumerated law', () => {
    fc.assert(
      fc.property(decided, (judges) => {
        const list = judges.map(({ total, correct }) => ({ total, successes: correct }));
        for (let n = 0; n <= sizes(judges); n++) {
          const draws = balancedDraws(judges.map(votesOf), n);
          roundRobinDistribution(list, n, 'random').forEach((p, successes) => {
            const brute = average(
              draws.map((way) =>
                average(way.map((seats) => Number(seats.filter((vote) => vote === 1).length === successes))),
              ),
            );
            expect(p).toBeCloseTo(brute, 11);
          });
        }
      }),
      { numRuns: 40 },
    );
  });

  test('Without abstentions the majority is read off the law of successes', () => {
    const judges = [9, 12, 10, 9].map((total, j) => ({ total, correct: 5 + j, wrong: total - 5 - j }));
    const list = judges.map(({ total, correct }) => ({ total, successes: correct }));
    roundRobinMajority({ judges }, 36).forEach((p, n) => {
      const law = roundRobinDistribution(list, n, 'random');
      const lead = law.reduce((sum, weight, s) => sum + weight * ((Math.sign(2 * s - n) + 1) / 2), 0);
      expect(p).toBeCloseTo(n === 0 ? 0 : lead, 11);
    });
  });

  test('A judge who is always right and one who is always wrong decide nothing between them', () => {
    const judges = [
      { total: 1, correct: 1, wrong: 0 },
      { total: 1, correct: 0, wrong: 1 },
    ];
    expect([...roundRobinMajority({ judges }, 2)]).toEqual([0, 0.5, 0.5]);
    const silent = [
      { total: 1, correct: 1, wrong: 0 },
      { total: 1, correct: 0, wrong: 0 },
    ];
    expect([...randomJudgesMajority({ judges: silent }, 2)]).toEqual([0, 0.5, 1]);
    const law = roundRobinDistribution(
      [
        { total: 3, successes: 2 },
        { total: 4, successes: 1 },
        { total: 3, successes: 3 },
      ],
      1,
      'random',
    );
    expect(law[0]).toBeCloseTo(13 / 36, 14);
  });

  test('A judge who only abstains leaves the other judge to decide', () => {
    const judges = [
      { total: 5, correct: 3, wrong: 2 },
      { total: 5, correct: 0, wrong: 0 },
    ];
    const probs = roundRobinMajority({ judges }, 10);
    expect(probs[1]).toBeCloseTo(0.3, 14);
    expect(probs[2]).toBeCloseTo(0.6, 14);
    expect(probs[6]).toBeCloseTo(0.7, 14);
    expect(probs[10]).toBeCloseTo(1, 14);
  });

  test('More seats than every judge can fill are refused', () => {
    expect(() =>
      roundRobinMajority(
        {
          judges: [
            { total: 2, correct: 1, wrong: 1 },
            { total: 9, correct: 1, wrong: 1 },
          ],
        },
        5,
      ),
    ).toThrow(RangeError);
    expect(() => roundRobinDistribution([], 0, 'random')).toThrow(RangeError);
  });
});

describe('Distinct judges at random', () => {
  test('Enumeration of all panels gives the same, abstentions included, for every n', () => {
    fc.assert(
      fc.property(fc.array(judge, { minLength: 1, maxLength: 4 }), (judges) => {
        randomJudgesMajority({ judges }, judges.length).forEach((p, n) => {
          const brute = average(
            subsets(judges.length, n).map((chosen) => {
              const ballots = chosen
                .map((j) => judges[j])
                .filter((one) => one !== undefined)
                .map(votesOf);
              return average(product(ballots).map(wins));
            }),
          );
          expect(p).toBeCloseTo(brute, 11);
        });
      }),
      { numRuns: 60 },
    );
  });

  test('One judge of five succeeds with the mean chance, all five with the Poisson binomial law', () => {
    const p = [0.9, 0.8, 0.6, 0.7, 0.5];
    expect(randomJudgesDistribution(p, 1)[1]).toBeCloseTo(0.7, 14);
    expect(randomJudgesDistribution(p, 5)[5]).toBeCloseTo(0.9 * 0.8 * 0.6 * 0.7 * 0.5, 14);
    expect(randomJudgesDistribution(p, 3).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 13);
    expect(() => randomJudgesDistribution(p, 6)).toThrow(RangeError);
  });
});

test('One ballot of a judge who is right once and silent once leads by nothing or by one', () => {
  expect([...leadPolynomial({ total: 2, correct: 1, wrong: 0 }, 1, false)]).toEqual([0, 0.5, 0.5]);
});
