import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Side } from '../../src/compare/compare.ts';
import type { Comparison, Pairing } from '../../src/compare/comparison.ts';
import type { Recording } from '../../src/recording.ts';
import { failed, record, type Given } from '../cast.ts';
import { baselineOf, compared, judged, marked, pairingOf, recorded, reordered, sideOf } from './sides.ts';

/** Marks of so many rows: the first wrong here, then there, then both, the rest right. */
const marks = ({ rows = 40, before = 0, after = 0, both = 0 }): [string, string] => {
  const right = rows - before - after - both;
  return [
    `${'x'.repeat(before)}${'.'.repeat(after)}${'x'.repeat(both)}${'.'.repeat(right)}`,
    `${'.'.repeat(before)}${'x'.repeat(after)}${'x'.repeat(both)}${'.'.repeat(right)}`,
  ];
};

/** So many rows with the same ballots. */
const rowsOf = (rows: number, ...given: Given[]): Given[][] => Array.from({ length: rows }, () => given);

const twoSides = (counts: Parameters<typeof marks>[0], group?: (row: number) => string): [Side, Side] => {
  const [before, after] = marks(counts);
  return [sideOf('a', marked(before, group)), sideOf('b', marked(after, group))];
};

describe('Two arms with gold', () => {
  test('differ by the rows on which just one errs', () => {
    const { error, paired, unpaired, changed, agreement } = pairingOf(twoSides({ before: 2, after: 10, both: 5 }));
    expect({ paired, unpaired }).toEqual({ paired: 40, unpaired: [] });
    // McNemar's mid-p of 10 and 2, and Tango's interval, for rows that differ are few.
    expect(error).toMatchObject({
      difference: { value: 0.2, rows: 40, method: 'tango' },
      test: { name: 'mcnemar', p: expect.closeTo(0.0225, 4), worse: 10, better: 2, exact: true },
      conclusion: 'worse',
    });
    expect(error?.difference.lower).toBeGreaterThan(0);
    expect(changed).toHaveLength(12);
    expect(agreement?.value).toBeCloseTo(28 / 40, 12);
  });

  test.for<{ counts: Parameters<typeof marks>[0]; margin?: number; conclusion: string }>([
    { counts: { before: 10, after: 2 }, conclusion: 'better' },
    { counts: { before: 2, after: 10 }, conclusion: 'worse' },
    { counts: { both: 7 }, conclusion: 'alike' },
    { counts: { before: 2, after: 2 }, conclusion: 'open' },
    { counts: { rows: 400, before: 2, after: 2 }, conclusion: 'not-worse' },
    { counts: { rows: 400, before: 2, after: 2 }, margin: 0.001, conclusion: 'open' },
  ])('$counts at a margin of $margin: $conclusion', ({ counts, margin = 0.02, conclusion }) => {
    expect(pairingOf(twoSides(counts), { margin }).error?.conclusion).toBe(conclusion);
  });

  test('share ties: half an error is half a difference, and signs are flipped', () => {
    const [before, after] = [judged([...rowsOf(6, 'pass', 'fail'), ['pass']]), judged(rowsOf(7, 'pass'))];
    const { error } = pairingOf([sideOf('a', before), sideOf('b', after)]);
    expect(error).toMatchObject({
      difference: { value: expect.closeTo(-3 / 7, 12) },
      test: { name: 'sign-flip', p: 2 / 2 ** 6, exact: true, better: 6 },
    });
  });

  test('n of the ballots, where so many are asked for', () => {
    const sides = ([['pass', 'pass', 'fail'], ['pass']] as Given[][]).map((given, at) =>
      sideOf(`${at}`, judged(rowsOf(8, ...given)), { n: 1 }),
    );
    const comparison = compared(sides, { n: 1 });
    expect(comparison.n).toBe(1);
    expect(comparison.pairings[0]?.error?.difference.value).toBeCloseTo(-1 / 3, 12);
    expect(comparison.pairings[0]?.error?.test.better).toBe(8);
  });
});

