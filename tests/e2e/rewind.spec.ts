import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { controlPaths, toStillName, type TimeLapse } from '@sitecast/contract';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { findFreePorts } from '../../infra/run/port.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, waitForMovingPicture } from '../support/browser.ts';
import { waitForCameras } from '../support/cameras.ts';
import * as player from '../support/player.ts';
import { startProduct, type Product } from '../support/product.ts';
import { openForeignPlayer } from '../support/foreign-player.ts';
import { until } from '../support/until.ts';
import { openVisitor, type Visitor } from '../support/visitor.ts';

const camera = 'k-park-plaza';
let product: Product;
let recorderOrigin: string;
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
const waitForWord = (word: string) => player.waitForWord(page, word);
const waitForFrames = () => player.waitForFrames(page);
/** One a month of the year before, and the newest days. */
const waitForStills = async () => {
  const countDays = async () => (await product.visit(`/media/${camera}/stills.json`)).body.days.length;
  await until('the stills of a year', async () => (await countDays()) >= 20, 180_000);
};

beforeAll(async () => {
  const [recorderPort] = await findFreePorts(1, '127.0.0.1');
  recorderOrigin = `http://127.0.0.1:${recorderPort}`;
  const env = { SITECAST_RECORDER_PORT: String(recorderPort) };
  [product, browser] = await Promise.all([startProduct({ demo: true, env }), openBrowser()]);
  await waitForCameras(product, 'k-park');
  visitor = await openVisitor(browser);
  page = visitor.page;
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`${product.origin}/projects/k-park?camera=${camera}&lang=en`);
  await waitForMovingPicture(page);
});

afterAll(async () => {
  await browser?.close();
  await product?.close();
});

// First, as the footage that is gone back over below is recorded meanwhile.
const footage = '/projects/k-park/footage?camera=k-park-gate';

describe('the footage of a project', () => {
  test('plays a minute of today, says its time, and never calls it live', async () => {
    await until('ten seconds of footage are kept', async () => {
      const day = new Date(Date.now() + 5 * 3_600_000).toISOString().slice(0, 10);
      const { body } = await product.api('GET', `/api/cameras/k-park-gate/archive/days/${day}`);
      return body.recordedMs > 10_000 && body.stills > 0;
    });
    const visitor = await openVisitor(browser);
    const { page } = visitor;
    await page.goto(product.origin + footage);
    await page.getByRole('button', { name: 'Play from here' }).press('Enter');
    await waitForMovingPicture(page);
    // The button is gone, the keyboard is in the player.
    await page.locator('.player .bar button:focus').waitFor();
    await page.keyboard.press('k');
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    const plate = page.locator('.player[data-word="recorded"] .plate');
    await plate.filter({ hasText: /\d{2}:\d{2}:\d{2}/ }).waitFor();
    expect(await page.locator('.player[data-word="live"]').count()).toBe(0);
    expect(visitor.complaints).toEqual([]);
    await visitor.close();
  });

  test('cuts a clip and offers it with its credit', async () => {
    const visitor = await openVisitor(browser);
    const { page } = visitor;
    await page.goto(product.origin + footage);
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
    await page.goto(product.origin + footage);
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
    await page.goto(product.origin + footage);
    const days = page.locator('table[role="grid"] a');
    expect(await days.count()).toBeGreaterThan(0);
    await days.last().click();
    expect(page.url()).toContain('day=');
    expect(await page.locator('table[role="grid"] a[aria-current="date"]').count()).toBe(1);
    await context.close();
  });
});

describe('going back', () => {
  beforeAll(async () => {
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
    await until('too far behind to be live', async () => (await readBehindS()) > 20, 60_000);
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await waitForWord('recorded');
    await waitForFrames();
    expect(await readBehindS()).toBeGreaterThan(15);
    await page.keyboard.press('End');
    await waitForWord('live');
  });
});

const readPercent = () => page.locator('.standing .number').innerText();

