import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countedPassChance, passChance, sampleSizeNonInferiority } from '../../src/statistics/gate-power.ts';
import { holm } from '../../src/statistics/holm.ts';
import { mcnemar } from '../../src/statistics/mcnemar.ts';
import { foldsByGroup, nestedSelection } from '../../src/statistics/nested-selection.ts';
import { newcombePaired } from '../../src/statistics/newcombe-paired.ts';
import { nonInferiority } from '../../src/statistics/non-inferiority.ts';
import { countedDifference, pairedDifference } from '../../src/statistics/paired-interval.ts';
import { seeded, shuffle, uniform } from '../../src/statistics/random.ts';
import { mdeMcNemar, sampleSizeMcNemar, sampleSizeMiller } from '../../src/statistics/sample-size.ts';
import { signFlipTest } from '../../src/statistics/sign-flip-test.ts';
import { tangoInterval } from '../../src/statistics/tango-interval.ts';

const times = (count: number, value: number): number[] => Array.from({ length: count }, () => value);
/** b rows of 1 and c of -1 among n. */
const binary = (b: number, c: number, n = b + c): number[] => [...times(b, 1), ...times(c, -1), ...times(n - b - c, 0)];

const whole = fc.array(fc.constantFrom(-1, 0, 1), { minLength: 1, maxLength: 150 });
const fractions = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 60 });
const thirds = fc.array(
  fc.integer({ min: -3, max: 3 }).map((x) => x / 3),
  { minLength: 1, maxLength: 150 },
);
const anyDifferences = fc.oneof(whole, fractions, thirds);
/** Counts b, c and n of a table of pairs. */
const pairs = fc.tuple(fc.nat(60), fc.nat(60), fc.integer({ min: 1, max: 300 })).map(([b, c, same]) => ({
  b,
  c,
  n: b + c + same,
}));
const seeds = fc.integer({ min: 0, max: 2 ** 31 });