/** A recording of random ballots: up to four on each of a dozen rows, some of them lost. */
const anyRecording = (rows = 12): fc.Arbitrary<Recording> =>
  fc
    .array(
      fc.array(fc.constantFrom<Given>('pass', 'pass', 'pass', 'fail', null, failed), { minLength: 1, maxLength: 4 }),
      { minLength: rows, maxLength: rows },
    )
    .map((ballots) =>
      record(
        ballots.map((given, row) => ({ gold: row % 3 === 0 ? 'fail' : 'pass', ballots: { A: given } })),
        { costPerBallot: 0.001 },
      ),
    );

const anyOrder = (rows = 12): fc.Arbitrary<number[]> =>
  fc.shuffledSubarray(
    Array.from({ length: rows }, (_, row) => row),
    { minLength: rows, maxLength: rows },
  );

/** Everything but what stands in the order of the reference's rows. */
const figures = ({ changed, unpaired, ...rest }: Pairing): unknown => ({
  ...rest,
  changed: changed.map(({ row }) => row).toSorted(),
  unpaired: Object.fromEntries(unpaired.map(({ why, rows }) => [why, rows.toSorted()])),
});

describe('Rows are paired by their ids', () => {
  test('so the order of an arm changes nothing, not even in the last digit', () => {
    fc.assert(
      fc.property(anyRecording(), anyRecording(), anyOrder(), (a, b, order) => {
        const straight = pairingOf([sideOf('a', a), sideOf('b', b)]);
        expect(figures(pairingOf([sideOf('a', a), sideOf('b', reordered(b, order))]))).toEqual(figures(straight));
      }),
      { numRuns: 40 },
    );
  });

  test('nor does the order of the reference, but for rounding', () => {
    fc.assert(
      fc.property(anyRecording(), anyRecording(), anyOrder(), (a, b, order) => {
        const straight = pairingOf([sideOf('a', a), sideOf('b', b)]);
        const turned = pairingOf([sideOf('a', reordered(a, order)), sideOf('b', b)]);
        expect(rounded(figures(turned))).toEqual(rounded(figures(straight)));
      }),
      { numRuns: 40 },
    );
  });

  test('and those that cannot be are counted and named, by reason', () => {
    const [before, after] = [
      record([
        { gold: 'pass', ballots: { A: ['pass'] } },
        { gold: 'pass', ballots: { A: [failed] } },
        { gold: 'pass', ballots: { A: ['pass'] } },
        { ballots: { A: ['pass'] } },
      ]),
      record([
        { gold: 'pass', ballots: { A: ['pass'] } },
        { gold: 'pass', ballots: { A: ['pass'] } },
        { gold: 'pass', ballots: { A: [failed] } },
        { gold: 'pass', ballots: { A: ['pass'] } },
        { gold: 'pass', ballots: { A: ['pass'] } },
      ]),
    ];
    const names = before.rows.length;
    const extra = { ...before, rows: [...before.rows, { id: 'old', group: null }] };
    const cells = extra.polls.map((poll) => ({
      ...poll,
      gold: [...poll.gold, 0],
      cells: [...poll.cells, { row: names, judge: 0, codes: [0], scores: null, costs: null }],
    }));
    const { paired, unpaired, error } = pairingOf([sideOf('v1', { ...extra, polls: cells }), sideOf('v2', after)]);
    expect(paired).toBe(2);
    expect(error?.difference.rows).toBe(1);
    expect(unpaired).toEqual([
      { why: 'without its ballots in v1', rows: ['r1'] },
      { why: 'without its ballots in v2', rows: ['r2'] },
      { why: 'not in v2', rows: ['old'] },
      { why: 'not in v1', rows: ['r4'] },
      { why: 'without gold on both', rows: ['r3'] },
    ]);
  });

  test('rows with too few ballots for n are no rows without gold', () => {
    const [before, after] = [
      judged([['pass', 'pass'], ['pass']]),
      judged([
        ['pass', 'pass'],
        ['fail', 'fail'],
      ]),
    ];
    const sides = [sideOf('a', before, { n: 2 }), sideOf('b', after, { n: 2 })] as const;
    expect(pairingOf([...sides], { n: 2 }).unpaired).toEqual([{ why: 'with too few ballots to count', rows: ['r1'] }]);
  });

  test('F15 a run that its budget ended is no regression: rows that are owed ballots are left out', () => {
    const whole = judged(rowsOf(40, 'pass', 'pass', 'pass'));
    const ended = judged(
      Array.from({ length: 40 }, (_, row) => (row < 20 ? ['pass', 'pass', 'pass'] : ['fail', failed, failed])),
    );
    const polls = ended.polls.map((poll) => ({
      ...poll,
      cutShort: new Set(poll.gold.keys().filter((row) => row > 19)),
    }));
    const { error, paired, unpaired } = pairingOf([sideOf('a', whole), sideOf('b', { ...ended, polls })]);
    expect({ paired, conclusion: error?.conclusion }).toEqual({ paired: 20, conclusion: 'alike' });
    expect(unpaired).toMatchObject([{ why: 'without its ballots in b', rows: { length: 20 } }]);
  });

  test('fifty thousand rows without a partner are told in no time', { timeout: 5000 }, () => {
    const [rows, other] = [judged(rowsOf(50_000, 'pass')), judged(rowsOf(2, 'pass'))];
    expect(pairingOf([sideOf('a', rows), sideOf('b', other)]).unpaired).toMatchObject([{ rows: { length: 49_998 } }]);
  });
});

