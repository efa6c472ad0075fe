import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ask } from '../../src/analyse/question.ts';
import type { Settings } from '../../src/analyse/settings.ts';
import type { Recording } from '../../src/recording.ts';
import { ballotsOf } from '../../src/recording.ts';
import { enumerate, panels } from '../analyse/enumerate.ts';
import { failed, invalid, record, settingsWith, type Given } from '../cast.ts';
import { combinedRow, judged, recorded, rowIn, sideOf } from './sides.ts';

const decided = (value: string) => expect.objectContaining({ kind: 'decided', value });
const undecided = (cause: string) => expect.objectContaining({ kind: 'undecided', cause });

describe('What all ballots of a row come to', () => {
  test.for<{ given: Given[]; verdict: unknown; error: number; passes: boolean | null }>([
    { given: ['pass', 'pass', 'fail'], verdict: decided('pass'), error: 0, passes: true },
    { given: ['fail', 'pass', 'fail'], verdict: decided('fail'), error: 1, passes: false },
    { given: ['pass', 'fail'], verdict: undecided('tie'), error: 0.5, passes: null },
    { given: ['pass', null, null], verdict: decided('pass'), error: 0, passes: true },
    { given: ['fail', 'pass', null, invalid], verdict: undecided('tie'), error: 0.5, passes: null },
    { given: ['pass', failed, failed], verdict: decided('pass'), error: 0, passes: true },
    { given: [null, null], verdict: undecided('no quorum'), error: 1, passes: null },
    { given: [invalid], verdict: undecided('no quorum'), error: 1, passes: null },
    { given: [failed, null], verdict: undecided('no quorum'), error: 1, passes: null },
  ])('$given', ({ given, verdict, error, passes }) => {
    const { arm } = sideOf('a', judged([given]));
    expect(rowIn(arm, 'r0')).toMatchObject({ verdict, error, passes, gold: 'pass', missing: false });
  });

  test.for<{ given: string[]; gold: string; error: number }>([
    { given: ['a', 'b', 'c'], gold: 'a', error: 2 / 3 },
    { given: ['b', 'c', 'b', 'c', 'a'], gold: 'a', error: 1 },
    { given: ['a', 'a', 'b', 'c', 'd'], gold: 'a', error: 0 },
  ])('among more labels, $given with gold $gold errs by $error', ({ given, gold, error }) => {
    const { arm } = sideOf('a', record([{ gold, ballots: { A: given } }]));
    expect(rowIn(arm, 'r0').error).toBeCloseTo(error, 12);
    expect(rowIn(arm, 'r0').passes).toBeNull(); // no answer of many is the one that passes
  });

  test.for<{ given: Given[]; settings: Partial<Settings>; error: number }>([
    { given: ['pass', 'pass', 'fail', 'fail'], settings: { tie: 'fail' }, error: 1 },
    { given: ['pass', 'pass', 'fail', 'fail'], settings: { tie: 'pass' }, error: 0 },
    { given: ['pass', 'fail'], settings: { rule: { kind: 'majority' } }, error: 0.5 },
    {
      given: ['pass', 'pass', 'fail'],
      settings: { rule: { kind: 'threshold', atLeast: 3, of: 'votes' } },
      error: 1,
    },
    {
      given: ['pass', failed, failed],
      settings: { rule: { kind: 'majority' }, majorityOf: 'seats' },
      error: 1,
    },
  ])('$given as $settings declares errs by $error', ({ given, settings, error }) => {
    const { arm } = sideOf('a', judged([given, ['pass'], ['fail']]), { settings });
    expect(rowIn(arm, 'r0').error).toBe(error);
  });

  test('without gold no row errs, and it passes all the same', () => {
    const { arm } = sideOf('a', record([{ ballots: { A: ['pass'] } }, { ballots: { A: ['fail'] } }]));
    expect(rowIn(arm, 'r0')).toMatchObject({ gold: null, error: null, passes: true });
    expect(arm.subjects[0]?.pass).toBe('pass');
  });

  test('votes stand with the most frequent first, and outcomes are counted over all judges', () => {
    const table = [{ gold: 'pass', ballots: { A: ['fail', 'pass', null], B: ['pass', invalid, failed] } }];
    const { arm } = sideOf('a', record(table));
    expect(rowIn(arm, 'r0')).toMatchObject({
      votes: [
        { value: 'pass', count: 2 },
        { value: 'fail', count: 1 },
      ],
      outcomes: { cast: 3, abstained: 1, invalid: 1, failed: 1 },
    });
    expect(arm).toMatchObject({ name: 'a', kind: 'ballots', judges: ['A', 'B'], rule: 'plurality', provenance: null });
  });
});

