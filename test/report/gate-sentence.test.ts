import { describe, expect, test } from 'vitest';
import type { GateResult } from '../../src/gate.ts';
import { boundOf, chanceOf, figureOf } from '../../src/report/gate-figure.ts';
import { gatesSentence, gateSentence } from '../../src/report/gate-sentence.ts';
import { names } from '../../src/report/names.ts';
import { allGates, baseline, bound, found, guard } from './gate-results.ts';

const errors = bound({ metric: 'errorRate', bound: 'atMost', value: 0.05 });
const undecided = bound({ metric: 'undecided', bound: 'atMost', value: 0.02 });
const cost = bound({ metric: 'cost', bound: 'atMost', value: 0.02 });
const latency = bound({ metric: 'latency', bound: 'atMost', value: 5000 });
const agreement = bound({ metric: 'agreement', value: 0.6 });
const exact = { lower: null, upper: null };
const open = 'inconclusive';

const cases: Readonly<Record<string, Partial<GateResult>>> = {
  'a rate, pass': {},
  'a rate, fail': { decision: 'fail', observed: 0.84, lower: 0.782, upper: 0.884 },
  "a rate, can't tell": { decision: open, observed: 0.912, lower: 0.864, upper: 0.947, rowsNeeded: 840 },
  "a rate, can't tell and blocks": { decision: open, spec: bound({ onInconclusive: 'fail' }), lower: 0.89 },
  'a rate that undecided rows could turn': {
    decision: open,
    reason: '3 rows are undecided, and could turn it.',
    left: [{ why: 'undecided', rows: ['r-5', 'r-8', 'r-77'] }],
  },
  'a rate all but at its bound': { decision: open, lower: 0.89996, upper: 0.98 },
  'a rate that is not known': { decision: open, observed: null, ...exact, rows: 0, reason: 'No row is decided.' },
  'errors, pass': { spec: errors, observed: 0.02, lower: 0.004, upper: 0.049 },
  'errors, fail': { spec: errors, decision: 'fail', observed: 0.12, lower: 0.081, upper: 0.17 },
  "errors, can't tell": { spec: errors, decision: open, observed: 0.04, lower: 0.018, upper: 0.077 },
  'undecided rows, pass': { spec: undecided, observed: 0.0136, ...exact, offenders: ['r-4', 'r-6'] },
  'undecided rows, fail': { spec: undecided, decision: 'fail', observed: 0.034, ...exact, offenders: ['r-4', 'r-6'] },
  'cost, pass': { spec: cost, observed: 0.0123, ...exact },
  'cost, fail by little': { spec: cost, decision: 'fail', observed: 0.02003, ...exact },
  "cost, can't tell": {
    spec: cost,
    decision: open,
    observed: null,
    ...exact,
    reason: 'The cost of 4 rows is not known.',
  },
  'latency, pass': { spec: latency, observed: 4120, ...exact },
  'latency, fail by little': { spec: latency, decision: 'fail', observed: 5012, ...exact },
  'agreement, pass': { spec: agreement, observed: 0.71, lower: 0.66, upper: 0.76 },
  'agreement, fail': { spec: agreement, decision: 'fail', observed: 0.41, lower: 0.3, upper: 0.52 },
  "agreement, can't tell": { spec: agreement, decision: open, observed: 0.61, lower: 0.55, upper: 0.67 },
  'a baseline, pass': { ...allGates[2] },
  'a baseline, fail': {
    spec: baseline(),
    decision: 'fail',
    observed: 0.041,
    lower: 0.023,
    upper: 0.059,
    offenders: ['r-2', 'r-8', 'r-12', 'r-30', 'r-31', 'r-44', 'r-60'],
  },
  "a baseline, can't tell and blocks": { ...allGates[3] },
  'a baseline of passes': { spec: baseline({ metric: 'passRate' }), observed: 0.007, lower: -0.01, upper: 0.01999 },
  'a better run': { spec: baseline({ metric: 'passRate' }), observed: -0.03, lower: -0.05, upper: -0.01 },
  'no difference': { spec: baseline(), observed: 0, lower: -0.018, upper: 0.018 },
  'a baseline of errors or passes': { spec: baseline({ metric: null }), observed: 0.01, lower: 0, upper: 0.019 },
  'no row in common with the baseline': {
    spec: baseline(),
    decision: open,
    observed: null,
    ...exact,
    reason: 'No row can be paired with the baseline.',
    left: [{ why: 'not in the baseline', rows: Array.from({ length: 20 }, (_, at) => `r-${at}`) }],
  },
  'a gate that chance never turns': { unchanged: { pass: 1, fail: 0, inconclusive: 0 } },
  'a guard, pass': { spec: guard(), observed: 1, ...exact },
  'a guard, fail': { spec: guard(), decision: 'fail', observed: 0.6, ...exact, offenders: ['r-17', 'r-40'] },
  "a guard, can't tell": {
    spec: guard(),
    decision: open,
    observed: 0.8,
    ...exact,
    left: [{ why: 'undecided', rows: ['r-9'] }],
  },
};

