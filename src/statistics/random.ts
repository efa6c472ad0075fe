import { mersenne } from 'pure-rand/generator/mersenne';
import { normalQuantile } from './normal.ts';

/** Where chance comes from: each call gives the next unsigned 32-bit integer. */
export type Random = () => number;

/**
 * Mersenne twister MT19937 (Matsumoto & Nishimura 1998; NumPy: `RandomState(seed)`, bit for bit).
 * Small seeds are as good as large ones here, which is not so for xoroshiro128plus: its first output is near 1 for all of them.
 *
 *     seeded(42)() // => 1608637542
 */
export const seeded = (seed: number): Random => {
  const generator = mersenne(seed);
  return () => generator.next() >>> 0;
};

/** A uniform number strictly between 0 and 1, so that its normal quantile is always finite. */
export const uniform = (random: Random): number => (random() + 0.5) / 2 ** 32;

/** A uniform index from 0 to n - 1. The bias, at most n / 2^32, is below any resampling error. */
export const index = (random: Random, n: number): number => Math.floor((random() / 2 ** 32) * n);

/** A standard normal draw by inversion: one integer a draw, so that streams stay aligned across languages. */
export const normal = (random: Random): number => normalQuantile(uniform(random));

/**
 * Fisher–Yates shuffle from the top (Durstenfeld 1964), in place; returns the same array. Typed arrays are welcome.
 *
 *     shuffle([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], seeded(7)) // => [9, 3, 1, 5, 4, 7, 8, 6, 2, 0]
 */
export const shuffle = <A extends { readonly length: number; [i: number]: unknown }>(array: A, random: Random): A => {
  const items: { [i: number]: unknown } = array;
  for (let i = array.length - 1; i > 0; i--) {
    const j = index(random, i + 1);
    const held = items[i];
    items[i] = items[j];
    items[j] = held;
  }
  return array;
};

/**
 * A seed of its own for each purpose (FNV-1a, 32 bits, over the UTF-16 units of `seed/purpose`),
 * so that adding one resampling analysis never changes the numbers of another.
 *
 *     deriveSeed(1, 'curve') // => 884104616
 */
export const deriveSeed = (seed: number, purpose: string): number => {
  let hash = 0x811c9dc5;
  const text = `${seed}/${purpose}`;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
};
