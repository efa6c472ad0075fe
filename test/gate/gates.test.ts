import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { prepare } from '../../src/analyse/analyse.ts';
import { defaults } from '../../src/analyse/settings.ts';
import { armOf } from '../../src/compare/arm-of.ts';
import { checkBaselines } from '../../src/gate/check-baselines.ts';
import { baselineGate } from '../../src/gate/baseline-gate.ts';
import { decide } from '../../src/gate/decide.ts';
import { gatesOf } from '../../src/gate/gates.ts';
import { guardGate } from '../../src/gate/guard-gate.ts';
import { measuredGate } from '../../src/gate/measured-gate.ts';
import { rateGate } from '../../src/gate/rate-gate.ts';
import { clopperPearson } from '../../src/statistics/clopper-pearson.ts';
import { record } from '../cast.ts';
import { against, armWith, bound, rowOf, subjectOf, times, type Told } from './arms.ts';

describe('A figure that must reach a value', () => {
  test.for([
    { bounds: [0.91, 0.97], decision: 'pass' },
    { bounds: [0.9, 0.97], decision: 'pass' },
    { bounds: [0.85, 0.97], decision: 'inconclusive' },
    { bounds: [0.85, 0.9], decision: 'inconclusive' },
    { bounds: [0.8, 0.89], decision: 'fail' },
  ] as const)('$bounds → $decision', ({ bounds: [lower, upper], decision }) => {
    expect(decide({ bound: 'atLeast', value: 0.9 }, { lower, upper })).toBe(decision);
    // Mirrored: an error rate that must stay within 0.1.
    expect(decide({ bound: 'atMost', value: 0.1 }, { lower: 1 - upper, upper: 1 - lower })).toBe(decision);
  });
});

describe('The pass rate, by its one-sided bounds', () => {
  test('198 of 200 rows pass: at least 96.9% with 95% confidence, by Clopper and Pearson', () => {
    const found = rateGate(
      bound({}),
      subjectOf([...times(198, { passes: true }), ...times(2, { passes: false })]),
      'auto',
    );
    const { lower } = clopperPearson({ successes: 198, n: 200, level: 0.9 });
    expect(found).toMatchObject({ decision: 'pass', observed: 0.99, rows: 200, left: [], rowsNeeded: null });
    expect(found.lower).toBeCloseTo(lower, 12);
    expect(found.lower).toBeCloseTo(0.9689, 3);
  });

  test.for([
    { passing: 185, decision: 'inconclusive' },
    { passing: 160, decision: 'fail' },
    { passing: 192, decision: 'pass' },
  ] as const)('$passing of 200 against 90%: $decision', ({ passing, decision }) => {
    const rows = [...times(passing, { passes: true }), ...times(200 - passing, { passes: false })];
    const found = rateGate(bound({}), subjectOf(rows), 'auto');
    expect(found.decision).toBe(decision);
    expect(found.rowsNeeded === null).toBe(decision !== 'inconclusive');
  });

  test('The chances if nothing changed add up to 1, and are those of a binomial over what each count would decide', () => {
    const rows = [...times(185, { passes: true }), ...times(15, { passes: false })];
    const { unchanged } = rateGate(bound({}), subjectOf(rows), 'auto');
    const decisions = { pass: 0, fail: 0, inconclusive: 0 };
    let logChoose = 0;
    for (let k = 0; k <= 200; k += 1) {
      const chance = Math.exp(logChoose + k * Math.log(0.925) + (200 - k) * Math.log(0.075));
      const as = [...times(k, { passes: true }), ...times(200 - k, { passes: false })];
      decisions[rateGate(bound({}), subjectOf(as), 'auto').decision] += chance;
      logChoose += Math.log((200 - k) / (k + 1));
    }
    expect(unchanged?.pass).toBeCloseTo(decisions.pass, 9);
    expect(unchanged?.fail).toBeCloseTo(decisions.fail, 9);
    expect(unchanged?.inconclusive).toBeCloseTo(decisions.inconclusive, 9);
  });

  test('With as many rows as it asks for, the same rate is decided four times in five', () => {
    const { rowsNeeded } = rateGate(
      bound({}),
      subjectOf([...times(93, { passes: true }), ...times(7, { passes: false })]),
      'auto',
    );
    const n = rowsNeeded ?? 0;
    const passing = Math.round(0.93 * n);
    const rows = [...times(passing, { passes: true }), ...times(n - passing, { passes: false })];
    const { unchanged, decision } = rateGate(bound({}), subjectOf(rows), 'auto');
    expect(decision).toBe('pass');
    expect(unchanged?.pass).toBeGreaterThan(0.76);
    expect(unchanged?.pass).toBeLessThan(0.87);
  });

  test('Undecided rows are neither passes nor failures: a decision stands only if none of them could turn it', () => {
    const sure = [...times(198, { passes: true }), ...times(2, { passes: false })];
    expect(rateGate(bound({}), subjectOf([...sure, ...times(3, { passes: null })]), 'auto')).toMatchObject({
      decision: 'pass',
      rows: 200,
      left: [{ why: 'undecided', rows: ['r200', 'r201', 'r202'] }],
    });
    expect(rateGate(bound({}), subjectOf([...sure, ...times(40, { passes: null })]), 'auto')).toMatchObject({
      decision: 'inconclusive',
      reason: '40 rows are undecided or without their ballots, and could turn it.',
      rowsNeeded: null,
    });
  });

  test('F15 Rows that were not run make a gate undecided, never a regression', () => {
    const rows = [...times(60, { passes: false }), ...times(140, { passes: null, missing: true })];
    const found = rateGate(bound({ value: 0.6 }), subjectOf(rows), 'auto');
    expect(found.decision).toBe('inconclusive');
    expect(found.left).toEqual([expect.objectContaining({ why: 'without their ballots' })]);
  });

  test('Rows of one group count by what they tell together: the bounds widen', () => {
    const rows = Array.from({ length: 400 }, (_, at): Told => ({ passes: at % 40 !== 0, group: null }));
    const grouped = rows.map((told, at): Told => ({
      ...told,
      passes: Math.floor(at / 10) !== 3,
      group: `g${Math.floor(at / 10)}`,
    }));
    const alone = rateGate(bound({}), subjectOf(rows), 'auto');
    const together = rateGate(bound({}), subjectOf(grouped), 'auto');
    expect(alone.observed).toBe(together.observed);
    expect(together.lower).toBeLessThan(alone.lower ?? 0);
  });

  test('No decided row is no decision', () => {
    expect(rateGate(bound({}), subjectOf(times(3, { passes: null })), 'auto')).toMatchObject({
      decision: 'inconclusive',
      observed: null,
      reason: 'No row is decided.',
    });
  });
});

