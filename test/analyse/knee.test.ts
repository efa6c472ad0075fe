import { describe, expect, test } from 'vitest';
import type { KneeVerdict } from '../../src/analyse/knee-verdict.ts';
import { widthsOf } from '../../src/analyse/knee-widths.ts';
import { kneeReport, type Knee } from '../../src/analyse/knee.ts';
import type { Settings } from '../../src/analyse/settings.ts';
import { independentMajorityError } from '../../src/statistics/independent-majority.ts';
import { normal, seeded, uniform, type Random } from '../../src/statistics/random.ts';
import { multiplierSums } from '../../src/statistics/resample.ts';
import { tQuantile } from '../../src/statistics/student-t.ts';
import type { Units } from '../../src/statistics/units.ts';
import { curveFor, record } from '../cast.ts';
import { average } from '../statistics/subsets.ts';
import { always, mixture, simulatedRows, passOrFail } from './simulated.ts';

const kneesOf = (
  study: { readonly rows: number; readonly ballots: number; readonly chance: (random: Random, row: number) => number },
  { seeds, ...settings }: { readonly seeds: number } & Partial<Settings>,
): Knee[] =>
  Array.from({ length: seeds }, (_, at) => {
    const table = simulatedRows({ ...study, seed: at + 1 });
    return curveFor(record(table, passOrFail), { resamples: 400, ...settings }).knee;
  });

const count = (knees: readonly Knee[], ...verdicts: readonly KneeVerdict[]): number =>
  knees.filter(({ verdict }) => verdicts.includes(verdict)).length;

const tell = (title: string, knees: readonly Knee[]): void => {
  const found = Map.groupBy(knees, ({ verdict }) => verdict);
  console.log(`${title}: ${[...found].map(([verdict, list]) => `${list.length} ${verdict}`).join(', ')}.`);
};

/** Row errors, one unit a row. */
const unitsOf = (errors: readonly (readonly number[])[]): Units => ({
  sums: Float64Array.from(errors.flat()),
  sizes: new Float64Array(errors.length).fill(1),
  multiplicity: new Float64Array(errors.length).fill(1),
  points: errors[0]?.length ?? 0,
});

const reportOn = (errors: readonly (readonly number[])[], margin: number): { knee: Knee; grid: number[] } => {
  const units = unitsOf(errors);
  const grid = Array.from({ length: units.points }, (_, k) => 2 * k + 1);
  const sums = multiplierSums(units, { resamples: 400, random: seeded(1) });
  const options = { margin, level: 0.95, resamples: 400, seed: 1, rows: errors.length, sums };
  return { knee: kneeReport(units, grid, options), grid };
};

