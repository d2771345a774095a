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

/** Whether anything of a camera is to be seen on a page: a video, a kept picture or a still. */
const showsPicture = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.querySelector('.player :is(video.shown, canvas.shown, img)') !== null);

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
      const addresses = ['/projects/k-park?camera=k-park-gate', '/embed/k-park', '/wall?project=k-park'];
      for (const address of addresses) {
        const visitor = await openVisitor(browser);
        visitors.push(visitor);
        await visitor.page.goto(product.origin + address);
        await until(`a picture on ${address}`, () => showsPicture(visitor.page), 90_000);
      }
      const [first] = visitors;
      if (!first) throw new Error('nobody watches');
      await first.page.bringToFront();
      await waitForMovingPicture(first.page, 90_000);

      await openPanel(manager.page, 'k-park-gate');
      const form = manager.page.getByRole('form', { name: 'Hide every camera of this project' });
      await form.getByRole('textbox').fill('an accident at the gate');
      const pressedAt = performance.now();
      await form.getByRole('button', { name: 'Hide now' }).click();
      const dark = await Promise.all([
        ...visitors.map(async ({ page }) => {
          await page.waitForFunction(
            () => document.querySelector('.player :is(video.shown, canvas.shown, img)') === null,
            undefined,
            { timeout: 60_000, polling: 50 },
          );
          return Math.round(performance.now() - pressedAt);
        }),
        until(
          'no footage',
          async () => (await product.visit('/media/k-park-gate/live.m3u8')).status === 404,
          60_000,
        ).then(() => Math.round(performance.now() - pressedAt)),
      ]);
      process.stdout.write(
        `dark after the press: page ${dark[0]}, embed ${dark[1]}, wall ${dark[2]}, media ${dark[3]} ms\n`,
      );
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
