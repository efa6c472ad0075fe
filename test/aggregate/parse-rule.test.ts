import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatRule, parseRule } from '../../src/aggregate/parse-rule.ts';
import { isScoreRule, type RuleSpec } from '../../src/aggregate/rule.ts';
import { Fault } from '../../src/fault.ts';

describe('A rule is read as it is written', () => {
  test.for<{ text: string; rule: RuleSpec }>([
    { text: 'majority', rule: { kind: 'majority' } },
    { text: 'bestOfN', rule: { kind: 'bestOfN' } },
    { text: 'threshold:2', rule: { kind: 'threshold', atLeast: 2, of: 'votes' } },
    { text: 'threshold:1', rule: { kind: 'threshold', atLeast: 1, of: 'votes' } },
    { text: 'threshold:3/5', rule: { kind: 'threshold', atLeast: 0.6, of: 'share' } },
    { text: 'threshold:0.6', rule: { kind: 'threshold', atLeast: 0.6, of: 'share' } },
    { text: 'threshold:5/5', rule: { kind: 'threshold', atLeast: 1, of: 'share' } },
    { text: 'weighted:A=3,B=1', rule: { kind: 'weighted', weights: { A: 3, B: 1 } } },
    { text: 'weighted:gpt=x:1=2', rule: { kind: 'weighted', weights: { 'gpt=x:1': 2 } } },
    { text: 'trimmedMean:0.2', rule: { kind: 'trimmedMean', share: 0.2 } },
    { text: 'winsorisedMean:0', rule: { kind: 'winsorisedMean', share: 0 } },
  ])('$text', ({ text, rule }) => {
    expect(parseRule(text)).toEqual(rule);
  });

  test('what is printed is read again as the same rule', () => {
    const share = fc.double({ min: 0, max: 0.499, noNaN: true });
    const rules: fc.Arbitrary<RuleSpec> = fc.oneof(
      fc
        .constantFrom('majority', 'plurality', 'unanimous', 'mean', 'median', 'min', 'max', 'bestOfN')
        .map((kind) => ({ kind })),
      fc.integer({ min: 1, max: 99 }).map((atLeast) => ({ kind: 'threshold' as const, atLeast, of: 'votes' as const })),
      fc
        .double({ min: 0.001, max: 1, noNaN: true })
        .map((atLeast) => ({ kind: 'threshold' as const, atLeast, of: 'share' as const })),
      fc
        .dictionary(fc.stringMatching(/^[a-z][a-z=:/. -]{0,6}[a-z]$/), fc.integer({ min: 1, max: 9 }), { minKeys: 1 })
        .map((weights) => ({ kind: 'weighted' as const, weights: { ...weights } })),
      share.map((own) => ({ kind: 'trimmedMean' as const, share: own })),
      share.map((own) => ({ kind: 'winsorisedMean' as const, share: own })),
    );
    fc.assert(
      fc.property(rules, (rule) => {
        expect(parseRule(formatRule(rule))).toEqual(rule);
      }),
      { numRuns: 400 },
    );
  });
});

describe('A rule that can not be read says why, and what can', () => {
  test.for([
    { text: 'majorty', found: 'no rule is called "majorty"' },
    { text: '', found: 'no rule is called ""' },
    { text: 'majority:3', found: '"majority" takes nothing after a colon' },
    { text: 'median:', found: '"median" takes nothing after a colon' },
    ...['threshold', 'threshold:', 'threshold:0', 'threshold:1.5', 'threshold:-1', 'threshold:x', 'threshold:4/3'].map(
      (text) => ({ text, found: 'a threshold needs a number of votes from 1 up, or a share between 0 and 1' }),
    ),
    { text: 'threshold:1/0', found: 'a threshold needs a number of votes' },
    { text: 'threshold:1.0/3/4', found: 'a threshold needs a number of votes' },
    ...['weighted', 'weighted:', 'weighted:A', 'weighted:A=0', 'weighted:A=0.5', 'weighted:=2', 'weighted:A=2,'].map(
      (text) => ({ text, found: 'weights are whole numbers from 1 up by judge' }),
    ),
    ...['trimmedMean', 'trimmedMean:', 'trimmedMean:0.5', 'winsorisedMean:-0.1', 'winsorisedMean:x'].map((text) => ({
      text,
      found: 'the share cut at each end lies between 0 and 0.5',
    })),
  ])('$text', ({ text, found }) => {
    const read = () => parseRule(text);
    expect(read).toThrow(Fault);
    expect(read).toThrow(`The rule "${text}" can't be read: ${found}`);
    expect(read).toThrow('Write one of: majority · plurality · unanimous · threshold:K (votes)');
  });
});

test('six rules aggregate scores', () => {
  const rules = ['majority', 'mean', 'median', 'min', 'max', 'trimmedMean:0.1', 'winsorisedMean:0.1', 'bestOfN'];
  expect(rules.filter((text) => isScoreRule(parseRule(text)))).toEqual(rules.slice(1, 7));
});
