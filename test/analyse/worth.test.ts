import { describe, expect, test } from 'vitest';
import { worthOf } from '../../src/analyse/worth.ts';
import { independentMajorityError } from '../../src/statistics/independent-majority.ts';
import { seeded } from '../../src/statistics/random.ts';
import { curveFor, record } from '../cast.ts';
import { passOrFail, simulatedRows } from './simulated.ts';

const options = { level: 0.95, resamples: 500, random: seeded(1) };
const rowsWith = (one: number, several: number) => ({
  sums: Float64Array.of(one, several),
  sizes: Float64Array.of(1),
  multiplicity: Float64Array.of(100),
  points: 2,
});

describe('What ballots are worth', () => {
  test('independent ballots are worth as many as they are', () => {
    expect(worthOf(rowsWith(0.3, independentMajorityError(0.7, 15)), 15, options)?.votes).toBeCloseTo(15, 6);
  });

  test('ballots that err as often together as one alone are worth one', () => {
    expect(worthOf(rowsWith(0.2, 0.2), 9, options)).toEqual({ n: 9, votes: 1, lower: 1, upper: 1 });
  });

  test('nothing is said where one ballot is a coin, or several are worse than one', () => {
    expect(worthOf(rowsWith(0.5, 0.5), 9, options)).toBeNull();
    expect(worthOf(rowsWith(0.2, 0.3), 9, options)).toBeNull();
  });

  test('a curve says it of its largest odd size, and the truth lies in the interval', () => {
    const alike = curveFor(record(simulatedRows({ rows: 400, ballots: 10, seed: 8, chance: () => 0.7 }), passOrFail), {
      resamples: 500,
    });
    expect(alike.worth?.n).toBe(9);
    expect(alike.worth?.lower).toBeLessThan(9);
    expect(alike.worth?.upper ?? Infinity).toBeGreaterThan(9);
    // Hard rows and easy ones: ballots on a row share its difficulty.
    const mixed = curveFor(
      record(
        simulatedRows({ rows: 400, ballots: 10, seed: 3, chance: (_, row) => (row % 4 === 0 ? 0.3 : 0.9) }),
        passOrFail,
      ),
      { resamples: 500 },
    );
    expect(mixed.worth?.upper ?? Infinity).toBeLessThan(6);
  });

  test('a rule other than a vote has no such worth', () => {
    const table = simulatedRows({ rows: 40, ballots: 9, seed: 3, chance: () => 0.7 });
    expect(curveFor(record(table, passOrFail), { rule: { kind: 'unanimous' } }).worth).toBeNull();
  });
});
