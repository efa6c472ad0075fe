import { expect, test } from 'vitest';
import { normalAt, oneAt, uniformAt } from '../../src/rehearsal/chance.ts';

const n = 20_000;

test('Draws under names that differ by a counter are uniform: Kolmogorov–Smirnov at one in ten thousand', () => {
  for (const names of [
    (i: number) => ['row', i],
    (i: number) => [i, 'row'],
    (i: number) => ['row', `${i}`.padStart(9, '0'), 0],
  ]) {
    const sorted = Array.from({ length: n }, (_, i) => uniformAt(1, ...names(i))).toSorted((a, b) => a - b);
    const distance = Math.max(...sorted.map((u, i) => Math.max((i + 1) / n - u, u - i / n)));
    expect(distance).toBeLessThan(2.23 / Math.sqrt(n));
  }
});

test('Draws under neighbouring names are uncorrelated', () => {
  for (const other of [(i: number) => ['row', i + 1, 0], (i: number) => ['row', i, 1], (i: number) => ['rox', i, 0]]) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += normalAt(1, 'row', i, 0) * normalAt(1, ...other(i));
    expect(Math.abs(sum / n)).toBeLessThan(4 / Math.sqrt(n));
  }
});

test('Where one name ends and the next begins matters', () => {
  expect(uniformAt(1, 'a', 'bc')).not.toBe(uniformAt(1, 'ab', 'c'));
});

test('Every item is drawn as often', () => {
  const counts = Map.groupBy(
    Array.from({ length: 3000 }, (_, i) => oneAt(['a', 'b', 'c'], 1, i)),
    (item) => item,
  );
  for (const item of ['a', 'b', 'c'])
    expect(Math.abs((counts.get(item)?.length ?? 0) - 1000)).toBeLessThan(4 * Math.sqrt(667));
});
