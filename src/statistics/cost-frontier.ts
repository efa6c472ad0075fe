/**
 * The panel sizes that are cheapest for some price of an error, and the prices at which one yields to the next:
 * the lower left convex hull of (cost, error), up to the least error (Andrew 1979 for the hull; R: `chull`).
 * `n` ascends. `breakEvenErrorCost[i]`: one error must cost more than this for the (i + 1)-th size to beat the i-th.
 * Nothing beyond the minimum of a curve that rises again is ever on it.
 *
 *     costFrontier({ n: [1, 3, 5], costPerBallot: 1, error: [0.3, 0.2, 0.25] }) // => { n: [1, 3], breakEvenErrorCost: [20] }
 */
export const costFrontier = (curve: {
  readonly n: readonly number[];
  readonly costPerBallot: number;
  readonly error: readonly number[];
}): { n: number[]; breakEvenErrorCost: number[] } => {
  const hull: { n: number; error: number }[] = [];
  const least = Math.min(...curve.error);
  for (const [i, n] of curve.n.entries()) {
    const next = { n, error: curve.error[i] as number };
    for (let last = hull.at(-1), previous = hull.at(-2); last !== undefined && previous !== undefined;) {
      const turn =
        (last.error - previous.error) * (n - previous.n) - (next.error - previous.error) * (last.n - previous.n);
      if (turn < 0) break;
      hull.pop();
      [last, previous] = [previous, hull.at(-2)];
    }
    hull.push(next);
    if (next.error === least) break;
  }
  const breakEvenErrorCost = hull.slice(1).map((vertex, i) => {
    const from = hull[i] ?? vertex;
    return (curve.costPerBallot * (vertex.n - from.n)) / (from.error - vertex.error);
  });
  return { n: hull.map(({ n }) => n), breakEvenErrorCost };
};
