/**
 * Edits between two texts: insert, delete, replace (Levenshtein 1966). Counted in UTF-16 units, as promptfoo counts them: an emoji is two.
 *
 *     levenshtein('kitten', 'sitting') // => 3
 */
export const levenshtein = (from: string, to: string): number => {
  let above = Uint32Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const below = new Uint32Array(to.length + 1);
    below[0] = row;
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (above[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      below[column] = Math.min(replaced, (above[column] ?? 0) + 1, (below[column - 1] ?? 0) + 1);
    }
    above = below;
  }
  return above[to.length] ?? 0;
};