describe('one cursor over time', () => {
  const hand = () => page.getByRole('slider', { name: 'Moment in time' });
  const onCurve = () => page.getByRole('slider', { name: 'Moment on the curve' });
  const ahead = () => page.locator('#progress .rail li[data-done="false"]').count();
  const waitForNow = () => until('now', async () => /^Now/.test((await hand().getAttribute('aria-valuetext')) ?? ''));

  test('leads to a milestone: its pictures, its place on the curve, the figures of then, what was still ahead', async () => {
    const now = { percent: await readPercent(), ahead: await ahead() };
    expect(await page.locator('#milestones li', { hasText: 'Foundations complete' }).textContent()).toMatch(/Reached/);
    await hand().focus();
    for (let press = 0; press < 3; press += 1) await page.keyboard.press('PageDown');
    expect(await hand().getAttribute('aria-valuetext')).toMatch(/^Site mobilised and fenced, 5\s+December\s+2025: \d/);
    expect(await onCurve().getAttribute('aria-valuetext')).toBe(await hand().getAttribute('aria-valuetext'));
    await page.getByText('The page shows 5 December 2025, 12:00').waitFor();
    expect(Number.parseFloat(await readPercent())).toBeLessThan(Number.parseFloat(now.percent));
    expect(await ahead()).toBeGreaterThan(now.ahead);
    const listed = page.locator('#milestones li', { hasText: 'Foundations complete' });
    // Not its inner text: far below, nothing is laid out before somebody looks.
    expect(await listed.textContent()).toMatch(/Planned/);
    // The live player is gone, with what it fetched: in its place stands what was recorded then.
    await page.locator('.past[data-state="found"], .past[data-state="none"]').waitFor();
    expect(await page.locator('.player[data-word="live"]').count()).toBe(0);
    await until(
      'the address says it',
      () => new URL(page.url()).searchParams.get('at')?.startsWith('2025-12-05') ?? false,
    );

    await page.reload();
    await page.getByText('The page shows 5 December 2025, 12:00').waitFor();
    await page.getByRole('button', { name: 'Back to now' }).click();
    await waitForNow();
    await waitForMovingPicture(page);
    expect(await readPercent()).toBe(now.percent);
    expect(await ahead()).toBe(now.ahead);
    await until('the address is that of now', () => !new URL(page.url()).searchParams.has('at'));
  });

  test('a day a key on the curve moves the hand below the picture too', async () => {
    await onCurve().focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    const said = await onCurve().getAttribute('aria-valuetext');
    expect(said).not.toMatch(/^Now/);
    expect(await hand().getAttribute('aria-valuetext')).toBe(said);
    await page.keyboard.press('End');
    await waitForNow();
  });

  test('a finger on the curve takes the player there, and the player’s own bar moves the cursor', async () => {
    const box = (await onCurve().boundingBox())!;
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await page.locator('.past').waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Back to now' }).click();
    await page.locator('.player').scrollIntoViewIfNeeded();
    await waitForMovingPicture(page);
    await page.getByRole('button', { name: 'Pause' }).focus();
    await page.keyboard.press('Home');
    await waitForWord('recorded');
    await page.getByText(/^The page shows/).waitFor();
    await page.getByRole('button', { name: 'Back to now' }).click();
    await waitForWord('live');
    await waitForNow();
  });
});

describe('the time-lapse of a camera', () => {
  test('[MEDIA12] plays, seeks and has its chapters in Chromium, and plays as HLS in a player that is none of ours', async () => {
    const path = `/media/${camera}/time-lapse`;
    await waitForStills();
    await product.api('POST', `/api/cameras/${camera}/time-lapses/job`);
    const readFilm = async () =>
      (await product.visit(`${path}.json`)).body.ready.find(({ period }: TimeLapse) => period === 'job');
    await until('a film', async () => (await readFilm()) !== undefined, 180_000);
    const visitor = await openVisitor(browser);
    // The demo's own past still comes, and each time the film is another.
    const film = await until('a page of the newest film', async () => {
      await visitor.page.goto(`${product.origin}/projects/k-park/time-lapse?camera=${camera}&period=job&lang=en`);
      await visitor.page.locator('video').waitFor();
      const newest = await readFilm();
      return (await visitor.page.content()).includes(`/job/${newest.version}`) ? newest : null;
    });
    const read = () =>
      visitor.page.evaluate(() => {
        const { duration, readyState, currentTime, seeking } = document.querySelector('video')!;
        return { duration, isReady: readyState >= 2 && !seeking, currentTime };
      });
    await until('its first picture', async () => (await read()).isReady);
    expect((await read()).duration).toBeCloseTo(film.durationS, 1);
    await visitor.page.evaluate((s) => (document.querySelector('video')!.currentTime = s), film.durationS / 2);
    await until('the middle', async () => (await read()).isReady && (await read()).currentTime > 0);
    expect(await visitor.page.locator('#chapters + ol li').count()).toBe(film.chapters.length);
    expect(visitor.complaints).toEqual([]);
    await visitor.close();
    const foreign = await openForeignPlayer(browser, `${product.origin}${path}/job/${film.version}/index.m3u8`);
    await until('its end', async () => (await foreign.read()).isEnded, 60_000);
    expect((await foreign.read()).durationS).toBeCloseTo(film.durationS, 1);
    expect(foreign.complaints).toEqual([]);
    await foreign.close();
  });
});

