import { findFfmpeg } from '@sitecast/simulator';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, readVideo, waitForMovingPicture } from '../support/browser.ts';
import { waitForCameras } from '../support/cameras.ts';
import { readLies, watchHonesty } from '../support/honesty.ts';
import { tabTo } from '../support/keyboard.ts';
import { startProduct, type Product } from '../support/product.ts';
import { startSendingCameras, type SendingCameras } from '../support/sending-cameras.ts';
import { keepBehind, openSleepingBrowser } from '../support/sleeping-browser.ts';
import { until } from '../support/until.ts';
import { openVisitor, type Visitor } from '../support/visitor.ts';

let product: Product;
let sending: SendingCameras;
let browser: Browser;
/** Somebody who came as soon as the address was printed, before any camera was up. */
let first: Visitor;

beforeAll(async () => {
  [product, browser, sending] = await Promise.all([
    startProduct({ demo: true, past: 'off' }),
    openBrowser(),
    startSendingCameras(findFfmpeg(process.env) ?? 'ffmpeg'),
  ]);
  first = await openVisitor(browser);
  await first.page.goto(`${product.origin}/projects/k-park`);
  await waitForCameras(product, 'k-park');
});

afterAll(async () => {
  await browser?.close();
  await product?.close();
  await sending?.close();
});

/** Waits until the player that is shown says LIVE and how far behind it is; answers those seconds. */
async function waitForLive(page: Page): Promise<number> {
  const badge = page.locator('.player[data-word="live"] .head .text');
  await badge.filter({ hasText: /^Live −\d+\s\S+$/u }).waitFor({ timeout: 60_000 });
  return Number(/\d+/.exec(await badge.innerText())?.[0]);
}

describe('watching a site', () => {
  test('[CTRL5] a page that was there before the cameras asks for nothing that is not there, and plays when they come', async () => {
    await waitForMovingPicture(first.page);
    expect(first.complaints).toEqual([]);
    await first.close();
  });

  test('[LIVE2] plays a moving picture on the project page and says LIVE with its seconds only then', async () => {
    const visitor = await openVisitor(browser);
    const { page } = visitor;
    await page.goto(`${product.origin}/projects/k-park`);
    await waitForMovingPicture(page);
    expect(await waitForLive(page)).toBeLessThanOrEqual(15);
    const before = await readVideo(page);
    await page.waitForFunction(
      (time) => (document.querySelector('video')?.currentTime ?? 0) > time + 2,
      before!.currentTime,
    );
    const after = await readVideo(page);
    expect(after!.frames).toBeGreaterThan(before!.frames);
    expect(after!.paused).toBe(false);

    await page.reload();
    await waitForMovingPicture(page);
    await waitForLive(page);
    expect(visitor.complaints).toEqual([]);
    await visitor.close();
  });

  test('plays on the front page too, with nothing for the browser to complain of', async () => {
    const visitor = await openVisitor(browser);
    await visitor.page.goto(product.origin);
    await waitForMovingPicture(visitor.page);
    await waitForLive(visitor.page);
    expect(visitor.complaints).toEqual([]);
    await visitor.close();
  });

  test('shows another camera when its name is chosen by keyboard, and keeps it over a reload', async () => {
    const visitor = await openVisitor(browser);
    const { page } = visitor;
    await page.goto(`${product.origin}/projects/k-park`);
    await waitForMovingPicture(page);
    const first = await page.locator('.player').getAttribute('data-camera');
    // The page opens with the best camera, which need not be the first of the list.
    const other = page.locator(`nav[aria-label="Choose a camera"] a:not([href*="camera=${first}"])`).first();
    const id = new URL((await other.getAttribute('href'))!, page.url()).searchParams.get('camera');
    expect(id).not.toBe(first);
    await tabTo(page, new RegExp((await other.innerText()).split('\n')[0]!.trim()));
    await page.keyboard.press('Enter');
    await page.locator(`.player[data-camera="${id}"]`).waitFor();
    await waitForMovingPicture(page);
    expect(new URL(page.url()).searchParams.get('camera')).toBe(id);

    await page.reload();
    await page.locator(`.player[data-camera="${id}"]`).waitFor();
    await waitForMovingPicture(page);
    expect(visitor.complaints).toEqual([]);
    await visitor.close();
  });

  test('reads without JavaScript: percent, receipt, milestones, stills and curve', async () => {
    const visitor = await openVisitor(browser, { javaScriptEnabled: false });
    const { page } = visitor;
    await page.goto(`${product.origin}/projects/k-park`);
    const { body } = await product.visit('/api/projects/k-park');
    const text = await page.locator('main').innerText();
    expect(text).toContain(String(body.progress.percentBp / 100));
    for (const milestone of body.milestones) expect(text).toContain(milestone.title.en);
    const still = page.locator('img[src*="/stills/"]').first();
    expect(await still.evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth)).toBeGreaterThan(0);
    expect(await page.locator('path[data-line="actual"]').getAttribute('d')).toMatch(/^M.+L/);
    await page.locator('summary', { hasText: 'As a table' }).click();
    expect(await page.locator('details table tbody tr').count()).toBeGreaterThan(6);
    const camera = page.locator('nav[aria-label="Choose a camera"] a').nth(1);
    const href = await camera.getAttribute('href');
    await camera.click();
    expect(page.url()).toContain(href);
    expect(visitor.complaints).toEqual([]);
    await visitor.close();
  });
});

