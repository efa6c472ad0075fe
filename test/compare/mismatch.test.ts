import { describe, expect, test } from 'vitest';
import { checkComparable } from '../../src/compare/comparable.ts';
import type { Side } from '../../src/compare/compare.ts';
import type { Mismatch } from '../../src/compare/comparison.ts';
import { Fault } from '../../src/fault.ts';
import type { Allowance } from '../../src/gate.ts';
import type { Provenance } from '../../src/provenance.ts';
import { failed, record } from '../cast.ts';
import { baselineOf, compared, judged, recorded, sideOf } from './sides.ts';

const on = (row: string, criterion: string, value: string, gold = 'pass') => ({
  row,
  criterion,
  judge: 'A',
  values: [value],
  gold,
});

const hashes: Provenance = {
  criteria: { safe: 'c1', kind: 'c2' },
  rows: { r1: { input: 'i1', output: 'o1' }, r2: { input: 'i2', output: null } },
  panel: 'p1',
};

const [first, ...others] = [
  on('r1', 'safe', 'pass'),
  on('r2', 'safe', 'fail'),
  on('r1', 'kind', 'pass'),
  on('r2', 'kind', 'fail'),
] as const;
const lines = [first, ...others];
const a = sideOf('a', recorded(...lines), { provenance: hashes });
const withHashes = (change: Partial<Provenance>): Side =>
  sideOf('b', recorded(...lines), { provenance: { ...hashes, ...change } });

