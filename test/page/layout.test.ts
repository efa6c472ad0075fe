import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everyKind } from './kinds.ts';
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
        const found = await page.evaluate(() => {
          for (const details of document.querySelectorAll('details')) details.open = true;
          const beyond = (element: Element): boolean =>
            element.closest('.scroll') === null && element.getBoundingClientRect().right > innerWidth + 0.5;
          return {
            width: document.documentElement.scrollWidth,
            beyond: [...document.body.querySelectorAll('*')]
              .filter(beyond)
              .map(({ outerHTML }) => outerHTML.slice(0, 200)),
          };
        });
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
      const overlaps = await page.evaluate(() =>
        [...document.querySelectorAll('svg[viewBox]')].flatMap((chart) => {
          const frame = chart.getBoundingClientRect();
          const texts = [...chart.querySelectorAll('text')].map((text) => ({
            name: text.textContent,
            box: text.getBoundingClientRect(),
          }));
          return texts.flatMap(({ name, box }, at) => [
            ...(box.right > frame.right + 1 || box.left < frame.left - 1 || box.top < frame.top - 1
              ? [`${name} is cut off`]
              : []),
            ...texts
              .slice(at + 1)
              .filter(
                ({ box: other }) =>
                  box.left < other.right - 1 &&
                  other.left < box.right - 1 &&
                  box.top < other.bottom - 3 &&
                  other.top < box.bottom - 3,
              )
              .map(({ name: other }) => `${name} and ${other}`),
          ]);
        }),
      );
      expect(overlaps).toEqual([]);
    });
  });
});

/** Visible texts whose colour is too near to that of what they stand on (WCAG 2.2, 1.4.3). */
const faintTexts = (): string[] => {
  const parts = (colour: string): number[] => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = ([r = 0, g = 0, b = 0]: number[]): number => {
    const linear = (value: number): number =>
      value <= 10.31475 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4;
    return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  };
  const behind = (element: Element | null): number[] => {
    if (element === null) return [255, 255, 255];
    const colour = parts(getComputedStyle(element).backgroundColor);
    return colour.length === 4 && colour[3] === 0 ? behind(element.parentElement) : colour;
  };
  const found = new Set<string>();
  for (const element of document.body.querySelectorAll('*')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim() !== '');
    if (!own || element.tagName === 'style') continue;
    const style = getComputedStyle(element);
    const [a, b] = [
      luminance(parts(element instanceof SVGElement ? style.fill : style.color)),
      luminance(behind(element)),
    ];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) found.add(`${element.tagName} ${element.className}: ${contrast.toFixed(2)}`);
  }
  return [...found];
};
