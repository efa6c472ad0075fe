import { expect, test } from 'vitest';
import { unrecorded } from '../../src/compare/unrecorded.ts';
import type { Provenance } from '../../src/provenance.ts';
import { baselineOf, marked, sideOf } from './sides.ts';

const hashes: Provenance = { criteria: { quality: 'c1' }, rows: {}, panel: 'p1' };
const file = (name: string, provenance: Provenance | null = null) =>
  sideOf(name, { ...marked('.x'), sources: [name] }, { provenance });
const part = (name: string) => sideOf(name, marked('.x'));

test.for([
  { what: 'two runs', sides: [file('a', hashes), file('b', hashes)], told: null },
  { what: 'a run and a file', sides: [file('a', hashes), file('b')], told: /^b: it is not recorded/ },
  { what: 'a file and a run', sides: [file('a'), file('b', hashes)], told: /^a: it is not recorded/ },
  {
    what: 'two files',
    sides: [file('a'), file('b')],
    told: /^a, b: .* only ids, labels and gold could be held together\.$/,
  },
  { what: 'very many', sides: 'abcdefg'.split('').map((name) => file(name)), told: /^a, b, c, d, e, …: it/ },
  { what: 'parts of one file', sides: [part('a'), part('b'), part('c')], told: null },
  { what: 'parts of one file, and another', sides: [part('a'), part('b'), file('c')], told: /^a, b, c: it/ },
  { what: 'a file and a baseline of it', sides: [part('a'), baselineOf(part('old'))], told: /^a, old: it/ },
])('$what: $told', ({ sides, told }) => {
  const notes = unrecorded(sides);
  expect(notes).toEqual(told === null ? [] : [expect.stringMatching(told)]);
});
