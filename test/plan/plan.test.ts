import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Experiment } from '../../src/experiment.ts';
import { checkBudget } from '../../src/plan/check-budget.ts';
import { estimate, type Piece, type Terms } from '../../src/plan/estimate.ts';
import { planOf, type Plan } from '../../src/plan/plan.ts';
import { panelSize, slotsOf, slotsOfRow } from '../../src/plan/slots.ts';
import { tieShare, warningsOf } from '../../src/plan/warnings.ts';
import type { Price } from '../../src/price.ts';
import type { Ask, Slot } from '../../src/slot.ts';
import { criterion, experiment, judge, row, spec } from './experiment.ts';

const price = { input: 1, output: 2, cacheRead: null, cacheWrite: null };

const ask = (slot: Slot): Ask => ({
  slot,
  request: {
    id: Object.values(slot).join('/'),
    errand: { row: '', criterion: '', judge: '', sample: slot.sample },
    messages: [],
    sampling: { temperature: null, topP: null, effort: null, seed: null, maxTokens: 500 },
    schema: null,
  },
  inputTokens: 1000,
  read: () => ({ vote: { kind: 'invalid' }, cause: null }),
});

const pieces = (from: Experiment, slots: Iterable<Slot>): Piece[] =>
  [...slots].map((slot) => ({ by: slot.judge, ask: ask(slot), reply: from.criteria[slot.criterion]?.kind ?? 'judge' }));

const termsWith = (from: Experiment, prices: readonly (Price | null)[]): Terms[] =>
  from.judges.map(({ spec }, at) => ({ lane: spec.model, price: prices[at] ?? null, pace: spec.pace }));

const plan = (
  from: Experiment,
  {
    prices = [price, price],
    settled = [],
    rehearse = false,
    outputs = [],
  }: { prices?: (Price | null)[]; settled?: string[]; rehearse?: boolean; outputs?: Piece[] } = {},
): Plan =>
  planOf(
    from,
    { rule: { kind: 'majority' }, level: 0.95 },
    {
      slots: pieces(from, slotsOf(from)),
      outputs,
      terms: termsWith(from, prices),
      generatorTerms: from.generators.map(({ spec }) => ({ lane: 'writer', price, pace: spec.pace })),
      isSettled: (key) => settled.includes(key),
      pricesAsOf: '2026-11-20',
      rehearse,
    },
  );

/** The first row's calls under some limits, as they are checked. */
const check = (limits: Partial<Experiment['limits']>, prices: readonly (Price | null)[], from = experiment()): void => {
  const terms = termsWith(from, prices);
  const first = pieces(from, slotsOfRow(from, 0));
  checkBudget(
    { ...from.limits, ...limits },
    estimate(from.judges, { pieces: first, terms, isSettled: () => false }),
    first.map((piece) => ({ piece, terms: terms[piece.by] })),
  );
};

describe('Slots', () => {
  test('come row by row, and each judge gives each sample once', () => {
    const slots = [...slotsOf(experiment())];
    expect(slots).toHaveLength(2 * 2 * 4);
    expect(new Set(slots.map((slot) => JSON.stringify(slot))).size).toBe(slots.length);
    expect(slots.map((slot) => slot.row)).toEqual(slots.map((slot) => slot.row).sort((a, b) => a - b));
    // All judges' first samples stand before anybody's second.
    expect([...slotsOfRow(experiment(), 0)].slice(0, 4).map(({ judge, sample }) => [judge, sample])).toEqual([
      [0, 0],
      [1, 0],
      [0, 1],
      [0, 2],
    ]);
  });

  test('are owed by those judges only that are asked this kind of question', () => {
    const mixed = experiment({
      criteria: [
        criterion('right'),
        {
          kind: 'answer',
          id: 'answer',
          scale: { kind: 'nominal', labels: null },
          declared: true,
          extract: { kind: 'lastLine' },
          matchCase: false,
        },
      ],
      judges: [judge('both'), judge('judging', { asks: 'judge', samples: 2 }), judge('answering', { asks: 'answer' })],
      rows: [row('a'), row('a2', { candidate: 1 })],
    });
    expect(mixed.criteria.map((criterion) => panelSize(mixed, criterion))).toEqual([3, 2]);
    // The second candidate of one record does not answer its question again.
    expect([...slotsOfRow(mixed, 0)]).toHaveLength(5);
    expect([...slotsOfRow(mixed, 1)]).toHaveLength(3);
  });

  test('are as many as rows × criteria × samples, whatever the panel', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 }),
        (rows, samples) => {
          const made = experiment({
            rows: Array.from({ length: rows }, (_, at) => row(`r${at}`)),
            judges: samples.map((count, at) => judge(`j${at}`, { samples: count })),
          });
          expect([...slotsOf(made)]).toHaveLength(rows * 2 * samples.reduce((sum, count) => sum + count, 0));
        },
      ),
    );
  });
});