describe('A row without a quorum', () => {
  const table = [
    { gold: 'pass', ballots: { A: ['pass', null] } },
    { gold: 'fail', ballots: { A: ['fail', null] } },
    { gold: 'fail', ballots: { A: ['pass', 'pass'] } },
  ];
  test.for<{ onNoQuorum: Settings['onNoQuorum']; errors: (number | null)[] }>([
    { onNoQuorum: 'error', errors: [1, 1, 1] },
    { onNoQuorum: 'abstain', errors: [0, 0, 1] },
    { onNoQuorum: 'fail', errors: [1, 0, 1] },
    { onNoQuorum: 'exclude', errors: [null, null, 1] },
  ])('that counts as "$onNoQuorum"', ({ onNoQuorum, errors }) => {
    for (const quorum of [{ quorum: 2 }, { verdictQuorum: 2 }]) {
      const { arm } = sideOf('a', record(table), { settings: { ...quorum, onNoQuorum } });
      expect(['r0', 'r1', 'r2'].map((row) => rowIn(arm, row).error)).toEqual(errors);
      expect(rowIn(arm, 'r0')).toMatchObject({ verdict: undecided('no quorum'), passes: null, missing: false });
    }
  });

  test('is free to decide by fewer ballots, where the quorum is that of the whole panel', () => {
    const whole = { verdictQuorum: 3 };
    const { arm } = sideOf('a', judged([['pass', 'fail', null]]), { settings: whole, n: 1 });
    expect(rowIn(arm, 'r0').error).toBeCloseTo(2 / 3, 12); // one ballot of three is right; an abstention decides nothing
  });
});

