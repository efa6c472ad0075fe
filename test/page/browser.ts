import { pathToFileURL } from 'node:url';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

/** A browser from the npm registry, so that nothing else has to be installed; its page may not reach further than others' do. */
export const openBrowser = async (): Promise<Browser> =>
  playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--font-render-hinting=none'],
  });

/** A page that has been opened, and what it did beyond being read: requests for anything but itself, and complaints. */
export type Opened = { readonly page: Page; readonly strayed: string[] };

/** Opens a report from its file, as a reader does; the page is closed after use. */
export const withPage = async (
  browser: Browser,
  file: string,
  options: BrowserContextOptions,
  use: (opened: Opened) => Promise<void>,
): Promise<void> => {
  const context = await browser.newContext({ viewport: { width: 1100, height: 900 }, ...options });
  try {
    const page = await context.newPage();
    const strayed: string[] = [];
    const url = pathToFileURL(file).href;
    page.on('request', (request) => {
      if (request.url() !== url) strayed.push(request.url());
    });
    page.on('console', (message) => strayed.push(message.text()));
    page.on('pageerror', (error) => strayed.push(String(error)));
    page.on('dialog', (dialog) => {
      strayed.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(url);
    await use({ page, strayed });
  } finally {
    await context.close();
  }
};
