import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findFreePorts } from '../../infra/run/port.ts';
import { openBrowser, waitForMovingPicture } from '../support/browser.ts';
import { waitForCameras } from '../support/cameras.ts';
import * as player from '../support/player.ts';
import { startProduct, type Product } from '../support/product.ts';
import { until } from '../support/until.ts';
import { openVisitor } from '../support/visitor.ts';

const camera = 'k-park-plaza';
let product: Product;
let recorderOrigin: string;
let browser: Browser;
let page: Page;
const asked: string[] = [];

const waitForWord = (word: string) => player.waitForWord(page, word);
const waitForFrames = () => player.waitForFrames(page);

beforeAll(async () => {
  const [recorderPort] = await findFreePorts(1, '127.0.0.1');
  const env = { SITECAST_RECORDER_PORT: String(recorderPort) };
  recorderOrigin = `http://127.0.0.1:${recorderPort}`;
  [product, browser] = await Promise.all([startProduct({ demo: true, past: 'off', env }), openBrowser()]);
  await waitForCameras(product, 'k-park');
  ({ page } = await openVisitor(browser));
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`${product.origin}/projects/k-park?camera=${camera}&lang=en`);
  await waitForMovingPicture(page);
});

afterAll(async () => {
  await browser?.close();
  await product?.close();
});