describe('A plan', () => {
  test('counts tokens and dollars a judge', () => {
    const { judges, slots, calls, usd, atMostUsd } = plan(experiment());
    expect({ slots, calls }).toEqual({ slots: 16, calls: 16 });
    expect(judges[0]).toMatchObject({ judge: 'luna', slots: 12, inputTokens: 12_000, outputTokens: 12 * 90 });
    expect(judges[0]?.usd).toBeCloseTo((12_000 * 1 + 12 * 90 * 2) / 1e6, 12);
    expect(usd).toBeCloseTo((16_000 + 16 * 180) / 1e6, 12);
    expect(atMostUsd).toBeCloseTo((16_000 + 16 * 1000) / 1e6, 12);
  });

  test('prices nothing that the ledger has', () => {
    const all = [...slotsOf(experiment())].map((slot) => ask(slot).request.id);
    expect(plan(experiment(), { settled: all })).toMatchObject({ kept: 16, calls: 0, usd: 0 });
    expect(plan(experiment(), { settled: all.slice(0, 4) })).toMatchObject({ kept: 4, calls: 12 });
  });

  test('calls an unknown price unknown, never 0', () => {
    const { judges, usd, unknownPrices } = plan(experiment(), { prices: [price, null] });
    expect(judges[1]).toMatchObject({ usd: null, atMostUsd: null });
    expect(unknownPrices).toEqual(['claude-haiku-5-5']);
    expect(usd).toBeGreaterThan(0);
    expect(plan(experiment(), { prices: [null, null] }).usd).toBeNull();
  });

  test.for([
    { limits: { usd: 1 }, prices: [price, null], code: 'budget/no-price' },
    { limits: { usd: 0.001 }, prices: [price, price], code: 'budget/too-small' },
    { limits: { calls: 7 }, prices: [null, null], code: 'budget/too-small' },
  ])('refuses $limits with $code', ({ limits, prices, code }) => {
    expect(() => check(limits, prices)).toThrow(expect.objectContaining({ name: 'Fault', code }));
  });

  test('refuses a budget that no single call fits into: each is held back at the most that it can cost', () => {
    const dear = { ...price, input: 0, output: 100 };
    const single = experiment({ criteria: [criterion('right')], judges: [judge('luna')] });
    // One call is expected to take 90 tokens of output, and may take 500.
    expect(() => check({ usd: 0.04 }, [dear], single)).toThrow(/single call may cost up to \$0\.05/);
    expect(() => check({ usd: 0.06 }, [dear], single)).not.toThrow();
    expect(() => check({ calls: 8 }, [null, null])).not.toThrow();
  });

  test('counts outputs that are sampled first in calls, cost and time', () => {
    const pace = { rpm: 2, tpm: null, concurrency: null };
    const writing = experiment({ generators: [{ id: 'writer', spec: spec({ pace }), sampling: judge('x').sampling }] });
    const outputs = [0, 1].map((row): Piece => ({
      by: 0,
      ask: ask({ row, criterion: -1, judge: 0, sample: 0 }),
      reply: 'output',
    }));
    const found = plan(writing, { outputs });
    expect(found).toMatchObject({ outputs: 2, calls: 18, slots: 16, shortestMs: 60_000 });
    expect(found.usd).toBeCloseTo((18_000 + 16 * 180 + 2 * 500) / 1e6, 12);
  });

  test('knows the shortest time under declared limits', () => {
    const pace = (rpm: number | null, tpm: number | null) => ({ rpm, tpm, concurrency: null });
    const slow = experiment({
      judges: [
        judge('luna', { samples: 3, spec: spec({ pace: pace(6, null) }) }),
        judge('haiku', { spec: spec({ model: 'h', pace: pace(null, 1090) }) }),
      ],
    });
    // 12 calls at 6 a minute: two minutes; 4 calls of 1,090 tokens at 1,090 a minute: four.
    expect(plan(slow).lanes).toEqual([
      { lane: 'gpt-4.1-mini', calls: 12, bound: 'requests a minute', ms: 120_000, limitsUnknown: false },
      { lane: 'h', calls: 4, bound: 'tokens a minute', ms: 240_000, limitsUnknown: false },
    ]);
    expect(plan(slow).shortestMs).toBe(240_000);
    // A rehearsal declares its latency: median 0.8 s and 95th percentile 2.5 s make a mean of 1.02 s.
    const narrow = experiment({ limits: { ...experiment().limits, concurrency: 1 } });
    expect(plan(narrow, { rehearse: true }).shortestMs).toBeCloseTo(12 * 1016.6, -2);
    expect(plan(narrow).shortestMs).toBe(12_000);
  });

  test('tells how wide an interval the rows buy: groups, not rows, where rows share a source', () => {
    const rows = Array.from({ length: 100 }, (_, at) => row(`r${at}`, { gold: { right: 'pass' } }));
    const [right, kind] = plan(experiment({ rows })).power;
    expect(right).toMatchObject({ rowsWithGold: 100, units: 100, samples: 4 });
    expect(right?.widths.find(({ error }) => error === 0.2)?.lower).toBeCloseTo(0.132, 2);
    expect(right?.widths.find(({ error }) => error === 0.2)?.upper).toBeCloseTo(0.291, 2);
    expect(kind).toMatchObject({ rowsWithGold: 0, widths: [] });
    const grouped = rows.map((one, at) => ({ ...one, group: `g${at % 40}` }));
    const [clustered] = plan(experiment({ rows: grouped })).power;
    expect(clustered).toMatchObject({ rowsWithGold: 100, units: 40 });
    const wide = (power: Plan['power'][number] | undefined): number =>
      (power?.widths[2]?.upper ?? 0) - (power?.widths[2]?.lower ?? 0);
    expect(wide(clustered)).toBeGreaterThan(wide(right));
  });
});