const refusal = (sides: readonly Side[], allow: readonly Allowance[] = []): Fault | null => {
  try {
    checkComparable(compared(sides), allow);
    return null;
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
};

type Case = { what: string; b: Side; kind: Mismatch['kind']; says: string; also?: string };

const refused: Case[] = [
  {
    what: 'a criterion that is gone',
    b: sideOf('b', recorded(first, others[0]), { provenance: hashes }),
    kind: 'rubric',
    says: '"kind" is in a only',
  },
  {
    what: 'two that are new',
    b: sideOf('b', recorded(...lines, on('r1', 'brief', 'pass'), on('r1', 'dry', 'pass')), { provenance: hashes }),
    kind: 'rubric',
    says: '"brief" is in b only',
    also: '"dry" is in b only',
  },
  {
    what: 'another label that passes',
    b: sideOf(
      'b',
      recorded(
        first,
        others[0],
        { ...others[1], values: ['yes'], gold: undefined },
        { ...others[2], values: ['no'], gold: undefined },
      ),
    ),
    kind: 'rubric',
    says: '"kind" passes with "pass" in a, and passes with "yes" in b',
  },
  {
    what: 'a label that passes on one side only',
    b: sideOf('b', recorded({ ...others[0], values: ['dull'], gold: undefined }, ...others.slice(1))),
    kind: 'rubric',
    says: '"safe" passes with "pass" in a, and has no label in b that is known to pass',
  },
  {
    what: 'other words',
    b: withHashes({ criteria: { safe: 'c9', kind: 'c2', brief: 'c7' } }),
    kind: 'rubric',
    says: '"safe" is asked in other words, or on another scale',
  },
  {
    what: 'other words in both',
    b: withHashes({ criteria: { safe: 'c9', kind: 'c9' } }),
    kind: 'rubric',
    says: '"safe" is asked in other words, or on another scale',
    also: '"kind" is asked in other words, or on another scale',
  },
  {
    what: 'other gold',
    b: sideOf('b', recorded(on('r1', 'safe', 'pass', 'fail'), ...others), { provenance: hashes }),
    kind: 'data',
    says: 'gold of "safe" differs on 1 row (r1)',
  },
  {
    what: 'other inputs',
    b: withHashes({ rows: { r1: { input: 'i9', output: 'o1' }, r2: { input: 'i9', output: null } } }),
    kind: 'data',
    says: 'what the judges are told beside the output differs on 2 rows (r1, r2)',
  },
];

const told: Case[] = [
  {
    what: 'other outputs',
    b: withHashes({ rows: { r1: { input: 'i1', output: 'o9' }, r2: { input: 'i2', output: 'o9' } } }),
    kind: 'output',
    says: 'other outputs are judged on 1 row (r1)', // the other's never came in one of the runs
  },
  {
    what: 'another panel',
    b: withHashes({ panel: 'p9' }),
    kind: 'panel',
    says: 'the judges are others, or asked in another way',
  },
  {
    what: 'another rule',
    b: sideOf('b', recorded(...lines), { settings: { rule: { kind: 'majority' } } }),
    kind: 'rule',
    says: 'a decides by "plurality", b by "majority"',
  },
];

describe('What was not asked the same is refused, unless that was allowed', () => {
  test.for(refused)('$what', ({ b, kind, says, also }) => {
    const { mismatches } = compared([a, b]);
    expect(mismatches.map(({ message }) => message)).toEqual([says, ...(also === undefined ? [] : [also])]);
    for (const mismatch of mismatches) expect(mismatch).toMatchObject({ kind, arm: 1 });
    // A criterion is named where the mismatch is of one alone.
    expect(mismatches[0]?.subject).toBe(/"(\w+)"/.exec(says)?.[1] ?? null);
    const fault = refusal([a, b]);
    expect(fault).toMatchObject({ code: 'compare/mismatch', message: expect.stringContaining(`--allow ${kind}.`) });
    expect(fault?.message).toContain(`b: ${mismatches[0]?.message}`);
    expect(refusal([a, b], [kind as Allowance])).toBeNull();
    expect(refusal([a, b], [kind === 'data' ? 'rubric' : 'data'])).not.toBeNull();
  });

  test('all at once, with every kind in the remedy', () => {
    const other = sideOf('c', recorded(on('r1', 'safe', 'pass', 'fail')), { provenance: hashes });
    const fault = refusal([a, a, other]);
    expect(fault?.message).toContain('c: "kind" is in a only; c: gold of "safe" differs on 1 row (r1)');
    expect(fault?.message).toContain('--allow rubric,data.');
    expect(refusal([a, a, other], ['rubric', 'data'])).toBeNull();
  });

  test('as long as the arms have a row and a criterion in common', () => {
    const elsewhere = sideOf('b', recorded(on('x1', 'safe', 'pass'), on('x1', 'kind', 'pass')));
    const another = sideOf('b', recorded(on('r1', 'brief', 'pass')));
    const said = [elsewhere, another].map((b) => refusal([a, b], ['rubric', 'data'])?.message);
    expect(said).toEqual([
      expect.stringMatching(/^"a" and "b" have no row .* \(2 rows \(r1, r2\) not in b; 1 row \(x1\) not in a\), so/),
      expect.stringMatching(/^"a" and "b" have no row .* ballots on, so/),
    ]);
    expect(refusal([a, a, elsewhere], ['rubric', 'data'])?.message).toMatch(/^"a" and "b" have no row/);
  });

  test('and a row with ballots on both sides', () => {
    const lost = sideOf('lost', record([{ ballots: { A: [failed] } }]));
    const came = sideOf('came', judged([['pass']]));
    expect(refusal([came, lost], ['rubric'])?.message).toMatch(
      /no row .* both have ballots on \(1 row \(r0\) without its ballots in lost\)/,
    );
  });
});

describe('What is compared may differ, and is told', () => {
  test.for(told)('$what', ({ b, kind, says }) => {
    expect(compared([a, b]).mismatches).toEqual([{ kind, arm: 1, subject: null, message: says }]);
    expect(refusal([a, b])).toBeNull();
  });

  test('nothing differs between a run and its baseline', () => {
    expect(compared([a, baselineOf(a)]).mismatches).toEqual([]);
    expect(compared([baselineOf(a), a]).mismatches).toEqual([]);
  });

  test('where one side has no hashes, they say nothing', () => {
    expect(compared([a, sideOf('b', recorded(...lines))]).mismatches).toEqual([]);
  });

  test('of many rows the first few are named', () => {
    const many = (value: string): Side =>
      sideOf(value, recorded(...Array.from({ length: 8 }, (_, row) => on(`r${row}`, 'safe', 'pass', value))));
    expect(compared([many('pass'), many('fail')]).mismatches[0]?.message).toBe(
      'gold of "safe" differs on 8 rows (r0, r1, r2, r3, r4, …)',
    );
  });

  test('rows and criteria may have the names of what every object has', () => {
    const odd = (rows: string[]): Side =>
      sideOf('odd', recorded(on('r1', 'constructor', 'pass'), on('toString', 'constructor', 'pass')), {
        provenance: {
          criteria: { constructor: 'c1' },
          rows: Object.fromEntries(rows.map((row) => [row, { input: 'i1', output: null }])),
          panel: 'p1',
        },
      });
    expect(compared([odd(['r1', 'toString']), odd(['r1'])]).mismatches).toEqual([]);
  });
});