/** Numbers to ten digits, wherever they stand. */
const rounded = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, each: unknown) => (typeof each === 'number' ? Number(each.toFixed(10)) : each)));

describe('Arms that change places', () => {
  test('mirror every difference, and keep p and agreement', () => {
    fc.assert(
      fc.property(anyRecording(), anyRecording(), (a, b) => {
        const [one, other] = [sideOf('a', a), sideOf('b', b)];
        const [there, back] = [pairingOf([one, other]), pairingOf([other, one])];
        expect(rounded(back)).toMatchObject(rounded(mirrored(there)) as object);
      }),
      { numRuns: 60 },
    );
  });

  const turned = ({ value, lower, upper, ...rest }: { value: number; lower: number; upper: number }) => ({
    ...rest,
    value: 0 - value,
    lower: 0 - upper,
    upper: 0 - lower,
  });

  const mirrored = ({ error, fail, agreement, usd, rowsNeeded, paired, changed }: Pairing): object => ({
    error: error === null ? null : { difference: turned(error.difference), test: swapped(error.test) },
    fail: fail === null ? null : { difference: turned(fail.difference), test: swapped(fail.test) },
    usd: usd === null ? null : turned(usd),
    changed: changed.map(({ row, reference, arm }) => ({ row, reference: arm, arm: reference })),
    agreement,
    rowsNeeded,
    paired,
  });

  const swapped = <T extends { worse: number; better: number }>(test: T): T => ({
    ...test,
    worse: test.better,
    better: test.worse,
  });
});

test('An arm against itself is alike in everything', () => {
  fc.assert(
    fc.property(anyRecording(), (recording) => {
      const { error, fail, agreement, usd, changed, rowsNeeded } = pairingOf([
        sideOf('a', recording),
        sideOf('again', recording),
      ]);
      for (const each of [error, fail]) {
        if (each === null) continue;
        expect(each.difference.value).toBe(0);
        expect(each.difference.lower).toBeLessThan(0);
        expect(each.difference.upper).toBeGreaterThan(0); // nothing seen is not nothing there
        expect(each).toMatchObject({ test: { p: 1, adjusted: 1, worse: 0, better: 0 }, conclusion: 'alike' });
      }
      expect([agreement?.value ?? 1, usd?.value ?? 0, changed, rowsNeeded]).toEqual([1, 0, [], null]);
    }),
    { numRuns: 40 },
  );
});