describe('the data dial', () => {
  const choose = async (name: string) => {
    await page.getByRole('button', { name: /^Data:/ }).click();
    await page.getByRole('radio', { name }).check();
    await page.keyboard.press('Escape');
  };
  /** The number of the segment that comes next; the first of the list moves only once the list is full. */
  const readNext = async (): Promise<number> => {
    const text = await (await fetch(`${product.origin}/media/${camera}/live.m3u8`)).text();
    return Number(/MEDIA-SEQUENCE:(\d+)/.exec(text)?.[1]) + (text.match(/#EXTINF/g) ?? []).length;
  };
  /** Waits until the camera has recorded so many segments more, and tells what the page asked for meanwhile. */
  const countAsked = async (segments: number): Promise<string[]> => {
    const from = (await readNext()) + segments;
    const before = asked.length;
    await until('more footage', async () => (await readNext()) >= from, 60_000);
    return asked.slice(before);
  };
  const setHidden = (isHidden: boolean, where = page) =>
    where.evaluate(
      (state) => {
        Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => state === 'hidden' });
        document.dispatchEvent(new Event('visibilitychange'));
      },
      isHidden ? 'hidden' : 'visible',
    );

  test('a hidden tab fetches nothing, and goes on live when it is seen', async () => {
    await waitForWord('live');
    expect((await countAsked(2)).some((path) => path.startsWith('/media/'))).toBe(true);
    await setHidden(true);
    // What was on its way when it was hidden has come by then.
    await countAsked(1);
    expect(await countAsked(3)).toEqual([]);
    await setHidden(false);
    await waitForWord('live');
    await waitForFrames();
  });

  test('a tab that is hidden before its list has come goes on with the same player when it is seen', async () => {
    const visitor = await openVisitor(browser);
    await visitor.context.addInitScript(() => {
      const { createObjectURL } = URL;
      Object.assign(window, { players: 0 });
      URL.createObjectURL = (from) => {
        if (from instanceof MediaSource) (window as unknown as { players: number }).players += 1;
        return createObjectURL.call(URL, from);
      };
    });
    const seen = Promise.withResolvers<void>();
    await visitor.page.route(/\/low-latency\.m3u8/, async (route) => {
      await seen.promise;
      // What was given up meanwhile cannot be answered.
      await route.continue().catch(() => undefined);
    });
    const isList = (request: Request): boolean => request.url().includes('/low-latency.m3u8');
    const asked = visitor.page.waitForRequest(isList);
    const givenUp = visitor.page.waitForEvent('requestfailed', isList);
    await visitor.page.goto(`${product.origin}/projects/k-park?camera=${camera}&lang=en`, { waitUntil: 'commit' });
    await asked;
    await setHidden(true, visitor.page);
    await givenUp;
    await setHidden(false, visitor.page);
    seen.resolve();
    await waitForMovingPicture(visitor.page);
    expect(await visitor.page.evaluate(() => (window as unknown as { players: number }).players)).toBe(1);
    await visitor.close();
  });

  const countRenditions = async (): Promise<number> => {
    const text = await (await fetch(`${recorderOrigin}/metrics`)).text();
    return Number(/^sitecast_renditions (\d+)$/m.exec(text)?.[1]);
  };

  test('[LADDER6] a picture a second costs less than the video, says so, is live, and is made only while it is watched', async () => {
    const plate = page.locator('.player .head', { hasText: 'A picture a second' });
    // A machine that is busy at this moment gives a picture every two seconds, and is asked again when it is chosen anew.
    await until(
      'a picture a second and nothing else',
      async () => {
        await choose('A picture a minute');
        await choose('A picture a second');
        await waitForWord('live');
        const paths = (await countAsked(3)).filter((path) => path.endsWith('.m4s'));
        return paths.length > 0 && paths.every((path) => path.includes('/1fps/')) && plate.isVisible();
      },
      200_000,
    );
    await plate.filter({ hasText: /about [\d.]+ MB an hour/ }).waitFor();
    expect(await countRenditions()).toBeGreaterThan(0);
    await choose('A picture a minute');
    await until('nobody watches', async () => (await countRenditions()) === 0, 60_000);
  });

  test('[LADDER7] says that the site limits what is shown, offers no more, and goes on when it does not', async () => {
    const change = async (dial: unknown) => {
      const { body } = await product.api('GET', '/api/projects/k-park/cameras');
      const { version } = (body.items as { id: string; version: number }[]).find(({ id }) => id === camera)!;
      const answer = await product.api('PATCH', `/api/cameras/${camera}`, { dial, expectedVersion: version });
      expect(answer.status).toBe(200);
    };
    await choose('Automatic');
    await waitForWord('live');
    await change({ public: { day: 'steps', night: 'steps' } });
    await page.locator('.player .head', { hasText: /A picture (?:a second|every 2 seconds)/ }).waitFor();
    await waitForWord('live');
    await page.getByRole('button', { name: /^Data:/ }).click();
    await page.getByText('The site limits what is shown here at this hour').waitFor();
    expect(await page.getByRole('radio', { name: 'Video' }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await change(null);
    await page.getByRole('button', { name: /^Data: Video/ }).waitFor();
    await waitForWord('live');
  });

  test('[LADDER1] [LADDER3] a smaller video is offered where it was asked for, plays as what it is, and is made while it is watched', async () => {
    const { body } = await product.api('GET', '/api/projects/k-park/cameras');
    const { version } = (body.items as { id: string; version: number }[]).find(({ id }) => id === camera)!;
    const answer = await product.api('PATCH', `/api/cameras/${camera}`, { ladder: true, expectedVersion: version });
    expect(answer.status).toBe(200);
    await until('the page was told', async () => {
      const { body: project } = await product.visit('/api/projects/k-park');
      return project.cameras.find(({ id }: { id: string }) => id === camera).adaptiveUrl !== null;
    });
    // A busy machine may have needed a smaller one of its own accord.
    await choose('A picture a minute');
    await until('nothing smaller is made that nobody watches', async () => (await countRenditions()) === 0, 60_000);
    await page.getByRole('button', { name: /^Data:/ }).click();
    // The camera sends 720 lines: that is no smaller video.
    await page.getByRole('radio', { name: 'Smaller video, 360p' }).check();
    expect(await page.getByRole('radio', { name: 'Smaller video, 720p' }).count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.locator('.player .head', { hasText: 'Smaller video, 360p' }).waitFor();
    await until(
      'that video and nothing else',
      async () => {
        const paths = (await countAsked(2)).filter((path) => path.endsWith('.m4s'));
        return paths.length > 0 && paths.every((path) => path.includes('/360p/'));
      },
      120_000,
    );
    expect(await page.evaluate(() => document.querySelector('video')!.videoHeight)).toBe(360);
    await waitForWord('live');
    expect(await countRenditions()).toBe(1);
    await choose('A picture a minute');
    await until('nobody watches it', async () => (await countRenditions()) === 0, 60_000);
    await choose('Automatic');
    await waitForWord('live');
  });

  test('a budget of the day holds: most of it spent is single pictures, all of it is stills, and either is said', async () => {
    const spend = async (share: number) => {
      // From an address of the site where no dial runs that might keep what it knows.
      await page.goto(`${product.origin}/livez`, { waitUntil: 'commit' });
      await page.evaluate((bytes) => {
        const kept = JSON.parse(localStorage.getItem('sitecast.data') ?? '{}') as Record<string, unknown>;
        const day = new Date().toLocaleDateString('sv');
        localStorage.setItem('sitecast.data', JSON.stringify({ ...kept, day, budgetMb: 1_000, spentBytes: bytes }));
      }, share * 1e9);
      await page.goto(`${product.origin}/projects/k-park?camera=${camera}&lang=en`);
    };
    const dial = page.getByRole('button', { name: /^Data:/ });
    const why = async (text: string) => {
      await dial.click();
      await page.getByRole('dialog', { name: 'Data' }).getByText(text).waitFor();
      await page.keyboard.press('Escape');
    };
    await dial.click();
    await page.getByLabel('At most a day').selectOption('1000');
    await page.keyboard.press('Escape');
    await spend(0.81);
    await page.locator('.player .head', { hasText: /A picture (?:a second|every 2 seconds)/ }).waitFor();
    await why('Automatic: most of the day’s data is used');
    await spend(1);
    await page.locator('.player .head', { hasText: 'A picture a minute' }).waitFor();
    await waitForWord('still');
    await why('The day’s data is used');
    await countAsked(1);
    expect((await countAsked(2)).filter((path) => path.endsWith('.m4s'))).toEqual([]);
    await dial.click();
    await page.getByLabel('At most a day').selectOption('');
    await page.keyboard.press('Escape');
    await waitForMovingPicture(page);
    await waitForWord('live');
  });

  test('stills alone are one a minute, nothing is nothing, and the choice is kept on the device', async () => {
    await choose('A picture a minute');
    await waitForWord('still');
    await countAsked(1);
    expect((await countAsked(3)).filter((path) => path.endsWith('.m4s') || path.endsWith('.m3u8'))).toEqual([]);
    await page.reload();
    await page.getByRole('button', { name: 'Data: A picture a minute' }).waitFor();
    await choose('No new pictures');
    await countAsked(1);
    expect((await countAsked(3)).filter((path) => path.startsWith('/media/'))).toEqual([]);
    await choose('Automatic');
    await waitForMovingPicture(page);
    await waitForWord('live');
  });
});
