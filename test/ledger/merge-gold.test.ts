import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Value } from '../../src/ballot.ts';
import type { RawLine } from '../../src/ledger/json-lines.ts';
import { withGoldOf } from '../../src/ledger/merge-gold.ts';
import { recordingOf } from '../../src/ledger/recording.ts';
import { parseScale } from '../../src/ledger/scale.ts';
import type { Recording } from '../../src/recording.ts';

/** What one criterion holds: the values of its ballots by row, and its gold by row. */
type Told = {
  readonly ballots: Readonly<Record<string, Value | null>>;
  readonly gold?: Readonly<Record<string, Value>>;
  readonly scale?: string;
};

const read = ({ ballots, gold = {}, scale }: Told, criterion = 'c'): Recording =>
  recordingOf(
    [
      ...Object.entries(ballots).map(([row, value]): RawLine => ({ row, criterion, value })),
      ...Object.entries(gold).map(([row, right]): RawLine => ({ row, criterion, gold: right })),
    ],
    { sources: ['a'], ...(scale === undefined ? {} : { scales: [parseScale(scale)] }) },
  );

/** Gold alone, beside one ballot that makes it a recording. */
const goldOf = (gold: Readonly<Record<string, Value>>): Told => {
  const [value = 'x'] = Object.values(gold);
  return { ballots: { elsewhere: value }, gold };
};

const goldIn = ({ rows, polls }: Recording): unknown =>
  polls.map(({ criterion, values, gold }) => [
    criterion.id,
    Object.fromEntries(gold.flatMap((code, row) => (code === null ? [] : [[rows[row]?.id, values[code]]]))),
  ]);

const ballotsIn = ({ polls }: Recording): unknown =>
  polls.map(({ values, cells }) => cells.map(({ row, codes }) => [row, codes.map((code) => values[code] ?? code)]));

test.for<{ what: string; own: Told; found: Readonly<Record<string, Value>>; gold: object; scale?: object }>([
  {
    what: 'gold that lacks is taken, and gold that is there stays',
    own: { ballots: { 1: 'x', 2: 'y', 3: 'y' }, gold: { 1: 'x' } },
    found: { 1: 'y', 2: 'y' },
    gold: { 1: 'x', 2: 'y' },
  },
  {
    what: 'gold that no ballot gave is a value too',
    own: { ballots: { 1: 'x', 2: 'x' } },
    found: { 1: 'z', 2: 'z', 3: 'x' },
    gold: { 1: 'z', 2: 'z' },
  },
  {
    what: 'an inferred scale grows to hold the gold',
    own: { ballots: { 1: 1, 2: 3 } },
    found: { 1: 5, 2: 2.5 },
    gold: { 1: 5, 2: 2.5 },
    scale: { kind: 'ordinal', levels: [1, 3, 5] },
  },
  {
    what: 'an inferred interval grows too',
    own: { ballots: { 1: 0.5, 2: 3 } },
    found: { 1: 4.5 },
    gold: { 1: 4.5 },
    scale: { kind: 'interval', min: 0.5, max: 4.5 },
  },
  { what: 'a number among text is text', own: { ballots: { 1: '1', 2: 'none' } }, found: { 1: 1 }, gold: { 1: '1' } },
  {
    what: 'text among numbers is the number that it spells, or is not taken',
    own: { ballots: { 1: 1, 2: 4, 3: 4 } },
    found: { 1: 'none', 2: '4', 3: '4.0' },
    gold: { 2: 4 },
  },
  {
    what: 'gold off the declared levels is not taken, between them it is',
    own: { ballots: { 1: 1, 2: 2, 3: 3, 4: 4 }, scale: 'ordinal:1..5' },
    found: { 1: 9, 2: 2.5, 3: 3, 4: 0 },
    gold: { 2: 2.5, 3: 3 },
    scale: { kind: 'ordinal', levels: [1, 2, 3, 4, 5] },
  },
  {
    what: 'gold that is no declared label is not taken',
    own: { ballots: { 1: 'pass', 2: 'pass' }, scale: 'nominal:pass,fail' },
    found: { 1: 'PASS', 2: 'fail' },
    gold: { 2: 'fail' },
  },
  {
    what: 'declared numbers may be spelt as text',
    own: { ballots: { 1: 0.5, 2: 0.5 }, scale: 'interval:0..1' },
    found: { 1: '0.50', 2: '1.5' },
    gold: { 1: 0.5 },
  },
  {
    what: 'labels that are declared open take any',
    own: { ballots: { 1: '42' }, scale: 'nominal' },
    found: { 1: 43 },
    gold: { 1: '43' },
  },
  { what: 'abstentions alone take any', own: { ballots: { 1: null } }, found: { 1: 4 }, gold: { 1: 4 } },
])('$what', ({ own, found, gold, scale }) => {
  const before = read(own);
  const { recording, taken } = withGoldOf(before, read(goldOf(found)));
  expect(goldIn(recording)).toEqual([['c', gold]]);
  expect(taken).toBe(Object.keys(gold).length - Object.keys(own.gold ?? {}).length);
  expect(ballotsIn(recording)).toEqual(ballotsIn(before));
  if (scale !== undefined) expect(recording.polls[0]?.criterion.scale).toEqual(scale);
});

