import { html, type Content, type Markup } from './markup.ts';

/** A column: its head, and whether its cells are names (which may be long), numbers or other text. */
export type Column = readonly [head: string, kind: 'name' | 'number' | 'text'];

/** So many lines can be read at a glance; more of them are folded away. */
export const glance = 8;

/** A table that scrolls within itself where the window is narrow, with its caption above it. */
export const table = (
  columns: readonly Column[],
  rows: readonly (readonly Content[])[],
  caption: Content = null,
): Markup => {
  return html`
    ${caption !== null && html`<p class="quiet">${caption}</p>`}
    <div class="scroll">
      <table>
        <thead>
          <tr>
            ${columns.map(([head, kind]) => html`<th scope="col" class="${kind}${head.length > 12 && ' long'}">${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                ${row.map((content, at) => html`<td class="${columns[at]?.[1] ?? 'text'}">${content}</td>`)}
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
  `;
};

/** The same without the columns in which no line has a cell; a cell that only some lack is a dash. */
export const usedColumns = (
  columns: readonly Column[],
  rows: readonly (readonly Content[])[],
  caption: Content = null,
): Markup => {
  const isUsed = (_: unknown, at: number): boolean => rows.some((row) => row[at] !== null);
  return table(
    columns.filter(isUsed),
    rows.map((row) => row.filter(isUsed).map((cell) => cell ?? '–')),
    caption,
  );
};

/** Content under a line that opens it. */
export const fold = (summary: string, content: Content, { open = false } = {}): Markup =>
  html`<details${open && html` open`}><summary>${summary}</summary>${content}</details>`;

/** A table of the panel and its judges; judges that are many go into a fold below the panel's own lines. */
export const tableOfJudges = (
  columns: readonly Column[],
  { panel, judges }: { panel: readonly (readonly Content[])[]; judges: readonly (readonly Content[])[] },
  caption: Content = null,
): Markup =>
  judges.length <= glance
    ? table(columns, [...panel, ...judges], caption)
    : html`${panel.length > 0 ? table(columns, panel, caption) : caption !== null && html`<p class="quiet">${caption}</p>`}
      ${fold(`The ${judges.length} judges, one by one`, table(columns, judges))}`;