describe('The knee is honest', () => {
  test('where gold has nothing to do with the votes, more ballots are hardly ever said to help', () => {
    // One-sided tests at 5% err in 5% of recordings, and no more is allowed for than twice that.
    const coin = kneesOf({ rows: 200, ballots: 15, chance: always(0.5) }, { seeds: 60 });
    const opinionated = kneesOf({ rows: 200, ballots: 15, chance: mixture(0.5, 0.7, 0.3) }, { seeds: 60 });
    tell('Coin ballots', coin);
    tell('Ballots of one mind, right or wrong by chance', opinionated);
    for (const knees of [coin, opinionated]) {
      expect(count(knees, 'knee', 'still-falling', 'non-monotone')).toBeLessThanOrEqual(6);
      expect(count(knees, 'rises')).toBeLessThanOrEqual(6);
      expect(count(knees, 'inconclusive', 'flat')).toBeGreaterThanOrEqual(50);
    }
  });

  test('independent ballots that are right seven times in ten gain to the last', () => {
    const knees = kneesOf({ rows: 300, ballots: 15, chance: always(0.7) }, { seeds: 10 });
    expect(count(knees, 'still-falling')).toBeGreaterThanOrEqual(9);
    expect(knees.every(({ verdict, n }) => verdict !== 'still-falling' || n === null)).toBe(true);
  });

  test('the knee moves with the noise', () => {
    const kneeAt = (chance: number) => {
      const knees = kneesOf({ rows: 300, ballots: 41, chance: always(chance) }, { seeds: 8 });
      expect(count(knees, 'knee')).toBe(8);
      return average(knees.map(({ n }) => n ?? 0));
    };
    const [quiet, middling, noisy] = [kneeAt(0.95), kneeAt(0.85), kneeAt(0.75)] as const;
    expect(quiet).toBeLessThanOrEqual(5);
    expect(middling).toBeGreaterThan(quiet + 3);
    expect(noisy).toBeGreaterThan(middling + 6);
  });

  test('a judge that always says the same has no diversity, and one ballot is all', () => {
    const knees = kneesOf({ rows: 100, ballots: 9, chance: mixture(0.8, 1, 0) }, { seeds: 5 });
    expect(knees.map(({ verdict, n, safe }) => ({ verdict, n, safe }))).toEqual(
      knees.map(() => ({ verdict: 'zero-diversity', n: 1, safe: 1 })),
    );
  });

  test('a quarter of rows on which most ballots are wrong bends the curve up again', () => {
    const knees = kneesOf({ rows: 500, ballots: 41, chance: mixture(0.75, 0.85, 0.35) }, { seeds: 8 });
    expect(count(knees, 'non-monotone')).toBeGreaterThanOrEqual(7);
    for (const { n, best } of knees.filter(({ verdict }) => verdict === 'non-monotone')) {
      expect(n).toBe(best);
      expect(best).toBeLessThanOrEqual(15);
    }
  });

  test('voting amplifies the error of a judge that is mostly wrong', () => {
    const knees = kneesOf({ rows: 200, ballots: 15, chance: always(0.4) }, { seeds: 8 });
    expect(knees.map(({ verdict, n }) => ({ verdict, n }))).toEqual(knees.map(() => ({ verdict: 'rises', n: 1 })));
  });

  test('fewer than thirty rows, or groups, are too few to advise', () => {
    for (const { rows, groups, few } of [
      { rows: 29, groups: 29, few: true },
      { rows: 30, groups: 30, few: false },
      { rows: 90, groups: 29, few: true },
      { rows: 90, groups: 30, few: false },
    ]) {
      const table = simulatedRows({ rows, ballots: 15, seed: 3, chance: always(0.7) });
      const grouped = table.map((row, at) => ({ ...row, group: `g${at % groups}` }));
      const { knee } = curveFor(record(grouped, passOrFail), { resamples: 400 });
      expect({ rows, groups, few: knee.verdict === 'insufficient-rows' }).toEqual({ rows, groups, few });
      if (few) expect(knee.n).toBeNull();
    }
  });

  test('with one ballot a row there is nothing to compare', () => {
    const [knee] = kneesOf({ rows: 200, ballots: 1, chance: always(0.7) }, { seeds: 1 });
    expect(knee).toMatchObject({ verdict: 'inconclusive', n: null, point: 1, best: 1, gains: [] });
  });

  test('the error at the knee seldom exceeds the lowest true error by more than the margin', () => {
    const truth = (n: number) => independentMajorityError(0.85, n);
    const knees = kneesOf({ rows: 100, ballots: 15, chance: always(0.85) }, { seeds: 120 });
    const safe = knees.flatMap((knee) => knee.safe ?? []);
    expect(safe.length).toBeGreaterThan(60);
    const exceeding = safe.filter((n) => truth(n) - truth(15) > 0.01).length;
    console.log(`The true error at the knee exceeds the margin in ${exceeding} of ${safe.length} recordings.`);
    expect(exceeding / safe.length).toBeLessThanOrEqual(0.1);
  });

  test('a wider margin never asks for more ballots', () => {
    const table = record(simulatedRows({ rows: 300, ballots: 21, seed: 5, chance: always(0.8) }), passOrFail);
    const sizes = [0.005, 0.01, 0.02, 0.04, 0.08].map((margin) => {
      const { knee } = curveFor(table, { margin, resamples: 400 });
      return knee.n ?? Infinity;
    });
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    expect(sizes[0]).toBeGreaterThan(sizes[4] ?? 0);
  });
});