/** Adds one of the sending cameras, named by what it sends, for everyone to see. */
async function addCamera(kind: keyof SendingCameras['sources']): Promise<void> {
  const camera = { id: `by-${kind}`, name: { en: kind }, source: sending.sources[kind], published: true };
  const added = await product.api('POST', '/api/projects/k-park/cameras', camera);
  expect(added.body).toMatchObject({ id: camera.id });
  // There is nobody else here who could look at it.
  const { body } = await product.api('POST', `/api/cameras/${camera.id}/masks`, { polygons: [] });
  const version = String((body as { proposed: { version: number } }).proposed.version);
  const path = `/api/cameras/${camera.id}/masks/${version}/approve`;
  expect((await product.api('POST', path, { earlier: true })).status).toBe(200);
}

describe('a line that lies', () => {
  test('[LIVE2] an old list is not live, whatever date stands in it', async () => {
    const path = '/media/k-park-east/live.m3u8';
    const laterMs = 20_000;
    const heard: { atMs: number; text: string }[] = [];
    const visitor = await openVisitor(browser);
    const { page } = visitor;
    // A cache that hands on what it had twenty seconds ago and writes the present over its dates.
    await page.route(/\/media\/k-park-east\/(?:low-latency|adaptive)\.m3u8/, (route) => route.fulfill({ status: 404 }));
    await page.route(new RegExp(`${path}$`), (route) => {
      const old = heard.findLast(({ atMs }) => atMs <= Date.now() - laterMs) ?? heard[0];
      const toNow = (date: string): string => new Date(Date.parse(date) + laterMs).toISOString();
      const body = old?.text.replaceAll(/(?<=PROGRAM-DATE-TIME:)\S+/g, toNow) ?? '';
      return route.fulfill({ contentType: 'application/vnd.apple.mpegurl', body });
    });
    const listen = setInterval(() => {
      const asked = fetch(product.origin + path).then((answer) => answer.text());
      asked.then((text) => heard.push({ atMs: Date.now(), text })).catch(() => undefined);
    }, 500);
    try {
      await until('twenty seconds of lists', () => Date.now() - (heard[0]?.atMs ?? Infinity) > laterMs + 2_000);
      await page.goto(`${product.origin}/projects/k-park?camera=k-park-east&lang=en`);
      await waitForMovingPicture(page);
      await page.locator('.player[data-word="behind"]').waitFor();
      expect(await page.locator('.player .head .text').innerText()).toMatch(/2\d/);
      await waitForMovingPicture(page);
      expect(await page.locator('.player').getAttribute('data-word')).not.toBe('live');
    } finally {
      clearInterval(listen);
      await visitor.close();
    }
  });
});