describe('a day of one’s own choice', () => {
  /** So young that all its stills are kept, and no Monday: of other days the demo's own past has one still, near noon. */
  const day = [3, 4]
    .map((days) => new Date(Date.now() + (5 - 24 * days) * 3_600_000))
    .filter((date) => date.getUTCDay() !== 1)
    .map((date) => date.toISOString().slice(0, 10))[0]!;
  const inWords = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day));
  const said = inWords.replaceAll(' ', String.raw`\s+`);

  test('has its time-lapse made on the page, which says how far it is, and is there to see and to take along', async () => {
    const still = Buffer.from(await (await fetch(`${product.origin}/media/${camera}/stills/latest.jpg`)).arrayBuffer());
    const token = (await readFile(join(product.dataDir, 'secrets/control.token'), 'utf8')).trim();
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'image/jpeg' };
    for (let minute = 0; minute < 40; minute += 1) {
      const at = new Date(Date.parse(`${day}T06:00:00Z`) + minute * 60_000).toISOString();
      const path = controlPaths.still(camera, toStillName(at));
      const kept = await fetch(recorderOrigin + path, { method: 'PUT', headers, body: new Uint8Array(still) });
      expect(kept.status).toBe(204);
    }
    const settings = join(product.dataDir, 'recorder/time-lapse', camera, 'settings.json');
    await until('the recorder knows where the camera stands', () => stat(settings));
    const visitor = await openVisitor(browser);
    const { page } = visitor;
    await page.goto(`${product.origin}/projects/k-park/time-lapse?camera=${camera}&lang=en`);
    await page.getByLabel('A day of your choice').fill(day);
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByRole('progressbar', { name: 'Progress' }).waitFor();
    await page.getByText(new RegExp(String.raw`^${said} is being made: \d+%$`)).waitFor();
    await page.getByRole('heading', { name: new RegExp(`^${said}$`) }).waitFor({ timeout: 180_000 });
    expect(page.url()).toContain(`period=${day}`);
    await until('its first picture', () =>
      page.evaluate(() => (document.querySelector('video')?.readyState ?? 0) >= 2),
    );
    const [film] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /^Download, [\d.]+ MB$/ }).click(),
    ]);
    expect(film.suggestedFilename()).toBe(`${camera}-${day}.mp4`);
    expect((await readFile(await film.path())).subarray(4, 8).toString()).toBe('ftyp');
    expect(visitor.complaints).toEqual([]);
    await visitor.close();
  });

  test('its stills are found by the minute: a strip of the day, the picture before, the hand along it', async () => {
    // A sheet has another name when another still comes onto it.
    await until(
      'the still of noon',
      async () => {
        const { body } = await product.api('GET', `/api/cameras/${camera}/archive/days/${day}`);
        return body.stillSeconds.some((second: number) => second > 11.75 * 3_600);
      },
      240_000,
    );
    const visitor = await openVisitor(browser);
    const { page } = visitor;
    await page.goto(`${product.origin}/projects/k-park/footage?camera=${camera}&day=${day}&at=11:30&lang=en`);
    const shown = page.locator('figcaption');
    await shown.filter({ hasText: 'Picture of 11:30:00' }).waitFor();
    await page.getByRole('button', { name: 'Earlier picture' }).click();
    await shown.filter({ hasText: 'Picture of 11:29:00' }).waitFor();
    await page.getByRole('slider', { name: 'Minute of the day' }).focus();
    await page.keyboard.press('ArrowLeft');
    await shown.filter({ hasText: 'Picture of 11:28:00' }).waitFor();
    const tile = page.getByRole('list', { name: 'Pictures of the day, by the hour' }).locator('a');
    const [, sheet = ''] = /url\("(.+?)"\)/.exec(
      await tile.first().evaluate((link) => getComputedStyle(link).backgroundImage),
    ) ?? [''];
    expect((await sharp(Buffer.from(await (await fetch(sheet)).arrayBuffer())).metadata()).width).toBeGreaterThan(100);
    expect(visitor.complaints).toEqual([]);
    await visitor.close();
  });
});

