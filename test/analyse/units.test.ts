import { describe, expect, test } from 'vitest';
import type { RowLaw } from '../../src/analyse/row-law.ts';
import { defaults, type Settings } from '../../src/analyse/settings.ts';
import { coverageOf, simulationErrorOf, unitsOf } from '../../src/analyse/units.ts';
import { standardErrors, unitMeans } from '../../src/statistics/units.ts';
import { settingsWith } from '../cast.ts';

const law = (wrong: number[], undecided?: number[], noise?: number[]): RowLaw => ({
  wrong: Float64Array.from([0, ...wrong]),
  undecided: undecided === undefined ? null : Float64Array.from([0, ...undecided]),
  noise: noise === undefined ? null : Float64Array.from([0, ...noise]),
});
const alone = { keys: null, fixed: 0 };
const means = (laws: readonly RowLaw[], settings: Partial<Settings> = {}) => [
  ...unitMeans(unitsOf(laws, [1, 2], alone, settingsWith(settings))),
];

describe('Units of resampling', () => {
  const easy = law([0.1, 0]);
  const hard = law([0.6, 0.8]);

  test('rows that share a law are one unit, as often as they occur', () => {
    const { sums, sizes, multiplicity, points } = unitsOf([easy, hard, easy, easy], [1, 2], alone, settingsWith({}));
    expect({ sums: [...sums], sizes: [...sizes], multiplicity: [...multiplicity], points }).toEqual({
      sums: [0.6, 0.8, 0.1, 0],
      sizes: [1, 1],
      multiplicity: [1, 3],
      points: 2,
    });
  });

  test('a group is one unit of its rows, whatever their laws', () => {
    const clusters = { keys: ['x', 'y', 'x', 'y'], fixed: 0 };
    const { sums, sizes, multiplicity } = unitsOf([easy, hard, hard, hard], [2], clusters, settingsWith({}));
    expect([...sizes]).toEqual([2, 2]);
    expect([...multiplicity]).toEqual([1, 1]);
    expect([...sums]).toEqual([0.8, 1.6]);
  });

  test('a grid of some sizes takes those', () => {
    expect([...unitMeans(unitsOf([easy, hard], [2], alone, settingsWith({})))]).toEqual([0.4]);
  });
});

describe('Draws without a quorum', () => {
  // On the first row half of the draws have none; the second always has one.
  const silent = law([0.1, 0], [0.5, 0.2]);
  const spoken = law([0.4, 0.4]);

  test('left out, the error is that of all draws that have one', () => {
    expect(means([silent, spoken], { onNoQuorum: 'exclude' })).toEqual([
      expect.closeTo(0.5 / 1.5, 12),
      expect.closeTo(0.4 / 1.8, 12),
    ]);
    expect(means([silent, spoken], { onNoQuorum: 'abstain' })).toEqual([0.25, 0.2]);
  });

  test('the standard error of that ratio is the linearised one', () => {
    const laws = [silent, spoken, law([0.3, 0.2], [0.1, 0]), law([0, 0], [0.9, 0.7])];
    const [se] = standardErrors(unitsOf(laws, [1], alone, settingsWith({ onNoQuorum: 'exclude' })));
    const wrong = [0.1, 0.4, 0.3, 0];
    const decided = [0.5, 1, 0.9, 0.1];
    const ratio = 0.8 / 2.5;
    const residual = wrong.map((w, i) => w - ratio * (decided[i] ?? 0));
    const spread = residual.reduce((sum, r) => sum + r * r, 0) / 3;
    expect(se).toBeCloseTo(Math.sqrt(spread / 4) / (2.5 / 4), 12);
  });

  test('coverage is the share of draws with one, and silent where all have', () => {
    expect(coverageOf([silent, spoken], [1, 2])).toEqual([0.75, 0.9]);
    expect(coverageOf([spoken], [1, 2])).toBeNull();
  });

  test('scores are compared row by row, over the rows that can have one', () => {
    const never = law([0, 0], [1, 1]);
    expect(means([law([2, 1], [0.5, 0]), law([3, 3]), never], { target: 'mean' })).toEqual([
      expect.closeTo((4 + 3) / 2, 12),
      expect.closeTo((1 + 3) / 2, 12),
    ]);
  });
});

test('simulated rows add their noise as means of independent simulations do, a shared one as one', () => {
  const [one, other] = [law([0.5, 0.5], undefined, [0.04, 0.01]), law([0.5, 0.5], undefined, [0.04, 0.01])];
  expect(simulationErrorOf([law([0, 0])], [1, 2], defaults)).toBeNull();
  expect(simulationErrorOf([one, other], [1, 2], defaults)?.[0]).toBeCloseTo(Math.sqrt(0.08) / 2, 12);
  expect(simulationErrorOf([one, one], [1, 2], defaults)?.[0]).toBeCloseTo(0.2, 12);
  expect(simulationErrorOf([one, law([0, 0])], [1, 2], defaults)?.[1]).toBeCloseTo(0.05, 12);
});