describe('the browser’s own player, where there are no media source extensions', () => {
  /** What Safari on older phones has and has not; Chromium has a player of its own, which tells no dates. */
  const becomeSafari = (): void => {
    for (const name of ['MediaSource', 'ManagedMediaSource', 'WebKitMediaSource']) Reflect.deleteProperty(window, name);
    let zero: { src: string; ms: number } | null = null;
    window.addEventListener('emptied', () => (zero = null), true);
    Object.assign(HTMLVideoElement.prototype, {
      getStartDate(this: HTMLVideoElement): Date {
        const { currentSrc, currentTime } = this;
        if (!('knowsDates' in window)) return new Date(Number.NaN);
        if (zero?.src === currentSrc) return new Date(zero.ms);
        if (currentSrc.includes('/replay.m3u8')) {
          const list = new XMLHttpRequest();
          list.open('GET', currentSrc, false);
          list.send();
          const [, first = ''] = /PROGRAM-DATE-TIME:(\S+)/.exec(list.responseText) ?? [];
          zero = { src: currentSrc, ms: Date.parse(first) };
        } else zero = { src: currentSrc, ms: Date.now() - 3_000 - currentTime * 1_000 };
        return new Date(zero.ms);
      },
    });
  };
  const waitForWord = (page: Page, word: string) => page.locator(`.player[data-word="${word}"]`).waitFor();
  const readSource = (page: Page) => page.evaluate(() => document.querySelector('video')?.currentSrc ?? '');

  test('[LIVE2] plays live, says so only with a date, goes back to what was recorded and to the live edge again', async () => {
    const visitor = await openVisitor(browser);
    await visitor.context.addInitScript(becomeSafari);
    const { page } = visitor;
    await page.goto(`${product.origin}/projects/k-park?camera=k-park-plaza&lang=en`);
    await waitForMovingPicture(page);
    expect(await readSource(page)).toMatch(/\/media\/k-park-plaza\/\S+\.m3u8$/);
    // A picture whose age nobody knows is not live.
    await waitForWord(page, 'unknown');
    await page.evaluate(() => Object.assign(window, { knowsDates: true }));
    await waitForWord(page, 'live');

    await page.getByRole('button', { name: 'Pause' }).focus();
    await page.keyboard.press('Enter');
    await waitForWord(page, 'behind');
    await page.keyboard.press('Home');
    // The beginning of the hour is empty here: what was recorded first is looked for.
    await waitForWord(page, 'recorded');
    expect(await readSource(page)).toContain('/replay.m3u8?');
    await until('a recorded picture that moves', () =>
      page.evaluate(() => {
        const video = document.querySelector('video');
        return video !== null && video.currentSrc.includes('/replay.m3u8?') && video.currentTime > 1;
      }),
    );
    await page.keyboard.press('End');
    await waitForWord(page, 'live');
    expect(await readSource(page)).not.toContain('/replay.m3u8');
    await waitForMovingPicture(page);
    await visitor.close();
  });
});

describe('a tab that slept for two days', () => {
  test('[LIVE2] wakes without calling its old picture live, and plays the present by itself', async () => {
    const sleeper = await openSleepingBrowser();
    try {
      const { page, context } = await openVisitor(sleeper.browser);
      await keepBehind(context, 48 * 3_600_000);
      await page.goto(`${product.origin}/projects/k-park`);
      await waitForMovingPicture(page);
      await waitForLive(page);
      const camera = await page.locator('.player').getAttribute('data-camera');
      const listed = async (): Promise<string[]> => {
        const answer = await fetch(`${product.origin}/media/${camera}/live.m3u8`);
        return (await answer.text()).match(/^\S+\.m4s$/gm) ?? [];
      };
      await watchHonesty(page);
      const before = await listed();
      expect(before.length).toBeGreaterThan(0);
      await sleeper.fallAsleep();
      // Of what it had seen nothing is listed any more: to a player that is as good as two days.
      const isOver = async () => !(await listed()).some((name) => before.includes(name));
      await until('nothing of before is listed', isOver, 120_000);
      sleeper.wake();
      const wokeAtMs = Date.now();
      await page.waitForFunction((atMs) => Math.abs(Date.now() - atMs) < 3_600_000, wokeAtMs);
      await waitForMovingPicture(page);
      expect(await waitForLive(page)).toBeLessThanOrEqual(15);
      process.stdout.write(`a tab that slept says LIVE again ${Date.now() - wokeAtMs} ms after it woke\n`);
      // What was on the screen when it fell asleep stands there until the page's first look, half a second.
      const lies = await readLies(page);
      const wokeStillMs = lies[0]?.stillForMs ?? 0;
      expect(lies.filter(({ stillForMs }) => stillForMs > wokeStillMs + 1_000)).toEqual([]);
    } finally {
      await sleeper.close();
    }
  });
});