describe('then and now', () => {
  const then = '2026-02-01';
  beforeAll(waitForStills, 190_000);

  test('[INV2] [INV13] shows who was here before what changed since, in like light, with what stands behind the numbers', async () => {
    const visitor = await openVisitor(browser);
    const { page } = visitor;
    await page.goto(`${product.origin}/projects/k-park?camera=${camera}&lang=en`);
    const key = 'sitecast.look.k-park';
    await page.waitForFunction((name) => localStorage.getItem(name) !== null, key);
    const last = { at: `${then}T06:00:00.000Z`, percentBp: 900, forecastFinish: '2027-11-29', reached: ['M01', 'M02'] };
    await page.evaluate(([name, kept]) => localStorage.setItem(name, kept), [key, JSON.stringify({ last })] as const);
    await page.reload();
    const since = page.locator('#since');
    await since.scrollIntoViewIfNeeded();
    await since.getByText('Since you looked on 1 February 2026').waitFor();
    const text = (await since.innerText()).replaceAll(/\s+/g, ' ');
    for (const said of ['+26 percentage points', '30 days later', 'Earthworks complete', 'Foundations complete'])
      expect(text).toContain(said);
    expect(text).toContain('Data date 31 October 2026 baseline 1 sample');
    await since.locator('img').nth(1).waitFor();
    const taken = await since.locator('img').evaluateAll((all) => all.map((one) => (one as HTMLImageElement).src));
    // By day at the site (UTC+5), whatever the time is now: two pictures of lamps would show nothing of what was built.
    for (const address of taken) expect(address).toMatch(/stills\/\d{8}T(?:0\d|1[0-4]|23)\d{4}Z/);
    expect(taken.some((address) => address.includes('20260201'))).toBe(true);
    expect(visitor.complaints).toEqual([]);
    await visitor.close();
  });

  test('is compared by keys, and leaves the page as a card', async () => {
    const visitor = await openVisitor(browser);
    const { page } = visitor;
    await page.goto(`${product.origin}/projects/k-park/compare?camera=${camera}&then=${then}&lang=en`);
    const slider = page.getByRole('slider');
    await slider.focus();
    await page.keyboard.press('Home');
    expect(await slider.getAttribute('aria-valuetext')).toBe('0% then');
    await page.getByText('as of 31 October 2026 · baseline 1 · sample').waitFor();
    const [card] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Share card' }).click(),
    ]);
    expect(await sharp(await card.path()).metadata()).toMatchObject({ format: 'png', width: 1_200, height: 630 });
    expect(visitor.complaints).toEqual([]);
    await visitor.close();
  });

  test('the address of the replay that partners have leads to the footage', async () => {
    const answer = await fetch(`${product.origin}/projects/k-park/replay?day=${then}`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([308, `/projects/k-park/footage?day=${then}`]);
  });
});

// Last, as it changes the numbers that are shown above.
describe('a milestone that is reached', () => {
  test('a milestone is told when the picture gets there, and the page stays as it was until then', async () => {
    const percent = await readPercent();
    await page.getByRole('button', { name: 'Pause' }).focus();
    for (let press = 0; press < 3; press += 1) await page.keyboard.press('j');
    await waitForWord('recorded');
    await waitForFrames();
    const { body: before } = await product.visit('/api/projects/k-park');
    const item = before.milestones.find(({ code }: { code: string }) => code === 'M13');
    const today = new Date(Date.now() + 5 * 3_600_000).toISOString().slice(0, 10);
    const posted = await product.api('POST', '/api/projects/k-park/milestones', {
      code: 'M13',
      actual: today,
      expectedVersion: item.version,
    });
    expect(posted.status).toBeLessThan(300);
    const live = await openVisitor(browser);
    await live.page.goto(`${product.origin}/projects/k-park?camera=${camera}&lang=en`);
    const isDone = (where: Page) => where.locator('#progress .rail li[data-done="true"]', { hasText: 'M13' }).count();
    await until('who watches live has it', async () => (await isDone(live.page)) === 1);
    await live.close();
    // Here the picture is from before it.
    const told = page.locator('.news', { hasText: 'Milestone reached' });
    expect(await readBehindS()).toBeGreaterThan(5);
    expect(await told.count()).toBe(0);
    expect(await isDone(page)).toBe(0);
    expect(await readPercent()).toBe(percent);
    await told.waitFor();
    expect(await told.innerText()).toContain('Opening');
    expect(await isDone(page)).toBe(1);
    await page.keyboard.press('End');
    await waitForWord('live');
  });
});

