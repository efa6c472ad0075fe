import fc from 'fast-check';
import { expect, test } from 'vitest';
import { split, wordingsFor } from '../../src/config/wordings.ts';

const subset = (...names: string[]) => fc.subarray(names);

test('An entry asks both kinds of question, each in every wording that it names, and no question twice in one', () => {
  const cases = fc
    .record({ rubric: subset('a', 'b', 'both'), answer: subset('both', 'c', 'd') })
    .filter(({ rubric, answer }) => rubric.length > 0 && answer.length > 0)
    .chain((wordings) =>
      fc.record({
        wordings: fc.constant(wordings),
        given: fc.shuffledSubarray([...wordingsFor(wordings, 'both')]),
      }),
    );
  fc.assert(
    fc.property(cases, ({ wordings, given }) => {
      const judges = split(given, 'both', wordings);
      expect(judges).toHaveLength(Math.max(1, given.length));
      for (const [kind, names] of [
        ['judge', wordings.rubric],
        ['answer', wordings.answer],
      ] as const) {
        // A wording that is not the criterion's own means its first.
        const asked = judges
          .filter(({ asks }) => asks === kind || asks === 'both')
          .map(({ variant }) => (variant !== null && names.includes(variant) ? variant : names[0]));
        const wanted = given.filter((variant) => names.includes(variant));
        expect(asked).toEqual(wanted.length === 0 ? [names[0]] : wanted);
      }
    }),
  );
});

test.for([
  ['judge', ['a', 'b']],
  ['answer', ['b', 'c']],
] as const)('Who asks one kind of question keeps to its wordings: %s', ([asks, names]) => {
  const wordings = { rubric: ['a', 'b'], answer: ['b', 'c'] };
  expect(wordingsFor(wordings, asks)).toEqual(names);
  expect(split(names, asks, wordings)).toEqual(names.map((variant) => ({ variant, asks })));
});