describe('a wall screen', () => {
  test('shows six cameras of every kind of source side by side, within the connections of one browser', async () => {
    // RTSP twice and a push by RTMP are the demo's own.
    for (const kind of ['srt', 'hls', 'mjpeg'] as const) await addCamera(kind);
    await waitForCameras(product, 'k-park');

    const visitor = await openVisitor(browser, { viewport: { width: 1_920, height: 1_080 } });
    const { page, context } = visitor;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    const open = new Set<number>();
    const devTools = await context.newCDPSession(page);
    await devTools.send('Network.enable');
    devTools.on('Network.responseReceived', ({ response }) => {
      if (response.url.includes('/media/')) open.add(response.connectionId);
    });
    await page.goto(`${product.origin}/wall?project=k-park&cameras=all`);
    const players = page.locator('.player');
    await until('six players', async () => (await players.count()) === 6);
    const live = page.locator('.player[data-word="live"]');
    await until('all six are live', async () => (await live.count()) === 6, 120_000);
    const readTimes = () =>
      page.evaluate(() => [...document.querySelectorAll('video')].map(({ currentTime }) => currentTime));
    const before = await readTimes();
    // Five segments more of each: none of them starves while the others are fed.
    await until('ten seconds of all six', async () => (await readTimes()).every((s, n) => s > before[n]! + 10));
    expect(await live.count()).toBe(6);
    expect(asked.filter((path) => path.includes('low-latency') || /\/\d+\.\d+\.m4s$/.test(path))).toEqual([]);
    expect(open.size).toBeGreaterThan(0);
    const waits = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .filter((entry): entry is PerformanceResourceTiming => entry.name.endsWith('.m4s'))
        .map((entry) => entry.requestStart - entry.fetchStart),
    );
    process.stdout.write(
      `a wall of six: ${open.size} connections, a segment waited for one at most ${Math.round(Math.max(...waits))} ms\n`,
    );
    expect(visitor.complaints).toEqual([]);
    await visitor.close();
  });

  test('that starts without a network shows its page with the last numbers and their time, never as live', async () => {
    const visitor = await openVisitor(browser);
    const { page, context } = visitor;
    const address = `${product.origin}/wall?project=k-park`;
    await page.goto(address);
    await waitForMovingPicture(page);
    const percent = await page.locator('main .percent').innerText();
    // Kept: the page, and every script that it was made of.
    await page.waitForFunction(async () => {
      const kept = await caches.match(location.href, { ignoreVary: true });
      const scripts = performance
        .getEntriesByType('resource')
        .filter(({ name }) => /_app\/immutable\/.*\.js$/.test(name));
      const found = await Promise.all(scripts.map(({ name }) => caches.match(name, { ignoreVary: true })));
      return kept !== undefined && scripts.length > 0 && found.every((answer) => answer !== undefined);
    });

    await context.setOffline(true);
    await page.goto(address);
    expect(await page.locator('main .percent').innerText()).toBe(percent);
    await page.getByText(/^Network lost\. Numbers from /).waitFor();
    expect(await page.locator('.player').getAttribute('data-word')).not.toBe('live');

    await context.setOffline(false);
    await page.getByText('Network lost', { exact: false }).waitFor({ state: 'hidden' });
    await waitForMovingPicture(page);
    await visitor.close();
  });
});

test('a camera that gives single pictures when it is asked plays as live as any', async () => {
  await addCamera('jpeg');
  await waitForCameras(product, 'k-park');
  const visitor = await openVisitor(browser);
  const { page } = visitor;
  await page.goto(`${product.origin}/projects/k-park?camera=by-jpeg&lang=en`);
  await waitForMovingPicture(page);
  expect(await waitForLive(page)).toBeLessThanOrEqual(15);
  expect(visitor.complaints).toEqual([]);
  await visitor.close();
});