test('gold of another criterion, or of other rows, is none of this one', () => {
  const own = read({ ballots: { 1: 'x' } });
  expect(withGoldOf(own, read(goldOf({ 1: 'x' }), 'd'))).toEqual({ recording: own, taken: 0 });
  expect(withGoldOf(own, read(goldOf({ 2: 'x' })))).toEqual({ recording: own, taken: 0 });
});

const byRow = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
  fc.dictionary(fc.constantFrom('1', '2', '3', '4'), value, { minKeys: 1, noNullPrototype: true });
const numbers = fc.constantFrom(1, 2, 2.5, 7, 40);
const labels = fc.constantFrom('x', 'y', 'none');
const anything = fc.oneof(numbers, labels, fc.constantFrom('1', '2.0'));
const anyTold = fc.record({ ballots: byRow(fc.option(anything)), gold: byRow(anything) });

test('gold and ballots that are there never change, and taking twice takes nothing the second time', () => {
  const scale = fc.constantFrom(null, 'nominal', 'nominal:x,y,1', 'ordinal:1..7', 'interval:1..40');
  fc.assert(
    fc.property(anyTold, anyTold, scale, (drawn, found, declared) => {
      const other = read(found);
      const own = read(declared === null ? drawn : { ballots: drawn.ballots, scale: declared }); // gold off it would be a fault
      const { recording, taken } = withGoldOf(own, other);
      expect(ballotsIn(recording)).toEqual(ballotsIn(own));
      expect(goldIn(recording)).toMatchObject(goldIn(own) as object);
      const count = ({ polls }: Recording): number =>
        polls.flatMap((poll) => poll.gold.filter((code) => code !== null)).length;
      expect(count(recording)).toBe(count(own) + taken);
      expect(withGoldOf(recording, other)).toEqual({ recording, taken: 0 });
    }),
    { numRuns: 500 },
  );
});

test('taking gold makes what reading it with the ballots makes', () => {
  const alike = fc.constantFrom(numbers, labels).chain((values: fc.Arbitrary<Value>) => {
    const told = fc.record({ ballots: byRow(values), gold: byRow(values) });
    return fc.tuple(told, byRow(values));
  });
  fc.assert(
    fc.property(alike, ([own, found]) => {
      const { recording } = withGoldOf(read(own), read(goldOf(found)));
      const rows = new Set(recording.rows.map(({ id }) => id));
      const lacking = Object.entries(found).filter(([row]) => rows.has(row));
      const together = read({ ...own, gold: { ...Object.fromEntries(lacking), ...own.gold } });
      expect(goldIn(recording)).toEqual(goldIn(together));
      expect(recording.polls[0]?.criterion).toEqual(together.polls[0]?.criterion);
    }),
  );
});