describe('The error rate', () => {
  const gate = bound({ metric: 'errorRate', bound: 'atMost', value: 0.1 });

  test('A tie shared among its leaders is half an error; rows without gold are left out and named', () => {
    const rows = [
      ...times(190, { gold: 'pass', error: 0, passes: true }),
      ...times(4, { gold: 'pass', error: 0.5 }),
      {},
    ];
    expect(rateGate(gate, subjectOf(rows), 'auto')).toMatchObject({
      decision: 'pass',
      observed: 2 / 194,
      rows: 194,
      left: [{ why: 'without gold', rows: ['r194'] }],
    });
  });

  test('Rows whose ballots are missing may turn it', () => {
    const rows = [...times(100, { gold: 'pass', error: 0 }), ...times(20, { gold: 'pass', missing: true })];
    expect(rateGate(gate, subjectOf(rows), 'auto')).toMatchObject({
      decision: 'inconclusive',
      reason: '20 rows are undecided or without their ballots, and could turn it.',
    });
  });
});

describe('Facts of the run', () => {
  const cost = bound({ metric: 'cost', bound: 'atMost', value: 0.01 });

  test.for([
    { usd: 0.009, decision: 'pass' },
    { usd: 0.01, decision: 'pass' },
    { usd: 0.011, decision: 'fail' },
    { usd: null, decision: 'inconclusive' },
  ] as const)('$usd dollars a row where 0.01 are allowed: $decision', ({ usd, decision }) => {
    expect(
      measuredGate(
        cost,
        [rowOf('a', { usd, passes: true }), rowOf('b', { usd: 0.01, passes: true })].toSpliced(1, usd === null ? 0 : 1),
      ).decision,
    ).toBe(decision);
  });

  test('One row of unknown cost makes the cost unknown, never less', () => {
    const rows = [rowOf('a', { usd: 0.001 }), rowOf('b', { usd: null })];
    expect(measuredGate(cost, rows)).toMatchObject({
      decision: 'inconclusive',
      observed: null,
      reason: 'The cost of 1 row is not known.',
    });
  });

  test('The undecided share, with rows that were not run as what they may become', () => {
    const gate = bound({ metric: 'undecided', bound: 'atMost', value: 0.1 });
    const rows = (open: number, missing: number) => [
      ...subjectOf([
        ...times(100 - open, { passes: true }),
        ...times(open, { passes: null }),
        ...times(missing, { missing: true }),
      ]).rows.values(),
    ];
    expect(measuredGate(gate, rows(4, 0)).decision).toBe('pass');
    expect(measuredGate(gate, rows(20, 0))).toMatchObject({ decision: 'fail', observed: 0.2 });
    expect(measuredGate(gate, rows(4, 2)).decision).toBe('pass');
    expect(measuredGate(gate, rows(4, 30)).decision).toBe('inconclusive');
    expect(measuredGate(gate, rows(20, 300)).decision).toBe('inconclusive');
  });
});

