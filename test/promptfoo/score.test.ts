import { expect, test } from 'vitest';
import type { GradingResult } from '../../src/promptfoo/panel/theirs.ts';
import score from '../../src/promptfoo/score.ts';

const part = (pass: boolean, more: Partial<GradingResult> = {}): GradingResult => ({
  pass,
  score: pass ? 1 : 0,
  reason: '',
  assertion: { type: 'llm-rubric' },
  ...more,
});
const [yes, no] = [part(true), part(false)];
const broken = part(false, { metadata: { graderError: true } });
const open = part(false, { metadata: { empanel: { v: 1, undecided: ['polite'] } } });
const set = (members: readonly GradingResult[]): GradingResult[] => [
  part(false, { assertion: null, metadata: { assertionSet: { type: 'assert-set' } }, componentResults: members }),
  ...members,
];
const code = (pass: boolean, parts: readonly GradingResult[]): GradingResult[] => [
  part(pass, { assertion: { type: 'javascript' }, componentResults: parts }),
  ...parts,
];
const metric = part(true, { assertion: { type: 'llm-rubric', weight: 0 } });

test.for([
  { name: 'two of three', parts: [yes, yes, no], pass: true, share: 2 / 3 },
  { name: 'one of two: no more than half', parts: [yes, no], pass: false, share: 0.5 },
  { name: 'one of two, half asked for', parts: [yes, no], threshold: 0.5, pass: true, share: 0.5 },
  { name: 'a number of votes', parts: [yes, yes, no, no], threshold: 2, pass: true, share: 0.5 },
  {
    name: 'three of five by a share that is no round number',
    parts: [yes, yes, yes, no, no],
    threshold: 0.6,
    pass: true,
    share: 0.6,
  },
  { name: 'a broken grader is not counted', parts: [yes, yes, broken], pass: true, share: 1 },
  { name: 'nor is an undecided panel', parts: [yes, no, yes, open], pass: true, share: 2 / 3 },
  { name: 'too many broken are no quorum', parts: [yes, broken, broken], pass: false, share: 1 },
  { name: 'none is no quorum', parts: [], pass: false, share: 0 },
  { name: 'the members of a set vote, and once', parts: set([yes, yes, no]), pass: true, share: 2 / 3 },
  {
    name: 'a check in code votes, and not its parts',
    parts: [...code(true, [no, no]), yes, no],
    pass: true,
    share: 2 / 3,
  },
  { name: 'a weight of 0 is a metric', parts: [yes, no, metric], pass: false, share: 0.5 },
])('$name', ({ parts, pass, share, ...more }) => {
  const told = score({}, { componentResults: parts, ...more });
  expect([told.pass, told.score]).toEqual([pass, share]);
});

test('The reason tells the count, what was needed and what was lost', () => {
  expect(score({}, { componentResults: [yes, yes, broken] }).reason).toBe(
    '2 of 2 assertions pass, 2 needed (1 of 3 came to no verdict)',
  );
});
