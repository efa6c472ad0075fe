import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Settings } from '../../src/analyse/settings.ts';
import { readSource, type ArmSource } from '../../src/arms/read-source.ts';
import { sidesOf } from '../../src/arms/sides.ts';
import { keys } from '../../src/library/option-keys.ts';
import type { Recording } from '../../src/recording.ts';
import { arm, armRow, subject } from '../baseline/arms.ts';
import { record } from '../cast.ts';
import { compared, judged, marked, recorded, rowIn } from '../compare/sides.ts';
import { folderWith } from './folders.ts';

const source = (name: string, recording: Recording, settings: Partial<Settings> = {}): ArmSource => ({
  kind: 'ballots',
  name,
  recording,
  settings,
  provenance: null,
});

const as = (settings: Partial<Settings> = {}, n: number | null = null) => ({ settings, n });

describe('Every arm decides as its own run declared', () => {
  const recording = judged([['pass', 'pass', 'fail', 'fail', 'fail']]);

  test('unless the caller says how all decide', () => {
    const sources = [source('a', recording), source('b', recording, { rule: { kind: 'unanimous' }, quorum: 9 })];
    const rules = (settings: Partial<Settings>): string[] =>
      sidesOf(sources, as(settings)).map(({ arm: { rule } }) => rule);
    expect(rules({})).toEqual(['plurality', 'unanimous, quorum 9']);
    expect(rules({ rule: { kind: 'majority' } })).toEqual(['majority', 'majority, quorum 9']);
    const [, own] = sidesOf(sources, as());
    const [, told] = sidesOf(sources, as({ quorum: 1, rule: { kind: 'plurality' } }));
    expect(own === undefined ? null : rowIn(own.arm, 'r0').verdict.kind).toBe('undecided');
    expect(told === undefined ? null : rowIn(told.arm, 'r0').verdict.kind).toBe('decided');
  });

  test('a baseline as it was, under the name that it is given', () => {
    const written = arm([subject('safe', [armRow('r1')])], { name: 'support-replies', kind: 'baseline' });
    const old = { kind: 'baseline', name: 'old', arm: written } as const;
    expect(sidesOf([old], as())).toEqual([{ arm: { ...written, name: 'old' }, analysis: null }]);
    // It has no ballots to decide anew.
    expect(() => sidesOf([old], as({ rule: { kind: 'mean' } }))).toThrow(/"old" is a baseline/);
    expect(() => sidesOf([old], as({}, 3))).toThrow(/what 3 of its ballots would have decided/);
  });
});

describe('Gold is a property of the rows', () => {
  const goldless = record([{ ballots: { A: ['pass'] } }, { ballots: { A: ['fail'] } }]);

  test('so an arm without it borrows that of the others, and says so', () => {
    const [a, b] = sidesOf([source('a', goldless), source('b', marked('.x'))], as());
    if (a === undefined || b === undefined) throw new RangeError('two sources, two sides');
    expect(['r0', 'r1'].map((row) => rowIn(a.arm, row).error)).toEqual([0, 1]);
    expect(a.analysis?.recording.notes).toEqual([
      { code: 'gold/borrowed', count: 2, message: expect.stringContaining('the gold of 2 verdicts is that of') },
    ]);
    expect(b.analysis?.recording.notes).toEqual([]);
    expect(compared([a, b]).notes).toEqual([expect.stringMatching(/^a: Its ballots came without gold/)]);
  });

  test('and one that says otherwise keeps its own', () => {
    const other = record([{ gold: 'fail', ballots: { A: ['pass'] } }]);
    const [a] = sidesOf([source('a', other), source('b', marked('.x'))], as());
    expect(a === undefined ? null : rowIn(a.arm, 'r0').gold).toBe('fail');
  });
});

describe('Labels that nobody declared are those that any arm met', () => {
  const said = (...values: string[]): Recording => record(values.map((value) => ({ ballots: { A: [value] } })));

  test('so an arm in which nothing passes is compared, and not refused', () => {
    const sides = sidesOf([source('a', said('pass', 'pass', 'fail')), source('b', said('fail', 'fail', 'fail'))], as());
    const { mismatches, pairings } = compared(sides);
    expect(mismatches).toEqual([]);
    expect(pairings[0]).toMatchObject({ fail: { difference: { value: 2 / 3 } }, agreement: { value: 1 / 3 } });
  });

  test('be it against a baseline', () => {
    const written = arm([subject('quality', [armRow('r0')])], { kind: 'baseline', rule: 'plurality' });
    const sides = sidesOf([{ kind: 'baseline', name: 'old', arm: written }, source('b', said('no'))], as());
    expect(compared(sides)).toMatchObject({ mismatches: [], pairings: [{ fail: { difference: { value: 1 } } }] });
  });

  test('and with a third label none is known to pass, in either arm', () => {
    const sides = sidesOf([source('a', said('pass', 'fail')), source('b', said('pass', 'unsure'))], as());
    expect(sides.map(({ arm: { subjects } }) => subjects[0]?.pass)).toEqual([null, null]);
    expect(compared(sides).mismatches).toEqual([]);
  });

  test('but numbers are no labels, and declared labels stay', () => {
    const numbers = recorded({ row: 'r0', criterion: 'quality', judge: 'A', values: [1, 2] });
    const [a, b] = sidesOf([source('a', numbers), source('b', said('pass'))], as());
    expect(a?.analysis?.recording.polls[0]?.values).toEqual([1, 2]);
    expect(b?.analysis?.recording.polls[0]?.values).toEqual(['pass']);
    const scale = { kind: 'nominal', labels: ['pass', 'fail'] } as const;
    const declared = record([{ ballots: { A: ['pass'] } }], { scale });
    const [own] = sidesOf([source('a', declared), source('b', said('unsure'))], as());
    expect(own?.analysis?.recording.polls[0]?.values).toEqual(['pass']);
  });
});

test('Numbers in one file are the texts of another, where some answer is no number', async () => {
  const folder = folderWith({
    'a.csv': 'row,criterion,judge,value,gold\nr1,sum,A,4,4\nr2,sum,A,5,5\nr3,sum,A,6,6\n',
    'b.csv': 'row,criterion,judge,value,gold\nr1,sum,A,4,4\nr2,sum,A,5,5\nr3,sum,A,unknown,6\n',
  });
  const sources = await Promise.all(['a.csv', 'b.csv'].map((name) => readSource(join(folder, name), {})));
  const { mismatches, pairings } = compared(sidesOf(sources, as()));
  expect(mismatches).toEqual([]);
  expect(pairings[0]).toMatchObject({ error: { test: { worse: 1, better: 0 } }, agreement: { value: 2 / 3 } });
  expect(pairings[0]?.changed.map(({ row }) => row)).toEqual(['r3']);
});

describe('More ballots a row than there are', () => {
  test('are refused, with the most that may be asked for', () => {
    const sources = [source('a', judged([['pass', 'pass', null], ['pass']])), source('b', marked('x.'))];
    expect(() => sidesOf(sources, as({}, 4))).toThrow(/--n 4 .* no row of "a" .* more than 3\.\nChoose up to 3/);
    expect(() => sidesOf(sources, as({}, 2))).toThrow(/no row of "b" .* more than 1/);
    expect(() => sidesOf(sources, as({}, 1))).not.toThrow();
    expect(() => sidesOf(sources, { ...as({}, 4), spelling: keys })).toThrow(/^n: 4 asks .*\n.* leave "n" out/);
  });

  test('say nothing of rows without gold', () => {
    expect(() => sidesOf([source('a', record([{ ballots: { A: ['pass'] } }]))], as({}, 4))).not.toThrow();
  });
});
