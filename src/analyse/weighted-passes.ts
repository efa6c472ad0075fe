import { reaches } from '../aggregate/combine.ts';

type Step = { readonly failed: Int32Array; readonly passed: Int32Array; readonly size: number };

/** More different sums of weights than this are not gone through. */
const mostSums = 4096;

/**
 * The chance that the weights of the criteria that pass reach `atLeast`, from each one's chance to pass, where they pass
 * independently: with equal weights the upper tail of the Poisson-binomial distribution. Null where the weights have too many sums.
 *
 *     weightedPasses([1, 1, 1, 1], 3)?.([0.8, 0.6, 1, 0.5]) // => 0.7
 */
export const weightedPasses = (
  weights: readonly number[],
  atLeast: number,
): ((chances: readonly number[]) => number) | null => {
  let sums = [0];
  const steps: Step[] = [];
  for (const weight of weights) {
    const places = new Map<number, number>();
    const next: number[] = [];
    const placeOf = (sum: number): number => {
      const key = Math.round(sum * 1e9);
      const known = places.get(key) ?? next.push(sum) - 1;
      places.set(key, known);
      return known;
    };
    const failed = Int32Array.from(sums, placeOf);
    const passed = Int32Array.from(sums, (sum) => placeOf(sum + weight));
    steps.push({ failed, passed, size: next.length });
    sums = next;
    if (sums.length > mostSums) return null;
  }
  const enough = sums.map((sum) => reaches(sum, atLeast));
  return (chances) => {
    let states = Float64Array.of(1);
    for (const [at, { failed, passed, size }] of steps.entries()) {
      const chance = chances[at] ?? 0;
      const next = new Float64Array(size);
      for (const [state, p] of states.entries()) {
        const [to, up] = [failed[state] ?? 0, passed[state] ?? 0];
        next[to] = (next[to] ?? 0) + p * (1 - chance);
        next[up] = (next[up] ?? 0) + p * chance;
      }
      states = next;
    }
    return states.reduce((sum, p, state) => sum + (enough[state] === true ? p : 0), 0);
  };
};
