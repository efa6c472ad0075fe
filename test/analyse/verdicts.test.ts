import { describe, expect, test } from 'vitest';
import { parseRule } from '../../src/aggregate/parse-rule.ts';
import type { Settings } from '../../src/analyse/settings.ts';
import { firstSeenError, verdictsOf } from '../../src/analyse/verdicts.ts';
import { contextOf, curveFor, failed, record, settingsWith, type TableRow } from '../cast.ts';

const passOrFail = { scale: { kind: 'nominal', labels: ['pass', 'fail'] } } as const;

const verdicts = (table: readonly TableRow[], settings: Partial<Settings> = {}) => {
  const { question, rows, judges } = contextOf(record(table, passOrFail), settingsWith(settings));
  return verdictsOf(question, rows, judges);
};

const table: TableRow[] = [
  { gold: 'pass', ballots: { A: ['pass', 'fail'], B: ['pass', null] } },
  { gold: 'pass', ballots: { A: ['fail', 'pass'], B: ['fail', 'pass'] } },
  { ballots: { A: ['fail'], B: ['fail'] } },
  { gold: 'fail', ballots: { A: [failed], B: [null] } },
  { gold: 'fail', ballots: { B: ['pass', 'pass'] } },
];

describe('Verdicts of the whole panel', () => {
  test('every row that has a ballot has one, beside its gold', () => {
    expect(
      verdicts(table).map(({ row, verdict, gold, correct }) => ({ row, kind: verdict.kind, gold, correct })),
    ).toEqual([
      { row: 'r0', kind: 'decided', gold: 'pass', correct: true },
      { row: 'r1', kind: 'undecided', gold: 'pass', correct: null },
      { row: 'r2', kind: 'decided', gold: null, correct: null },
      { row: 'r3', kind: 'undecided', gold: 'fail', correct: null },
      { row: 'r4', kind: 'decided', gold: 'fail', correct: false },
    ]);
  });

  test('votes are counted, the most frequent first, and outcomes without a value beside them', () => {
    const [first, , , silent] = verdicts(table);
    expect(first).toMatchObject({
      votes: [
        { value: 'pass', count: 2 },
        { value: 'fail', count: 1 },
      ],
      outcomes: { cast: 3, abstained: 1, invalid: 0, failed: 0 },
    });
    expect(silent).toMatchObject({ votes: [], outcomes: { cast: 0, abstained: 1, invalid: 0, failed: 1 } });
  });

  test('a mean that passes is a pass, though doubles keep it just below the mark', () => {
    const scores: TableRow[] = [
      { gold: 1, ballots: { A: [0.1, 0.2, 0.3] } },
      { gold: 0.1, ballots: { A: [0.1, 0.1, 0.3] } },
      { gold: 0.1, ballots: { A: [0.3, 0.3, 0.3] } },
    ];
    const { question, rows, judges } = contextOf(
      record(scores),
      settingsWith({ rule: parseRule('mean'), passAt: 0.2 }),
    );
    expect(verdictsOf(question, rows, judges).map(({ verdict, correct }) => ({ verdict, correct }))).toMatchObject([
      { verdict: { value: 'pass' }, correct: true },
      { verdict: { value: 'fail' }, correct: true },
      { verdict: { value: 'pass' }, correct: false },
    ]);
  });
});

describe('The error with ties to the value cast first', () => {
  const first = (judge: number | null, settings: Partial<Settings> = {}) => {
    const { question, judges } = contextOf(record(table, passOrFail), settingsWith(settings));
    return firstSeenError(question, judges, judge);
  };

  test('counts rows with gold, an undecided one as wrong', () => {
    // r0 right; r1 a tie, "fail" first: wrong; r3 has no vote; r4 wrong.
    expect(first(null)).toBe(3 / 4);
    // Alone, A ties on r0 with "pass" first; B has "pass" of r0, ties on r1 with "fail" first.
    // r3 has no ballot of A that came back.
    expect(first(0)).toBe(1 / 2);
    expect(first(1)).toBe(3 / 4);
    // Whatever the tie rule.
    expect(first(null, { tie: 'pass' })).toBe(3 / 4);
  });

  test('is null for rules on scores, and where no row has gold', () => {
    const scores = contextOf(record([{ gold: 1, ballots: { A: [1] } }]), settingsWith({ rule: parseRule('mean') }));
    expect(firstSeenError(scores.question, scores.judges, null)).toBeNull();
    const noGold = contextOf(record([{ ballots: { A: ['a'] } }]), settingsWith({}));
    expect(firstSeenError(noGold.question, noGold.judges, null)).toBeNull();
  });

  test('is the end of the curve where no row is tied', () => {
    const odd = table.map((row) => ({ ...row, ballots: { A: ['pass', 'pass', 'fail'] } }));
    const { question, judges } = contextOf(record(odd, passOrFail), settingsWith({}));
    const { points } = curveFor(record(odd, passOrFail), { resamples: 200 });
    expect(firstSeenError(question, judges, null)).toBeCloseTo(points[2]?.error ?? -1, 12);
  });
});
