import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { defaults } from '../../src/analyse/settings.ts';
import { empanel, reportFiles } from '../../src/empanel.ts';
import { openBrowser, withPage, type Opened } from './browser.ts';
import { asked, everyKind, kinds, type Kind } from './kinds.ts';

/** A page of every kind, made from ballots by the whole pipeline, and a browser to look at them with. */
export const reportsOfEveryKind = () => {
  const folder = mkdtempSync(join(tmpdir(), 'page-'));
  const fileOf = (kind: Kind): string => join(folder, `${kind}.html`);
  let browser: Browser | undefined;
  return {
    fileOf,
    make: async (): Promise<void> => {
      browser = await openBrowser();
      for (const kind of everyKind) writeFileSync(fileOf(kind), await pageOf(kind, folder));
    },
    clear: async (): Promise<void> => {
      await browser?.close();
      rmSync(folder, { recursive: true });
    },
    withPage: async (
      kind: Kind,
      options: BrowserContextOptions,
      use: (opened: Opened) => Promise<void>,
    ): Promise<void> => {
      if (browser === undefined) throw new Error('the browser was not opened');
      await withPage(browser, fileOf(kind), options, use);
    },
  };
};

const pageOf = async (kind: Kind, folder: string): Promise<string> => {
  const { title = kind, source = `${kind}.jsonl`, settings = {}, run = null } = asked[kind] ?? {};
  const input = join(folder, source);
  writeFileSync(input, kinds[kind].map((ballot) => `${JSON.stringify(ballot)}\n`).join(''));
  const found = await empanel([input], { read: {}, settings: { ...defaults, resamples: 200, ...settings } });
  const page = reportFiles({ ...found, findings: { ...found.findings, run } }, { title, version: '0.0.0' })[
    'index.html'
  ]?.();
  return typeof page === 'string' ? page : [...(page ?? [])].join('');
};
