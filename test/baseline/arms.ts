import fc from 'fast-check';
import type { Arm, ArmRow, Subject } from '../../src/arm.ts';

/** A row on which seven of nine say yes, to be changed in one place. */
export const armRow = (row: string, change: Partial<ArmRow> = {}): ArmRow => ({
  row,
  group: null,
  verdict: { kind: 'decided', value: 'yes', support: 7, counted: 9 },
  gold: 'yes',
  error: 0,
  passes: true,
  missing: false,
  votes: [
    { value: 'yes', count: 7 },
    { value: 'no', count: 2 },
  ],
  outcomes: { cast: 9, abstained: 0, invalid: 0, failed: 0 },
  usd: null,
  latencyMs: null,
  ...change,
});

export const subject = (id: string, rows: readonly ArmRow[], change: Partial<Subject> = {}): Subject => ({
  id,
  kind: 'criterion',
  pass: 'yes',
  rows: new Map(rows.map((row) => [row.row, row])),
  ...change,
});

export const arm = (subjects: readonly Subject[], change: Partial<Arm> = {}): Arm => ({
  name: 'support-replies',
  kind: 'ballots',
  simulated: false,
  rehearsal: false,
  judges: ['luna', 'haiku'],
  rule: 'majority',
  subjects,
  provenance: null,
  ...change,
});

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('a', 'row', '1', 'constructor', '__proto__', '\u2028', '"\n'),
);
const value = fc.oneof(
  text,
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
);
const count = fc.nat(1000);
const orNull = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null });

const verdict = fc.oneof(
  fc.record({ kind: fc.constant('decided' as const), value, support: count, counted: count }),
  fc.record(
    {
      kind: fc.constant('undecided' as const),
      cause: fc.constantFrom('no quorum' as const, 'tie' as const, 'no majority' as const),
      counted: count,
      leaders: fc.array(value, { maxLength: 3 }),
    },
    { requiredKeys: ['kind', 'cause', 'counted'] },
  ),
);

const anyRow = (row: string, group: string | null): fc.Arbitrary<ArmRow> =>
  fc.record({
    row: fc.constant(row),
    group: fc.constant(group),
    verdict,
    gold: orNull(value),
    error: orNull(fc.double({ min: 0, max: 1, noNaN: true }).map((number) => number + 0)),
    passes: orNull(fc.boolean()),
    missing: fc.boolean(),
    votes: fc.array(fc.record({ value, count }), { maxLength: 4 }),
    outcomes: fc.record({ cast: count, abstained: count, invalid: count, failed: count }),
    usd: fc.constant(null),
    latencyMs: fc.constant(null),
  });

const anySubject = (
  id: string,
  rows: readonly (readonly [string, string | null])[],
  isCombined: boolean,
): fc.Arbitrary<Subject> =>
  fc
    .tuple(
      fc.shuffledSubarray([...rows], { minLength: 1 }).chain((own) => fc.tuple(...own.map((row) => anyRow(...row)))),
      orNull(value),
    )
    .map(([own, pass]) => subject(id, own, { kind: isCombined ? 'combined' : 'criterion', pass }));

/** Any arm that has a row. What its ballots cost and took is null, for a baseline keeps neither. */
export const anyArm: fc.Arbitrary<Arm> = fc
  .record({
    rows: fc.uniqueArray(fc.tuple(text, orNull(text)), { selector: ([row]) => row, minLength: 1, maxLength: 5 }),
    ids: fc.uniqueArray(text, { minLength: 1, maxLength: 3 }),
  })
  .chain(({ rows, ids }) =>
    fc.record({
      name: text,
      kind: fc.constant('baseline' as const),
      simulated: fc.boolean(),
      rehearsal: fc.boolean(),
      judges: fc.array(text, { maxLength: 3 }),
      rule: text,
      subjects: fc.tuple(...ids.map((id, at) => anySubject(id, rows, at > 0 && at === ids.length - 1))),
      provenance: orNull(
        fc.record({
          panel: text,
          criteria: fc.tuple(...ids.map((id) => fc.tuple(fc.constant(id), text))).map(Object.fromEntries),
          rows: fc
            .subarray(rows)
            .chain((own) =>
              fc.tuple(
                ...own.map(([row]) => fc.tuple(fc.constant(row), fc.record({ input: text, output: orNull(text) }))),
              ),
            )
            .map(Object.fromEntries),
        }),
      ),
    }),
  );