describe('McNemar’s test', () => {
  test('Ten to two, none to six, five to five, and no discordant row', () => {
    const { exact, midP } = mcnemar({ b: 10, c: 2 });
    expect(exact).toBeCloseTo(0.0386, 4);
    expect(midP).toBeCloseTo(0.0225, 4);
    expect(mcnemar({ b: 0, c: 6 })).toEqual({ exact: 2 / 64, midP: 1 / 64 });
    expect(mcnemar({ b: 5, c: 5 })).toEqual({ exact: 1, midP: 1 });
    expect(mcnemar({ b: 0, c: 0 })).toEqual({ exact: 1, midP: 1 });
  });

  test('Symmetric in b and c; mid-p is the smaller; neither leaves 0 to 1', () => {
    fc.assert(
      fc.property(fc.nat(3_000), fc.nat(3_000), (b, c) => {
        const { exact, midP } = mcnemar({ b, c });
        expect(mcnemar({ b: c, c: b })).toEqual({ exact, midP });
        expect(midP).toBeLessThanOrEqual(exact);
        expect(midP).toBeGreaterThanOrEqual(0);
        expect(exact).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('Rows are counted whole', () => {
    expect(() => mcnemar({ b: 1.5, c: 2 })).toThrow(RangeError);
    expect(() => mcnemar({ b: -1, c: 2 })).toThrow(RangeError);
  });
});

describe('The sign-flip test', () => {
  /** The same by listing all signs, on whole numbers. */
  const enumerated = (differences: readonly number[]): number => {
    const goal = Math.abs(differences.reduce((total, d) => total + d, 0));
    let hits = 0;
    for (let signs = 0; signs < 2 ** differences.length; signs++) {
      const total = differences.reduce((sum, d, i) => sum + (((signs >> i) & 1) === 1 ? d : -d), 0);
      if (Math.abs(total) >= goal) hits += 1;
    }
    return hits / 2 ** differences.length;
  };

  test('Six differences, none, and ties that rounding would break', () => {
    expect(signFlipTest([0.5, 0.25, -0.125, 1, 0.75, -0.5])).toEqual({ p: 0.25, exact: true });
    expect(signFlipTest([])).toEqual({ p: 1, exact: true });
    expect(signFlipTest([0, 0])).toEqual({ p: 1, exact: true });
    expect(signFlipTest(times(5, 0.3)).p).toBe(2 / 2 ** 5);
    expect(signFlipTest([0.1, 0.2, -0.3]).p).toBe(1);
  });

  test('All signs listed give the same', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -40, max: 40 }), { maxLength: 10 }), (steps) => {
        const { p, exact } = signFlipTest(steps.map((step) => step / 7));
        expect(exact).toBe(true);
        expect(p).toBeCloseTo(enumerated(steps), 12);
      }),
    );
  });

  test('On differences of -1, 0 and 1 it is McNemar’s exact test, for any number of rows', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(300), (b, c) => {
        const { p, exact } = signFlipTest(binary(b, c, b + c + 7));
        expect(exact).toBe(true);
        expect(p).toBeCloseTo(mcnemar({ b, c }).exact, 10);
      }),
      { numRuns: 30 },
    );
  });

  test('Swapping the arms, permuting the rows and rescaling change nothing', () => {
    fc.assert(
      fc.property(fractions, seeds, (differences, seed) => {
        const p = (values: readonly number[]) => signFlipTest(values, { random: seeded(seed), resamples: 99 }).p;
        const found = p(differences);
        expect(p(differences.map((d) => -d))).toBeCloseTo(found, 12);
        expect(p(shuffle([...differences], seeded(seed)))).toBeCloseTo(found, 12);
        expect(p(differences.map((d) => 4 * d))).toBeCloseTo(found, 12);
      }),
    );
  });

  test('Random flips come within four standard errors of the exact p', () => {
    const random = seeded(2);
    const differences = Array.from({ length: 20 }, () => uniform(random) - 0.35);
    const { p, exact } = signFlipTest(differences);
    expect(exact).toBe(true);
    // Differences too small to matter make it 21, too many to list.
    const drawn = signFlipTest([...differences, 1e-7], { random, resamples: 9_999 });
    expect(drawn.exact).toBe(false);
    expect(Math.abs(drawn.p - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / 10_000));
  });

  test('Random flips never give a p of 0, and chance is asked for where it is needed', () => {
    const random = seeded(3);
    const large = Array.from({ length: 100 }, () => 0.5 + uniform(random) / 2);
    expect(signFlipTest(large, { random, resamples: 999 })).toEqual({ p: 1 / 1_000, exact: false });
    expect(() => signFlipTest(large)).toThrow(/`random`/u);
    expect(() => signFlipTest([0.1, Number.NaN])).toThrow(RangeError);
  });
});

describe('Holm’s adjustment', () => {
  test('Five p-values', () => {
    const adjusted = holm([0.01, 0.04, 0.03, 0.005, 0.2]);
    for (const [i, p] of [0.04, 0.09, 0.09, 0.025, 0.2].entries()) expect(adjusted[i]).toBeCloseTo(p, 12);
    expect(holm([])).toEqual([]);
    expect(() => holm([0.5, 1.5])).toThrow(RangeError);
  });

  test('Never below the raw p, never above 1, in the same order; one alone stays, many stay below Bonferroni', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }), (p) => {
        const adjusted = holm(p);
        for (const [i, raw] of p.entries()) {
          const value = adjusted[i] ?? Number.NaN;
          expect(value).toBeGreaterThanOrEqual(raw);
          expect(value).toBeLessThanOrEqual(Math.min(1, p.length * raw));
          for (const [j, other] of p.entries()) {
            if (raw <= other) expect(value).toBeLessThanOrEqual(adjusted[j] ?? Number.NaN);
          }
        }
        expect(holm(p.toReversed())).toEqual(adjusted.toReversed());
      }),
    );
  });
});

