import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cohenKappa } from '../../src/statistics/cohen-kappa.ts';
import { fleissKappa } from '../../src/statistics/fleiss-kappa.ts';
import { gwetAC1 } from '../../src/statistics/gwet-ac1.ts';
import { alphaFromCounts, krippendorffAlpha, type MeasurementLevel } from '../../src/statistics/krippendorff-alpha.ts';
import { voteErrorCorrelation } from '../../src/statistics/vote-error-correlation.ts';
import { differences } from '../golden.ts';

const levels: MeasurementLevel[] = ['nominal', 'ordinal', 'interval'];
const rated = fc.array(fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 5 }), { minLength: 1, maxLength: 12 });
const complete = fc.array(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 3, maxLength: 3 }), {
  minLength: 1,
  maxLength: 12,
});
const count = (units: readonly (readonly number[])[], values: readonly number[]) =>
  units.map((unit) => values.map((value) => unit.filter((rating) => rating === value).length));

describe("Krippendorff's alpha", () => {
  test('Two agreements and a disagreement give 4/9', () => {
    expect(
      krippendorffAlpha(
        [
          [1, 1],
          [2, 2],
          [1, 2],
        ],
        'nominal',
      ).alpha,
    ).toBeCloseTo(4 / 9, 14);
  });

  test('New names for the values change nothing on a nominal scale', () => {
    fc.assert(
      fc.property(rated, (units) => {
        const renamed = units.map((unit) => unit.map((value) => [0, 30, -7, 12, 5][value] ?? 0));
        expect(krippendorffAlpha(renamed, 'nominal').alpha).toBeCloseTo(krippendorffAlpha(units, 'nominal').alpha, 12);
      }),
    );
  });

  test('Another unit and zero change nothing on an interval scale, nor any rising map on an ordinal one', () => {
    fc.assert(
      fc.property(rated, fc.integer({ min: -9, max: 9 }), fc.constantFrom(-3, 0.5, 2), (units, shift, factor) => {
        const moved = units.map((unit) => unit.map((value) => value * factor + shift));
        expect(krippendorffAlpha(moved, 'interval').alpha).toBeCloseTo(krippendorffAlpha(units, 'interval').alpha, 11);
        const cubed = units.map((unit) => unit.map((value) => value ** 3));
        expect(krippendorffAlpha(cubed, 'ordinal').alpha).toBeCloseTo(krippendorffAlpha(units, 'ordinal').alpha, 11);
      }),
    );
  });

  test('Counts, with or without unused categories, tell the same as ratings', () => {
    fc.assert(
      fc.property(rated, fc.constantFrom(...levels), (units, level) => {
        const values = [0, 1, 2, 3, 4, 5];
        const alpha = krippendorffAlpha(units, level);
        const counted = alphaFromCounts(count(units, values), values, level);
        expect(counted.undefined).toBe(alpha.undefined);
        expect(counted.alpha).toBeCloseTo(alpha.alpha, 12);
      }),
    );
  });

  test('Values a ten-millionth apart are still apart, and the same value of 0.1 is still the same', () => {
    const small = krippendorffAlpha(
      [
        [1e-7, 1e-7],
        [2e-7, 2e-7],
        [1e-7, 2e-7],
      ],
      'interval',
    );
    expect(small.undefined).toBe(false);
    expect(small.alpha).toBeCloseTo(4 / 9, 10);
    expect(
      krippendorffAlpha(
        [
          [0.1, 0.1, 0.1],
          [0.1, 0.1],
        ],
        'interval',
      ),
    ).toEqual({ alpha: 1, undefined: true });
  });

  test('It is 1 for perfect agreement, and says when that means nothing', () => {
    for (const level of levels) {
      expect(
        krippendorffAlpha(
          [
            [1, 1],
            [2, 2, 2],
          ],
          level,
        ),
      ).toEqual({ alpha: 1, undefined: false });
      expect(
        krippendorffAlpha(
          [
            [1, 1],
            [1, 1],
          ],
          level,
        ),
      ).toEqual({ alpha: 1, undefined: true });
      expect(krippendorffAlpha([[1], [2]], level)).toEqual({ alpha: 1, undefined: true });
    }
  });
});

