import { markedTitle, markOf } from './mark.ts';
import { html, trusted, type Content } from './markup.ts';
import { pageStyle } from './page-style.ts';

/** A whole page, as one file that needs no network and no script: its policy forbids both. A mark stays in sight above the content. */
export const pageOf = (
  marked: Parameters<typeof markOf>[0],
  { title, version, content }: { title: string; version: string; content: Content },
): string => {
  const mark = markOf(marked);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="generator" content="empanel ${version}" />
        <title>${markedTitle(marked, title)}</title>
        <style>
          ${trusted(pageStyle)}
        </style>
      </head>
      <body>
        ${mark !== null && html`<div class="simulated" role="note">${mark.sentence}</div>`}
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html> `.markup;
};
