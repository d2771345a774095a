import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, readVideo, waitForMovingPicture } from '../support/browser.ts';
import { waitForCameras } from '../support/cameras.ts';
import { readFocus, tabTo } from '../support/keyboard.ts';
import { administrator, setUpAdministrator } from '../support/sign-in.ts';
import { startProduct, type Product } from '../support/product.ts';
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

const isPaused = (page: Page, wanted: boolean) =>
  page.waitForFunction((paused) => document.querySelector('video')?.paused === paused, wanted);

describe('with the keyboard alone', () => {
  test('a visitor passes every control of the project page in order and sees where the focus is', async () => {
    const visitor = await openVisitor(browser);
    const { page } = visitor;
    await page.goto(`${product.origin}/projects/k-park`);
    await waitForMovingPicture(page);
    const stops = await tabTo(page, /^(Open data|Sign in)/);
    expect(stops.filter((stop) => !stop.isVisible)).toEqual([]);
    const names = stops.map((stop) => stop.name);
    const inOrder = ['Skip to the content', 'Pause', 'CAM-1', 'Show the receipt', 'As a table', 'First stone'];
    const places = inOrder.map((name) => names.findIndex((each) => each.startsWith(name)));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    await visitor.close();
  });

  test('a visitor skips to the content, pauses and plays, and opens and closes the receipt where the focus was', async () => {
    const visitor = await openVisitor(browser);
    const { page } = visitor;
    await page.goto(`${product.origin}/projects/k-park`);
    await waitForMovingPicture(page);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL('**#content');

    await tabTo(page, /^Pause$/);
    await page.keyboard.press('Enter');
    await isPaused(page, true);
    expect((await readFocus(page)).name).toBe('Play');
    await page.keyboard.press('Enter');
    await isPaused(page, false);
    await waitForMovingPicture(page);
    expect((await readVideo(page))?.paused).toBe(false);

    await tabTo(page, /^Show the receipt$/);
    await page.keyboard.press('Enter');
    const receipt = page.getByRole('dialog', { name: 'How this number is made' });
    await receipt.waitFor();
    const isInside = () => page.evaluate(() => document.activeElement?.closest('dialog') !== null);
    expect(await isInside()).toBe(true);
    await page.keyboard.press('Escape');
    await receipt.waitFor({ state: 'hidden' });
    expect((await readFocus(page)).name).toBe('Show the receipt');
    await page.keyboard.press('Space');
    await receipt.waitFor();
    await tabTo(page, /^Close$/);
    await page.keyboard.press('Enter');
    await receipt.waitFor({ state: 'hidden' });
    expect((await readFocus(page)).name).toBe('Show the receipt');

    await tabTo(page, /^As a table$/);
    await page.keyboard.press('Enter');
    await page.locator('details table').waitFor();
    await page.keyboard.press('Tab');
    expect(await readFocus(page)).toMatchObject({ isVisible: true, name: /planned, actual and forecast/ });
    await visitor.close();
  });

  test('a visitor changes the language and leaves the menu again with Escape', async () => {
    const visitor = await openVisitor(browser);
    const { page } = visitor;
    await page.goto(`${product.origin}/projects/k-park`);
    await waitForMovingPicture(page);
    await tabTo(page, /^Language/);
    await page.keyboard.press('Enter');
    const menu = page.locator('header details');
    await menu.getByRole('link', { name: '한국어' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Escape');
    await menu.getByRole('link', { name: '한국어' }).waitFor({ state: 'hidden' });
    expect((await readFocus(page)).name).toMatch(/^Language/);
    await page.keyboard.press('Enter');
    await tabTo(page, /^한국어$/, 5);
    await page.keyboard.press('Enter');
    await page.locator('html[lang="ko"]').waitFor();
    await waitForMovingPicture(page);
    await page.goto(product.origin);
    await page.locator('html[lang="ko"]').waitFor();
    await visitor.close();
  });

  test('a manager signs in and posts', async () => {
    await (await setUpAdministrator(browser, product)).close();
    const visitor = await openVisitor(browser);
    const { page } = visitor;
    await page.goto(`${product.origin}/manage`);
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await tabTo(page, /^E-mail$/);
    await page.keyboard.type(administrator.login);
    await tabTo(page, /^Password$/);
    await page.keyboard.type(administrator.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /Good day/ }).waitFor();

    await page.goto(`${product.origin}/manage/k-park`);
    await tabTo(page, /^M05/);
    await page.keyboard.press('Enter');
    const stops = await tabTo(page, /^Done so far/);
    expect(stops.at(-1)?.isVisible).toBe(true);
    await page.keyboard.press('Control+a');
    await page.keyboard.type('7');
    await page.keyboard.press('Enter');
    await page.getByText('Posted. It is on every open page now.').waitFor();
    const { milestones } = (await product.visit('/api/projects/k-park')).body;
    expect(milestones.find((item: { code: string }) => item.code === 'M05').done).toBe(7);
    await visitor.close();
  });
});