test('what each kind of gate says of each decision reads as prose', async () => {
  const prose = Object.entries(cases).map(([name, change]) => `${name}\n  ${gateSentence(found(change))}\n`);
  await expect(prose.join('\n')).toMatchFileSnapshot('__snapshots__/gate-sentences.txt');
});

test.for(Object.entries(cases))('%s: short, and nothing unknown in it', ([, change]) => {
  const sentence = gateSentence(found(change));
  expect(sentence).not.toMatch(/NaN|undefined|null|Infinity/);
  expect(sentence).toMatch(/^[A-Z0-9].*[.)]$/);
  expect(sentence.length).toBeLessThan(480);
  expect(sentence).not.toMatch(/ {2}|\.\./);
});

describe('How all gates went', () => {
  const [pass, fail, doubt] = [found(), found({ decision: 'fail' }), found({ decision: open })];
  test.for([
    [[], null],
    [[pass], 'The gate passed.'],
    [[fail], 'The gate failed.'],
    [[doubt], "The gate can't tell."],
    [[pass, pass], 'All 2 gates passed.'],
    [[pass, fail, fail], 'Of 3 gates 2 failed.'],
    [[doubt, fail, pass, pass], "Of 4 gates 1 failed and 1 can't tell."],
    [[doubt, pass], "Of 2 gates 1 can't tell."],
  ] as const)('%#: %s', ([gates, sentence]) => {
    expect(gatesSentence(gates)).toBe(sentence);
  });
});

describe('Figures', () => {
  test.for([
    ['passRate', 0.912, 0.9, '91.2%'],
    ['passRate', 0.9, 0.9, '90.0%'],
    ['passRate', 0.8999, 0.9, '89.99%'],
    ['passRate', 1, 0.9, '100%'],
    ['errorRate', 0.0499999, 0.05, '5.0%'],
    ['cost', 0.0123, 0.02, '$0.012'],
    ['cost', 0.02003, 0.02, '$0.02003'],
    ['latency', 40.2, 5000, '40 ms'],
    ['latency', 5012, 5000, '5.01 s'],
    ['latency', 75_000, 5000, '1 min 15 s'],
    ['agreement', 0.598, 0.6, '0.598'],
    ['agreement', -0.05, 0.6, '−0.05'],
  ] as const)('a %s of %d beside %d is %s', ([metric, value, beside, text]) => {
    expect(figureOf(metric, value, beside)).toBe(text);
  });

  test.for([
    ['passRate', 0.9, '90%'],
    ['errorRate', 0.025, '2.5%'],
    ['cost', 0.02, '$0.02'],
    ['latency', 5000, '5.0 s'],
    ['latency', 800, '800 ms'],
    ['agreement', 0.6, '0.6'],
  ] as const)('a bound on %s of %d is %s', ([metric, value, text]) => {
    expect(boundOf(metric, value)).toBe(text);
  });

  test.for([
    [0, '0%'],
    [0.0001, '<0.1%'],
    [0.003, '0.3%'],
    [0.187, '19%'],
    [0.994, '99.4%'],
    [0.9999, '>99.9%'],
    [1, '100%'],
  ] as const)('a chance of %d is %s', ([chance, text]) => {
    expect(chanceOf(chance)).toBe(text);
  });

  test('names are counted where they are many, and cut where they are long', () => {
    expect(names(['a', 'b', 'c'], 2)).toBe('a, b, c');
    expect(names(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more');
    expect(names(['x'.repeat(99)], 2)).toBe(`${'x'.repeat(59)}…`);
  });
});
