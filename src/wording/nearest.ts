/** The name that a misspelt one most likely means, or null if none is near: at most a third of its letters are wrong. */
export const nearest = (wrong: string, names: readonly string[]): string | null => {
  let best: string | null = null;
  let least = Math.max(1, Math.floor(wrong.length / 3)) + 1;
  for (const name of names) {
    const edits = distance(fold(wrong), fold(name));
    if (edits < least) [best, least] = [name, edits];
  }
  return best;
};

/** A name without its dress: `rowId`, `row_id` and `row-id` are one name to a reader. */
export const fold = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, '');

/** Edits between two words: insert, delete, replace (Levenshtein 1966). */
const distance = (from: string, to: string): number => {
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, letter] of Array.from(from).entries()) {
    const row = [index + 1];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (above[column - 1] ?? 0) + (letter === to[column - 1] ? 0 : 1);
      row.push(Math.min(replaced, (above[column] ?? 0) + 1, (row[column - 1] ?? 0) + 1));
    }
    above = row;
  }
  return above[to.length] ?? 0;
};
