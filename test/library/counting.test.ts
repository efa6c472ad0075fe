import { expect, test } from 'vitest';
import { aggregate, errorCurve, Fault, type PlainBallot } from '../../src/index.ts';
import { settingsFrom } from '../../src/library/counting.ts';

type Options = Parameters<typeof aggregate>[1];

test.for<{ ballots: readonly PlainBallot[]; options?: Options; verdict: object }>([
  { ballots: [], verdict: { kind: 'undecided', cause: 'no quorum', counted: 0 } },
  { ballots: [null], options: { rule: 'mean' }, verdict: { kind: 'undecided', cause: 'no quorum', counted: 0 } },
  { ballots: ['a', 'b', 'a'], verdict: { kind: 'decided', value: 'a', support: 2, counted: 3 } },
  { ballots: ['a', 'b', 'c'], options: { rule: 'majority' }, verdict: { kind: 'undecided', cause: 'no majority' } },
  { ballots: ['pass', 'fail'], verdict: { kind: 'undecided', cause: 'tie', leaders: ['pass', 'fail'] } },
  { ballots: ['pass', 'fail'], options: { tie: 'fail' }, verdict: { kind: 'decided', value: 'fail' } },
  { ballots: ['b', 'a'], options: { tie: 'priority', priority: ['a'] }, verdict: { value: 'a' } },
  { ballots: [true, true, false], options: { rule: 'threshold:2/3' }, verdict: { value: 'true', support: 2 } },
  { ballots: [4, 5, 2], options: { rule: 'mean', passAt: 4 }, verdict: { value: 'fail', counted: 3 } },
  { ballots: [1, 2, 4], options: { rule: { kind: 'median' } }, verdict: { value: 2 } },
  {
    ballots: [
      { value: 'a', score: 0.2 },
      { value: 'b', score: 0.9 },
    ],
    options: { rule: 'bestOfN' },
    verdict: { value: 'b' },
  },
  {
    ballots: ['pass', { outcome: 'failed' }, { outcome: 'invalid' }],
    options: { rule: 'majority', majorityOf: 'seats' },
    verdict: { kind: 'undecided', cause: 'no majority', counted: 1 },
  },
])('$ballots by $options is $verdict', ({ ballots, options, verdict }) =>
  expect(aggregate(ballots, options)).toMatchObject(verdict),
);

test.for<{ code: string; work: () => unknown }>([
  { code: 'rule/unknown', work: () => aggregate(['a'], { rule: 'majorty' }) },
  { code: 'scale/forbids-rule', work: () => aggregate(['a'], { rule: 'mean' }) },
  { code: 'option/value', work: () => settingsFrom({ tie: 'splitt' as 'split' }) },
  { code: 'option/value', work: () => settingsFrom({ tie: 'priority' }) },
  { code: 'option/value', work: () => settingsFrom({ level: 95 }) },
  { code: 'option/value', work: () => settingsFrom({ quorum: 1.5 }) },
  { code: 'input/no-ballots', work: () => errorCurve([]) },
  { code: 'input/no-ballots', work: () => errorCurve([{ values: ['a'], gold: 'a' }], { quorum: 3 }) },
])('Bad input is a fault: $code', ({ code, work }) => {
  expect(work).toThrow(Fault);
  expect(work).toThrow(expect.objectContaining({ code }));
});

test.for<{ work: () => unknown; says: RegExp }>([
  { work: () => aggregate(['a'], { rule: 'mean' }), says: /\nChoose another rule \(rule: "plurality"\)\.$/ },
  { work: () => aggregate(['a', 'b'], { tie: 'pass' }), says: /\nName it: positive: "a"\.$/ },
  { work: () => aggregate(['a'], { positive: 'b' }), says: /so "priority" or "positive" would do nothing/ },
  { work: () => aggregate(['a'], { passAt: 4 }), says: /up \("passAt"\), .*\nLeave "passAt" out/ },
  {
    work: () => errorCurve([{ values: [4], gold: 'meh' }], { passAt: 4 }),
    says: /With "passAt", gold .*\nName the label that passes with "positive"/,
  },
  {
    work: () => errorCurve([{ values: [4], gold: 4 }], { rule: 'plurality', target: 'mean' }),
    says: /its scores come \(target: "mean"\).*\n.*\(rule: "mean"\)/,
  },
])('$says: options are named as a program writes them', ({ work, says }) => {
  expect(work).toThrow(says);
  expect(work).not.toThrow(/--/);
});

test('The error of n ballots is the mean over all subsets of n', () => {
  const rows = [
    { values: ['pass', 'pass', 'fail'], gold: 'pass' },
    { values: ['fail', 'fail', 'fail'], gold: 'fail', group: 'a' },
  ];
  const { points, judge } = errorCurve(rows, { rule: 'majority' });
  expect(points.map(({ n, error }) => [n, error])).toEqual([
    [1, expect.closeTo(1 / 6)],
    [2, expect.closeTo(1 / 6)],
    [3, 0],
  ]);
  expect(judge).toBe('*');
});
