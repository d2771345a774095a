import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, waitForMovingPicture } from '../support/browser.ts';
import { waitForCameras } from '../support/cameras.ts';
import { startProduct, type Product } from '../support/product.ts';
import { until } from '../support/until.ts';
import { openVisitor, type Visitor } from '../support/visitor.ts';

const camera = 'k-park-plaza';
let product: Product;
let browser: Browser;
let visitor: Visitor;
let page: Page;
const asked: string[] = [];

/** Where in the past the picture is, in seconds; 0 at the live edge. */
async function readBehindS(): Promise<number> {
  const text = (await page.locator('.rewind').textContent()) ?? '';
  const [, minutes, seconds] = /−(\d+):(\d\d)/.exec(text) ?? [];
  return minutes === undefined ? 0 : Number(minutes) * 60 + Number(seconds);
}
const waitForWord = (word: string) => page.locator(`.player[data-word="${word}"]`).waitFor({ timeout: 60_000 });
const waitForFrames = async () => {
  const read = () => page.evaluate(() => document.querySelector('video')!.currentTime);
  const before = await read();
  await until('a picture that moves', async () => Math.abs((await read()) - before) > 0.3, 60_000);
};

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct({ demo: true }), openBrowser()]);
  await waitForCameras(product, 'k-park');
  visitor = await openVisitor(browser);
  page = visitor.page;
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`${product.origin}/projects/k-park?camera=${camera}&lang=en`);
  await waitForMovingPicture(page);
  await until(
    'forty seconds of footage',
    async () => {
      const from = new Date(Date.now() - 600_000).toISOString();
      const query = new URLSearchParams({ from, to: new Date().toISOString() }).toString();
      const text = await (await fetch(`${product.origin}/media/${camera}/replay.m3u8?${query}`)).text();
      const first = Date.parse(/PROGRAM-DATE-TIME:(\S+)/.exec(text)?.[1] ?? '');
      return Date.now() - first > 40_000;
    },
    120_000,
  );
});

afterAll(async () => {
  await browser?.close();
  await product?.close();
});

describe('going back', () => {
  test('[MEDIA8] the one camera that is watched comes by parts', async () => {
    await waitForWord('live');
    expect(asked.some((path) => path.endsWith('/low-latency.m3u8'))).toBe(true);
    await until('a part', () => asked.some((path) => /\/\d+\.\d+\.m4s$/.test(path)));
  });

  test('[LIVE2] keys lead back and to the live edge, and what is recorded says so', async () => {
    await page.getByRole('button', { name: 'Pause' }).focus();
    await page.keyboard.press('Home');
    await waitForWord('recorded');
    await waitForFrames();
    expect(await readBehindS()).toBeGreaterThan(20);
    expect(await page.locator('.player .head').innerText()).toMatch(/Recorded/);
    const before = await readBehindS();
    await page.keyboard.press('l');
    await until('ten seconds on', async () => (await readBehindS()) < before - 4, 60_000);
    await page.keyboard.press('End');
    await waitForWord('live');
    expect(await readBehindS()).toBe(0);
  });

  test('the slider is named, says where it stands, and moves by its own keys', async () => {
    const slider = page.getByRole('slider', { name: 'Rewind' });
    expect(await slider.getAttribute('aria-valuetext')).toBe('Live');
    // Who was granted no more has an hour, and nothing to choose.
    expect(await slider.getAttribute('min')).toBe('-3600');
    expect(await page.getByLabel('Length of the bar').count()).toBe(0);
    await slider.focus();
    for (let press = 0; press < 7; press += 1) await page.keyboard.press('ArrowLeft');
    await until('a distance', async () => (await readBehindS()) >= 5, 60_000);
    expect(await slider.getAttribute('aria-valuetext')).toMatch(/behind live, \d\d:\d\d/);
    await page.getByRole('button', { name: 'Back to live' }).click();
    await waitForWord('live');
  });

  test('[LIVE2] a pause is never called live, and goes on where it stood', async () => {
    await page.getByRole('button', { name: 'Pause' }).click();
    await waitForWord('behind');
    const told = await page.locator('.player .head').innerText();
    expect(told).toMatch(/Behind/);
    expect(told).toMatch(/Picture from \d\d:\d\d/);
    await until('half a minute behind', async () => (await readBehindS()) > 25, 60_000);
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await waitForWord('recorded');
    await waitForFrames();
    expect(await readBehindS()).toBeGreaterThan(15);
    await page.keyboard.press('End');
    await waitForWord('live');
  });
});
