import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { comparisonPage } from '../../src/report/compare-html.ts';
import { manyArms, namedAll, threeArms, twoArms } from '../report/compared.ts';
import { hostile } from './ballots.ts';
import { openBrowser, withPage } from './browser.ts';
import { beyondWindow, faintTexts, overlappingNames } from './looks.ts';

const kinds = {
  'two arms': twoArms,
  'three arms': threeArms,
  'many arms': manyArms,
  'very long names': namedAll(`criterion${'-and-on'.repeat(20)}`),
  hostile: namedAll(hostile.join(' ')),
};

const every = Object.keys(kinds) as (keyof typeof kinds)[];
const folder = mkdtempSync(join(tmpdir(), 'compare-'));
const fileOf = (name: string): string => join(folder, `${name}.html`);
let browser: Browser;

beforeAll(async () => {
  for (const name of every)
    writeFileSync(fileOf(name), comparisonPage(kinds[name], { title: hostile[0] ?? '', version: '0.0.0' }));
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

describe.for(every)('the page of a comparison: %s', (name) => {
  test.for([360, 1100])('at %i px only tables and charts scroll sideways', async (width) => {
    await withPage(browser, fileOf(name), { viewport: { width, height: 800 } }, async ({ page, strayed }) => {
      expect(await page.evaluate(beyondWindow)).toEqual({ width, beyond: [] });
      expect(strayed).toEqual([]);
    });
  });

  test.for(['light', 'dark'] as const)('every text can be read, %s', async (colorScheme) => {
    await withPage(browser, fileOf(name), { colorScheme }, async ({ page }) => {
      expect(await page.evaluate(faintTexts)).toEqual([]);
      expect(await page.evaluate(overlappingNames)).toEqual([]);
      expect(await page.locator('body').textContent()).not.toMatch(/undefined|NaN|\[object|Infinity/);
    });
  });

  test('it asks for nothing, and runs nothing', async () => {
    await withPage(browser, fileOf(name), { offline: true }, async ({ page, strayed }) => {
      expect(await page.title()).toBe(hostile[0]);
      expect(await page.locator('img, script, main b, [onload], [onerror], [onclick], [onmouseover]').count()).toBe(0);
      expect(await page.locator('svg[viewBox]').count()).toBeGreaterThan(0);
      expect(strayed).toEqual([]);
    });
    expect(readFileSync(fileOf(name), 'utf8')).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org\/)/);
  });
});
