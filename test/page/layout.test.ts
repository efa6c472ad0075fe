import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everyKind } from './kinds.ts';
import { beyondWindow, faintTexts, overlappingNames } from './looks.ts';
import { reportsOfEveryKind } from './reports.ts';

const reports = reportsOfEveryKind();
beforeAll(reports.make);
afterAll(reports.clear);
const { withPage } = reports;

describe('Only tables and charts scroll sideways', () => {
  test.for(everyKind.flatMap((name) => [360, 1100].map((width) => ({ name, width }))))(
    '$name at $width px',
    async ({ name, width }) => {
      await withPage(name, { viewport: { width, height: 800 } }, async ({ page }) => {
        const found = await page.evaluate(beyondWindow);
        expect(found).toEqual({ width, beyond: [] });
      });
    },
  );

  test('and at 1100 px the tables of a usual panel need not', async () => {
    await withPage('three judges', {}, async ({ page }) => {
      const scrolled = await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
        return [...document.querySelectorAll('.scroll')].filter(
          ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1,
        ).length;
      });
      expect(scrolled).toBe(0);
    });
  });
});

describe('Text is legible', () => {
  test.for(everyKind.flatMap((name) => (['light', 'dark'] as const).map((colorScheme) => ({ name, colorScheme }))))(
    '$name, $colorScheme: every text has a contrast of 4.5 or more',
    async ({ name, colorScheme }) => {
      await withPage(name, { colorScheme }, async ({ page }) => {
        expect(await page.evaluate(faintTexts)).toEqual([]);
        const [dark, light] = colorScheme === 'dark' ? ['rgb(17, 19, 21)', ''] : ['', 'rgb(255, 255, 255)'];
        expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(dark || light);
      });
    },
  );

  test.for(everyKind)('%s: no two names in a chart overlap', async (name) => {
    await withPage(name, {}, async ({ page }) => {
      const overlaps = await page.evaluate(overlappingNames);
      expect(overlaps).toEqual([]);
    });
  });
});
