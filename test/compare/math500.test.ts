import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { splitBy } from '../../src/compare/split.ts';
import { readRecording } from '../../src/ledger/read.ts';
import { recordedData, withoutData } from '../recorded-data.ts';
import { compared, sideOf } from './sides.ts';

const SET = 'boinf_math500.jsonl';

test('MATH500 by model: every pairing is what the raw lines say', async ({ skip }) => {
  if (recordedData === null) return skip(withoutData);
  const path = join(recordedData, SET);
  const recording = await readRecording([path], {});
  const sides = splitBy(recording, 'model').map((part) => sideOf(part.name, part.recording));
  const { pairings, arms } = compared(sides);

  const [reference, ...others] = fromRawLines(readFileSync(path, 'utf8'));
  if (reference === undefined) throw new RangeError(`${SET} is empty`);
  expect(arms.map(({ name }) => name)).toEqual([reference, ...others].map(({ model }) => model));
  expect(pairings).toHaveLength(6);
  const wanted = others.map((other) => paired(reference, other));
  const adjusted = stepDown(wanted.map(({ p }) => p));
  for (const [at, { error, agreement, paired: rows, unpaired, changed, fail }] of pairings.entries()) {
    const figures = wanted[at];
    if (figures === undefined || error === null) throw new RangeError('an arm without a pairing, or without gold');
    expect({ rows, unpaired, fail }).toEqual({ rows: 500, unpaired: [], fail: null });
    expect(error.difference).toMatchObject({
      value: expect.closeTo(figures.difference, 12),
      lower: expect.closeTo(figures.interval.lower, 9),
      upper: expect.closeTo(figures.interval.upper, 9),
      rows: 500,
      method: figures.interval.method,
    });
    expect(error.test).toMatchObject({
      name: figures.test,
      p: expect.closeTo(figures.p, 10),
      adjusted: expect.closeTo(adjusted[at] ?? Number.NaN, 10),
      exact: true,
      worse: figures.worse,
      better: figures.better,
    });
    expect(agreement?.rows).toBe(figures.bothDecide);
    expect(agreement?.value).toBeCloseTo(figures.agree / figures.bothDecide, 12);
    expect(changed).toHaveLength(figures.changed);
  }
});

// From here on nothing of ours is used: counts, binomial coefficients and a numeric integral, from the lines themselves.

type Line = { readonly row: string; readonly model: string; readonly values: (string | null)[]; readonly gold: string };

/** What most ballots say of a row: its leaders, and the error as a share of UNIT, so that ties stay whole numbers. */
type Told = { readonly leaders: readonly string[]; readonly error: number };
type Model = { readonly model: string; readonly rows: ReadonlyMap<string, Told> };

const UNIT = 60; // divisible by two, three, four, five and six leaders

const fromRawLines = (text: string): Model[] => {
  const models = new Map<string, Map<string, Told>>();
  for (const raw of text.trimEnd().split('\n')) {
    const { row, model, values, gold } = JSON.parse(raw) as Line;
    const counts = new Map<string, number>();
    for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
    const most = Math.max(0, ...counts.values());
    const leaders = [...counts].filter(([, count]) => count === most).map(([value]) => value);
    const error = leaders.includes(gold) ? UNIT - UNIT / leaders.length : UNIT;
    if (!Number.isInteger(error)) throw new RangeError(`${leaders.length} leaders do not share ${UNIT}`);
    const rows = models.get(model) ?? new Map<string, Told>();
    models.set(model, rows.set(row, { leaders, error }));
  }
  return [...models].map(([model, rows]) => ({ model, rows }));
};

const paired = (reference: Model, other: Model) => {
  const pairs = [...reference.rows].map(([row, before]) => ({ before, after: other.rows.get(row) as Told }));
  const differences = pairs.map(({ before, after }) => after.error - before.error);
  const both = pairs.filter(({ before, after }) => before.leaders.length === 1 && after.leaders.length === 1);
  const agree = both.filter(({ before, after }) => before.leaders[0] === after.leaders[0]).length;
  const one = pairs.filter(({ before, after }) => (before.leaders.length === 1) !== (after.leaders.length === 1));
  const n = differences.length;
  const mean = differences.reduce((sum, d) => sum + d, 0) / n;
  const variance = differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / (n - 1);
  const worse = differences.filter((d) => d > 0).length;
  const better = differences.filter((d) => d < 0).length;
  const isWhole = differences.every((d) => d % UNIT === 0);
  const reach = (tQuantile(n - 1) * Math.sqrt(variance / n)) / UNIT;
  const t = { lower: mean / UNIT - reach, upper: mean / UNIT + reach, method: 't' };
  return {
    difference: mean / UNIT,
    // Fewer than ten rows that differ, each by a whole error, are too few for t.
    interval: isWhole && worse + better < 10 ? scoreInterval(worse, better, n) : t,
    test: isWhole ? 'mcnemar' : 'sign-flip',
    p: isWhole ? midP(worse, better) : signFlips(differences),
    worse,
    better,
    bothDecide: both.length,
    agree,
    changed: both.length - agree + one.length,
  };
};