describe('Errors of fewer ballots than there are', () => {
  const given = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom<Given>('pass', 'fail') },
    { weight: 1, arbitrary: fc.constantFrom<Given>(null, invalid, failed, 'unclear') },
  );
  const rules: Settings['rule'][] = [{ kind: 'plurality' }, { kind: 'majority' }, { kind: 'unanimous' }];

  test('are those of all subsets, each asked of the rule itself', () => {
    const ballots = fc.array(given, { minLength: 1, maxLength: 6 });
    const tables = fc.array(fc.record({ A: ballots, B: ballots }), { minLength: 1, maxLength: 3 });
    const declared = fc.record({
      rule: fc.constantFrom(...rules),
      quorum: fc.integer({ min: 1, max: 3 }),
      onNoQuorum: fc.constantFrom('error' as const, 'abstain' as const, 'exclude' as const),
    });
    fc.assert(
      fc.property(tables, declared, fc.integer({ min: 1, max: 8 }), (rows, settings, n) => {
        const recording = record(rows.map((each) => ({ gold: 'pass', ballots: each })));
        const { arm } = sideOf('a', recording, { settings, n });
        for (const [row, { id }] of recording.rows.entries()) {
          const wanted = errorOfSubsets(recording, row, settings, n);
          if (wanted === null) expect(rowIn(arm, id).error).toBeNull();
          else expect(rowIn(arm, id).error).toBeCloseTo(wanted, 10);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('are not known where a row has fewer, nor are its verdict or votes those of fewer', () => {
    const { arm } = sideOf('a', judged([['pass', 'fail', 'pass'], ['fail']]), { n: 2 });
    expect(rowIn(arm, 'r0')).toMatchObject({ error: expect.closeTo(1 / 3, 12), verdict: decided('pass') });
    expect(rowIn(arm, 'r1')).toMatchObject({ error: null, verdict: decided('fail'), missing: false });
  });

  /** By enumeration; null where fewer than n ballots came, or no subset has a quorum and those are excluded. */
  const errorOfSubsets = (recording: Recording, row: number, some: Partial<Settings>, n: number): number | null => {
    const [poll] = recording.polls;
    if (poll === undefined) throw new RangeError('no criterion');
    const settings = settingsWith(some);
    const cells = poll.cells.filter((cell) => cell.row === row);
    const came = cells
      .flatMap((cell) => ballotsOf(poll, cell, recording.judges))
      .filter(({ vote }) => vote.kind !== 'failed');
    if (came.length < n) return null;
    const question = ask(poll, recording.judges, settings);
    const { wrong, undecided: none } = enumerate(panels([came], n, 'random'), question, 'pass', settings);
    if (settings.onNoQuorum !== 'exclude') return wrong;
    return none > 1 - 1e-9 ? null : wrong / (1 - none);
  };
});

describe('A row is missing', () => {
  const table = [
    { gold: 'pass', ballots: { A: [failed, failed] } },
    { gold: 'pass', ballots: { A: ['pass', failed] } },
    { gold: 'pass', ballots: { A: ['pass', 'pass'] } },
  ];

  test('if nothing came', () => {
    const { arm } = sideOf('a', record(table));
    expect(rowIn(arm, 'r0')).toMatchObject({ missing: true, error: null, passes: null });
    expect(rowIn(arm, 'r1').missing).toBe(false);
  });

  test('if ballots are still owed, whatever the others say', () => {
    const recording = record(table);
    const polls = recording.polls.map((poll) => ({ ...poll, cutShort: new Set([1]) }));
    const { arm } = sideOf('a', { ...recording, polls });
    expect(rowIn(arm, 'r1')).toMatchObject({ missing: true, error: null, passes: null });
    expect(rowIn(arm, 'r2')).toMatchObject({ missing: false, error: 0 });
  });

  test('and so it stays if every row is', () => {
    const recording = record(table);
    const polls = recording.polls.map((poll) => ({ ...poll, cutShort: new Set([0, 1, 2]) }));
    const { arm } = sideOf('a', { ...recording, polls });
    expect([...(arm.subjects[0]?.rows.values() ?? [])].map(({ missing, error }) => [missing, error])).toEqual(
      [0, 1, 2].map(() => [true, null]),
    );
  });

  test('A row on which nobody was asked is not there at all', () => {
    const { arm } = sideOf('a', recorded({ row: 'r0', criterion: 'safe', judge: 'A', values: ['pass'] }, gold('r1')));
    expect([...(arm.subjects[0]?.rows.keys() ?? [])]).toEqual(['r0']);
  });
});

const gold = (row: string, criterion = 'safe') => ({ row, criterion, gold: 'pass' });

describe('What a row cost and took', () => {
  const line = { row: 'r0', criterion: 'safe', judge: 'A' };
  test.for([
    { what: 'the sum of all', lines: [{ values: ['pass', 'fail'], costs: [0.25, 0.5] }], usd: 0.75 },
    { what: 'nothing, where that is said', lines: [{ values: ['pass'], cost: 0 }], usd: 0 },
    { what: 'unknown, if one is not known', lines: [{ values: ['pass', 'fail'], costs: [0.25, null] }], usd: null },
    { what: 'unknown, if none is told', lines: [{ values: ['pass'] }], usd: null },
    {
      what: 'what is known, if the others never came',
      lines: [
        { sample: 0, value: 'pass', cost: 0.25 },
        { sample: 1, outcome: 'failed' },
      ],
      usd: 0.25,
    },
    {
      what: 'a failed ballot that was paid for, too',
      lines: [
        { sample: 0, value: 'pass', cost: 0.25 },
        { sample: 1, outcome: 'failed', cost: 0.5 },
      ],
      usd: 0.75,
    },
    {
      what: 'unknown, if an invalid one has no price',
      lines: [
        { sample: 0, value: 'pass', cost: 0.25 },
        { sample: 1, outcome: 'invalid' },
      ],
      usd: null,
    },
    {
      what: 'the sum over judges',
      lines: [
        { values: ['pass'], cost: 0.25 },
        { judge: 'B', values: ['pass'], cost: 1 },
      ],
      usd: 1.25,
    },
  ])('costs $what', ({ lines, usd }) => {
    const { arm } = sideOf('a', recorded(...lines.map((each) => ({ ...line, ...each }))));
    expect(rowIn(arm, 'r0').usd).toBe(usd);
  });

  test.for([
    { what: 'the slowest', latencies: [200, 900, 100], ms: 900 },
    { what: 'unknown, if one is not known', latencies: [200, null], ms: null },
  ])('latency is $what', ({ latencies, ms }) => {
    const values = latencies.map(() => 'pass');
    const { arm } = sideOf('a', recorded({ ...line, values, latencies_ms: latencies }));
    expect(rowIn(arm, 'r0').latencyMs).toBe(ms);
  });
});

test('A row keeps its group', () => {
  const { arm } = sideOf('a', judged([['pass']], { group: 'ticket-7' }));
  expect(rowIn(arm, 'r0').group).toBe('ticket-7');
});

describe('All criteria together', () => {
  const settings = { combine: { weights: { safe: 1, kind: 1 }, atLeast: 2, label: 'all' } };
  const on = (row: string, criterion: string, values: (string | null)[], more: object = {}) => ({
    row,
    criterion,
    judge: 'A',
    values,
    gold: 'pass',
    ...more,
  });

  test('are a subject after the criteria, with verdicts of their own', () => {
    const { arm } = sideOf(
      'a',
      recorded(
        on('both', 'safe', ['pass']),
        on('both', 'kind', ['pass']),
        on('one', 'safe', ['pass']),
        on('one', 'kind', ['fail']),
        on('open', 'safe', ['pass']),
        on('open', 'kind', ['pass', 'fail']),
        on('lost', 'safe', ['fail']),
        on('lost', 'kind', ['pass', 'fail']),
      ),
      { settings },
    );
    expect(arm.subjects.map(({ id, kind, pass }) => [id, kind, pass])).toEqual([
      ['safe', 'criterion', 'pass'],
      ['kind', 'criterion', 'pass'],
      ['combined', 'combined', 'pass'],
    ]);
    expect(combinedRow(arm, 'both')).toMatchObject({ verdict: decided('pass'), error: 0, passes: true, gold: 'pass' });
    expect(combinedRow(arm, 'one')).toMatchObject({ verdict: decided('fail'), error: 1, passes: false });
    // A tie on one criterion leaves the row open, unless the other has settled it.
    expect(combinedRow(arm, 'open')).toMatchObject({ verdict: undecided('no quorum'), error: 1, passes: null });
    expect(combinedRow(arm, 'lost')).toMatchObject({ verdict: decided('fail'), error: 1, passes: false });
  });

  test('cost the sum, and take as long as the slowest; one unknown part leaves both unknown', () => {
    const { arm } = sideOf(
      'a',
      recorded(
        on('known', 'safe', ['pass', 'pass'], { costs: [0.25, 0.25], latencies_ms: [100, 700], group: 'g' }),
        on('known', 'kind', ['pass'], { cost: 1, latency_ms: 300 }),
        on('part', 'safe', ['pass'], { cost: 1, latency_ms: 300 }),
        on('part', 'kind', ['pass']),
      ),
      { settings },
    );
    expect(combinedRow(arm, 'known')).toMatchObject({ usd: 1.5, latencyMs: 700, group: 'g', missing: false });
    expect(combinedRow(arm, 'known').outcomes).toEqual({ cast: 3, abstained: 0, invalid: 0, failed: 0 });
    expect(combinedRow(arm, 'part')).toMatchObject({ usd: null, latencyMs: null });
  });

  test('are missing where one of them is, and no error where one has no gold', () => {
    const { arm } = sideOf(
      'a',
      recorded(
        on('lost', 'safe', ['fail']),
        { row: 'lost', criterion: 'kind', judge: 'A', sample: 0, outcome: 'failed', gold: 'pass' },
        on('unasked', 'safe', ['pass']),
        on('goldless', 'safe', ['pass']),
        on('goldless', 'kind', ['pass'], { gold: undefined }),
      ),
      { settings },
    );
    expect(combinedRow(arm, 'lost')).toMatchObject({ missing: true, error: null, passes: null });
    expect(combinedRow(arm, 'unasked')).toMatchObject({ missing: true, error: null, passes: null });
    expect(combinedRow(arm, 'goldless')).toMatchObject({ missing: false, error: null, passes: true });
  });

  test('are no subject where nobody asked for it', () => {
    const { arm } = sideOf('a', recorded(on('r0', 'safe', ['pass']), on('r0', 'kind', ['pass'])));
    expect(arm.subjects.map(({ id }) => id)).toEqual(['safe', 'kind']);
  });

  test('nor where one of them was left out of the reading', () => {
    const { arm } = sideOf('a', recorded(on('r0', 'safe', ['pass'])), { settings });
    expect(arm.subjects.map(({ id }) => id)).toEqual(['safe']);
  });
});
