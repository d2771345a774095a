import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findViolations } from '../support/accessibility.ts';
import { openBrowser, readVideo, waitForMovingPicture } from '../support/browser.ts';
import { waitForCameras } from '../support/cameras.ts';
import { invitePerson } from '../support/invite.ts';
import { readFocus, tabTo } from '../support/keyboard.ts';
import { administrator, setUpAdministrator, toItem } from '../support/sign-in.ts';
import { startProduct, type Product } from '../support/product.ts';
import { openVisitor, type Visitor } from '../support/visitor.ts';

let product: Product;
let browser: Browser;
let signedIn: Awaited<ReturnType<BrowserContext['storageState']>>;
let invested: typeof signedIn;

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct({ demo: true }), openBrowser()]);
  const manager = await setUpAdministrator(browser, product);
  signedIn = await manager.context.storageState();
  const person = { name: 'Investor', role: 'Investor', login: 'investor@example.org', project: 'K-Park' };
  const investor = await invitePerson(manager, browser, product, person);
  invested = await investor.context.storageState();
  await Promise.all([manager.close(), investor.close()]);
  await waitForCameras(product, 'k-park');
});

afterAll(async () => {
  await browser?.close();
  await product?.close();
});

const sizes = [
  { width: 390, height: 844 },
  { width: 1440, height: 900 },
];
const themes = ['light', 'dark'] as const;
const openPaths = ['/projects/k-park/milestones/M01', '/manage', '/wall?project=k-park', '/embed/k-park'];
const closedPaths = [
  '/manage',
  '/manage/k-park',
  '/manage/k-park/milestones',
  '/manage/k-park/cameras',
  '/manage/k-park/notices',
  '/manage/people',
];

/** Opens a page as it is without moving pictures, which cost a small machine more than all the looking. */
async function openStill(path: string, options: BrowserContextOptions = {}): Promise<Visitor> {
  const visitor = await openVisitor(browser, { reducedMotion: 'reduce', ...options });
  await visitor.page.goto(product.origin + path, { waitUntil: 'load' });
  return visitor;
}

/** What axe finds on a page in these themes and both sizes, and whether it is wider than its window. */
async function look(page: Page, colorSchemes: readonly (typeof themes)[number][] = themes): Promise<string[]> {
  const found: string[] = [];
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const colorScheme of colorSchemes) {
      await page.emulateMedia({ colorScheme });
      const seen = await findViolations(page);
      if (await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)) seen.push('is too wide');
      found.push(...seen.map((each) => `${size.width} px, ${colorScheme}: ${each}`));
    }
  }
  return found;
}

describe('axe finds nothing, light and dark, on a phone and on a desk', () => {
  for (const locale of ['en', 'kk', 'ko']) {
    for (const path of ['/', '/projects/k-park']) {
      test(`on ${path} in ${locale}`, async () => {
        const visitor = await openStill(path, { locale });
        await visitor.page.locator('.player').waitFor();
        expect(await visitor.page.locator('html').getAttribute('lang')).toBe(locale);
        // Colours are the same in every language; how long its words are is not.
        expect(await look(visitor.page, locale === 'en' ? themes : ['light'])).toEqual([]);
        await visitor.close();
      });
    }
  }

  for (const path of openPaths) {
    test(`on ${path}`, async () => {
      const visitor = await openStill(path);
      expect(await look(visitor.page)).toEqual([]);
      await visitor.close();
    });
  }

  for (const path of closedPaths) {
    test(`on ${path} signed in`, async () => {
      const visitor = await openStill(path, { storageState: signedIn });
      await visitor.page.getByRole('button', { name: 'Sign out' }).waitFor();
      if (path === '/manage/k-park') await toItem(visitor.page, 'M06').locator('summary').first().click();
      expect(await look(visitor.page)).toEqual([]);
      await visitor.close();
    });
  }

  test('on the investors’ pages, with and without amounts, and in no language they are wider than a phone', async () => {
    const shareCosts = async (costs: boolean): Promise<void> => {
      const { body } = await product.api('GET', '/api/people');
      const { id } = body.items.find(({ login }: { login: string }) => login === 'investor@example.org');
      expect((await product.api('PATCH', `/api/people/${id}`, { costs })).status).toBe(200);
    };
    const visitor = await openStill('/invest', { storageState: invested });
    const { page } = visitor;
    await shareCosts(false);
    await page.reload();
    expect(await look(page)).toEqual([]);
    await shareCosts(true);
    for (const path of ['/invest', '/invest/k-park']) {
      await page.goto(product.origin + path, { waitUntil: 'load' });
      expect(await look(page)).toEqual([]);
    }
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of ['/invest', '/invest/k-park', '/invest/k-park/report']) {
      for (const lang of ['kk', 'ru', 'ko', 'zh']) {
        await page.goto(`${product.origin}${path}?lang=${lang}`, { waitUntil: 'load' });
        expect(await page.evaluate(() => document.documentElement.scrollWidth), `${path} in ${lang}`).toBe(390);
      }
    }
    await visitor.close();
  });

  test('on the player while it plays', async () => {
    const visitor = await openVisitor(browser);
    await visitor.page.goto(`${product.origin}/projects/k-park`);
    await waitForMovingPicture(visitor.page);
    expect(await findViolations(visitor.page, '.player')).toEqual([]);
    await visitor.close();
  });

  test('in the open receipt and the open table', async () => {
    const visitor = await openStill('/projects/k-park');
    const { page } = visitor;
    await page.locator('summary', { hasText: 'As a table' }).click();
    await page.getByRole('button', { name: 'Show the receipt' }).click();
    await page.getByRole('dialog').waitFor();
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme });
      expect(await findViolations(page, 'dialog')).toEqual([]);
      expect(await findViolations(page, '#progress')).toEqual([]);
    }
    await visitor.close();
  });
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