describe('Intervals for the difference of two paired proportions', () => {
  test('Twelve to two among fifty; no discordant row', () => {
    const newcombe = newcombePaired({ a: 36, b: 12, c: 2, d: 0, level: 0.95 });
    expect(newcombe.difference).toBeCloseTo(0.2, 14);
    expect(newcombe.lower).toBeCloseTo(0.057, 3);
    expect(newcombe.upper).toBeCloseTo(0.34, 3);
    const tango = tangoInterval({ b: 12, c: 2, n: 50, level: 0.95 });
    expect(tango.lower).toBeCloseTo(0.061, 3);
    expect(tango.upper).toBeCloseTo(0.345, 3);
    const z = 1.959963984540054;
    expect(tangoInterval({ b: 0, c: 0, n: 50, level: 0.95 }).upper).toBeCloseTo((z * z) / (50 + z * z), 14);
  });

  test('Both contain the estimate, stay within -1 and 1, keep a width, widen with the level, and mirror when arms swap', () => {
    fc.assert(
      fc.property(pairs, fc.double({ min: 0, max: 1, noNaN: true }), ({ b, c, n }, share) => {
        const a = Math.floor((n - b - c) * share);
        for (const interval of [
          (table: { b: number; c: number; level: number }) => tangoInterval({ ...table, n }),
          (table: { b: number; c: number; level: number }) => newcombePaired({ ...table, a, d: n - a - b - c }),
        ]) {
          const { difference, lower, upper } = interval({ b, c, level: 0.95 });
          expect(difference).toBeCloseTo((b - c) / n, 14);
          expect(lower).toBeGreaterThanOrEqual(-1);
          expect(upper).toBeLessThanOrEqual(1);
          expect(lower).toBeLessThanOrEqual(difference);
          expect(upper).toBeGreaterThanOrEqual(difference);
          expect(upper - lower).toBeGreaterThan(0.001);
          const swapped = interval({ b: c, c: b, level: 0.95 });
          expect(swapped.lower).toBeCloseTo(-upper, 12);
          expect(swapped.upper).toBeCloseTo(-lower, 12);
          const wide = interval({ b, c, level: 0.99 });
          expect(wide.lower).toBeLessThanOrEqual(lower + 1e-12);
          expect(wide.upper).toBeGreaterThanOrEqual(upper - 1e-12);
        }
      }),
    );
  });

  test('The extremes: one arm alone errs, on every row', () => {
    for (const n of [1, 5, 80]) {
      const { difference, lower, upper } = tangoInterval({ b: n, c: 0, n, level: 0.95 });
      expect([difference, upper]).toEqual([1, 1]);
      expect(lower).toBeLessThan(1);
      expect(newcombePaired({ a: 0, b: n, c: 0, d: 0, level: 0.95 })).toMatchObject({ difference: 1, upper: 1 });
    }
    expect(() => tangoInterval({ b: 3, c: 3, n: 5, level: 0.95 })).toThrow(RangeError);
    expect(() => tangoInterval({ b: 0, c: 0, n: 0, level: 0.95 })).toThrow(RangeError);
  });
});

