import { oneLine } from './escape.ts';
import { wrap } from './wrap.ts';

/** A column of a table of text: its head, what stands before a cell where there is no head, and on which side its cells stand. */
export type TextColumn = { readonly head: string; readonly alone: (cell: string) => string; readonly end?: boolean };

/** Lines of an aligned table; where they would be wider than `width`, a paragraph a row instead. Columns without a cell are left out. */
export const textTable = (
  columns: readonly TextColumn[],
  rows: readonly (readonly (string | null)[])[],
  width: number,
): string[] => {
  const used = columns.flatMap((column, at) => (rows.some((row) => row[at] != null) ? [{ ...column, at }] : []));
  const cells = rows.map((row) => used.map(({ at }) => oneLine(row[at] ?? '–')));
  const widths = used.map(({ head }, at) => Math.max(head.length, ...cells.map((row) => row[at]?.length ?? 0)));
  if (widths.reduce((sum, each) => sum + each + gap, -gap) > width)
    return cells.flatMap(([name = '', ...row]) => [
      ...wrap(name, width),
      ...wrap(row.map((cell, at) => used[at + 1]?.alone(cell) ?? cell).join(', '), width - gap).map(
        (line) => ' '.repeat(gap) + line,
      ),
    ]);
  const lineOf = (row: readonly string[]): string =>
    row
      .map((cell, at) => (used[at]?.end === true ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join(' '.repeat(gap))
      .trimEnd();
  return [lineOf(used.map(({ head }) => head)), ...cells.map(lineOf)];
};

const gap = 2;