describe('The knee meets its definition', () => {
  /** Row errors about a falling, flat or rising curve, alike within a row. */
  const someErrors = (seed: number): number[][] => {
    const random = seeded(seed);
    const [floor, start, pace] = [uniform(random) * 0.2, uniform(random) * 0.4, uniform(random) * 1.5];
    return Array.from({ length: 40 + seed }, () => {
      const level = 0.05 * normal(random);
      return Array.from(
        { length: 8 },
        (_, k) => floor + start * Math.exp(-pace * k) + level + 0.02 * (1 + k / 4) * normal(random),
      );
    });
  };
  const mean = (errors: readonly number[][], i: number, j: number) =>
    average(errors.map((row) => (row[i] ?? 0) - (row[j] ?? 0)));
  const upperBound = (errors: readonly number[][], i: number, j: number): number => {
    const centre = mean(errors, i, j);
    const spread = errors.reduce((sum, row) => sum + ((row[i] ?? 0) - (row[j] ?? 0) - centre) ** 2, 0);
    const se = Math.sqrt(spread / (errors.length - 1) / errors.length);
    return centre + tQuantile(0.95, errors.length - 1) * se;
  };

  test('safe sizes are those not inferior to any other, walked down from the largest', () => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= 60; seed += 1) {
      const errors = someErrors(seed);
      const margin = seed % 2 === 0 ? 0.01 : 0.03;
      const { knee, grid } = reportOn(errors, margin);
      const places = [...grid.keys()];
      const safe = places.map((i) => places.every((j) => i === j || upperBound(errors, i, j) <= margin));
      const best = places.reduce((low, k) => (mean(errors, k, low) < 0 ? k : low), 0);
      const start = safe[7] ? 7 : best;
      const lowest = safe.slice(0, start + 1).lastIndexOf(false) + 1;
      const walked = safe[start] ? (grid[lowest] ?? null) : null;
      const one = ['flat', 'rises', 'zero-diversity'].includes(knee.verdict);
      seen.add(`${knee.verdict}, ${knee.safe === null ? 'none safe' : 'safe'}`);
      expect({ seed, safe: knee.safe, best: knee.best }).toEqual({ seed, safe: one ? 1 : walked, best: grid[best] });
      if (!one && knee.safe !== null) expect(knee.safe).toBeGreaterThanOrEqual(grid[safe.indexOf(true)] ?? 1);
      if (!one) expect(knee.point).toBe(grid[places.findIndex((k) => mean(errors, k, best) <= margin + 1e-12)]);
      if (knee.gains.every(({ lower }) => lower <= 0))
        expect(['flat', 'rises', 'inconclusive']).toContain(knee.verdict);
      if (knee.verdict === 'flat') expect(knee.gains.every(({ upper }) => upper <= margin)).toBe(true);
      if (knee.verdict === 'inconclusive' && knee.safe !== null)
        expect(knee.gains.every(({ lower }) => lower <= 1e-9)).toBe(true);
    }
    expect(seen.size).toBeGreaterThan(4);
  });

  test('a size that is safe is no knee while its gain may be none', () => {
    // A gain of 0.01 with a standard error of 0.01: three ballots are no worse than one by more than 0.01, nor surely better.
    const errors = Array.from({ length: 60 }, (_, row) => [0.3, 0.29 + (row % 2 === 0 ? 0.077 : -0.077)]);
    const { knee } = reportOn(errors, 0.01);
    expect(knee).toMatchObject({ verdict: 'inconclusive', n: null, safe: 3 });
  });

  test('bounds are those of Student, with one degree of freedom less than rows', () => {
    const errors = someErrors(5).slice(0, 4);
    const units = unitsOf(errors);
    const sums = multiplierSums(units, { resamples: 200, random: seeded(1) });
    const { t } = widthsOf(units, [1, 3, 5, 7, 9, 11, 13, 15], {
      margin: 0.01,
      level: 0.95,
      resamples: 200,
      seed: 1,
      rows: 4,
      sums,
    });
    expect(t).toBeCloseTo(tQuantile(0.95, 3), 12);
  });

  test('every gain lies within its bounds, which are wider than those of one size alone', () => {
    const errors = someErrors(3);
    const { knee } = reportOn(errors, 0.01);
    knee.gains.forEach(({ n, estimate, lower, upper }, at) => {
      expect(n).toBe(2 * at + 3);
      expect(estimate).toBeCloseTo(mean(errors, 0, at + 1), 12);
      expect(upper).toBeGreaterThanOrEqual(upperBound(errors, 0, at + 1) - 1e-12);
      expect(lower).toBeLessThanOrEqual(-upperBound(errors, at + 1, 0) + 1e-12);
    });
  });

  test('the resampled knees and verdicts are shares of one, around the knee as observed', () => {
    const { knee } = reportOn(someErrors(12), 0.01);
    const { points, verdicts, lower, upper, mode } = knee.bootstrap;
    const sum = (shares: readonly number[]) => shares.reduce((total, share) => total + share, 0);
    expect(sum(points.map(({ share }) => share))).toBeCloseTo(1, 9);
    expect(sum(Object.values(verdicts))).toBeCloseTo(1, 9);
    expect(lower).toBeLessThanOrEqual(mode);
    expect(mode).toBeLessThanOrEqual(upper);
    expect(points.some(({ n }) => n === knee.point)).toBe(true);
  });

  test('about as many rows as it says tell a gain of one margin from none', () => {
    // A gain of ±0.1 from row to row at each size: (1.645 + 0.842)² × 0.1² / 0.01² ≈ 618 rows.
    const errors = Array.from({ length: 100 }, (_, row) => [0.3, 0.3 + (row % 2 === 0 ? 0.1 : -0.1)]);
    const { knee } = reportOn(errors, 0.01);
    expect(knee.rowsNeeded).toBe(Math.ceil(((1.6448536 + 0.8416212) ** 2 * 0.01 * (100 / 99)) / 0.0001));
  });
});
