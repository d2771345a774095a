import type { ProjectView } from '@sitecast/contract';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { startProduct, type Product } from '../support/product.ts';
import { openItem, setUpAdministrator, toItem } from '../support/sign-in.ts';
import { until } from '../support/until.ts';

let product: Product;
let browser: Browser;

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct({ demo: true }), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await product?.close();
});

const readItem = async (code: string) => {
  const project: ProjectView = (await product.visit('/api/projects/k-park')).body;
  return project.milestones.find((milestone) => milestone.code === code);
};
const countRecords = async (): Promise<number> =>
  (await product.visit('/api/projects/k-park/ledger?after=0&limit=1')).body.records;

test('[IDEM1] [IDEM2] a post from a phone without a line is kept over a reload and counted once when the line is back', async () => {
  const { page, context, close } = await setUpAdministrator(browser, product);
  await page.setViewportSize({ width: 390, height: 844 });
  const before = await readItem('M06');
  const records = await countRecords();
  const sent: string[] = [];
  // The post reaches the server, and its answer does not come back: nobody on the phone knows what became of it.
  await page.route('**/api/projects/k-park/progress', async (route) => {
    sent.push(route.request().headers()['idempotency-key'] ?? '');
    if (sent.length === 1) await route.fetch();
    await route.abort('connectionreset');
  });
  await openItem(page, product, 'k-park', 'M06');
  await toItem(page, 'M06')
    .getByLabel(/^Done so far/)
    .fill('6');
  await toItem(page, 'M06').getByRole('button', { name: 'Post', exact: true }).click();
  await page.getByText('Send again').first().waitFor();
  await until('the post to have been counted', async () => (await readItem('M06'))?.done === 6);

  // The phone goes out of range, and the page is opened anew when it is back.
  await context.setOffline(true);
  await context.setOffline(false);
  await page.reload();
  await until('it to be sent again', () => sent.length >= 2);
  await page.unroute('**/api/projects/k-park/progress');
  await page.reload();
  await until('nothing to be left on the phone', () =>
    page.evaluate(() => Object.keys(localStorage).every((key) => !key.startsWith('sitecast-outbox'))),
  );
  expect(new Set(sent).size).toBe(1);
  const after = await readItem('M06');
  expect([after?.done, after?.version]).toEqual([6, (before?.version ?? 0) + 1]);
  expect(await countRecords()).toBe(records + 1);
  await close();
}, 120_000);