describe('Guarded rows', () => {
  const guard = (rows: readonly string[], must: 'pass' | 'correct' | null = null) =>
    ({ kind: 'guard', subject: null, level: 0.95, onInconclusive: 'warn', where: 'the test', rows, must }) as const;
  const subject = subjectOf([
    { passes: true, gold: 'pass' },
    { passes: false, gold: 'fail' },
    { passes: null },
    { passes: true, missing: true },
  ]);

  test.for([
    { rows: ['r0'], must: null, decision: 'pass', offenders: [] },
    { rows: ['r0', 'r1'], must: null, decision: 'fail', offenders: ['r1'] },
    { rows: ['r0', 'r1'], must: 'correct', decision: 'pass', offenders: [] },
    { rows: ['r0', 'r2'], must: null, decision: 'inconclusive', offenders: [] },
    { rows: ['r1', 'r2'], must: null, decision: 'fail', offenders: ['r1'] },
    { rows: ['r3'], must: null, decision: 'inconclusive', offenders: [] },
  ] as const)('$rows ($must) → $decision', ({ rows, must, decision, offenders }) => {
    expect(guardGate(guard(rows, must), subject)).toMatchObject({ decision, offenders });
  });
});

describe('Against a baseline', () => {
  const same = [
    ...times(180, { gold: 'pass', error: 0, passes: true }),
    ...times(20, { gold: 'pass', error: 1, passes: false }),
  ];

  test('The same verdicts are not worse, and nothing could make them so', () => {
    const found = baselineGate(against(subjectOf(same)), subjectOf(same), 'auto');
    expect(found).toMatchObject({
      decision: 'pass',
      observed: 0,
      rows: 200,
      offenders: [],
      unchanged: { pass: 1, fail: 0, inconclusive: 0 },
    });
  });

  test('26 worse and 4 better of 200 fail a margin of 2 points, and the rows that got worse are named', () => {
    const after = same.map((told, at): Told =>
      at < 26 ? { ...told, error: 1 } : at >= 196 ? { ...told, error: 0 } : told,
    );
    const found = baselineGate(against(subjectOf(same)), subjectOf(after), 'auto');
    expect(found).toMatchObject({ decision: 'fail', metric: 'errorRate', rows: 200 });
    expect(found.observed).toBeCloseTo(0.11, 12);
    expect(found.lower).toBeCloseTo(0.0664979875596427, 9); // golden: nonInferiorityGate#2
    expect(found.offenders).toHaveLength(26);
  });

  test('8 worse and 8 better can not tell, say how many rows would, and how often such a gate tells nothing', () => {
    const after = same.map((told, at): Told =>
      at < 8 ? { ...told, error: 1 } : at >= 192 ? { ...told, error: 0 } : told,
    );
    const found = baselineGate(against(subjectOf(same)), subjectOf(after), 'auto');
    expect(found).toMatchObject({ decision: 'inconclusive', rowsNeeded: 1237 }); // (z + z)² × 0.08 / 0.02²
    expect(found.unchanged?.inconclusive).toBeGreaterThan(0.6);
  });

  test('Without gold the rows that do not pass are compared', () => {
    const before = [...times(190, { passes: true }), ...times(10, { passes: false })];
    const after = [...times(150, { passes: true }), ...times(50, { passes: false })];
    expect(baselineGate(against(subjectOf(before)), subjectOf(after), 'auto')).toMatchObject({
      decision: 'fail',
      metric: 'passRate',
      observed: 0.2,
    });
  });

  test('F15 Rows that were not run in this run may turn the decision: then there is none', () => {
    const before = times(300, { passes: true });
    const after = [...times(280, { passes: true }), ...times(20, { passes: null, missing: true })];
    expect(baselineGate(against(subjectOf(before)), subjectOf(after), 'auto')).toMatchObject({
      decision: 'inconclusive',
      reason: '20 rows are undecided or without their ballots in this run, and could turn it.',
    });
    expect(baselineGate(against(subjectOf(before)), subjectOf(before.with(0, { passes: null })), 'auto').decision).toBe(
      'pass',
    );
  });

  test('Law: whatever the rows, swapping the sides mirrors the bounds, and a wider margin never turns a pass', () => {
    const anyError = fc.constantFrom(0, 0.5, 1);
    fc.assert(
      fc.property(fc.array(fc.tuple(anyError, anyError), { minLength: 3, maxLength: 60 }), (pairs) => {
        const before = subjectOf(pairs.map(([error]) => ({ gold: 'pass', error, passes: true })));
        const after = subjectOf(pairs.map(([, error]) => ({ gold: 'pass', error, passes: true })));
        const forth = baselineGate(against(before, { margin: 0.1 }), after, 'auto');
        const back = baselineGate(against(after, { margin: 0.1 }), before, 'auto');
        expect(forth.observed).toBeCloseTo(-(back.observed ?? 0), 9);
        expect(forth.lower).toBeCloseTo(-(back.upper ?? 0), 9);
        const wider = baselineGate(against(before, { margin: 0.3 }), after, 'auto');
        if (forth.decision === 'pass') expect(wider.decision).toBe('pass');
        if (wider.decision === 'fail') expect(forth.decision).toBe('fail');
      }),
    );
  });
});

