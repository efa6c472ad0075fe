import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seeded } from '../../src/statistics/random.ts';
import { bootstrapMeans, multiplierSums } from '../../src/statistics/resample.ts';
import { clusteredStandardError, meanSe } from '../../src/statistics/standard-error.ts';
import { differences } from '../golden.ts';
import { standardErrors, unitCovariance, unitMeans, type Units } from '../../src/statistics/units.ts';
import { supTBand, supTCritical } from '../../src/statistics/sup-t.ts';

type Group = { readonly rows: readonly (readonly number[])[]; readonly times: number };

const unitsOf = (groups: readonly Group[], points: number): Units => ({
  sums: Float64Array.from(
    groups.flatMap(({ rows }) =>
      Array.from({ length: points }, (_, k) => rows.reduce((sum, row) => sum + (row[k] ?? 0), 0)),
    ),
  ),
  sizes: Float64Array.from(groups, ({ rows }) => rows.length),
  multiplicity: Float64Array.from(groups, ({ times }) => times),
  points,
});
const expanded = (groups: readonly Group[]): Group[] =>
  groups.flatMap(({ rows, times }) => Array.from({ length: times }, () => ({ rows, times: 1 })));

const POINTS = 3;
const row = fc.array(
  fc.integer({ min: 0, max: 8 }).map((eighths) => eighths / 8),
  { minLength: POINTS, maxLength: POINTS },
);
const groups = fc.array(
  fc.record({ rows: fc.array(row, { minLength: 1, maxLength: 3 }), times: fc.integer({ min: 1, max: 4 }) }),
  { minLength: 2, maxLength: 8 },
);

/** What of two lists of numbers differs. */
const apartBy = (actual: Iterable<number>, expected: Iterable<number>): string[] =>
  differences([...actual], [...expected], 1e-12);

describe('Units', () => {
  test('Means weigh every row alike', () => {
    const units = {
      sums: Float64Array.of(0, 1, 1, 1),
      sizes: Float64Array.of(1, 1),
      multiplicity: Float64Array.of(3, 1),
      points: 2,
    };
    expect([...unitMeans(units)]).toEqual([0.25, 1]);
  });

  test('Merged units have the means and covariances of the units they stand for', () => {
    fc.assert(
      fc.property(groups, (list) => {
        const merged = unitsOf(list, POINTS);
        const apart = unitsOf(expanded(list), POINTS);
        expect(apartBy(unitMeans(merged), unitMeans(apart))).toEqual([]);
        expect(apartBy(unitCovariance(merged), unitCovariance(apart))).toEqual([]);
      }),
    );
  });

  test('The diagonal holds the squares of the clustered, or for single rows the plain, standard errors', () => {
    fc.assert(
      fc.property(groups, (list) => {
        const apart = expanded(list);
        const covariance = unitCovariance(unitsOf(list, POINTS));
        const clustered = standardErrors(unitsOf(list, POINTS));
        const single = unitCovariance(
          unitsOf(
            apart.flatMap(({ rows }) => rows.map((one) => ({ rows: [one], times: 1 }))),
            POINTS,
          ),
        );
        for (let k = 0; k < POINTS; k++) {
          const x = apart.flatMap(({ rows }) => rows.map((one) => one[k] ?? 0));
          const cluster = apart.flatMap(({ rows }, g) => rows.map(() => g));
          expect(covariance[k * POINTS + k]).toBeCloseTo(clusteredStandardError(x, cluster) ** 2, 12);
          expect(clustered[k]).toBeCloseTo(clusteredStandardError(x, cluster), 12);
          expect(single[k * POINTS + k]).toBeCloseTo(meanSe(x).se ** 2, 12);
        }
      }),
    );
  });
});