/** McNemar's mid-p: twice the binomial tail below the smaller count, with half the weight on the count itself. */
const midP = (b: number, c: number): number => {
  if (b === c) return 1;
  const n = b + c;
  let [coefficient, below] = [1n, 0n];
  for (let k = 0; k < Math.min(b, c); k += 1) {
    below += coefficient;
    coefficient = (coefficient * BigInt(n - k)) / BigInt(k + 1);
  }
  return share(2n * below + coefficient, 2n ** BigInt(n));
};

/** Of all ways to set the signs, the share that takes the sum as far from 0 as it is. Equal sums are counted together. */
const signFlips = (differences: readonly number[]): number => {
  const sizes = differences.filter((d) => d !== 0).map(Math.abs);
  let ways = new Map([[0, 1n]]);
  for (const size of sizes) {
    const next = new Map<number, bigint>();
    for (const [sum, count] of ways)
      for (const to of [sum - size, sum + size]) next.set(to, (next.get(to) ?? 0n) + count);
    ways = next;
  }
  const observed = Math.abs(differences.reduce((sum, d) => sum + d, 0));
  const far = [...ways].filter(([sum]) => Math.abs(sum) >= observed);
  return share(
    far.reduce((sum, [, count]) => sum + count, 0n),
    2n ** BigInt(sizes.length),
  );
};

/** A quotient of integers too large for doubles, to fifteen digits. */
const share = (part: bigint, whole: bigint): number => Number((part * 10n ** 15n) / whole) / 1e15;

/**
 * The 97.5% quantile of Student's t. With x = √ν tan θ its density is cos θ to the power of ν − 1, up to a factor that the whole
 * integral gives; Simpson's rule in θ, then bisection.
 */
const tQuantile = (nu: number): number => {
  const density = (theta: number): number => Math.cos(theta) ** (nu - 1);
  const half = integral(density, Math.PI / 2);
  return Math.sqrt(nu) * Math.tan(root((theta) => integral(density, theta) / half - 0.95, 0, Math.PI / 2));
};

/**
 * Tango's interval: the differences of which b against c of n rows is no further than 1.96 standard deviations, the rest of the law
 * being the likeliest that allows this difference.
 */
const scoreInterval = (b: number, c: number, n: number): { lower: number; upper: number; method: string } => {
  const z = normalQuantile();
  const score = (delta: number): number => {
    // The share on which only the second errs is where the likelihood's derivative, which falls, is 0.
    const q = root(
      (x) => 2 * ((n - b - c) / (1 - 2 * x - delta)) - b / (x + delta) - c / x,
      Math.max(0, -delta),
      (1 - delta) / 2,
    );
    return (b - c - n * delta) / Math.sqrt(n * (2 * q + delta - delta * delta));
  };
  const seen = (b - c) / n;
  return {
    lower: root((delta) => z - score(delta), seen - 0.2, seen),
    upper: root((delta) => -z - score(delta), seen, seen + 0.2),
    method: 'tango',
  };
};

/** Where a function that rises passes 0. */
const root = (of: (x: number) => number, from: number, to: number): number => {
  let [low, high] = [from, to];
  for (let i = 0; i < 100; i += 1) {
    const middle = (low + high) / 2;
    if (of(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};

/** Simpson's rule from 0 on. */
const integral = (of: (x: number) => number, to: number): number => {
  const steps = 2000;
  let sum = of(0) + of(to);
  for (let i = 1; i < steps; i += 1) sum += of((to * i) / steps) * (i % 2 === 1 ? 4 : 2);
  return (sum * to) / steps / 3;
};

/** The 97.5% quantile of the standard normal law. */
const normalQuantile = (): number =>
  root((x) => integral((y) => Math.exp((-y * y) / 2), x) / Math.sqrt(2 * Math.PI) - 0.475, 0, 5);

/** Holm's adjustment: the smallest p times their number, the next times one less, and never less than the one before. */
const stepDown = (p: readonly number[]): number[] => {
  const order = p.map((_, at) => at).toSorted((a, b) => (p[a] ?? 0) - (p[b] ?? 0));
  const adjusted: number[] = [];
  let before = 0;
  for (const [rank, at] of order.entries()) {
    before = Math.max(before, Math.min(1, (p.length - rank) * (p[at] ?? 0)));
    adjusted[at] = before;
  }
  return adjusted;
};
