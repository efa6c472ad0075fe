import { describe, expect, test } from 'vitest';
import { parseRule } from '../../src/aggregate/parse-rule.ts';
import type { Settings } from '../../src/analyse/settings.ts';
import { Fault, type FaultCode } from '../../src/fault.ts';
import type { Scale } from '../../src/rubric.ts';
import { contextOf, record, settingsWith, type Given } from '../cast.ts';

type Asked = { readonly scale?: Scale; readonly given: readonly Given[]; readonly gold?: string | number };

const asked = ({ scale, given, gold }: Asked, settings: Partial<Settings>) => {
  const row = { ...(gold === undefined ? {} : { gold }), ballots: { A: given } };
  return contextOf(record([row], scale === undefined ? {} : { scale }), settingsWith(settings)).question;
};
const labels = (...own: string[]): Scale => ({ kind: 'nominal', labels: own });

describe('A rule that the scale forbids is refused', () => {
  test.for<{ about: string; poll: Asked; settings: Partial<Settings>; code?: FaultCode; message: string }>([
    {
      about: 'a mean of labels',
      poll: { given: ['pass', 'fail'] },
      settings: { rule: parseRule('mean') },
      message: 'needs scores, but its ballots are labels',
    },
    {
      about: 'nearness of labels',
      poll: { given: ['pass', 'fail'] },
      settings: { target: 'mean', rule: parseRule('plurality') },
      message: '(--target mean)',
    },
    {
      about: 'nearness of the most frequent score',
      poll: { given: [1, 2, 2] },
      settings: { target: 'mean', rule: parseRule('plurality') },
      message: 'the rule picks a label',
    },
    {
      about: 'the best of ballots without a verifier',
      poll: { given: ['a', 'b'] },
      settings: { rule: parseRule('bestOfN') },
      message: 'no ballot has one',
    },
    {
      about: 'a threshold of three levels',
      poll: { scale: { kind: 'ordinal', levels: [1, 2, 3] }, given: [1] },
      settings: { rule: parseRule('threshold:2') },
      message: 'needs a scale of two labels, but it has 3',
    },
    ...(['pass', 'fail'] as const).map((tie) => ({
      about: `the tie ${tie} of three labels`,
      poll: { given: ['a', 'b', 'c'] },
      settings: { tie },
      message: 'needs a scale of two labels, but it has 3',
    })),
    {
      about: 'a missing quorum that fails one of three labels',
      poll: { given: ['a', 'b', 'c'] },
      settings: { onNoQuorum: 'fail' },
      message: 'needs a scale of two labels, but it has 3',
    },
    {
      about: 'a threshold of two labels, neither of which is plainly the positive one',
      poll: { scale: labels('left', 'right-hand'), given: ['left'] },
      settings: { rule: parseRule('threshold:2') },
      message: 'Name it: --positive left.',
    },
    {
      about: 'a weight for a judge who is not there',
      poll: { given: ['a'] },
      settings: { rule: parseRule('weighted:B=2') },
      code: 'rule/unknown',
      message: 'names "B", but no such judge cast a ballot',
    },
  ])('$about', ({ poll, settings, code = 'scale/forbids-rule', message }) => {
    const question = () => asked(poll, settings);
    expect(question).toThrow(Fault);
    expect(question).toThrow(expect.objectContaining({ code }));
    expect(question).toThrow(message);
  });
});

describe('The positive label', () => {
  test.for([
    { own: ['pass', 'fail'], positive: 'pass', negative: 'fail' },
    { own: ['fail', 'PASS'], positive: 'PASS', negative: 'fail' },
    { own: ['false', 'true'], positive: 'true', negative: 'false' },
    { own: ['no', 'yes'], positive: 'yes', negative: 'no' },
    { own: ['incorrect', 'correct'], positive: 'correct', negative: 'incorrect' },
  ])('of $own is $positive', ({ own, positive, negative }) => {
    const { counting, twoLabels } = asked({ scale: labels(...own), given: own }, { rule: parseRule('threshold:1') });
    expect(counting).toMatchObject({ positive, negative });
    expect(twoLabels).toBe(true);
  });

  test('may be named, as text or as a number', () => {
    const settings = { rule: parseRule('threshold:1') };
    expect(asked({ given: ['left', 'right'] }, { ...settings, positive: 'right' }).counting).toMatchObject({
      positive: 'right',
      negative: 'left',
    });
    expect(asked({ given: [0, 1] }, { ...settings, positive: '0' }).counting).toMatchObject({
      positive: 0,
      negative: 1,
    });
  });
});

describe('A threshold is of the positive label, or of the leading one among open answers', () => {
  test.for<{ about: string; poll: Asked; kind: string; positive?: string }>([
    { about: 'two labels', poll: { scale: labels('pass', 'fail'), given: ['pass'] }, kind: 'threshold' },
    { about: 'three labels', poll: { scale: labels('a', 'b', 'c'), given: ['a'] }, kind: 'leader' },
    { about: 'answers that were seen to be three', poll: { given: ['4', '5', '6'] }, kind: 'leader' },
    { about: 'answers that happen to be two', poll: { given: ['1', '5'] }, kind: 'leader' },
    { about: 'two labels, one of them named', poll: { given: ['left', 'right'] }, positive: 'left', kind: 'threshold' },
  ])('$about: $kind', ({ poll, kind, positive = null }) => {
    expect(asked(poll, { rule: parseRule('threshold:2'), positive }).rule).toEqual({ kind, atLeast: 2, of: 'votes' });
  });

  test('scores that pass from a mark up have two labels', () => {
    const settings = { rule: parseRule('threshold:2'), passAt: 3 };
    expect(asked({ given: [1, 3, 5], gold: 4 }, settings).rule.kind).toBe('threshold');
  });
});

describe('Scores that pass from a mark up', () => {
  test('become labels for a rule that counts, and gold with them', () => {
    const { poll, passAt, counting } = asked({ given: [3, 2, null, 5], gold: 3 }, { passAt: 3 });
    expect(passAt).toBeNull();
    expect(poll.criterion.scale).toEqual({ kind: 'nominal', labels: ['pass', 'fail'] });
    const named = poll.cells[0]?.codes.map((code) => poll.values[code] ?? null);
    expect(named).toEqual(['pass', 'fail', null, 'pass']);
    expect(poll.values[poll.gold[0] ?? -1]).toBe('pass');
    expect(counting).toMatchObject({ positive: 'pass', negative: 'fail' });
  });

  test('stay scores for a rule on scores, whose result is what passes', () => {
    const { poll, passAt } = asked({ given: [3, 2], gold: 3 }, { passAt: 2.5, rule: parseRule('mean') });
    expect(passAt).toBe(2.5);
    expect(poll.cells[0]?.codes.map((code) => poll.values[code])).toEqual([3, 2]);
  });
});
