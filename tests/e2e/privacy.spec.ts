import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findFfmpeg, startClipCamera } from '@sitecast/simulator';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { findFreePorts } from '../../infra/run/port.ts';
import { openBrowser, waitForMovingPicture } from '../support/browser.ts';
import { waitForCameras } from '../support/cameras.ts';
import { layFootage } from '../support/past-footage.ts';
import { reviewMask } from '../support/review-mask.ts';
import { startProduct, type Product } from '../support/product.ts';
import { setUpAdministrator } from '../support/sign-in.ts';
import { until } from '../support/until.ts';
import { openVisitor, type Visitor } from '../support/visitor.ts';

const run = promisify(execFile);
const ffmpeg = findFfmpeg(process.env) ?? 'ffmpeg';
let product: Product;
let browser: Browser;
let administrator: Visitor;
let manager: Visitor;
const visitors: Visitor[] = [];

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct({ demo: true }), openBrowser()]);
  administrator = await setUpAdministrator(browser, product);
  manager = await signInAs('manager@example.org', 'project-manager');
  await waitForCameras(product, 'k-park');
});
afterAll(async () => {
  await browser?.close();
  await product?.close();
});

async function signInAs(login: string, role: string): Promise<Visitor> {
  const key = { 'Idempotency-Key': crypto.randomUUID().replaceAll('-', '') };
  const person = { name: login, login, role, projects: ['k-park'], costs: false };
  const { body } = await product.api('POST', '/api/people', person, key);
  const visitor = await openVisitor(browser);
  await visitor.page.goto(product.origin + (body as { invitationPath: string }).invitationPath);
  await visitor.page.getByLabel('Password').fill('correct horse battery');
  await visitor.page.locator('form button[type="submit"]').click();
  await visitor.page.waitForURL('**/manage');
  return visitor;
}

/** Whether anything of a camera is to be seen on a page: a video, a kept picture, a still, a tiny one on a sheet. */
const showsPicture = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const isSeen = (element: Element): boolean =>
      element.getBoundingClientRect().width > 2 && element.checkVisibility({ opacityProperty: true });
    const isOfCamera = (address: string): boolean => /^blob:|\/media\//.test(address);
    const seen = (selector: string, test: (element: Element) => boolean): boolean =>
      [...document.querySelectorAll(selector)].some((element) => test(element) && isSeen(element));
    return (
      document.querySelector('.player :is(video.shown, canvas.shown)') !== null ||
      seen('video', (video) => video instanceof HTMLVideoElement && (video.readyState >= 2 || video.poster !== '')) ||
      seen(
        'img',
        (image) => image instanceof HTMLImageElement && isOfCamera(image.currentSrc) && image.naturalWidth > 0,
      ) ||
      seen('main *', (element) => getComputedStyle(element).backgroundImage.includes('/media/'))
    );
  });

const openPanel = async (page: Page, camera: string) => {
  await page.goto(`${product.origin}/manage/k-park/privacy`);
  return page.locator(`#camera-${camera}`);
};

