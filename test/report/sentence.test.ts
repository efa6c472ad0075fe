import { expect, test } from 'vitest';
import { kneeSentence } from '../../src/report/sentence.ts';
import { curveWith } from './found.ts';

const falling = [0.364, 0.364, 0.31, 0.31, 0.26, 0.26, 0.24, 0.24, 0.235];
const flat = [0.12, 0.12, 0.118, 0.118, 0.119];
const gain = (lower: number) => [{ n: 5, estimate: 0.1, lower, upper: 0.15 }];

const cases = {
  knee: curveWith({ errors: falling, knee: { verdict: 'knee', n: 7, best: 9 } }),
  'knee, always at the same size': curveWith({
    errors: falling,
    knee: {
      verdict: 'knee',
      n: 5,
      bootstrap: { resamples: 2000, mode: 5, lower: 5, upper: 5, points: [], verdicts: {} },
    },
  }),
  'knee of scores': curveWith({
    errors: [0.8, 0.7, 0.65, 0.62, 0.61],
    knee: { verdict: 'knee', n: 4 },
    change: { metric: 'rmse', judge: 'luna' },
  }),
  flat: curveWith({ errors: flat, knee: { verdict: 'flat', n: 1 } }),
  'zero-diversity': curveWith({
    errors: [0.1, 0.1, 0.1],
    knee: { verdict: 'zero-diversity', n: 1 },
    change: { judge: 'luna' },
  }),
  rises: curveWith({ errors: [0.4, 0.4, 0.43, 0.43, 0.46], knee: { verdict: 'rises', n: 1 } }),
  'non-monotone': curveWith({
    errors: [0.3, 0.28, 0.25, 0.27, 0.29],
    knee: { verdict: 'non-monotone', n: 3, best: 3 },
    change: { firstSeenError: 0.295 },
  }),
  'still-falling': curveWith({ errors: falling, knee: { verdict: 'still-falling' } }),
  'insufficient-rows': curveWith({ errors: flat, knee: { verdict: 'insufficient-rows' }, change: { rows: 12 } }),
  'insufficient-rows, by groups': curveWith({
    errors: flat,
    knee: { verdict: 'insufficient-rows' },
    change: { groups: 1 },
  }),
  'inconclusive, though more help': curveWith({
    errors: falling,
    knee: { verdict: 'inconclusive', gains: gain(0.05), point: 7 },
  }),
  'inconclusive, whether any help': curveWith({
    errors: flat,
    knee: { verdict: 'inconclusive', gains: gain(-0.01), best: 3 },
  }),
  'inconclusive, one ballot a row': curveWith({
    errors: [0.287],
    knee: { verdict: 'inconclusive', best: 1 },
    change: { judge: 'luna' },
  }),
  'inconclusive, two ballots of two labels': curveWith({
    errors: [0.2, 0.2],
    knee: { verdict: 'inconclusive', best: 1 },
    change: { grid: [1] },
  }),
  'inconclusive, --max-n 1': curveWith({
    errors: [0.2],
    knee: { verdict: 'inconclusive', best: 1 },
    change: { available: 9 },
  }),
};

test('what each verdict says reads as prose', async () => {
  const prose = Object.entries(cases).map(([name, curve]) => `${name}\n  ${kneeSentence(curve)}\n`);
  await expect(prose.join('\n')).toMatchFileSnapshot('__snapshots__/knee-sentences.txt');
});

test.for(Object.entries(cases))('%s: at most four short sentences, nothing unknown in them', ([, curve]) => {
  const sentence = kneeSentence(curve);
  expect(sentence).not.toMatch(/NaN|undefined|null|Infinity/);
  expect(sentence.length).toBeLessThan(330);
  expect(sentence).toMatch(/^[A-Z0-9].*\.$/);
});
