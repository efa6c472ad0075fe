import { prepare } from '../analyse/analyse.ts';
import { verdictsOf } from '../analyse/verdicts.ts';
import type { Value } from '../ballot.ts';
import { recordingOf } from '../ledger/recording.ts';
import type { Scale } from '../rubric.ts';
import type { Verdict } from '../verdict.ts';
import { settingsFrom, type Counting } from './counting.ts';
import { keys } from './option-keys.ts';

/** A ballot as plain data: a value, or with who cast it. `null` is an abstention, and so is a ballot without a value. */
export type PlainBallot =
  | Value
  | boolean
  | null
  | {
      readonly judge?: string;
      readonly value?: Value | boolean | null;
      readonly outcome?: 'cast' | 'abstained' | 'invalid' | 'failed';
      /** A verifier's score of this ballot, for the rule `bestOfN`. */
      readonly score?: number;
    };

/**
 * The verdict of ballots on one question, by a voting rule; by code alone, no model is asked. A ballot that was not cast is never a
 * value: it takes a seat and casts no vote. A tie that the tie rule leaves open, or a missing quorum, is undecided.
 *
 *     aggregate(['pass', 'pass', 'fail']) // => { kind: 'decided', value: 'pass', support: 2, counted: 3 }
 *     aggregate(['pass', 'fail', null], { rule: 'majority' }) // => { kind: 'undecided', cause: 'tie', counted: 2, leaders: ['pass', 'fail'] }
 *
 * Throws a `Fault` where an option can't be, or the values don't suit the rule: a mean of labels (`scale/forbids-rule`).
 */
export const aggregate = (
  ballots: readonly PlainBallot[],
  { scale, ...counting }: Omit<Counting, 'onNoQuorum' | 'target'> & { readonly scale?: Scale } = {},
): Verdict => {
  const settings = settingsFrom(counting);
  const lines = ballots.map((ballot, at) => {
    const { judge, ...told } = typeof ballot === 'object' && ballot !== null ? ballot : { value: ballot };
    // A judge of its own for every ballot that names none: samples of one judge are nothing that a rule looks at.
    return { value: null, ...told, row: ROW, criterion: CRITERION, judge: judge ?? `ballot ${at + 1}` };
  });
  // Without a single value there is nothing that could suit a rule or not.
  if (lines.every(({ value }) => value === null)) return { kind: 'undecided', cause: 'no quorum', counted: 0 };
  const recording = recordingOf(lines, {
    sources: ['ballots'],
    scales: scale === undefined ? [] : [{ criterion: null, scale }],
  });
  const { questions } = prepare(recording, settings, keys);
  const [found] = questions.flatMap((question) => verdictsOf(question, recording.rows, recording.judges));
  if (found === undefined) throw new Error('ballots on one row have one verdict');
  return found.verdict;
};

const ROW = 'row';
const CRITERION = 'ballots';
