import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gathering } from '../../src/ledger/gather.ts';
import { importResults } from '../../src/promptfoo/import/import-results.ts';
import { resultsOf, type Output, type Verdict } from './results.ts';

const verdict: fc.Arbitrary<Verdict> = fc.record({
  type: fc.constantFrom('llm-rubric', 'contains', 'factuality', 'not-llm-rubric', 'is-json'),
  value: fc.constantFrom('kind', 'kind ', 'short', undefined),
  pass: fc.boolean(),
  reason: fc.constantFrom('fine', 'API error: 503', ''),
  metadata: fc.constantFrom({}, { graderError: true }, { cachedResponse: true }),
});
const withSets: fc.Arbitrary<Verdict> = fc.oneof(
  { weight: 4, arbitrary: verdict },
  {
    weight: 1,
    arbitrary: fc.array(verdict, { minLength: 1, maxLength: 3 }).map((members) => ({ type: 'assert-set', members })),
  },
);

/** Tests, some of them written twice, with repeats and two columns, as promptfoo numbers them. */
const run = fc
  .record({
    tests: fc.array(
      fc.record({
        description: fc.constantFrom('a', 'b', undefined),
        verdicts: fc.array(withSets, { maxLength: 4 }),
        failureReason: fc.constantFrom(0, 2),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    repeat: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ tests, repeat }) => ({
    repeat,
    outputs: tests.flatMap(({ description, verdicts, failureReason }, at): Output[] =>
      Array.from({ length: repeat * 2 }, (_, cell) => ({
        test: at * repeat + Math.floor(cell / 2),
        column: cell % 2,
        vars: { q: description ?? 'same' },
        testCase: { description },
        verdicts: failureReason === 2 ? null : verdicts,
        ...(failureReason === 2 ? { more: { failureReason, error: 'broke' } } : {}),
      })),
    ),
  }));

test('The order of the rows in the file changes no line', () => {
  fc.assert(
    fc.property(
      run.chain((whole) =>
        fc.record({
          whole: fc.constant(whole),
          outputs: fc.shuffledSubarray(whole.outputs, { minLength: whole.outputs.length }),
        }),
      ),
      ({ whole, outputs }) => {
        expect(importResults(resultsOf({ ...whole, outputs }))).toEqual(importResults(resultsOf(whole)));
      },
    ),
  );
});

test('There are as many ballots as verdicts and outputs, and all of them can be read', () => {
  fc.assert(
    fc.property(run, (whole) => {
      const { judges, repeats } = importResults(resultsOf(whole));
      const verdicts = whole.outputs.flatMap(({ verdicts }) =>
        (verdicts ?? []).flatMap(({ members, ...own }) => members ?? [own]),
      );
      expect(judges.length).toBe(verdicts.length);
      expect(repeats.length).toBe(whole.outputs.length);
      for (const lines of [judges, repeats]) {
        const { take, done } = gathering({ keepRows: false });
        if (lines.length === 0) continue;
        for (const line of lines) take(line);
        const { polls, notes } = done(['results.json']);
        expect(notes).toEqual([]);
        const read = polls.flatMap(({ cells }) => cells.flatMap(({ codes }) => codes));
        expect(read.length).toBe(lines.length);
      }
    }),
  );
});

test('A judge that broke never votes', () => {
  fc.assert(
    fc.property(run, (whole) => {
      const { judges } = importResults(resultsOf(whole));
      const broken = whole.outputs
        .flatMap(({ verdicts }) => (verdicts ?? []).flatMap(({ members, ...own }) => members ?? [own]))
        .filter(({ metadata }) => metadata?.['graderError'] === true);
      expect(judges.filter(({ outcome }) => outcome === 'failed').length).toBeGreaterThanOrEqual(broken.length);
      expect(judges.filter(({ value, outcome }) => value !== undefined && outcome !== undefined)).toEqual([]);
    }),
  );
});
