import { normalQuantile } from '../statistics/normal.ts';
import { deriveSeed } from '../statistics/random.ts';

/**
 * A uniform number strictly between 0 and 1 that depends on the seed and the names alone, so that no draw depends on the order of calls.
 * A hash with its bits mixed (murmur3's finaliser, Appleby 2011): seeding a twister for each draw would cost microseconds.
 */
export const uniformAt = (seed: number, ...names: readonly (string | number)[]): number => {
  // The separator occurs in no name, so that ("a", "b c") and ("a b", "c") differ.
  let hash = deriveSeed(seed, names.join('\u001F'));
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (((hash ^ (hash >>> 16)) >>> 0) + 0.5) / 2 ** 32;
};

/** A standard normal number, as repeatable. */
export const normalAt = (seed: number, ...names: readonly (string | number)[]): number =>
  normalQuantile(uniformAt(seed, ...names));

/** One of some items, as repeatable. */
export const oneAt = <T>(items: readonly [T, ...T[]], seed: number, ...names: readonly (string | number)[]): T =>
  items[Math.floor(uniformAt(seed, ...names) * items.length)] ?? items[0];