describe('The interval of a mean paired difference', () => {
  const level = 0.95;

  test('Ten rows of which two differ get Tango’s interval', () => {
    const { lower, upper, ...rest } = pairedDifference(binary(1, 1, 10), { level });
    expect(rest).toMatchObject({ difference: 0, units: 10, method: 'tango' });
    expect(lower).toBeCloseTo(-0.3422, 4);
    expect(upper).toBeCloseTo(0.3422, 4);
  });

  test.for([
    { name: 'a hundred rows of which ten differ', differences: binary(6, 4, 100), method: 't' },
    { name: 'a hundred rows of which nine differ', differences: binary(6, 3, 100), method: 'tango' },
    { name: 'ninety-nine rows', differences: binary(20, 20, 99), method: 'tango' },
    { name: 'two hundred rows that agree', differences: times(200, 0), method: 'tango' },
    { name: 'fractions', differences: [0.5, 0, -0.25, 1], method: 't' },
    { name: 'equal fractions', differences: times(7, 0.3), method: 'tango' },
    { name: 'a single row', differences: [0.4], method: 'tango' },
    { name: 'ones, but for rounding', differences: times(4, 1 - 2e-16), method: 'tango' },
  ])('$name: $method', ({ differences, method }) => {
    const found = pairedDifference(differences, { level });
    expect(found.method).toBe(method);
    expect(found.upper - found.lower).toBeGreaterThan(0.01);
    expect(found.lower).toBeLessThan(found.difference);
  });

  test('Fractions that are all equal count as fractions of a row', () => {
    const { lower, upper } = tangoInterval({ b: 2.1, c: 0, n: 7, level });
    expect(pairedDifference(times(7, 0.3), { level })).toMatchObject({
      difference: expect.closeTo(0.3, 14),
      lower: expect.closeTo(lower, 12),
      upper: expect.closeTo(upper, 12),
    });
  });

  test('Groups that err together widen it; groups whose rows cancel are no proof of sameness', () => {
    const differences = [...times(60, 0.2), ...times(60, -0.1), ...times(60, 0)];
    const plain = pairedDifference(differences, { level });
    const grouped = pairedDifference(differences, { level, groups: differences.map((_, i) => Math.floor(i / 6)) });
    expect(grouped.units).toBe(30);
    expect(grouped.upper - grouped.lower).toBeGreaterThan(2 * (plain.upper - plain.lower));
    const cancelled = pairedDifference([1, -1, 1, -1], { level, groups: ['a', 'a', 'b', 'b'] });
    expect(cancelled).toMatchObject({ difference: 0, units: 2, method: 'tango' });
    expect(cancelled.upper).toBeGreaterThan(0.6);
  });

  test('Permuted rows, groups of one, and rows doubled within their groups change nothing', () => {
    fc.assert(
      fc.property(anyDifferences, seeds, (differences, seed) => {
        const found = pairedDifference(differences, { level });
        const expected = {
          ...found,
          difference: expect.closeTo(found.difference, 12),
          se: Number.isNaN(found.se) ? Number.NaN : expect.closeTo(found.se, 12),
          lower: expect.closeTo(found.lower, 10),
          upper: expect.closeTo(found.upper, 10),
        };
        expect(pairedDifference(shuffle([...differences], seeded(seed)), { level })).toEqual(expected);
        const groups = differences.map((_, i) => `row ${i}`);
        expect(pairedDifference(differences, { level, groups })).toEqual(found);
        const doubled = [...differences, ...differences];
        expect(pairedDifference(doubled, { level, groups: [...groups, ...groups] })).toEqual(expected);
      }),
    );
  });

  test('No row, a missing group, a missing value and a difference beyond -1 to 1 without spread are refused', () => {
    expect(() => pairedDifference([], { level })).toThrow(RangeError);
    expect(() => pairedDifference([0, 1], { level, groups: ['a'] })).toThrow(/no group/u);
    expect(() => pairedDifference([0, Number.NaN], { level })).toThrow(/row 1/u);
    expect(() => pairedDifference([2, 2, 2], { level })).toThrow(RangeError);
  });
});