describe('Many arms', () => {
  /** Errs as the first arm does, but for rows of its own: so many worse, so many better. */
  const against = (worse: number, better: number): string =>
    `${'.'.repeat(better)}${'x'.repeat(10 - better)}${'x'.repeat(worse)}${'.'.repeat(30 - worse)}`;

  const arms = [
    [0, 0],
    [10, 2],
    [6, 0],
    [2, 2],
  ].map(([worse = 0, better = 0], at) => sideOf(`${at}`, marked(against(worse, better))));

  test('are each compared with the first, and tested with Holm over all pairings', () => {
    const { pairings } = compared(arms);
    expect(pairings.map(({ arm }) => arm)).toEqual([1, 2, 3]);
    // Mid-p of 10 against 2, 6 against 0 and 2 against 2, from binomial coefficients.
    const p = [(2 * (1 + 12 + 66) - 66) / 4096, 1 / 64, 1];
    expect(pairings.map(({ error }) => error?.test.p)).toEqual(p.map((each) => expect.closeTo(each, 12)));
    const adjusted = [3 / 64, 3 / 64, 1]; // the second smallest, doubled, is less than the smallest thrice
    expect(pairings.map(({ error }) => error?.test.adjusted)).toEqual(adjusted.map((each) => expect.closeTo(each, 12)));
    expect(pairings.map(({ error }) => error?.conclusion)).toEqual(['worse', 'worse', 'open']);
  });

  test('and what one test would call a difference, five may not', () => {
    const conclusions = (count: number): unknown[] =>
      compared([arms[0] as Side, ...Array<Side>(count).fill(arms[1] as Side)]).pairings.map(
        ({ error }) => error?.conclusion,
      );
    expect(conclusions(1)).toEqual(['worse']);
    expect(conclusions(5)).toEqual(Array(5).fill('open'));
  });

  test('criteria count as pairings, and errors and passes are adjusted apart', () => {
    const onBoth = (marks: string): Recording => {
      const [poll] = marked(marks).polls;
      if (poll === undefined) throw new RangeError('no criterion');
      const other = { ...poll, criterion: { ...poll.criterion, id: 'tone' } };
      return { ...marked(marks), polls: [poll, other] };
    };
    const { pairings } = compared([sideOf('a', onBoth(against(0, 0))), sideOf('b', onBoth(against(6, 0)))]);
    expect(pairings.map(({ subject }) => subject)).toEqual(['quality', 'tone']);
    for (const { error, fail } of pairings) {
      expect(error?.test).toMatchObject({ p: 1 / 64, adjusted: 2 / 64 });
      expect(fail?.test).toMatchObject({ p: 1 / 64, adjusted: 2 / 64 });
    }
  });

  test('the best of three or more is judged by rows that did not pick it', () => {
    expect(compared(arms.slice(0, 2)).selections).toEqual([]);
    const [selection] = compared(arms).selections;
    expect(selection).toMatchObject({ subject: 'quality', arm: 0, apparent: 0.25 });
    expect(selection?.frequency).toHaveLength(4);
    expect(selection?.optimism).toBeCloseTo((selection?.nested ?? 0) - 0.25, 12);
    const few = arms.map((_, at) => sideOf(`${at}`, marked('x..x')));
    expect(compared(few).selections).toEqual([]);
  });
});