test('who gets the picture late is told of a milestone when it is in the picture, with the numbers as of then', async () => {
  const delayS = 20;
  const late = 'k-park-east';
  const readCamera = async () => {
    const { body } = await product.visit('/api/projects/k-park');
    return body.cameras.find(({ id }: { id: string }) => id === late);
  };
  const { body: listed } = await product.api('GET', '/api/projects/k-park/cameras');
  const { version } = listed.items.find(({ id }: { id: string }) => id === late);
  const changed = await product.api('PATCH', `/api/cameras/${late}`, { expectedVersion: version, delayS });
  expect(changed.status).toBe(200);
  await until('a camera that is shown late', async () => (await readCamera()).delayS === delayS);

  const visitor = await openVisitor(browser);
  const { page: slow } = visitor;
  await slow.goto(`${product.origin}/projects/k-park?camera=${late}&lang=en`);
  await slow.locator('.player[data-word="delayed"]').waitFor();
  const rail = slow.locator('#progress .rail li[data-done="true"]');
  const { body: project } = await product.visit('/api/projects/k-park');
  // What was reached a moment ago comes into this picture first.
  const last = project.milestones.find(({ code }: { code: string }) => code === 'M13');
  if (last.state === 'done') await rail.filter({ hasText: 'M13' }).waitFor({ state: 'attached' });
  const [done, percent] = [await rail.count(), await slow.locator('.standing .number').innerText()];

  const ahead = project.milestones.filter(({ state }: { state: string }) => state !== 'done');
  const actual = new Date(Date.now() + 5 * 3_600_000).toISOString().slice(0, 10);
  const postedAtMs = Date.now();
  const posted = await until('one that can be posted', async () => {
    const item = ahead.shift();
    const body = { code: item.code, actual, expectedVersion: item.version };
    return (await product.api('POST', '/api/projects/k-park/milestones', body)).status < 300 && item;
  });
  const told = slow.locator('.news', { hasText: 'Milestone reached' }).filter({ hasText: posted.title.en });
  await until('everybody else knows', async () => {
    const { body } = await product.visit(`/api/projects/k-park`);
    return body.milestones.find(({ code }: { code: string }) => code === posted.code).state === 'done';
  });
  expect([await told.count(), await rail.count()]).toEqual([0, done]);
  expect(await slow.locator('.standing .number').innerText()).toBe(percent);
  await told.waitFor();
  expect(Date.now() - postedAtMs).toBeGreaterThan((delayS - 3) * 1_000);
  expect(await rail.count()).toBe(done + 1);
  expect(await slow.locator('.player[data-word="live"]').count()).toBe(0);
  await visitor.close();
});

test('the moment of a milestone opens at the very instant on all cameras, is cut as a clip, and leads to the page as it was', async () => {
  const { body: moment } = await product.visit('/api/projects/k-park/milestones/M13/moment');
  const atMs = Date.parse(moment.at);
  await until('half a minute after it', () => Date.now() - atMs > 40_000, 60_000);
  await page.goto(`${product.origin}/projects/k-park/milestones/M13?lang=en`);
  await page.getByRole('button', { name: 'Play on all cameras' }).click();
  const plates = page.locator('#moment .player[data-word="recorded"] .plate');
  const cameras = moment.sights.filter((sight: { playlistUrl: string | null }) => sight.playlistUrl !== null).length;
  expect(cameras).toBeGreaterThan(1);
  await until('a player each', async () => (await plates.count()) === cameras);
  // By the site's clock, which is five hours ahead; the first picture may be a key frame before it.
  const shown = (text: string): number => {
    const [, hours, minutes, seconds] = (/(\d\d):(\d\d):(\d\d)/.exec(text) ?? []).map(Number);
    return (hours! * 60 + minutes!) * 60 + seconds!;
  };
  const wanted = shown(new Date(atMs + 5 * 3_600_000).toISOString());
  for (const text of await plates.allInnerTexts()) expect(shown(text) - wanted).toBeGreaterThanOrEqual(-3);

  await page.getByRole('button', { name: 'Clip of a minute' }).first().click();
  const link = page.locator('#moment a[download]').first();
  await link.waitFor();
  const file = await fetch(product.origin + ((await link.getAttribute('href')) ?? ''));
  expect(file.headers.get('content-disposition')).toContain('.mp4');

  // It is kept whatever the rules, and the archive of its day says so.
  const archive = await openVisitor(browser);
  await archive.page.goto(product.origin + footage);
  await archive.page
    .getByRole('list', { name: 'Kept moments' })
    .getByText(/^Milestone M13, \d\d:\d\d$/)
    .waitFor();
  await archive.close();

  await page.getByRole('link', { name: 'The whole page at this moment' }).click();
  await page.getByText(/^The page shows/).waitFor();
  await waitForWord('recorded');
  await page.goto(`${product.origin}/projects/k-park?camera=${camera}&lang=en`);
  await waitForMovingPicture(page);
});