describe('The non-inferiority gate', () => {
  test('Two points better on two hundred rows passes a margin of two points', () => {
    const found = nonInferiority(binary(8, 12, 200), { margin: 0.02 });
    expect(found).toMatchObject({ difference: -0.02, decision: 'pass', method: 't', units: 200 });
    expect(found.lower).toBeCloseTo(-0.057, 3);
    expect(found.upper).toBeCloseTo(0.017, 3);
  });

  test('Rows that all agree pass only where there are enough of them', () => {
    expect(nonInferiority(times(50, 0), { margin: 0.02 })).toMatchObject({ decision: 'inconclusive', method: 'tango' });
    expect(nonInferiority(times(132, 0), { margin: 0.02 }).decision).toBe('inconclusive');
    expect(nonInferiority(times(133, 0), { margin: 0.02 }).decision).toBe('pass');
    expect(nonInferiority(times(5, 1), { margin: 0.02 }).decision).toBe('fail');
  });

  test('One worse row in two hundred leaves a margin of two points open', () => {
    // t would put the upper bound at 0.0133, below that of 200 rows without any difference.
    expect(nonInferiority(binary(1, 0, 200), { margin: 0.02 })).toMatchObject({
      decision: 'inconclusive',
      method: 'tango',
    });
  });

  test('It is the two-sided interval at 1 - 2 alpha, with groups or without', () => {
    fc.assert(
      fc.property(anyDifferences, fc.double({ min: 0.001, max: 0.3, noNaN: true }), (differences, alpha) => {
        const groups = differences.map((_, i) => i % 7);
        for (const grouping of [{}, { groups }]) {
          const { decision, ...interval } = nonInferiority(differences, { margin: 0.05, alpha, ...grouping });
          expect(interval).toEqual(pairedDifference(differences, { level: 1 - 2 * alpha, ...grouping }));
          expect(decision).toBe(interval.upper < 0.05 ? 'pass' : interval.lower > 0.05 ? 'fail' : 'inconclusive');
        }
      }),
    );
  });

  test('A wider margin never makes the decision worse', () => {
    const order = ['fail', 'inconclusive', 'pass'];
    const margins = fc.uniqueArray(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(anyDifferences, margins, (differences, values) => {
        const decisions = values
          .toSorted((a, b) => a - b)
          .map((margin) => order.indexOf(nonInferiority(differences, { margin }).decision));
        expect(decisions).toEqual(decisions.toSorted((a, b) => a - b));
      }),
    );
  });

  test('Swapping the arms mirrors the bounds', () => {
    fc.assert(
      fc.property(anyDifferences, (differences) => {
        const { lower, upper } = nonInferiority(differences, { margin: 0.02 });
        const swapped = nonInferiority(
          differences.map((d) => -d),
          { margin: 0.02 },
        );
        expect(swapped.lower).toBeCloseTo(-upper, 12);
        expect(swapped.upper).toBeCloseTo(-lower, 12);
      }),
    );
  });

  test('A candidate worse by just the margin passes, and fails, no more than one time in twenty or so', () => {
    /** The exact chances, over all counts of a trinomial. */
    const chances = (n: number, discordance: number, margin: number): { pass: number; fail: number } => {
      const [worse, better] = [(discordance + margin) / 2, (discordance - margin) / 2];
      const total = { pass: 0, fail: 0, inconclusive: 0 };
      let firstWeight = (1 - worse - better) ** n;
      for (let b = 0; b <= 40; b++) {
        let weight = firstWeight;
        for (let c = 0; c <= Math.min(40, n - b); c++) {
          if (weight > 1e-9) total[nonInferiority(binary(b, c, n), { margin }).decision] += weight;
          weight *= ((n - b - c) / (c + 1)) * (better / (1 - worse - better));
        }
        firstWeight *= ((n - b) / (b + 1)) * (worse / (1 - worse - better));
      }
      return total;
    };
    // With t in place of Tango these would pass 9.4%, 8.3%, 7.4% and 8.9% of the time.
    for (const [n, discordance, margin] of [
      [50, 0.05, 0.02],
      [50, 0.1, 0.05],
      [100, 0.05, 0.02],
      [200, 0.02, 0.02],
    ] as const) {
      const { pass, fail } = chances(n, discordance, margin);
      expect(pass).toBeLessThan(0.05);
      expect(fail).toBeLessThan(0.073);
    }
  });
});

describe('What a gate can tell', () => {
  test('Two hundred unchanged rows, one in ten discordant: three gates in four cannot tell', () => {
    const { pass, fail, inconclusive } = passChance({ se: Math.sqrt(0.1 / 200), df: 199, margin: 0.02 });
    expect(pass).toBeCloseTo(0.224, 3);
    expect(fail).toBeCloseTo(0.005, 3);
    expect(inconclusive).toBeCloseTo(0.77, 3);
    expect(() => passChance({ se: 0, df: 199, margin: 0.02 })).toThrow(RangeError);
  });

  test('Just at the margin it passes and fails with chance alpha, about; beyond it, it mirrors', () => {
    const gate = { se: 0.01, df: 1e9, margin: 0.02 };
    expect(passChance(gate, 0.02)).toMatchObject({ pass: expect.closeTo(0.05, 9), fail: expect.closeTo(0.05, 9) });
    expect(passChance(gate, 0.05).fail).toBeCloseTo(passChance(gate, -0.01).pass, 12);
  });

  test('Its chances are those of simulated gates', () => {
    const random = seeded(1);
    const counts = { pass: 0, fail: 0, inconclusive: 0 };
    const runs = 2_000;
    for (let run = 0; run < runs; run++) {
      const differences = Float64Array.from({ length: 200 }, () => {
        const u = uniform(random);
        return u < 0.05 ? 1 : u < 0.1 ? -1 : 0;
      });
      counts[nonInferiority(differences, { margin: 0.02 }).decision] += 1;
    }
    const chance = passChance({ se: Math.sqrt(0.1 / 200), df: 199, margin: 0.02 });
    for (const decision of ['pass', 'fail', 'inconclusive'] as const) {
      const p = chance[decision];
      expect(Math.abs(counts[decision] / runs - p)).toBeLessThan(3 * Math.sqrt((p * (1 - p)) / runs));
    }
  });

  test('The rows needed give the power asked for', () => {
    const plan = { discordance: 0.1, margin: 0.02 };
    expect(sampleSizeNonInferiority(plan)).toBeCloseTo(1545.6, 1);
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.5, noNaN: true }),
        fc.double({ min: -0.05, max: 0.015, noNaN: true }),
        fc.double({ min: 0.5, max: 0.95, noNaN: true }),
        (discordance, difference, power) => {
          const n = sampleSizeNonInferiority({ discordance, margin: 0.02, difference, power }) ?? Number.NaN;
          const se = Math.sqrt((discordance - difference ** 2) / n);
          expect(passChance({ se, df: 1e9, margin: 0.02 }, difference).pass).toBeGreaterThan(power - 1e-9);
        },
      ),
    );
  });

  test('No number of rows helps a candidate as much worse as the margin; rows that agree need some too', () => {
    expect(sampleSizeNonInferiority({ discordance: 0.1, margin: 0.02, difference: 0.02 })).toBeNull();
    expect(sampleSizeNonInferiority({ discordance: 0, margin: 0.02 })).toBeCloseTo(132.57, 2);
    expect(() => sampleSizeNonInferiority({ discordance: 0.0001, margin: 0.1, difference: 0.05 })).toThrow(RangeError);
  });
});

