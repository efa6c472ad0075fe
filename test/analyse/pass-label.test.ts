import { expect, test } from 'vitest';
import { passLabel } from '../../src/analyse/pass-label.ts';
import { ask } from '../../src/analyse/question.ts';
import type { Value } from '../../src/ballot.ts';
import { inferScale } from '../../src/ledger/infer-scale.ts';
import type { Scale } from '../../src/rubric.ts';
import { record, settingsWith, type Given } from '../cast.ts';

type Told = {
  readonly given: readonly Given[];
  readonly gold?: Value;
  readonly scale?: Scale;
  readonly positive?: string;
};

/** The label that passes in a poll of ballots that were cast elsewhere: without a scale they suggest their own. */
const labelOf = ({ given, gold, scale, positive }: Told): Value | null => {
  const settings = settingsWith(positive === undefined ? {} : { positive });
  const { judges, polls } = record([{ ...(gold === undefined ? {} : { gold }), ballots: { A: given } }]);
  const [poll] = polls;
  if (poll === undefined) throw new RangeError('a recording has a criterion');
  const criterion = { id: 'safe', scale: scale ?? inferScale(poll.values, []), declared: scale !== undefined };
  return passLabel(ask({ ...poll, criterion }, judges, settings), settings);
};

test.for<[Told, Value | null]>([
  [{ given: ['pass', 'fail'] }, 'pass'],
  [{ given: ['fail'], gold: 'pass' }, 'pass'],
  [{ given: ['fail', 'fail'] }, 'pass'],
  [{ given: ['FAIL'], gold: 'FAIL' }, 'PASS'],
  [{ given: ['Failed'] }, 'Passed'],
  [{ given: ['no'] }, 'yes'],
  [{ given: ['False'] }, 'True'],
  [{ given: [0, 0] }, 1],
  [{ given: ['0'] }, '1'],
  [{ given: ['incorrect'] }, 'correct'],
  [{ given: ['Not OK'] }, 'Ok'],
  [{ given: ['rejected'] }, 'accepted'],
  [{ given: ['pass'] }, 'pass'],
  [{ given: ['rude'] }, null],
  [{ given: ['fail', 'unsure'] }, null],
  [{ given: [3] }, null],
  [{ given: [] }, null],
  [{ given: ['fail'], positive: 'fine' }, null],
  [{ given: ['fail'], scale: { kind: 'nominal', labels: ['fail', 'fine'] } }, null],
  [{ given: ['fail'], scale: { kind: 'nominal', labels: null } }, null],
])('%j passes with %j', ([told, label]) => {
  expect(labelOf(told)).toBe(label);
});