describe('Chance-corrected agreement of a fixed panel', () => {
  test('Two agreements and a disagreement', () => {
    const counts = [
      [2, 0],
      [0, 2],
      [1, 1],
    ];
    expect(fleissKappa(counts)).toBeCloseTo(1 / 3, 14);
    expect(gwetAC1(counts).ac1).toBeCloseTo(1 / 3, 14);
    expect(
      cohenKappa([
        [20, 5],
        [10, 15],
      ]),
    ).toBeCloseTo(0.4, 14);
  });

  test('The order of the labels is nothing to any of them', () => {
    fc.assert(
      fc.property(complete, (units) => {
        const counts = count(units, [0, 1, 2]);
        const turned = count(units, [2, 0, 1]);
        expect(differences(fleissKappa(turned), fleissKappa(counts), 1e-11)).toEqual([]);
        expect(differences(gwetAC1(turned), gwetAC1(counts), 1e-11)).toEqual([]);
        const table = (names: number[]) =>
          names.map((i) => names.map((j) => units.filter(([a, b]) => a === i && b === j).length));
        expect(differences(cohenKappa(table([2, 0, 1])), cohenKappa(table([0, 1, 2])), 1e-11)).toEqual([]);
      }),
    );
  });

  test('Skewed labels show the paradox: kappa below zero, AC1 near one', () => {
    expect(
      cohenKappa([
        [118, 5],
        [2, 0],
      ]),
    ).toBeCloseTo(-0.023, 3);
  });

  test('One label in use leaves kappa undefined but not AC1; nobody to compare leaves both', () => {
    expect(
      cohenKappa([
        [9, 0],
        [0, 0],
      ]),
    ).toBeNull();
    expect(
      fleissKappa([
        [3, 0],
        [3, 0],
      ]),
    ).toBeNull();
    expect(
      gwetAC1([
        [3, 0],
        [3, 0],
      ]).ac1,
    ).toBe(1);
    expect(
      gwetAC1([
        [1, 0],
        [0, 1],
      ]),
    ).toEqual({ ac1: null, pa: null, pe: 0.5 });
    expect(gwetAC1([[2], [2]]).ac1).toBeNull();
    expect(gwetAC1([]).ac1).toBeNull();
    expect(() =>
      fleissKappa([
        [2, 0],
        [1, 0],
      ]),
    ).toThrow(RangeError);
  });

  test('A declared label that nobody uses lowers the chance agreement of AC1', () => {
    const used = gwetAC1([
      [2, 0],
      [0, 2],
      [1, 1],
    ]);
    const declared = gwetAC1([
      [2, 0, 0],
      [0, 2, 0],
      [1, 1, 0],
    ]);
    expect(declared.pe).toBeCloseTo((used.pe ?? 0) / 2, 14);
  });
});

describe('Correlation of vote errors', () => {
  test('Judges who are wrong on different rows, and always alike on each', () => {
    expect(
      voteErrorCorrelation(
        [
          [2, 0],
          [0, 2],
        ],
        [
          [2, 2],
          [2, 2],
        ],
      ),
    ).toEqual([
      [1, -1],
      [-1, 1],
    ]);
  });

  test('It is symmetric, and null for a judge who is never wrong or has no second sample', () => {
    const matrix = voteErrorCorrelation(
      [
        [1, 0, 3],
        [0, 1, 2],
        [0, 0, 0],
        [1, 0, 1],
      ],
      [
        [3, 3, 3],
        [2, 2, 2],
        [3, 3, 3],
        [1, 1, 1],
      ],
    );
    matrix.forEach((line, a) => line.forEach((phi, b) => expect(matrix[b]?.[a]).toBe(phi)));
    expect(matrix[2]).toEqual([null, null, null, null]);
    expect(matrix[3]?.[3]).toBeNull();
    expect(matrix[3]?.[0]).not.toBeNull();
  });

  test('Rows without a ballot of either judge are left out of the pair', () => {
    const all = voteErrorCorrelation(
      [
        [1, 0, 1],
        [1, 0, 0],
      ],
      [
        [1, 1, 1],
        [1, 1, 1],
      ],
    );
    const some = voteErrorCorrelation(
      [
        [1, 0, 1, 1],
        [1, 0, 0, 0],
      ],
      [
        [1, 1, 1, 1],
        [1, 1, 1, 0],
      ],
    );
    expect(some[0]?.[1]).toBe(all[0]?.[1]);
  });
});