describe('How many rows show a difference', () => {
  test('Three points at one discordant row in ten; what two hundred rows can show', () => {
    expect(sampleSizeMcNemar({ discordance: 0.1, difference: 0.03 })).toBeCloseTo(869.7, 1);
    expect(sampleSizeMcNemar({ discordance: 0.1, difference: -0.03 })).toBeCloseTo(869.7, 1);
    expect(mdeMcNemar({ discordance: 0.1, n: 200 })).toBeCloseTo(0.0623, 4);
    const arm = { within: 1 / 6, samples: 10 };
    expect(sampleSizeMiller({ between: 1 / 9, a: arm, b: arm, difference: 0.03 })).toBeCloseTo(1259.7, 1);
  });

  test('The least detectable difference is the inverse of the sample size', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.double({ min: 0.02, max: 0.99, noNaN: true }),
        fc.double({ min: 0.5, max: 0.99, noNaN: true }),
        fc.double({ min: 0.001, max: 0.2, noNaN: true }),
        (discordance, share, power, alpha) => {
          const difference = share * discordance;
          const n = sampleSizeMcNemar({ discordance, difference, power, alpha });
          expect(mdeMcNemar({ discordance, n, power, alpha })).toBeCloseTo(difference, 10);
        },
      ),
    );
  });

  test('Few rows show nothing, and arms cannot differ by more than they disagree', () => {
    expect(mdeMcNemar({ discordance: 0.05, n: 20 })).toBeNull();
    expect(mdeMcNemar({ discordance: 0.05, n: 1 })).toBeNull();
    expect(() => sampleSizeMcNemar({ discordance: 0.02, difference: 0.03 })).toThrow(RangeError);
  });
});