describe('Warnings', () => {
  test('an even panel under majority names the share of ties', () => {
    expect(tieShare(2, 0.5)).toBe(0.5);
    expect(tieShare(4, 0.8)).toBeCloseTo(6 * 0.8 ** 2 * 0.2 ** 2, 12);
    expect(tieShare(3, 0.5)).toBe(0);
    expect(warningsOf(experiment(), { kind: 'majority' })[0]).toMatch(
      /^4 ballots a criterion can tie under majority: about 15% .* 38% /,
    );
    expect(warningsOf(experiment({ judges: [judge('a', { samples: 3 })] }), { kind: 'majority' })).toEqual([]);
  });

  test('samples at temperature 0 and one model under two names have no diversity', () => {
    const cold = judge('cold', { samples: 5, sampling: { ...judge('x').sampling, temperature: 0 } });
    expect(warningsOf(experiment({ judges: [cold] }), { kind: 'majority' }).join('\n')).toMatch(
      /"cold" is asked 5 times at temperature 0: zero diversity/,
    );
    const seeded = judge('seeded', { samples: 5, sampling: { ...judge('x').sampling, seed: 7 } });
    expect(warningsOf(experiment({ judges: [seeded] }), { kind: 'majority' }).join('\n')).toMatch(
      /the same seed, 7: zero diversity/,
    );
    const named = [judge('a'), judge('b', { variant: 'plain' }), judge('c', { variant: 'other' })];
    expect(warningsOf(experiment({ judges: named }), { kind: 'majority' }).join('\n')).toMatch(
      /"a" and "b" are one configuration/,
    );
    const twins = [judge('a'), judge('b'), judge('c', { spec: spec({ model: 'other' }) })];
    expect(warningsOf(experiment({ judges: twins }), { kind: 'majority' }).join('\n')).toMatch(
      /"a" and "b" are one configuration/,
    );
  });
});
