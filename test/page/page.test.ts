import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hostile } from './ballots.ts';
import { everyKind } from './kinds.ts';
import { reportsOfEveryKind } from './reports.ts';

const reports = reportsOfEveryKind();
beforeAll(reports.make);
afterAll(reports.clear);
const { withPage, fileOf } = reports;

describe('A page asks for nothing, complains of nothing and reads the same without scripts', () => {
  test.for(everyKind)('%s', async (name) => {
    const [texts, charts]: [string[], number[]] = [[], []];
    for (const javaScriptEnabled of [true, false])
      await withPage(name, { javaScriptEnabled, offline: true }, async ({ page, strayed }) => {
        texts.push((await page.locator('body').textContent()) ?? '');
        charts.push(await page.locator('svg[viewBox] path').count());
        expect(strayed).toEqual([]);
      });
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]).not.toMatch(/undefined|NaN|\[object/);
    expect(charts[0]).toBe(charts[1]);
    if (!['one ballot', 'no gold'].includes(name)) expect(charts[0]).toBeGreaterThan(0);
    expect(readFileSync(fileOf(name), 'utf8')).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org\/)/);
  });
});

test('markup in names, values, groups, titles and file names is text', async () => {
  await withPage('hostile', {}, async ({ page, strayed }) => {
    expect(await page.title()).toBe(hostile.join(' '));
    expect(
      await page
        .locator('img, script, main a:not(nav a), main b:not(td b), [onload], [onerror], [onclick], [onmouseover]')
        .count(),
    ).toBe(0);
    expect(await page.locator('h1').textContent()).toBe(hostile.join(' '));
    expect(await page.locator('h2').allTextContents()).toEqual([...hostile, 'How this was computed']);
    for (const text of hostile) {
      expect(await page.locator('td.name', { hasText: `${text}0` }).count()).toBeGreaterThan(0);
      expect(await page.locator('summary', { hasText: `Judge ${text}` }).count()).toBe(1);
    }
    expect(await page.locator('code').last().textContent()).toContain('a<b onclick=x>&lt;"\'.jsonl');
    expect(strayed).toEqual([]);
  });
});

test('simulated ballots are called so, where no reader can miss it', async () => {
  await withPage('simulated', {}, async ({ page }) => {
    expect(await page.title()).toMatch(/^SIMULATED/);
    const note = page.locator('.simulated');
    expect(await note.textContent()).toContain('SIMULATED');
    await page.mouse.wheel(0, 3000);
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(100);
    expect(await note.evaluate((element) => element.getBoundingClientRect().top)).toBe(0);
  });
  await withPage('three judges', {}, async ({ page }) => {
    expect(await page.locator('body').textContent()).not.toMatch(/simulated ballots|SIMULATED/);
  });
});

test('a rehearsal is called one, and tells of its run and of all criteria together', async () => {
  await withPage('a rehearsal', {}, async ({ page }) => {
    expect(await page.title()).toMatch(/^REHEARSAL: /);
    expect(await page.locator('.simulated').textContent()).toMatch(/^REHEARSAL: the judges are simulated/);
    expect(await page.locator('h2').allTextContents()).toEqual([
      'All criteria together',
      'polite',
      'right',
      'brief',
      'The run',
      'How this was computed',
    ]);
    expect(await page.locator('.missing').count()).toBe(2);
    expect(await page.locator('.missing code').first().textContent()).toBe('empanel run promptfooconfig.yaml --resume');
    for (const link of await page.locator('nav a').all())
      expect(await page.locator((await link.getAttribute('href')) ?? '').count()).toBe(1);
    expect(await page.locator('#run td.name:visible', { hasText: 'anthropic/claude' }).count()).toBe(1);
  });
});

test('with sixty-five judges the page stays short, and each can be found', async () => {
  await withPage('sixty-five judges', {}, async ({ page }) => {
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThan(3500);
    await page.getByText('The 65 judges, one by one').first().click();
    expect(await page.locator('td.name:visible', { hasText: 'model-64/variant' }).count()).toBeGreaterThan(0);
  });
});

test('one judge goes by its name; one ballot draws no chart; without gold there is no curve but agreement', async () => {
  await withPage('one judge', {}, async ({ page }) => {
    expect(await page.locator('.advice').textContent()).toContain('judge luna');
    expect(await page.locator('figure').count()).toBe(1);
  });
  await withPage('one ballot', {}, async ({ page }) => {
    expect(await page.locator('figure').count()).toBe(0);
    expect(await page.locator('.advice').textContent()).toContain('Nothing to compare');
  });
  await withPage('no gold', {}, async ({ page }) => {
    expect(await page.locator('figure').count()).toBe(0);
    expect(await page.locator('h3').allTextContents()).toContain('Agreement');
    expect(await page.locator('.wrong, .right').count()).toBe(0);
  });
});