describe('Choosing the best arm', () => {
  const bernoulli = (rows: number, rate: number, random: () => number): Float64Array =>
    Float64Array.from({ length: rows }, () => Number(uniform(random) < rate));

  test('Left out one at a time, two arms that trade places are each chosen where they err', () => {
    const arms = [Float64Array.of(0, 0, 1, 1), Float64Array.of(1, 1, 0, 0)];
    const found = nestedSelection(arms, { folds: 4, random: seeded(1) });
    expect(found).toEqual({ apparent: 0.5, nested: 1, optimism: 0.5, chosen: 0, frequency: [0.5, 0.5] });
  });

  test('The same arm many times over: the first is chosen, and nothing was flattered', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 50 }),
        seeds,
        (e, seed) => {
          const arm = Float64Array.from(e);
          const { optimism, chosen, frequency } = nestedSelection([arm, arm, arm], { random: seeded(seed) });
          expect(optimism).toBeCloseTo(0, 12);
          expect(chosen).toBe(0);
          expect(frequency).toEqual([1, 0, 0]);
        },
      ),
    );
  });

  test('Twenty arms that are equally good: the best looks better than it is, and held-out rows tell', () => {
    const random = seeded(4);
    const runs = 300;
    let apparent = 0;
    let nested = 0;
    for (let run = 0; run < runs; run++) {
      const arms = Array.from({ length: 20 }, () => bernoulli(100, 0.2, random));
      const found = nestedSelection(arms, { random });
      apparent += found.apparent / runs;
      nested += found.nested / runs;
    }
    expect(apparent).toBeLessThan(0.14);
    expect(Math.abs(nested - 0.2)).toBeLessThan(4 * Math.sqrt(0.16 / 100 / runs));
  });

  test('An arm that is much better is chosen in every fold, at no cost', () => {
    const random = seeded(5);
    const arms = [bernoulli(200, 0.5, random), bernoulli(200, 0.05, random), bernoulli(200, 0.4, random)];
    const found = nestedSelection(arms, { random });
    expect(found).toMatchObject({ chosen: 1, frequency: [0, 1, 0], optimism: expect.closeTo(0, 12) });
  });

  test('Folds never split a group, and differ by one group at most', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(12), { minLength: 2, maxLength: 60 }).filter((keys) => new Set(keys).size >= 2),
        fc.integer({ min: 2, max: 8 }),
        seeds,
        (keys, folds, seed) => {
          const foldOf = foldsByGroup(keys, folds, seeded(seed));
          const groups = new Map<number, Set<number>>();
          for (const [row, key] of keys.entries()) {
            groups.set(key, (groups.get(key) ?? new Set()).add(foldOf[row] ?? Number.NaN));
          }
          for (const within of groups.values()) expect(within.size).toBe(1);
          const sizes = new Map<number, number>();
          for (const [fold] of groups.values()) sizes.set(fold ?? -1, (sizes.get(fold ?? -1) ?? 0) + 1);
          expect(sizes.size).toBe(Math.min(folds, groups.size));
          expect(Math.max(...sizes.values()) - Math.min(...sizes.values())).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  test('Rows of a group that is held out have no say in the choice', () => {
    // Each arm is right on one group alone: chosen on the other, it always errs on the one held out.
    const groups = ['a', 'a', 'a', 'b', 'b', 'b'];
    const arms = [Float64Array.of(0, 0, 0, 1, 1, 1), Float64Array.of(1, 1, 1, 0, 0, 0)];
    expect(nestedSelection(arms, { groups, random: seeded(6) })).toMatchObject({ apparent: 0.5, nested: 1 });
  });

  test('Arms of different rows and a single group are refused', () => {
    const random = seeded(7);
    expect(() => nestedSelection([new Float64Array(3), new Float64Array(4)], { random })).toThrow(RangeError);
    expect(() => nestedSelection([new Float64Array(3)], { groups: ['a', 'a', 'a'], random })).toThrow(/two folds/u);
    expect(() => nestedSelection([new Float64Array(3)], { groups: ['a'], random })).toThrow(RangeError);
    expect(() => nestedSelection([], { random })).toThrow(RangeError);
  });
});

describe('The chances of a gate on rows that are right or wrong, counted', () => {
  test.for([
    { n: 200, discordance: 0.1, margin: 0.02, pass: 0.231 },
    { n: 100, discordance: 0.02, margin: 0.05, pass: 0.789 },
    { n: 40, discordance: 0.05, margin: 0.05, pass: 0.264 },
  ])('$n rows of which $discordance differ pass a margin of $margin with chance $pass', ({ pass, ...gate }) => {
    const found = countedPassChance(gate);
    expect(found.pass).toBeCloseTo(pass, 3);
    expect(found.pass + found.fail + found.inconclusive).toBeCloseTo(1, 9);
  });

  test('Counts decide as the rows themselves do', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.nat(40), fc.integer({ min: 2, max: 150 }), (b, c, rest) => {
        const rows = [...Array<number>(b).fill(1), ...Array<number>(c).fill(-1), ...Array<number>(rest).fill(0)];
        const { lower, upper } = pairedDifference(rows, { level: 0.9 });
        const counted = countedDifference({ b, c, n: rows.length }, 0.9);
        expect(counted.lower).toBeCloseTo(lower, 9);
        expect(counted.upper).toBeCloseTo(upper, 9);
      }),
    );
  });
});
