import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Side } from '../../src/compare/compare.ts';
import type { Frontier } from '../../src/compare/comparison.ts';
import { record, type Given } from '../cast.ts';
import { compared, sideOf } from './sides.ts';

/** An arm at a price a ballot, on rows whose right answer is "pass". */
const at = (usd: number, rows: readonly (readonly Given[])[], name = 'a', gold = 'pass'): Side =>
  sideOf(
    name,
    record(
      rows.map((given) => ({ gold, ballots: { A: given } })),
      { costPerBallot: usd },
    ),
  );

const frontierOf = (...sides: Side[]): Frontier => {
  const [frontier] = compared(sides).frontiers;
  if (frontier === undefined) throw new RangeError('there is no frontier');
  return frontier;
};

const rowsOf = (count: number, ...given: Given[]): Given[][] => Array.from({ length: count }, () => given);

const close = (value: number) => expect.closeTo(value, 12);

describe('What to buy', () => {
  // Of three rows two ballots in three are right, of the fourth one: e(1) = e(2) = 5/12, e(3) = 1/4.
  const cheap = at(0.001, [...rowsOf(3, 'pass', 'pass', 'fail'), ...rowsOf(1, 'fail', 'fail', 'pass')]);
  const right = at(0.01, rowsOf(4, 'pass'), 'right');

  test('is the cheapest until an error costs more than the next saves', () => {
    const { points, buys, rows } = frontierOf(cheap, right);
    expect(rows).toBe(4);
    expect(points).toEqual([
      { arm: 0, n: 1, usd: close(0.001), error: close(5 / 12) },
      { arm: 0, n: 2, usd: close(0.002), error: close(5 / 12) },
      { arm: 0, n: 3, usd: 0.003, error: 0.25 },
      { arm: 1, n: 1, usd: 0.01, error: 0 },
    ]);
    // A sixth of an error for 0.2 cents: 1.2 cents an error; a quarter for 0.7 cents: 2.8.
    expect(buys).toEqual([
      { arm: 0, n: 1, usd: close(0.001), error: close(5 / 12), from: 0, to: close(0.012) },
      { arm: 0, n: 3, usd: close(0.003), error: close(1 / 4), from: close(0.012), to: close(0.028) },
      { arm: 1, n: 1, usd: close(0.01), error: 0, from: close(0.028), to: null },
    ]);
  });

  test('is never dearer than the least error', () => {
    const dear = at(0.5, rowsOf(4, 'pass', 'pass'), 'dear');
    const { points, buys } = frontierOf(cheap, right, dear);
    expect(points).toHaveLength(6);
    expect(buys.at(-1)).toMatchObject({ arm: 1, to: null });
    expect(buys.some(({ arm }) => arm === 2)).toBe(false);
  });

  test('is the better of two at one price, though rounding sets the prices apart', () => {
    // 3 × 0.1 is a little more than 0.3.
    const three = at(0.1, rowsOf(4, 'pass', 'pass', 'fail'));
    const one = at(0.3, [['fail'], ...rowsOf(3, 'pass')], 'one');
    for (const sides of [
      [three, one],
      [one, three],
    ] as [Side, Side][]) {
      expect(frontierOf(...sides).buys.at(-1)).toMatchObject({ n: 3, error: 0, to: null });
    }
  });

  test('is one arm alone, where nothing costs anything', () => {
    const { buys } = frontierOf(at(0, rowsOf(4, 'pass', 'pass', 'fail')), at(0, rowsOf(4, 'pass'), 'right'));
    expect(buys).toEqual([{ arm: 1, n: 1, usd: 0, error: 0, from: 0, to: null }]);
  });

  test('at every price of an error is the least of cost and errors together', () => {
    const arm = fc.record({
      usd: fc.constantFrom(0.0001, 0.0003, 0.001, 0.003, 0.01),
      rows: fc.integer({ min: 1, max: 5 }).chain((n) =>
        fc.array(fc.array(fc.constantFrom<Given>('pass', 'fail'), { minLength: n, maxLength: n }), {
          minLength: 5,
          maxLength: 5,
        }),
      ),
    });
    fc.assert(
      fc.property(fc.array(arm, { minLength: 2, maxLength: 4 }), (arms) => {
        const { points, buys } = frontierOf(...arms.map(({ usd, rows }, index) => at(usd, rows, `${index}`)));
        expect(buys.map(({ from }) => from)).toEqual([0, ...buys.slice(0, -1).map(({ to }) => to)]);
        expect(buys.at(-1)?.to).toBeNull();
        for (const { usd, error, from, to } of buys) {
          const prices = [from, to ?? from + 1, (from + (to ?? from + 1)) / 2];
          for (const price of prices) {
            const least = Math.min(...points.map((each) => each.usd + price * each.error));
            expect(usd + price * error).toBeLessThanOrEqual(least + 1e-9);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('The frontier is drawn', () => {
  test('on the rows that all arms have, with gold', () => {
    const goldless = { gold: null, ballots: { A: ['pass', 'pass'] as Given[] } };
    const [some, all] = [
      sideOf(
        'some',
        record([{ gold: 'pass', ballots: { A: ['fail'] } }, { ballots: goldless.ballots }], { costPerBallot: 0.001 }),
      ),
      at(0.002, [['pass'], ['pass'], ['fail']], 'all'),
    ];
    expect(frontierOf(some, all)).toMatchObject({
      rows: 1,
      points: [
        { arm: 0, n: 1, error: 1 },
        { arm: 1, n: 1, error: 0 },
      ],
    });
  });

  test('not at all where no row has gold, or no row is in all', () => {
    const none = [at(0.001, []), at(0.001, rowsOf(2, 'pass'))];
    expect(() => compared(none)).not.toThrow();
    const goldless = sideOf('a', record([{ ballots: { A: ['pass'] } }], { costPerBallot: 0.001 }));
    expect(compared([goldless, goldless]).frontiers).toEqual([]);
  });

  test('from the quorum on', () => {
    const recording = record(
      rowsOf(4, 'pass', 'pass', 'fail').map((given) => ({ gold: 'pass', ballots: { A: given } })),
      { costPerBallot: 0.001 },
    );
    const side = sideOf('a', recording, { settings: { quorum: 2 } });
    expect(frontierOf(side, side).points.map(({ n }) => n)).toEqual([2, 3, 2, 3]);
  });
});
