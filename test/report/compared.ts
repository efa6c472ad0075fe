import { COMBINED, type Arm, type ArmRow, type Subject } from '../../src/arm.ts';
import type { Comparison, Difference, Pairing } from '../../src/compare/comparison.ts';
import { compare, type CompareSettings } from '../../src/compare/compare.ts';
import { defaults } from '../../src/analyse/settings.ts';

type Made = {
  readonly name: string;
  readonly ballots: number; // on each row
  readonly wrongOn: (row: number) => boolean;
  readonly tiedOn?: (row: number) => boolean;
  readonly gold?: boolean;
  readonly usd?: number | null; // a ballot
  readonly ms?: number | null; // of the slowest ballot, about
  readonly rows?: number;
};

const outcomes = (cast: number) => ({ cast, abstained: 0, invalid: 0, failed: 0 });

/** One row of a made-up arm: a split vote where it errs, a tie where it is told to tie. */
const rowOf = (at: number, { ballots, wrongOn, tiedOn, gold = true, usd = null, ms = null }: Made): ArmRow => {
  const right = at % 3 === 0 ? 'fail' : 'pass';
  const other = right === 'pass' ? 'fail' : 'pass';
  const [tied, wrong] = [tiedOn?.(at) ?? false, wrongOn(at)];
  const winner = wrong ? other : right;
  const least = Math.floor((ballots - 1) / 2);
  const votes = tied
    ? [
        { value: right, count: ballots / 2 },
        { value: other, count: ballots / 2 },
      ]
    : [
        { value: winner, count: ballots - (wrong ? least : at % 2 === 0 ? 0 : least) },
        { value: winner === right ? other : right, count: wrong ? least : at % 2 === 0 ? 0 : least },
      ].filter(({ count }) => count > 0);
  return {
    row: `r-${String(at).padStart(3, '0')}`,
    group: null,
    verdict: tied
      ? { kind: 'undecided', cause: 'tie', counted: ballots, leaders: [right, other] }
      : { kind: 'decided', value: winner, support: votes[0]?.count ?? 0, counted: ballots },
    gold: gold ? right : null,
    error: gold ? (tied ? 0.5 : wrong ? 1 : 0) : null,
    passes: tied ? null : winner === 'pass',
    missing: false,
    votes,
    outcomes: outcomes(ballots),
    usd: usd === null ? null : usd * ballots,
    latencyMs: ms === null ? null : ms + (at % 7) * 20,
  };
};

/** What a made-up arm says of one criterion. */
export const subjectOf = (id: string, made: Made, name = (row: string): string => row): Subject => ({
  id,
  kind: id === COMBINED ? 'combined' : 'criterion',
  pass: 'pass',
  rows: new Map(
    Array.from({ length: made.rows ?? 200 }, (_, at): [string, ArmRow] => {
      const row = rowOf(at, made);
      return [name(row.row), { ...row, row: name(row.row) }];
    }),
  ),
});

/** An arm of ballots that no model cast here. */
export const armWith = (name: string, subjects: readonly Subject[], change: Partial<Arm> = {}): Arm => ({
  name,
  kind: 'ballots',
  simulated: false,
  rehearsal: false,
  judges: [`${name}-judge`],
  rule: 'plurality',
  subjects,
  provenance: null,
  ...change,
});

export const settings: CompareSettings = { ...defaults, n: null };

/** Arms compared as they are, and what else is to be in the comparison. */
export const comparisonOf = (arms: readonly Arm[], change: Partial<Comparison> = {}): Comparison => ({
  ...compare(
    arms.map((arm) => ({ arm, analysis: null })),
    settings,
  ),
  ...change,
});

const small = { name: 'small', ballots: 3, wrongOn: (row: number) => row % 8 === 5, usd: 0.0004, ms: 900 };
const big = { name: 'big', ballots: 4, wrongOn: (row: number) => row % 24 === 13 || row === 42, usd: 0.003, ms: 1300 };

/** A small and a big panel on 200 rows with gold: the big one errs less, costs more, ties now and then, and has not seen two rows. */
export const twoArms: Comparison = comparisonOf(
  [
    armWith('small', [subjectOf('safe', small)]),
    armWith('big', [subjectOf('safe', { ...big, tiedOn: (row) => row % 50 === 7, rows: 198 })]),
  ],
  {
    frontiers: [
      {
        subject: 'safe',
        rows: 198,
        points: [
          ...[0.171, 0.171, 0.126].map((error, at) => ({ arm: 0, n: at + 1, usd: 0.0004 * (at + 1), error })),
          ...[0.082, 0.082, 0.058, 0.0556].map((error, at) => ({ arm: 1, n: at + 1, usd: 0.003 * (at + 1), error })),
        ],
        buys: [
          { arm: 0, n: 1, usd: 0.0004, error: 0.171, from: 0, to: 0.0178 },
          { arm: 0, n: 3, usd: 0.0012, error: 0.126, from: 0.0178, to: 0.0409 },
          { arm: 1, n: 1, usd: 0.003, error: 0.082, from: 0.0409, to: 0.25 },
          { arm: 1, n: 3, usd: 0.009, error: 0.058, from: 0.25, to: 1.25 },
          { arm: 1, n: 4, usd: 0.012, error: 0.0556, from: 1.25, to: null },
        ],
      },
    ],
    mismatches: [{ kind: 'rule', arm: 1, subject: null, message: 'small decides by "plurality", big by "majority"' }],
    notes: ['big: 2 lines held a ballot that was there already; the first one counts'],
  },
);