describe('A baseline that was not asked the same is refused, and what differs is named', () => {
  const prints = (input: string, criterion: string) => ({
    criteria: { safe: criterion },
    rows: { r0: { input, output: null }, r1: { input: 'same', output: null } },
    panel: 'p',
  });
  const arm = {
    ...armWith(subjectOf(times(2, { gold: 'pass', error: 0, passes: true }))),
    provenance: prints('a', 'x'),
  };
  const of = (told: Parameters<typeof against>[1], provenance: ReturnType<typeof prints> | null = prints('a', 'x')) => {
    const spec = against(subjectOf(times(2, { gold: 'pass', error: 0, passes: true })), told);
    return { ...spec, baseline: { ...spec.baseline, provenance } };
  };

  test.for([
    {
      name: 'the rubric',
      spec: of({}, prints('a', 'y')),
      says: /asked in other words.*allow: \[rubric\] in the gate/s,
    },
    { name: 'the data', spec: of({}, prints('b', 'x')), says: /differs on 1 row \(r0\).*allow: \[data\] in the gate/s },
    {
      name: 'rows that are gone',
      spec: against(subjectOf(times(4, { gold: 'pass', error: 0, passes: true }))),
      says: /2 rows \(r2, r3\).*hard rows.*allow: \[rows\] in the gate/s,
    },
    {
      name: 'the criteria',
      spec: against(subjectOf(times(2, { passes: true }), { id: 'tone' })),
      says: /no verdicts on "safe".*"tone"/s,
    },
    {
      name: 'gold',
      spec: against(subjectOf(times(2, { gold: 'fail', error: 0, passes: true }))),
      says: /gold of "safe" differs on 2 rows/,
    },
  ])('$name', ({ spec, says }) => {
    expect(() => checkBaselines([spec], arm)).toThrow(says);
  });

  test('What was allowed passes, and simulated verdicts never do', () => {
    expect(() => checkBaselines([{ ...of({ allow: ['rubric', 'data'] }, prints('b', 'y')) }], arm)).not.toThrow();
    const rehearsed = of({ allow: ['rubric', 'data', 'rows'] });
    expect(() => checkBaselines([{ ...rehearsed, baseline: { ...rehearsed.baseline, simulated: true } }], arm)).toThrow(
      /simulated ballots/,
    );
  });
});

describe('All gates of a run', () => {
  const recording = record(
    Array.from({ length: 40 }, (_, at) => ({
      gold: 'pass',
      ballots: { A: ['pass', at % 10 === 0 ? 'fail' : 'pass'], B: [at % 10 === 0 ? 'fail' : 'pass'] },
    })),
    { costPerBallot: 0.001 },
  );
  const analysis = prepare(recording, defaults);
  const arm = armOf(analysis, { name: 'run' });

  test('Each gate has a result for every subject that it concerns, a name of its own, and a word on whether it blocks', () => {
    const results = gatesOf(
      [
        bound({ value: 0.5 }),
        bound({ value: 0.95, onInconclusive: 'fail' }),
        bound({ value: 0.5, level: 0.9 }),
        bound({ metric: 'cost', bound: 'atMost', value: 0.004 }),
        bound({ metric: 'agreement', bound: 'atLeast', value: 0.1 }),
      ],
      arm,
      analysis,
    );
    expect(results.map(({ name, decision, blocks }) => [name, decision, blocks])).toEqual([
      ['passRate ≥ 50% · quality', 'pass', false],
      ['passRate ≥ 95% · quality', 'inconclusive', true],
      ['passRate ≥ 50% · quality (2)', 'pass', false],
      ['cost ≤ $0.004 · each row', 'pass', false],
      ['agreement ≥ 0.1 · quality', 'pass', false],
    ]);
    expect(results[3]?.observed).toBeCloseTo(0.003, 12);
  });
});
