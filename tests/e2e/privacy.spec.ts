import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, waitForMovingPicture } from '../support/browser.ts';
import { waitForCameras } from '../support/cameras.ts';
import { startProduct, type Product } from '../support/product.ts';
import { setUpAdministrator } from '../support/sign-in.ts';
import { until } from '../support/until.ts';
import { openVisitor, type Visitor } from '../support/visitor.ts';

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
