import { expect, test } from 'vitest';
import { prepare } from '../../src/analyse/analyse.ts';
import { defaults } from '../../src/analyse/settings.ts';
import { armOf } from '../../src/compare/arm-of.ts';
import { recordingOf } from '../../src/ledger/recording.ts';
import type { BallotLine } from '../../src/live/collect.ts';
import { rowLines } from '../../src/vitest/ballots.ts';
import type { Judged } from '../../src/vitest/seat.ts';

const line = (judge: string, sample: number, told: Partial<BallotLine>): BallotLine => ({
  row: 'r',
  criterion: 'tone',
  judge,
  model: 'm',
  sample,
  ...told,
});

const judgedBy = (lines: readonly BallotLine[]): Judged => {
  const analysis = prepare(recordingOf(lines, { sources: ['test'] }), defaults);
  const prepared = { settings: defaults } as Judged['prepared']; // nothing else of it is looked at
  return { prepared, analysis, arm: armOf(analysis, { name: 'test' }), lines };
};

const row = { id: 'r', output: 'Go\u001b[2J away.\n', called: 'the output' };

test('A ballot stands in a line with its judge, its sample and its reason: cut, wrapped, and without commands to a terminal', () => {
  const judged = judgedBy([
    line('luna@0.3', 0, { value: 'fail', rationale: `It is\u001b[31m rude.\n${'Very much so. '.repeat(30)}` }),
    line('haiku', 0, { value: 'pass' }),
    line('luna@0.3', 1, { outcome: 'invalid', cause: 'truncated' }),
    line('haiku', 1, { value: null, rationale: 'Nothing to judge.' }),
    line('haiku', 10, { outcome: 'failed', cause: 'not run: the budget of 1 US dollars' }),
  ]);
  expect(rowLines(judged, row, { subject: 'tone' })).toEqual([
    'the output: "Go away.\\n"',
    '',
    'tone: undecided: a tie of fail and pass',
    '  luna@0.3   0  fail       It is rude. Very much so. Very much so. Very much so. Very much so. Very much so.',
    '                           Very much so. Very much so. Very much so. Very much so. Very much so. Very much so.',
    '                           Very much so. Very much so. Very m…',
    '  luna@0.3   1  invalid    truncated',
    '  haiku      0  pass',
    '  haiku      1  abstained  Nothing to judge.',
    '  haiku     10  failed     not run: the budget of 1 US dollars',
  ]);
});

test('An output of which no ballot came has no verdict', () => {
  const judged = judgedBy([line('luna', 0, { outcome: 'failed', cause: '401' })]);
  expect(rowLines(judged, row, { subject: 'tone' })[2]).toBe('tone: undecided: no ballot came');
  expect(rowLines(judged, { ...row, id: 'other' }, { subject: 'tone' })).toEqual([
    'the output: "Go away.\\n"',
    '',
    'tone: no verdict: no ballot came',
  ]);
});
