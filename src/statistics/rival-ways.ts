/** A label that could stop ours: its ballots, its row of binomials, and whether it wins when level. */
export type Rival = { readonly count: number; readonly row: Float64Array; readonly stronger: boolean };

/** `ways[m]` for m = 0 … degree: ways to draw m ballots from the rivals that reach a. `free`: ballots of the others, which cannot pass it. */
type RivalWays = { readonly free: number; readonly ways: Float64Array; readonly degree: number };

/**
 * For a winning count a (call it with a = 1, 2, 3 …): the number of ways to draw m ballots from the rivals while none of them
 * beats a. With `split`, a way with T rivals level at a weighs 1/(T + 1). Rivals come fewest ballots first; the returned
 * `ways` is scratch space, valid until the next call. Degrees beyond nMax - a are never needed, nor computed.
 *
 *     rivalWays([{ count: 1, row: [1, 1], … }, { count: 3, row: [1, 3, 3, 1], … }], true, 4)(2)
 *     // => free 1 (the first rival), ways 1 + 3x + (3/2)x² (the second, whose three ways to be level at 2 count half)
 */
export const rivalWays = (rivals: readonly Rival[], split: boolean, nMax: number): ((a: number) => RivalWays) => {
  const width = nMax + 1;
  const ways = new Float64Array(width);
  const table = new Float64Array(split ? width * (Math.min(rivals.length, nMax) + 1) : 0);
  let first = 0;
  let passed = 0;
  return (a) => {
    for (let rival = rivals[first]; rival !== undefined && rival.count < a; rival = rivals[++first])
      passed += rival.count;
    const reaching = rivals.slice(first);
    if (split) return { free: passed, ways, degree: levelWays(reaching, a, nMax - a, table, ways) };
    const limited = reaching.filter((rival) => rival.stronger || rival.count > a);
    const free = passed + a * (reaching.length - limited.length);
    return { free, ways, degree: cappedWays(limited, a, nMax - a, ways) };
  };
};

/** The product of the rivals' rows, each cut off at a, or at a - 1 if it wins when level. In place: from the top degree down. */
const cappedWays = (rivals: readonly Rival[], a: number, limit: number, ways: Float64Array): number => {
  let degree = 0;
  ways[0] = 1;
  for (const { row, stronger } of rivals) {
    const cap = stronger ? a - 1 : a;
    const top = Math.min(limit, degree + cap);
    for (let m = top; m > 0; m--) {
      const last = Math.min(cap, m);
      let sum = 0;
      for (let j = Math.max(0, m - degree); j <= last; j++) sum += (row[j] as number) * (ways[m - j] as number);
      ways[m] = sum;
    }
    degree = top;
  }
  return degree;
};

/**
 * The same with T, the number of rivals level at a, as a second index of `table`. After i rivals, T of them level, the degree
 * lies between T a and T a + (i - T)(a - 1): only these cells are written, and only these are read.
 */
const levelWays = (
  rivals: readonly Rival[],
  a: number,
  limit: number,
  table: Float64Array,
  ways: Float64Array,
): number => {
  const width = ways.length;
  const mostLevel = Math.min(rivals.length, Math.floor(limit / a));
  const top = (i: number, level: number): number => Math.min(limit, level * a + (i - level) * (a - 1));
  table[0] = 1;
  for (let i = 1; i <= rivals.length; i++) {
    const row = (rivals[i - 1] as Rival).row;
    const tied = row[a] as number;
    for (let level = Math.min(i, mostLevel); level >= 0; level--) {
      const low = level * a;
      const at = level * width;
      const below = at - width - a;
      const before = level < i ? top(i - 1, level) : -1;
      const beforeBelow = level > 0 ? top(i - 1, level - 1) + a : -1;
      for (let m = top(i, level); m >= low; m--) {
        const last = Math.min(a - 1, m - low);
        let sum = m <= beforeBelow ? tied * (table[below + m] as number) : 0;
        if (before >= 0) {
          for (let j = Math.max(0, m - before); j <= last; j++)
            sum += (row[j] as number) * (table[at + m - j] as number);
        }
        table[at + m] = sum;
      }
    }
  }
  let degree = 0;
  for (let level = 0; level <= mostLevel; level++) degree = Math.max(degree, top(rivals.length, level));
  ways.fill(0, 0, degree + 1);
  for (let level = 0; level <= mostLevel; level++) {
    const at = level * width;
    for (let m = level * a; m <= top(rivals.length, level); m++) {
      ways[m] = (ways[m] as number) + (table[at + m] as number) / (level + 1);
    }
  }
  return degree;
};