describe('older footage', () => {
  const gate = 'k-park-gate';
  const hourMs = 3_600_000;
  /** An hour of the clock begins in the middle of it. */
  const turnMs = Math.floor((Date.now() - 3 * hourMs) / hourMs) * hourMs;
  const toHour = (atMs: number) => new Date(atMs + 5 * hourMs).toISOString().slice(11, 13);
  const slider = (where: Page) => where.getByRole('slider', { name: 'Rewind' });
  const waitForText = (where: Page, text: string) =>
    until(text, async () => ((await slider(where).getAttribute('aria-valuetext')) ?? '').includes(text), 90_000);
  const change = async (rules: Record<string, unknown>, of = gate) => {
    const path = `/api/cameras/${of}/footage-rules`;
    const { body } = await product.api('GET', path);
    expect((await product.api('PATCH', path, { ...body, ...rules })).status).toBe(200);
  };
  /** Chooses a bar as long as a day and goes to its beginning. */
  const goBackADay = async (where: Page) => {
    await where.getByLabel('Length of the bar').selectOption({ index: 1 });
    await slider(where).focus();
    await where.keyboard.press('Home');
    await where.locator('.player[data-word="recorded"]').waitFor();
    // Nothing was recorded for most of that day: the first that was is looked for.
    await waitForText(where, `${toHour(turnMs - 1)}:59`);
  };

  beforeAll(() => layFootage(product.dataDir, gate, turnMs - 12_000, turnMs + 40_000));

  test('[MEDIA9] is played by who was granted it, as far back as there is any, over the hour and through a pause', async () => {
    const { page } = administrator;
    await page.goto(`${product.origin}/projects/k-park?camera=${gate}&lang=en`);
    await waitForMovingPicture(page);
    await goBackADay(page);
    await waitForText(page, `${toHour(turnMs)}:00`);
    await page.getByRole('button', { name: 'Pause' }).click();
    const heldS = await page.evaluate(() => document.querySelector('video')!.currentTime);
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await until('it goes on where it stood', async () => {
      const nowS = await page.evaluate(() => document.querySelector('video')!.currentTime);
      return nowS > heldS && nowS < heldS + 20;
    });
    await waitForText(page, `${toHour(turnMs)}:00`);
    expect(await page.locator('.player').getAttribute('data-word')).toBe('recorded');
    await page.getByRole('button', { name: 'Back to live' }).click();
    await page.locator('.player[data-word="live"]').waitFor();
  });

  test('[MEDIA9] is open to all as far back as the camera’s rules say, on the page that is open', async () => {
    const visitor = await openVisitor(browser);
    const { page } = visitor;
    await page.goto(`${product.origin}/projects/k-park?camera=${gate}&lang=en`);
    await waitForMovingPicture(page);
    const waitForLength = (seconds: number) =>
      until(`a bar of ${seconds} s`, async () => (await slider(page).getAttribute('min')) === String(-seconds));
    await waitForLength(3_600);
    await change({ publicMinutes: 15 });
    await waitForLength(900);
    await change({ publicMinutes: 1_440 });
    await waitForLength(3_600);
    await goBackADay(page);
    await change({ publicMinutes: 60 });
    await waitForLength(3_600);
    await visitor.close();
  });

  test('leaves a gap where a camera was away, hatched and with its cause; operators hear why, and that its clock is wrong', async () => {
    const own = 'gate-file';
    const folder = join(product.dataDir, 'recorder/import');
    await mkdir(folder, { recursive: true });
    await run(ffmpeg, [
      ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=12:duration=20', '-c:v', 'libx264'],
      ...['-preset', 'ultrafast', '-bf', '0', '-g', '24', '-pix_fmt', 'yuv420p', join(folder, 'gate.mp4')],
    ]);
    const source = { kind: 'file', path: 'gate.mp4' };
    const added = await product.api('POST', '/api/projects/k-park/cameras', {
      ...{ id: own, name: { en: own }, source, published: true },
    });
    expect(added.status).toBe(201);
    await reviewMask(product, administrator.page, own);
    const working = { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' };
    await change({ working: { zone: 'Asia/Almaty', daysOff: [], ...working } }, own);
    const find = async () => {
      const { body } = await product.api('GET', '/api/projects/k-park/cameras');
      return body.items.find(({ id }: { id: string }) => id === own);
    };
    const waitForState = (state: string) => until(state, async () => (await find()).health.state === state);
    const pull = async (from: Record<string, string>) => {
      const { version: expectedVersion } = await find();
      const changed = await product.api('PATCH', `/api/cameras/${own}`, { source: from, expectedVersion });
      expect(changed.body).toMatchObject({ id: own });
    };
    await waitForState('live');
    const [nobody] = await findFreePorts(1, '127.0.0.1');
    await pull({ kind: 'rtsp', url: `rtsp://127.0.0.1:${nobody}/gone` });
    await waitForState('offline');
    const desk = administrator.page;
    await desk.goto(`${product.origin}/manage/k-park/cameras`);
    const row = desk.locator('li', { has: desk.locator('h2', { hasText: own }) });
    await row.getByText('The camera cannot be reached').waitFor();
    // It comes back as a camera whose clock was never set.
    const file = join(folder, 'gate.mp4');
    const late = await startClipCamera({
      ...{ ffmpeg, file, path: 'gate', credentials: null, now: () => Date.now() - 3_600_000 },
    });
    onTestFinished(late.close);
    await pull({ kind: 'rtsp', url: late.url });
    await waitForState('live');
    await row.getByText(/^The camera’s clock is off by −(?:1|59)/).waitFor();
    // Another source may show something else: it is hidden until somebody has looked at it.
    await reviewMask(product, administrator.page, own);

    await until('the gap is closed', async () => {
      const day = new Date(Date.now() + 5 * hourMs).toISOString().slice(0, 10);
      const { body } = await product.api('GET', `/api/cameras/${own}/archive/days/${day}`);
      return body.outages.some(({ cause }: { cause: string }) => cause === 'source-offline');
    });
    const visitor = await openVisitor(browser);
    const { page } = visitor;
    await page.goto(`${product.origin}/projects/k-park/footage?camera=${own}&lang=en`);
    expect(await page.locator('.line .out[title="camera offline"]').count()).toBe(1);
    const said = page.locator('li', { hasText: 'camera offline' }).filter({ hasText: /\d\d:\d\d–\d\d:\d\d/ });
    expect(await said.count()).toBe(1);
    const rows = page.locator('section', { has: page.getByRole('heading', { name: 'Coverage' }) }).locator('dl > div');
    const texts = await rows.allTextContents();
    expect(texts.map((text) => /^\s*(This day|This week|\S+ 20\d\d|Since)/.exec(text)?.[1])).toHaveLength(4);
    for (const text of texts) expect(text).toMatch(/\d+(?:\.\d+)?%\s+\S.* of /);
    expect(visitor.complaints).toEqual([]);
    await visitor.close();
  });
});

describe('what the public may not see', () => {
  test('[PRIV3] a mask is drawn by one person with keys and pointer, and approved by another', async () => {
    const panel = await openPanel(manager.page, 'k-park-plaza');
    await panel.getByRole('button', { name: 'Draw a new version' }).click();
    const board = panel.getByRole('application', { name: 'Mask editor' });
    await board.focus();
    const keys = ['Enter', 'Shift+ArrowRight', 'Enter', 'Shift+ArrowDown', 'Enter', 'Control+z', 'Enter', 'c'];
    for (const press of keys) await manager.page.keyboard.press(press);
    await board.scrollIntoViewIfNeeded();
    const box = await until('the drawing', () => board.boundingBox());
    for (const [x, y] of [
      [0.1, 0.2],
      [0.3, 0.2],
      [0.3, 0.5],
      [0.1, 0.2],
    ] as const) {
      await manager.page.mouse.click(box.x + x * box.width, box.y + y * box.height);
    }
    await panel.getByRole('button', { name: 'Remove area 2' }).waitFor();
    await panel.getByRole('button', { name: 'Propose for review' }).click();
    await panel.getByText('Sent for review').waitFor();
    await panel.getByText('Somebody else must take this step.').waitFor();
    expect(await panel.getByRole('button', { name: 'I looked at it: approve' }).count()).toBe(0);

    const review = await openPanel(administrator.page, 'k-park-plaza');
    await review.getByRole('button', { name: 'I looked at it: approve' }).click();
    await review.getByText('Mask version 2 in force, areas: 2').waitFor();
  });

  test(
    '[PRIV4] one press makes page, embed, wall and footage dark; another person lifts it',
    { timeout: 240_000 },
    async () => {
      const aMinuteAgo = new Date(Date.now() - 60_000).toISOString();
      const addresses = [
        '/projects/k-park?camera=k-park-gate',
        '/embed/k-park',
        '/wall?project=k-park',
        '/',
        `/projects/k-park?at=${aMinuteAgo}`,
        '/projects/k-park/footage',
        '/projects/k-park/compare',
        '/projects/k-park/milestones/M13',
      ];
      // Every camera: the first page shows the one that it likes best.
      for (const id of ['k-park-gate', 'k-park-plaza', 'k-park-east']) {
        await until(
          `a still of ${id}`,
          async () => (await product.visit(`/media/${id}/stills/latest.jpg`)).status === 200,
        );
      }
      // A moment of now: the demo is still drawing those of the year before.
      const { body: project } = await product.visit('/api/projects/k-park');
      const opening = project.milestones.find(({ code }: { code: string }) => code === 'M13');
      const actual = new Date(Date.now() + 5 * 3_600_000).toISOString().slice(0, 10);
      const reached = { code: 'M13', actual, expectedVersion: opening.version };
      expect((await product.api('POST', '/api/projects/k-park/milestones', reached)).status).toBeLessThan(300);
      for (const address of addresses) {
        const visitor = await openVisitor(browser);
        visitors.push(visitor);
        await visitor.page.goto(product.origin + address);
        // What stands farther down is fetched when it is come to.
        const moment = visitor.page.locator('#moment');
        if ((await moment.count()) > 0) await moment.scrollIntoViewIfNeeded();
        await until(`a picture on ${address}`, () => showsPicture(visitor.page), 90_000);
      }
      const [first, , wall] = visitors;
      if (!first || !wall) throw new Error('nobody watches');
      const countKept = () => wall.page.evaluate(async () => (await (await caches.open('wall-stills')).keys()).length);
      await until('a wall that keeps a still', async () => (await countKept()) > 0);
      await first.page.bringToFront();
      await waitForMovingPicture(first.page, 90_000);

      await openPanel(manager.page, 'k-park-gate');
      const form = manager.page.getByRole('form', { name: 'Hide every camera of this project' });
      await form.getByRole('textbox').fill('an accident at the gate');
      const pressedAt = performance.now();
      await form.getByRole('button', { name: 'Hide now' }).click();
      const dark = await Promise.all([
        ...visitors.map(async ({ page }) => {
          await until('a dark page', async () => !(await showsPicture(page)));
          return Math.round(performance.now() - pressedAt);
        }),
        until(
          'no footage',
          async () => (await product.visit('/media/k-park-gate/live.m3u8')).status === 404,
          60_000,
        ).then(() => Math.round(performance.now() - pressedAt)),
      ]);
      process.stdout.write(
        `dark after the press: ${[...addresses, 'media'].map((name, n) => `${name} ${dark[n]}`).join(', ')} ms\n`,
      );
      // Nor with its next start, when the network may be away.
      await until('a wall that keeps no still', async () => (await countKept()) === 0);
      for (const { page } of visitors) expect(await page.content()).not.toContain('an accident at the gate');

      await form.getByText('Somebody else must take this step.').waitFor();
      await openPanel(administrator.page, 'k-park-gate');
      const lifting = administrator.page.getByRole('form', { name: 'Hide every camera of this project' });
      await lifting.getByRole('textbox').fill('all is well');
      await lifting.getByRole('button', { name: 'Lift the curtain' }).click();
      await first.page.bringToFront();
      await until('the picture is back', () => showsPicture(first.page), 90_000);
    },
  );
});