describe('Resampling', () => {
  test('The bootstrap of merged units is that of the units they stand for, draw by draw', () => {
    fc.assert(
      fc.property(groups, fc.nat(), (list, seed) => {
        const run = (units: Units) => bootstrapMeans(units, { resamples: 20, random: seeded(seed) });
        expect(apartBy(run(unitsOf(list, POINTS)), run(unitsOf(expanded(list), POINTS)))).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  test('A replicate is a mean of the units: it stays within their range, and a constant stays constant', () => {
    fc.assert(
      fc.property(groups, fc.nat(), (list, seed) => {
        const flat = list.map(({ rows, times }) => ({ rows: rows.map(() => [0.5, 0, 1]), times }));
        const means = bootstrapMeans(unitsOf(flat, POINTS), { resamples: 5, random: seeded(seed) });
        expect(
          apartBy(
            means,
            Array.from({ length: 15 }, (_, i) => [0.5, 0, 1][i % 3] ?? 0),
          ),
        ).toEqual([]);
      }),
    );
  });

  test('Multiplier sums have the covariance of the means within four standard errors, merged or not', () => {
    const list: Group[] = [
      { rows: [[0, 0.25, 1]], times: 12 },
      {
        rows: [
          [1, 0.5, 0.25],
          [0.5, 0.5, 0],
        ],
        times: 3,
      },
      { rows: [[0.75, 0, 0.5]], times: 1 },
      { rows: [[1, 1, 0]], times: 5 },
    ];
    const B = 4000;
    for (const units of [unitsOf(list, POINTS), unitsOf(expanded(list), POINTS)]) {
      const G = 21;
      const R = 24;
      const covariance = unitCovariance(units).map((value) => value * R * R * ((G - 1) / G));
      const sums = multiplierSums(units, { resamples: B, random: seeded(9) });
      for (let j = 0; j < POINTS; j++) {
        for (let k = 0; k < POINTS; k++) {
          let moment = 0;
          for (let b = 0; b < B; b++) moment += ((sums[b * POINTS + j] ?? 0) * (sums[b * POINTS + k] ?? 0)) / B;
          const at = (a: number, c: number) => covariance[a * POINTS + c] ?? 0;
          const se = Math.sqrt((at(j, j) * at(k, k) + at(j, k) ** 2) / B);
          expect(Math.abs(moment - at(j, k))).toBeLessThan(4 * se);
        }
      }
    }
  });
});

describe('The simultaneous critical value', () => {
  const sums = Float64Array.of(3, -4, -1, 2, 0, 0, -2, 1); // four resamples of two points
  const scale = Float64Array.of(1, 2);

  test('Two-sided it takes the largest size, one-sided the largest value', () => {
    expect(supTCritical({ sums, scale, level: 1, sides: 'two' })).toBe(3);
    expect(supTCritical({ sums, scale, level: 0.5, sides: 'two' })).toBe(1.5); // of 3, 1, 0, 2
    expect(supTCritical({ sums, scale, level: 0.5, sides: 'upper' })).toBe(0.75); // of 3, 1, 0, 0.5
    expect(supTCritical({ sums, scale, level: 0.5, sides: 'two', atLeast: 1.7 })).toBe(1.7);
  });

  test('A point without spread is skipped, and without any the pointwise value is left', () => {
    expect(supTCritical({ sums, scale: Float64Array.of(0, 2), level: 1, sides: 'two' })).toBe(2);
    expect(supTCritical({ sums, scale: Float64Array.of(0, 0), level: 0.95, sides: 'two' })).toBeCloseTo(1.95996, 5);
    expect(supTCritical({ sums, scale: Float64Array.of(0, 0), level: 0.95, sides: 'upper' })).toBeCloseTo(1.64485, 5);
    expect(supTCritical({ sums, scale: Float64Array.of(0, 0), level: 0.95, sides: 'upper', atLeast: 2 })).toBe(2);
  });

  test('For one point it is near the normal quantile, for more points larger, and it grows with the level', () => {
    const random = seeded(4);
    const rows = Array.from({ length: 60 }, () => Array.from({ length: 4 }, () => Number(random() / 2 ** 32 < 0.4)));
    const band = (points: number, level: number) =>
      supTBand({
        units: unitsOf(
          rows.map((one) => ({ rows: [one], times: 1 })),
          points,
        ),
        level,
        resamples: 2000,
        random: seeded(1),
      });
    expect(band(1, 0.95).critical).toBeCloseTo(1.96, 0);
    expect(band(4, 0.95).critical).toBeGreaterThan(band(1, 0.95).critical + 0.2);
    expect(band(4, 0.95).critical).toBeLessThan(2.8);
    expect(band(4, 0.99).critical).toBeGreaterThan(band(4, 0.95).critical);
  });
});

test('The band contains the curve and stays within 0 and 1, also where no error was seen', () => {
  fc.assert(
    fc.property(groups, fc.nat(), (list, seed) => {
      const units = unitsOf(
        list.map(({ rows, times }) => ({ rows: rows.map(([a, b]) => [a ?? 0, b ?? 0, 0]), times })),
        POINTS,
      );
      const { lower, upper } = supTBand({ units, level: 0.95, resamples: 100, random: seeded(seed) });
      unitMeans(units).forEach((mean, k) => {
        expect(lower[k]).toBeGreaterThanOrEqual(0);
        expect(lower[k]).toBeLessThanOrEqual(mean + 1e-12);
        expect(upper[k]).toBeGreaterThanOrEqual(mean - 1e-12);
        expect(upper[k]).toBeLessThanOrEqual(1);
      });
      expect(upper[2]).toBeGreaterThan(0.05);
    }),
    { numRuns: 50 },
  );
});
