import { describe, expect, test } from 'vitest';
import { agreementOf, type Agreement } from '../../src/analyse/agreement.ts';
import { gwetAC1 } from '../../src/statistics/gwet-ac1.ts';
import { krippendorffAlpha } from '../../src/statistics/krippendorff-alpha.ts';
import type { Scale } from '../../src/rubric.ts';
import { differences } from '../golden.ts';
import { failed, invalid, record, settingsWith, type Given } from '../cast.ts';

const agreement = (rows: readonly (readonly Given[])[], scale: Scale, level = 0.95): Record<string, Agreement> => {
  const recording = record(
    rows.map((given) => ({ ballots: { A: given.slice(0, 2), B: given.slice(2) } })),
    { scale },
  );
  const [poll] = recording.polls;
  if (poll === undefined) throw new Error('a recording has one criterion');
  const found = agreementOf(poll, poll.cells, {
    judge: '*',
    rows: recording.rows,
    settings: settingsWith({ level, resamples: 300 }),
  });
  return Object.fromEntries(found.map((entry) => [entry.coefficient, entry]));
};

// Levels are met in another order than the scale's: high, low, middle.
const graded: Given[][] = [
  ['high', 'high', 'low'],
  ['middle', 'high', 'high'],
  ['low', 'low', 'middle'],
  ['low', 'low', 'low'],
  ['middle', null, 'low'],
  ['high', invalid, failed],
  ['middle', 'middle', 'high', 'middle'],
];
const levels = ['low', 'middle', 'high'];
const ranks = graded.map((row) => row.flatMap((given) => (typeof given === 'string' ? [levels.indexOf(given)] : [])));
const counts = ranks.map((row) => levels.map((_, level) => row.filter((rank) => rank === level).length));

describe('Agreement', () => {
  test.for([
    { scale: { kind: 'ordinal', levels } as const, level: 'ordinal' as const },
    { scale: { kind: 'nominal', labels: levels } as const, level: 'nominal' as const },
    { scale: { kind: 'nominal', labels: null } as const, level: 'nominal' as const },
  ])('on $scale is that of the coefficients themselves', ({ scale, level }) => {
    const found = agreement(graded, scale);
    const { ac1, pa } = gwetAC1(counts);
    expect(found['krippendorff-alpha']?.value).toBeCloseTo(krippendorffAlpha(ranks, level).alpha, 12);
    expect(found['gwet-ac1']?.value).toBeCloseTo(ac1 ?? Number.NaN, 12);
    expect(found['percent']?.value).toBeCloseTo(pa ?? Number.NaN, 12);
  });

  test('on an interval scale looks at distances', () => {
    const scores: Given[][] = [[10, 12], [1, 2], [5.5, 5], [7, null, 7], [3]];
    const found = agreement(scores, { kind: 'interval', min: 0, max: 12 });
    const numbers = scores.map((row) => row.flatMap((given) => (typeof given === 'number' ? [given] : [])));
    expect(found['krippendorff-alpha']?.value).toBeCloseTo(krippendorffAlpha(numbers, 'interval').alpha, 12);
  });

  test('a declared label that nobody chose counts for chance agreement', () => {
    const wide = agreement(graded, { kind: 'nominal', labels: [...levels, 'unclear'] });
    expect(wide['gwet-ac1']?.value).toBeCloseTo(gwetAC1(counts.map((row) => [...row, 0])).ac1 ?? Number.NaN, 12);
  });

  test('counts rows with two cast ballots, and has nothing to say without one', () => {
    expect(agreement(graded, { kind: 'ordinal', levels })['percent']?.rows).toBe(6);
    expect(agreement([['low'], [null, 'high']], { kind: 'ordinal', levels })).toEqual({});
  });

  test('every value lies in its interval, and a higher level makes it no narrower', () => {
    const [narrow, wide] = [0.8, 0.99].map((level) => agreement(graded, { kind: 'ordinal', levels }, level));
    for (const coefficient of ['krippendorff-alpha', 'gwet-ac1', 'percent']) {
      const [one, other] = [narrow?.[coefficient], wide?.[coefficient]];
      if (one === undefined || other === undefined) throw new Error(`no ${coefficient}`);
      expect(one.lower).toBeLessThanOrEqual(one.value);
      expect(one.value).toBeLessThanOrEqual(one.upper);
      expect(other.lower).toBeLessThanOrEqual(one.lower);
      expect(other.upper).toBeGreaterThan(one.upper - 1e-12);
    }
  });

  test('where all ballots are alike alpha is a convention, and says so', () => {
    const found = agreement(
      [
        ['low', 'low'],
        ['low', 'low', 'low'],
      ],
      { kind: 'ordinal', levels },
    );
    expect(found['krippendorff-alpha']).toMatchObject({ value: 1, undefined: true });
    expect(found['percent']).toMatchObject({ value: 1, lower: 1, upper: 1, undefined: false });
  });

  test('other names for the labels change nothing', () => {
    const renamed = graded.map((row) => row.map((given) => (typeof given === 'string' ? `${given}!` : given)));
    const values = (found: Record<string, Agreement>) =>
      Object.values(found).map(({ value, lower, upper }) => [value, lower, upper]);
    const open = { kind: 'nominal', labels: null } as const;
    expect(differences(values(agreement(renamed, open)), values(agreement(graded, open)), 1e-12)).toEqual([]);
  });
});
