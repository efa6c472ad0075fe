import { expect, test } from 'vitest';
import type { GateResult } from '../../src/gate.ts';
import { baselineGate } from '../../src/gate/baseline-gate.ts';
import { rateGate } from '../../src/gate/rate-gate.ts';
import { countedPassChance } from '../../src/statistics/gate-power.ts';
import { mcnemar } from '../../src/statistics/mcnemar.ts';
import { index, seeded, uniform, type Random } from '../../src/statistics/random.ts';
import { sampleSizeMcNemar } from '../../src/statistics/sample-size.ts';
import { against, bound, subjectOf, type Told } from './arms.ts';

const repetitions = 500;

const shares = (decide: (random: Random) => GateResult['decision'], seed: number) => {
  const random = seeded(seed);
  const counts = { pass: 0, fail: 0, inconclusive: 0 };
  for (let at = 0; at < repetitions; at += 1) counts[decide(random)] += 1;
  return {
    pass: counts.pass / repetitions,
    fail: counts.fail / repetitions,
    inconclusive: counts.inconclusive / repetitions,
  };
};

/** Two standard errors and a half of a share over the repetitions, and the step of one of them. */
const reach = (share: number): number => 2.5 * Math.sqrt((share * (1 - share)) / repetitions) + 1 / repetitions;

/** Rows of which some are hard: nine ballots err as often as their row is hard, and the majority decides. */
const drawn = (difficulty: readonly number[], random: Random): Told[] =>
  difficulty.map((chance) => {
    let wrong = 0;
    for (let ballot = 0; ballot < 9; ballot += 1) if (uniform(random) < chance) wrong += 1;
    return { gold: 'pass', error: wrong >= 5 ? 1 : 0, passes: wrong < 5 };
  });

const difficulties = (rows: number, random: Random): number[] =>
  Array.from({ length: rows }, () => [0.05, 0.1, 0.2, 0.4, 0.5][index(random, 5)] ?? 0);

test.for([
  { rows: 100, margin: 0.02 },
  { rows: 200, margin: 0.02 },
  { rows: 200, margin: 0 + 1e-9 },
  { rows: 500, margin: 0.01 },
])('A against A, $rows rows, margin $margin: the gate fails 5% of the time at the most', ({ rows, margin }) => {
  const found = shares((random) => {
    const difficulty = difficulties(rows, random);
    const [before, after] = [subjectOf(drawn(difficulty, random)), subjectOf(drawn(difficulty, random))];
    return baselineGate(against(before, { margin }), after, 'auto').decision;
  }, rows + 1);
  console.log(
    `A against A, ${rows} rows, margin ${margin}: fails ${found.fail}, passes ${found.pass} of ${repetitions}`,
  );
  expect(found.fail).toBeLessThanOrEqual(0.05 + reach(0.05));
});

test('A run that is as good as demanded fails a bound on its pass rate 5% of the time at the most', () => {
  for (const rate of [0.8, 0.9, 0.97]) {
    const found = shares((random) => {
      const rows = Array.from({ length: 150 }, (): Told => ({ passes: uniform(random) < rate }));
      return rateGate(bound({ value: rate }), subjectOf(rows), 'auto').decision;
    }, 7);
    console.log(`True pass rate at the bound of ${rate}, 150 rows: fails ${found.fail}, passes ${found.pass}`);
    expect(found.fail).toBeLessThanOrEqual(0.05 + reach(0.05));
    expect(found.pass).toBeLessThanOrEqual(0.05 + reach(0.05));
  }
});

/** Before and after with so many rows on which just one errs, and so much more error after. */
const planted = (
  rows: number,
  { discordance, difference }: { discordance: number; difference: number },
  random: Random,
) => {
  const worse = (discordance + difference) / 2;
  const pairs = Array.from({ length: rows }, () => {
    const u = uniform(random);
    return u < worse ? [0, 1] : u < discordance ? [1, 0] : u < 0.9 ? [0, 0] : [1, 1];
  });
  const side = (at: 0 | 1) =>
    subjectOf(pairs.map((pair): Told => ({ gold: 'pass', error: pair[at] ?? 0, passes: true })));
  return { before: side(0), after: side(1), pairs };
};

test.for([
  { rows: 300, discordance: 0.06, margin: 1e-9 },
  { rows: 600, discordance: 0.08, margin: 0.005 },
  { rows: 1200, discordance: 0.06, margin: 0.01 },
])(
  'A planted regression of 3 points, $rows rows, margin $margin: caught as often as planning predicts',
  ({ rows, discordance, margin }) => {
    const plant = { discordance, difference: 0.03 };
    const found = shares((random) => {
      const { before, after } = planted(rows, plant, random);
      return baselineGate(against(before, { margin }), after, 'auto').decision;
    }, rows);
    const predicted = countedPassChance({ n: rows, discordance, margin }, 0.03);
    console.log(
      `Planted 3 points, ${rows} rows, margin ${margin}: fails ${found.fail}, predicted ${predicted.fail.toFixed(3)}; passes ${found.pass}`,
    );
    expect(Math.abs(found.fail - predicted.fail)).toBeLessThan(reach(predicted.fail));
    expect(found.pass).toBeLessThanOrEqual(0.05 + reach(0.05));
  },
);

test('The rows that planning asks for find 3 points with 80% power', () => {
  const plant = { discordance: 0.1, difference: 0.03 };
  const rows = Math.ceil(sampleSizeMcNemar(plant));
  const random = seeded(11);
  let caught = 0;
  for (let at = 0; at < repetitions; at += 1) {
    const { pairs } = planted(rows, plant, random);
    const b = pairs.filter(([before, after]) => before === 0 && after === 1).length;
    const c = pairs.filter(([before, after]) => before === 1 && after === 0).length;
    if (mcnemar({ b, c }).midP < 0.05) caught += 1;
  }
  console.log(`Planned for 80% power: ${rows} rows, caught ${caught / repetitions}`);
  expect(Math.abs(caught / repetitions - 0.8)).toBeLessThan(reach(0.8) + 0.02);
});