/** Three arms that no price is known of: `safe` has gold, `tone` has none. The first is a baseline. */
export const threeArms: Comparison = comparisonOf([
  armWith(
    'baseline.json',
    [
      subjectOf('safe', { name: 'baseline', ballots: 3, wrongOn: (row) => row % 10 === 4, rows: 120 }),
      subjectOf('tone', { name: 'baseline', ballots: 3, wrongOn: (row) => row % 9 === 2, gold: false, rows: 120 }),
    ],
    { kind: 'baseline' },
  ),
  armWith('luna', [
    subjectOf('safe', { name: 'luna', ballots: 3, wrongOn: (row) => row % 10 === 4 && row !== 34, rows: 120 }),
    subjectOf('tone', { name: 'luna', ballots: 3, wrongOn: (row) => row % 4 === 2, gold: false, rows: 120 }),
  ]),
  armWith('haiku', [
    subjectOf('safe', { name: 'haiku', ballots: 3, wrongOn: (row) => row % 11 === 4, rows: 120 }),
    subjectOf('tone', { name: 'haiku', ballots: 3, wrongOn: (row) => row % 9 === 2, gold: false, rows: 120 }),
  ]),
]);

const manyNames = Array.from({ length: 8 }, (_, at) => `runs/2026-11-${10 + at}/panel-of-${at + 1}`);

/** Eight arms on all criteria together and one of them, some at thirty times the price of others. */
export const manyArms: Comparison = comparisonOf(
  manyNames.map((name, at) => {
    const made = {
      name,
      ballots: 3 + at,
      wrongOn: (row: number) => (row * 17 + at) % (9 + at) === 2,
      usd: 0.0002 * 2 ** at,
    };
    return armWith(name, [subjectOf('safe', made), subjectOf(COMBINED, made)], {
      judges: Array.from({ length: 9 }, (_, judge) => `judge-${judge}`),
    });
  }),
  {
    frontiers: [
      {
        subject: 'safe',
        rows: 200,
        points: manyNames.flatMap((_, arm) =>
          [1, 2, 3].map((n) => ({ arm, n, usd: 0.0002 * 2 ** arm * n, error: 0.2 / (1 + arm + n / 2) })),
        ),
        buys: manyNames.map((_, arm) => ({
          arm,
          n: 1,
          usd: 0.0002 * 2 ** arm,
          error: 0.2 / (1.5 + arm),
          from: arm === 0 ? 0 : 0.001 * 3 ** arm,
          to: arm === 7 ? null : 0.001 * 3 ** (arm + 1),
        })),
      },
    ],
  },
);

/** A difference with this value and interval. */
export const differenceWith = (value: number, lower: number, upper: number, rows = 500): Difference => ({
  value,
  lower,
  upper,
  rows,
  method: 't',
});

/** A pairing of the arms of `twoArms`, its parts as they are given. */
export const pairingWith = (change: Partial<Pairing>): Pairing => ({
  arm: 1,
  subject: 'safe',
  paired: 500,
  unpaired: [],
  by: change.error ? 'error' : change.fail ? 'fail' : null,
  error: null,
  fail: null,
  agreement: null,
  usd: null,
  latencyMs: null,
  changed: [],
  rowsNeeded: null,
  ...change,
});

/** Two arms in which every name is this text, and so is one of the labels. */
export const namedAll = (text: string): Comparison => {
  const made = { name: text, ballots: 3, rows: 12, usd: 0.001, ms: 300 };
  const subject = (wrongOn: (row: number) => boolean): Subject => {
    const { rows, ...rest } = subjectOf(text, { ...made, wrongOn }, (row) => `${text}${row}`);
    const worded = [...rows].map(([id, row]): [string, ArmRow] => [
      id,
      { ...row, gold: text, group: text, votes: row.votes.map(({ count }) => ({ value: text, count })) },
    ]);
    return { ...rest, rows: new Map(worded.slice(wrongOn(1) ? 1 : 0)) };
  };
  return comparisonOf(
    [
      armWith(text, [subject((row) => row % 2 === 0)], { judges: [text], rule: text }),
      armWith(text, [subject((row) => row % 3 === 1)], { judges: [text], rule: text }),
    ],
    {
      frontiers: [
        {
          subject: text,
          rows: 11,
          points: [
            { arm: 0, n: 1, usd: 0.001, error: 0.2 },
            { arm: 1, n: 1, usd: 0.002, error: 0.1 },
          ],
          buys: [
            { arm: 0, n: 1, usd: 0.001, error: 0.2, from: 0, to: 0.01 },
            { arm: 1, n: 1, usd: 0.002, error: 0.1, from: 0.01, to: null },
          ],
        },
      ],
      selections: [{ subject: text, arm: 1, apparent: 0.1, nested: 0.2, optimism: 0.1, frequency: [0.4, 0.6] }],
      mismatches: [{ kind: 'rule', arm: 1, subject: null, message: text }],
      notes: [text],
    },
  );
};
