import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { majorityProb } from '../../src/statistics/majority-prob.ts';
import { pluralityProbs } from '../../src/statistics/plurality-prob.ts';
import { mixInvalid, withInvalid } from '../../src/statistics/with-invalid.ts';
import { overSubsets, wins } from './subsets.ts';

test('Four valid and two invalid ballots, three seats, a quorum of two', () => {
  const result = withInvalid({ valid: 4, invalid: 2, n: 3, quorum: 2 }, (v) =>
    majorityProb({ total: 4, successes: 3, n: v, tie: 'split' }),
  );
  expect(result.success).toBeCloseTo(0.65, 14);
  expect(result.noQuorum).toBeCloseTo(0.2, 14);
});

test('Enumeration of all draws gives the same, for every n', () => {
  const panels = fc.record({ right: fc.nat(4), wrong: fc.nat(4), invalid: fc.nat(3), quorum: fc.nat(4) });
  fc.assert(
    fc.property(panels, ({ right, wrong, invalid, quorum }) => {
      const seats = [
        ...Array<number>(right).fill(1),
        ...Array<number>(wrong).fill(-1),
        ...Array<number>(invalid).fill(0),
      ];
      const valid = right + wrong;
      const probs = pluralityProbs({ counts: [right, wrong], label: 0, tie: 'split' }, valid);
      const mixed = mixInvalid({ valid, invalid, quorum, nMax: seats.length }, probs);
      for (let n = 0; n <= seats.length; n++) {
        const meets = (chosen: number[]) => {
          const votes = chosen.filter((vote) => vote !== 0).length;
          return votes > 0 && votes >= quorum;
        };
        expect(mixed.noQuorum[n]).toBeCloseTo(
          overSubsets(seats, n, (chosen) => (meets(chosen) ? 0 : 1)),
          11,
        );
        expect(mixed.success[n]).toBeCloseTo(
          overSubsets(seats, n, (chosen) => (meets(chosen) ? wins(chosen) : 0)),
          11,
        );
      }
    }),
    { numRuns: 60 },
  );
});

test('Without invalid ballots or a quorum nothing changes', () => {
  const probs = pluralityProbs({ counts: [6, 4, 3], label: 0, tie: 'split' }, 13);
  const { success, noQuorum } = mixInvalid({ valid: 13, invalid: 0, quorum: 0, nMax: 13 }, probs);
  expect([...success]).toEqual([...probs]);
  expect([...noQuorum]).toEqual([1, ...Array<number>(13).fill(0)]);
});
