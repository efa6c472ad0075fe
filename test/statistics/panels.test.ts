import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hypergeometricPmf } from '../../src/statistics/hypergeometric.ts';
import { leadPolynomial } from '../../src/statistics/lead.ts';
import {
  randomJudgesDistribution,
  randomJudgesDistributions,
  randomJudgesMajority,
} from '../../src/statistics/random-judges.ts';
import {
  roundRobinDistribution,
  roundRobinDistributions,
  roundRobinMajority,
} from '../../src/statistics/round-robin.ts';
import { majorityProb } from '../../src/statistics/majority-prob.ts';
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

test('Means over subsets of judges of products: the elementary symmetric polynomials over C(M, s)', () => {
  const products = subsetProducts(
    [[1], [1]],
    [
      [0, 2],
      [0, 3],
    ],
    2,
  );
  expect(products.map((polynomial) => [...polynomial])).toEqual([[1], [0, 2.5], [0, 0, 6]]);
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
        for (const [n, law] of roundRobinDistributions(list, sizes(judges)).entries()) {
          const draws = balancedDraws(judges.map(votesOf), n);
          expect(roundRobinDistribution(list, n, 'random')).toEqual(law);
          law.forEach((p, successes) => {
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

describe('1,500 judges with one ballot each are one pool of 1,500 ballots', () => {
  const right = 870;
  const judges = Array.from({ length: 1500 }, (_, j) => ({
    total: 1,
    correct: Number(j < right),
    wrong: Number(j >= right),
  }));
  const pooled = Array.from({ length: 102 }, (_, n) =>
    majorityProb({ total: 1500, successes: right, n, tie: 'split' }),
  );

  test.for([
    { design: 'balanced', found: () => roundRobinMajority({ judges }, 101) },
    { design: 'distinct judges', found: () => randomJudgesMajority({ judges }, 101) },
  ])('$design: the majority', ({ found }) => {
    found().forEach((p, n) => expect(p).toBeCloseTo(pooled[n] ?? NaN, 11));
  });

  test('the number of successes, at any size up to all of them', () => {
    const list = judges.map(({ total, correct }) => ({ total, successes: correct }));
    const laws = [
      roundRobinDistribution(list, 101, 'random'),
      roundRobinDistributions(list, 101)[101],
      randomJudgesDistributions(
        judges.map(({ correct }) => correct),
        101,
      )[101],
    ];
    const expected = hypergeometricPmf(1500, right, 101);
    for (const law of laws) expected.forEach((p, j) => expect(law?.[j]).toBeCloseTo(p, 11));
    expect(roundRobinDistribution(list, 1500, 'random')[right]).toBeCloseTo(1, 11);
  });

  test('a third of them silent: the votes of those who are not', () => {
    const silent = judges.map((judge, j) => (j % 3 === 0 ? { total: 1, correct: 0, wrong: 0 } : judge));
    const [correct, cast] = [silent.filter((judge) => judge.correct === 1).length, 1000];
    const spoken = hypergeometricPmf(1500, cast, 51);
    const expected = spoken.reduce(
      (sum, p, n) => sum + p * majorityProb({ total: cast, successes: correct, n, tie: 'split' }),
      0,
    );
    expect(roundRobinMajority({ judges: silent }, 51)[51]).toBeCloseTo(expected, 11);
    expect(randomJudgesMajority({ judges: silent }, 51)[51]).toBeCloseTo(expected, 11);
  });
});

test('One ballot of a judge who is right once and silent once leads by nothing or by one', () => {
  expect([...leadPolynomial({ total: 2, correct: 1, wrong: 0 }, 1, false)]).toEqual([0, 0.5, 0.5]);
});
