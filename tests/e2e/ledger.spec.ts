import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { LedgerRecord } from '@sitecast/ledger';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { verifyExport } from '../support/ledger-command.ts';
import { startProduct, type Product } from '../support/product.ts';
import { openVisitor, type Visitor } from '../support/visitor.ts';

let product: Product;
let browser: Browser;
let visitor: Visitor;

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct({ demo: true, past: 'off' }), openBrowser()]);
  visitor = await openVisitor(browser);
});
afterAll(async () => {
  await browser?.close();
  await product?.close();
});

/** What the page says after its own check of the chain. */
async function readVerdict(page: Page): Promise<string> {
  await page.goto(`${product.origin}/projects/k-park/ledger?lang=en`);
  const verdict = page.locator('#content h2').first();
  await verdict.filter({ hasNotText: /Checking|begins/ }).waitFor();
  return verdict.innerText();
}

/** Stops the product, lets the database's file be changed, and starts it again on the same data. */
async function restartWith(change: (file: string) => Promise<void> | void): Promise<void> {
  const { dataDir } = product;
  await product.close({ keepData: true });
  await change(join(dataDir, 'server', 'sitecast.db'));
  product = await startProduct({
    demo: true,
    past: 'off',
    dataDir,
    env: { SITECAST_PORT: new URL(product.origin).port },
  });
}

test('[LEDGER2] a visitor’s browser checks every record, and finds the head it kept at the next visit', async () => {
  expect(await readVerdict(visitor.page)).toBe('Every record holds');
  await visitor.page.getByText('will look for it at your next visit').waitFor();
  const { body } = await product.visit('/api/projects/k-park/ledger/head');
  await visitor.page.getByText(`${body.head.n} of ${body.head.n} records`).waitFor();
  expect(await readVerdict(visitor.page)).toBe('Every record holds');
  await visitor.page.getByText('still stands in the chain').waitFor();
  expect(visitor.complaints).toEqual([]);
  expect((await verifyExport(product, 'k-park')).code).toBe(0);
});

test('[LEDGER4] a record that is sealed while somebody looks stands on top of the list and is checked, without reload', async () => {
  const { page } = visitor;
  expect(await readVerdict(page)).toBe('Every record holds');
  const { body: before } = await product.visit('/api/projects/k-park/ledger/head');
  const next = (before.head.n as number) + 1;
  const { body: list } = await product.visit('/api/projects/k-park/milestones');
  const item = list.items.find(({ code }: { code: string }) => code === 'M05');
  const posted = await product.api('POST', '/api/projects/k-park/progress', {
    item: 'M05',
    dataDate: new Date(Date.now() + 5 * 3_600_000).toISOString().slice(0, 10),
    measurement: { method: 'units', done: item.done + 1, total: item.total },
    expectedVersion: item.version,
  });
  expect(posted.status, JSON.stringify(posted.body)).toBe(201);
  await page.locator(`#record-${next}`).getByText('Permanent power').waitFor();
  await page.getByText(`${next} of ${next} records`).waitFor();
  expect(await page.locator('#records li').first().getAttribute('id')).toBe(`record-${next}`);
});

test('[LEDGER7] without a script the page leads through the whole chain, and says what it cannot prove', async () => {
  const plain = await openVisitor(browser, { javaScriptEnabled: false });
  const { page } = plain;
  await page.goto(`${product.origin}/projects/k-park/ledger?lang=en`);
  await page.getByRole('heading', { name: 'What this cannot prove' }).waitFor();
  await page.getByText('A lie told before sealing is sealed as well', { exact: false }).waitFor();
  const first = page.locator('#record-1');
  for (let pages = 0; pages < 20 && (await first.count()) === 0; pages += 1) {
    await page.getByRole('link', { name: 'Show more' }).click();
  }
  await first.getByText('Baseline 1').waitFor();
  await page.getByRole('link', { name: 'To the newest' }).click();
  const { body } = await product.visit('/api/projects/k-park/ledger/head');
  await page.locator(`#record-${body.head.n}`).waitFor();
  await plain.close();
});

test('[LEDGER8] a number changed behind the ledger’s back is named on the page', async () => {
  await restartWith((file) => {
    const database = new DatabaseSync(file);
    database.exec(`update item_state set percent_bp = percent_bp + 1 where project = 'k-park' and code = 'M06'`);
    database.close();
  });
  expect(await readVerdict(visitor.page)).toBe('The project’s page shows something else');
  await visitor.page.getByText('Compare: M06').waitFor();
  await restartWith((file) => {
    const database = new DatabaseSync(file);
    database.exec(`update item_state set percent_bp = percent_bp - 1 where project = 'k-park' and code = 'M06'`);
    database.close();
  });
  expect(await readVerdict(visitor.page)).toBe('Every record holds');
});

test('[LEDGER3] one byte changed in the database’s file: page and command name the record', async () => {
  const page = await product.visit('/api/projects/k-park/ledger?limit=1000');
  const victim = JSON.parse(page.body.items[19].line as string) as LedgerRecord;
  await restartWith(async (file) => {
    const bytes = await readFile(file);
    // Inside the body, which ends before the hash.
    const index = bytes.indexOf(`"hash":"${victim.hash}"`) - 6;
    expect(index).toBeGreaterThan(0);
    bytes[index] = (bytes[index] ?? 0) ^ 1;
    await writeFile(file, bytes);
  });
  expect(await readVerdict(visitor.page)).toBe('Record 20 does not hold');
  await visitor.page.locator('#record-20').getByText('does not hold').first().waitFor();
  const said = await verifyExport(product, 'k-park');
  expect(said.code).toBe(1);
  expect(said.out).toContain('Record 20 does not hold');
});
