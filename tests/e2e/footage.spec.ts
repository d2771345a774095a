import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, waitForMovingPicture } from '../support/browser.ts';
import { waitForCameras } from '../support/cameras.ts';
import { startProduct, type Product } from '../support/product.ts';
import { until } from '../support/until.ts';
import { openVisitor } from '../support/visitor.ts';

let product: Product;
let browser: Browser;

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct({ demo: true }), openBrowser()]);
  await waitForCameras(product, 'k-park');
});
afterAll(async () => {
  await browser?.close();
  await product?.close();
});

const where = '/projects/k-park/footage?camera=k-park-gate';

describe('the footage of a project', () => {
  test('plays a minute of today, says its time, and never calls it live', async () => {
    await until('ten seconds of footage are kept', async () => {
      const day = new Date(Date.now() + 5 * 3_600_000).toISOString().slice(0, 10);
      const { body } = await product.api('GET', `/api/cameras/k-park-gate/archive/days/${day}`);
      return body.recordedMs > 10_000 && body.stills > 0;
    });
    const visitor = await openVisitor(browser);
    const { page } = visitor;
    await page.goto(product.origin + where);
    await page.locator('button.main').click();
    await waitForMovingPicture(page);
    const plate = page.locator('.player[data-word="recorded"] .plate');
    await plate.filter({ hasText: /\d{2}:\d{2}:\d{2}/ }).waitFor();
    expect(await page.locator('.player[data-word="live"]').count()).toBe(0);
    expect(visitor.complaints).toEqual([]);
    await visitor.close();
  });

  test('cuts a clip and offers it with its credit', async () => {
    const visitor = await openVisitor(browser);
    const { page } = visitor;
    await page.goto(product.origin + where);
    const [from, to] = [page.locator('#clip input').nth(0), page.locator('#clip input').nth(1)];
    await page.locator('#clip button[type="submit"]:enabled').waitFor();
    const minute = (await from.inputValue()).slice(0, 5);
    await from.fill(`${minute}:00`);
    await to.fill(`${minute}:59`);
    await page.locator('#clip button[type="submit"]').click();
    const link = page.locator('#clip a[download]');
    await link.waitFor({ timeout: 60_000 });
    const file = await fetch(product.origin + ((await link.getAttribute('href')) ?? ''));
    expect(file.headers.get('content-disposition')).toContain('.mp4');
    expect(await page.locator('#clip').innerText()).toContain('K-Park');
    await visitor.close();
  });

  test('is walked by the arrow keys, day by day and month by month, and each day says its coverage', async () => {
    const visitor = await openVisitor(browser);
    const { page } = visitor;
    await page.goto(product.origin + where);
    const readFocus = () => page.evaluate(() => document.activeElement?.getAttribute('data-date') ?? null);
    const chosen = page.locator('table[role="grid"] a[aria-current="date"]');
    // Ready when the other days left the order of the tab key.
    await page.locator('table[role="grid"] a[tabindex="-1"]').first().waitFor();
    await chosen.focus();
    const start = (await readFocus()) ?? '';
    expect(await chosen.textContent()).toMatch(/recorded|not measured/);
    await page.keyboard.press('PageUp');
    await until('a day of the month before has the focus', async () => {
      const date = await readFocus();
      return date !== null && date.slice(0, 7) < start.slice(0, 7);
    });
    await page.keyboard.press('ArrowRight');
    await until('the next day has it', async () => (await readFocus()) !== null);
    await visitor.close();
  });

  test('is a readable list of days without script', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(product.origin + where);
    const days = page.locator('table[role="grid"] a');
    expect(await days.count()).toBeGreaterThan(0);
    await days.last().click();
    expect(page.url()).toContain('day=');
    expect(await page.locator('table[role="grid"] a[aria-current="date"]').count()).toBe(1);
    await context.close();
  });
});