describe('Rows that hang together', () => {
  const [before, after] = marks({ rows: 200, before: 10, after: 30 });
  const fives = (row: number): string => `ticket-${Math.floor(row / 5)}`;

  test('F6 repeats are no rows: ten ballots a row tell as much of other rows as one', () => {
    const repeated = (recording: Recording): Recording => ({
      ...recording,
      polls: recording.polls.map((poll) => ({
        ...poll,
        cells: poll.cells.map((cell) => ({ ...cell, codes: Array.from({ length: 10 }, () => cell.codes[0] ?? 0) })),
      })),
    });
    const [once, tenfold] = [
      [before, after].map((each) => marked(each)),
      [before, after].map((each) => repeated(marked(each))),
    ];
    const pairing = ([a, b]: Recording[]): Pairing =>
      pairingOf([sideOf('a', a as Recording), sideOf('b', b as Recording)]);
    expect(pairing(tenfold).error).toEqual(pairing(once).error);
  });

  test('flip their signs together, and widen the interval', () => {
    const sides = [sideOf('a', marked(before, fives)), sideOf('b', marked(after, fives))] as const;
    const [apart, together] = [pairingOf([...sides], { groups: 'ignore' }), pairingOf([...sides])];
    expect(apart.error?.test.name).toBe('mcnemar');
    // Eight tickets of five rows differ, six of them for the worse: 2 × (1 + 8 + 28) of 256 signs go as far.
    expect(together.error?.test).toMatchObject({ name: 'sign-flip', p: expect.closeTo(74 / 256, 12), worse: 30 });
    const width = ({ error }: Pairing): number => (error?.difference.upper ?? 0) - (error?.difference.lower ?? 0);
    expect(width(together)).toBeGreaterThan(1.8 * width(apart));
    expect(together.error?.difference.value).toBeCloseTo(0.1, 12);
    expect([apart, together].map(({ error }) => error?.conclusion)).toEqual(['worse', 'open']);
  });

  test('F7 the same rows: the paired test sees what a test of two samples would miss', () => {
    // Both err on 60 of 200 rows in common: two samples of 61 and 69 wrong are within chance of each other.
    const { error } = pairingOf(twoSides({ rows: 200, before: 1, after: 9, both: 60 }));
    const [a, b] = [61 / 200, 69 / 200];
    const z = (b - a) / Math.sqrt((a * (1 - a) + b * (1 - b)) / 200);
    expect(z).toBeLessThan(0.9); // p = 0.39
    expect(error?.test.p).toBeLessThan(0.02);
    expect(error?.conclusion).toBe('worse');
  });
});

describe('Without gold', () => {
  const [before, after] = marks({ before: 1, after: 9 }).map((each): Recording => {
    const recording = marked(each);
    return { ...recording, polls: recording.polls.map((poll) => ({ ...poll, gold: poll.gold.map(() => null) })) };
  }) as [Recording, Recording];

  test('what is compared is how many rows fail, and how often verdicts agree', () => {
    const { error, fail, agreement, changed } = pairingOf([sideOf('a', before), sideOf('b', after)]);
    expect(error).toBeNull();
    expect(fail).toMatchObject({
      difference: { value: 0.2, rows: 40 },
      test: { name: 'mcnemar', worse: 9, better: 1 },
      conclusion: 'worse',
    });
    expect(agreement).toMatchObject({ value: 0.75, rows: 40 });
    expect(changed).toHaveLength(10);
  });

  test('rows that one arm leaves undecided are named, and are in neither figure', () => {
    const tied = record(Array.from({ length: 4 }, () => ({ ballots: { A: ['pass', 'fail'] } })));
    const { fail, agreement, unpaired, changed } = pairingOf([sideOf('a', before), sideOf('b', tied)]);
    expect({ fail, agreement }).toEqual({ fail: null, agreement: null });
    expect(changed).toHaveLength(4);
    const half = record([{ ballots: { A: ['pass', 'fail'] } }, { ballots: { A: ['pass'] } }]);
    expect(pairingOf([sideOf('a', before), sideOf('b', half)])).toMatchObject({
      paired: 2,
      fail: { difference: { rows: 1 } },
      agreement: { rows: 1 },
      unpaired: [
        { why: 'not in b', rows: { length: 38 } },
        { why: 'undecided', rows: ['r0'] },
      ],
    });
    expect(unpaired).toHaveLength(1);
  });

  test('labels of which none is passing are compared by agreement alone', () => {
    const said = (...values: string[]): Recording => record(values.map((value) => ({ ballots: { A: [value] } })));
    const { error, fail, agreement } = pairingOf([sideOf('a', said('x', 'y', 'z')), sideOf('b', said('x', 'y', 'y'))]);
    expect({ error, fail, agreement: agreement?.value }).toEqual({ error: null, fail: null, agreement: 2 / 3 });
  });
});

