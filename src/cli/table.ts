/** Rows of a table in columns: the first `left` of them set to the left, the others to the right. */
export const table = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { left }: { readonly left: number },
): string[] => {
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)));
  return [head, ...rows].map((row) =>
    row
      .map((cell, at) => (at < left ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
};
