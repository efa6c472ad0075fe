/**
 * p-values adjusted for many comparisons by Holm's step-down (Holm 1979; R: `p.adjust(p, 'holm')`): those still below alpha may be called
 * differences with a chance of at most alpha that any of them is none, however they depend on each other. It answers whether arms differ,
 * not by how much the best was flattered by being chosen: that is what nested selection measures.
 *
 *     holm([0.01, 0.04, 0.03, 0.005, 0.2]) // => [0.04, 0.09, 0.09, 0.025, 0.2]
 */
export const holm = (p: readonly number[]): number[] => {
  const ascending = p.map((value, at) => ({ value, at })).sort((a, b) => a.value - b.value);
  const adjusted = Array<number>(p.length).fill(1);
  let least = 0;
  for (const [rank, { value, at }] of ascending.entries()) {
    if (!(value >= 0 && value <= 1)) throw new RangeError(`A p-value lies between 0 and 1; holm got ${value}.`);
    least = Math.max(least, Math.min(1, (p.length - rank) * value));
    adjusted[at] = least;
  }
  return adjusted;
};