describe('A baseline as an arm', () => {
  const [first, second] = twoSides({ before: 2, after: 10 });

  test('is compared as the ballots were that it was made of', () => {
    const [live, frozen] = [compared([first, second]), compared([baselineOf(first), second])];
    const of = ({ pairings: [pairing] }: Comparison) => ({ error: pairing?.error, fail: pairing?.fail });
    expect(of(frozen)).toEqual(of(live));
    expect(frozen.pairings[0]?.changed).toEqual(live.pairings[0]?.changed);
    expect(frozen.arms[0]).toMatchObject({ kind: 'baseline', usdPerRow: null });
  });

  test('knows no cost, so there is no difference of it and no frontier', () => {
    const priced = (marks: string): Recording => priceOf(marked(marks), 0.001);
    const [a, b] = [sideOf('a', priced('..x')), sideOf('b', priced('.x.'))];
    expect(compared([a, b]).frontiers).toHaveLength(1);
    expect(compared([baselineOf(a), b])).toMatchObject({ frontiers: [], pairings: [{ usd: null, latencyMs: null }] });
  });
});

const priceOf = (recording: Recording, usd: number | null): Recording => ({
  ...recording,
  polls: recording.polls.map((poll) => ({
    ...poll,
    cells: poll.cells.map((cell) => ({ ...cell, costs: usd === null ? null : cell.codes.map(() => usd) })),
  })),
});

describe('What arms cost and take', () => {
  const [before, after] = marks({ before: 1, after: 9 });

  test('differs by row, with an interval', () => {
    const lines = (costs: number[], ms: number) =>
      costs.map((cost, at) => ({
        row: `r${at}`,
        criterion: 'safe',
        judge: 'A',
        values: ['pass', 'fail', 'pass'],
        cost: cost / 3,
        latencies_ms: [ms, ms + at, ms],
      }));
    const { usd, latencyMs } = pairingOf([
      sideOf('a', recorded(...lines([1, 2, 3, 4], 100))),
      sideOf('b', recorded(...lines([2, 4, 4, 6], 150))),
    ]);
    // Differences of 1, 2, 1, 2: mean 1.5, standard error 1/√12, t with 3 degrees of freedom 3.1824.
    expect(usd).toMatchObject({ value: expect.closeTo(1.5, 12), rows: 4, method: 't' });
    expect(usd?.upper).toBeCloseTo(1.5 + 3.182446 / Math.sqrt(12), 5);
    expect(latencyMs).toMatchObject({ value: 50, lower: 50, upper: 50 });
  });

  test('is unknown where one arm does not tell, and then there is no frontier', () => {
    const comparison = compared([
      sideOf('a', priceOf(marked(before), 0.001)),
      sideOf('b', priceOf(marked(after), null)),
    ]);
    expect(comparison.pairings[0]).toMatchObject({ usd: null, latencyMs: null });
    expect(comparison.frontiers).toEqual([]);
    expect(comparison.arms.map(({ usdPerRow }) => usdPerRow)).toEqual([expect.closeTo(0.001, 12), null]);
  });

  test('is summed over criteria, and rows that never came are not in the mean', () => {
    const on = (row: string, criterion: string, cost: number, outcome: object) => ({
      row,
      criterion,
      judge: 'A',
      sample: 0,
      cost,
      ...outcome,
    });
    const recording = recorded(
      on('r0', 'safe', 1, { value: 'pass' }),
      on('r0', 'kind', 2, { value: 'pass' }),
      on('r1', 'safe', 0, { outcome: 'failed' }),
    );
    const { arms } = compared([sideOf('a', recording), sideOf('b', recording)]);
    expect(arms[0]).toMatchObject({
      usdPerRow: 3,
      ballots: 3,
      subjects: [{ rows: 2, missing: 1, undecided: 0 }, { rows: 1 }],
    });
  });
});

test('Ten thousand rows and four arms take seconds, not minutes', { timeout: 10_000 }, () => {
  const rows = Array.from({ length: 10_000 }, (_, at): Given[] => [at % 7 === 0 ? 'fail' : 'pass', 'pass', 'fail']);
  const sides = Array.from({ length: 4 }, (_, at) => sideOf(`${at}`, judged(rows.slice(at).concat(rows.slice(0, at)))));
  expect(compared(sides).pairings).toHaveLength(3);
});
