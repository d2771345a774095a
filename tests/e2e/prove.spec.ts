import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ProjectView } from '@sitecast/contract';
import type { LedgerRecord } from '@sitecast/ledger';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { invitePerson } from '../support/invite.ts';
import { verifyExport } from '../support/ledger-command.ts';
import { startProduct, type Product } from '../support/product.ts';
import { openItem, setUpAdministrator, toItem } from '../support/sign-in.ts';
import { openVisitor, type Visitor } from '../support/visitor.ts';

/** A phone on a site: narrow, touched, and of a dense screen. */
const phone = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
};
const item = 'N01';
const publishedByThree = 'Public after one person verified and another approved';

let product: Product;
let browser: Browser;
let manager: Visitor;
let verifier: Visitor;
let owner: Visitor;
/** In a browser of its own: another machine, with nothing of the managers' on it. */
let otherBrowser: Browser;
let watcher: Visitor;

beforeAll(async () => {
  [product, browser, otherBrowser] = await Promise.all([
    startProduct({ demo: true, past: 'off' }),
    openBrowser(),
    openBrowser(),
  ]);
  const administrator = await setUpAdministrator(browser, product);
  const invite = (name: string, role: string, project?: string, options = {}) =>
    invitePerson(
      administrator,
      browser,
      product,
      { name, role, login: `${name.toLowerCase()}@example.org`, ...(project !== undefined && { project }) },
      options,
    );
  manager = await invite('Manager', 'Project manager', 'K-Park', phone);
  verifier = await invite('Verifier', 'Technical supervision', 'K-Park');
  owner = await invite('Owner', 'Owner');
  await administrator.close();
  watcher = await openVisitor(otherBrowser);
});

afterAll(async () => {
  await Promise.all([browser?.close(), otherBrowser?.close()]);
  await product?.close();
});

const readProject = async (): Promise<ProjectView> => (await product.visit('/api/projects/k-park')).body;
const toManage = (place: string) => `${product.origin}/manage/k-park/${place}`;

/** The plan as anyone may take it away, with one item more: ten bays, three weights. */
function addItem(csv: string): string {
  const [header = '', ...rows] = csv.trimEnd().split('\r\n');
  const columns = header.replace('\uFEFF', '').split(',');
  const title = {
    title_kk: 'Жаңа зал',
    title_ru: 'Новый зал',
    title_en: 'New hall',
    title_ko: '새 홀',
    title_zh: '新大厅',
  };
  const added: Record<string, string> = {
    ...title,
    ...{ milestone_code: item, kind: 'phase-gate', weight: '3', baseline_date: '2027-03-31', method: 'units' },
    ...{ done: '0', total: '10', unit: 'bay' },
  };
  return [header, ...rows, columns.map((column) => added[column] ?? '').join(',')].join('\r\n') + '\r\n';
}

/** Opens the public page as a stranger does, and waits until it follows the server by itself. */
async function startWatching(page: Page): Promise<void> {
  const socket = page.waitForEvent('websocket');
  await page.goto(`${product.origin}/projects/k-park?lang=en`);
  await (await socket).waitForEvent('framereceived', { predicate: ({ payload }) => String(payload).startsWith('43') });
  await page.evaluate(() => Object.assign(window, { isFirstLoad: true }));
}
const readCurve = (page: Page, line: 'actual' | 'planned') =>
  page.locator(`path[data-line="${line}"]`).first().getAttribute('d');
/** The watcher's page has it: by itself, on the page that was loaded at the beginning. */
async function waitForCurve(page: Page, line: 'actual' | 'planned', before: string | null): Promise<void> {
  await expect.poll(() => readCurve(page, line), { timeout: 60_000 }).not.toBe(before);
  expect(await page.evaluate(() => 'isFirstLoad' in window)).toBe(true);
}

describe('from a schedule file to a number that anyone can check', () => {
  test('the owner says that three people answer for a number', async () => {
    const { page } = owner;
    await page.goto(toManage('plan'));
    await page.getByLabel('Publishing rule').selectOption({ label: publishedByThree });
    await page.getByLabel('Reason').fill('Investors asked for it');
    await page.getByRole('button', { name: 'Change the rule' }).click();
    await expect
      .poll(async () => (await readProject()).progress.receipt.publishingRule, { timeout: 60_000 })
      .toBe('verified-and-approved');
  });

  test('[INV2] [INV3] a file is previewed, proposed, approved by another person, and the planned curve moves elsewhere', async () => {
    await startWatching(watcher.page);
    const before = await readProject();
    const planned = await readCurve(watcher.page, 'planned');

    const { page } = manager;
    await page.goto(toManage('import'));
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'CSV' }).tap();
    const csv = await readFile(await (await download).path(), 'utf8');
    await page
      .getByLabel('Choose a file')
      .setInputFiles({ name: 'plan.csv', mimeType: 'text/csv', buffer: Buffer.from(addItem(csv)) });
    await page.getByRole('heading', { name: 'What this file would change' }).waitFor();
    await page.getByText('New: 1').waitFor();
    await page.locator('details li', { hasText: item }).filter({ hasText: 'New hall' }).first().waitFor();
    expect((await readProject()).progress).toEqual(before.progress);
    await page.getByLabel('Why the plan changes').fill('A new hall was agreed');
    await page.getByRole('button', { name: 'Propose as baseline 2' }).tap();
    await page.getByText('Proposed as baseline 2.', { exact: false }).waitFor();
    expect((await readProject()).progress).toEqual(before.progress);

    await owner.page.goto(toManage('plan'));
    const proposal = owner.page.locator('article', { hasText: 'A new hall was agreed' });
    await proposal.getByRole('button', { name: 'Put into force' }).click();
    await waitForCurve(watcher.page, 'planned', planned);
    const after = await readProject();
    expect(after.progress.baselineRevision).toBe(2);
    expect(after.milestones.map(({ code }) => code)).toContain(item);
  });

  test('[INV4] [INV5] posted from a phone, verified and approved by two others: only then the curve moves elsewhere', async () => {
    const actual = await readCurve(watcher.page, 'actual');
    const percent = watcher.page.locator('.standing .number').first();
    const shown = await percent.innerText();
    const before = await readProject();
    const { page } = manager;
    await openItem(page, product, 'k-park', item);
    const form = toItem(page, item);
    await form.getByLabel(/^Done so far/).fill('4');
    await form.locator('summary', { hasText: 'Photo' }).tap();
    const photo = await sharp({ create: { width: 640, height: 360, channels: 3, background: '#7a8f6a' } })
      .jpeg()
      .toBuffer();
    await form
      .getByLabel('Photo', { exact: true })
      .setInputFiles({ name: 'hall.jpg', mimeType: 'image/jpeg', buffer: photo });
    await form.locator('li img').waitFor();
    // What a thumb has to find: nothing lies outside the narrow screen.
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await form.getByRole('button', { name: 'Post', exact: true }).tap();
    await form.getByText('Sent for verification.').waitFor();
    expect((await readProject()).progress).toEqual(before.progress);

    await verifier.page.goto(toManage('approvals'));
    const waiting = (page: Page) => page.locator('article', { hasText: item });
    await waiting(verifier.page).getByRole('button', { name: 'Verify', exact: true }).click();
    await waiting(verifier.page).getByText('Verified by Verifier', { exact: false }).waitFor();
    expect((await readProject()).progress).toEqual(before.progress);

    await owner.page.goto(toManage('approvals'));
    await waiting(owner.page).getByRole('button', { name: 'Approve and publish' }).click();
    await waitForCurve(watcher.page, 'actual', actual);
    const after = await readProject();
    expect(after.milestones.find(({ code }) => code === item)).toMatchObject({ done: 4, total: 10, percentBp: 4_000 });
    expect(after.progress.percentBp).toBeGreaterThan(before.progress.percentBp ?? 0);
    await expect.poll(() => percent.innerText(), { timeout: 60_000 }).not.toBe(shown);
    expect(watcher.complaints).toEqual([]);
  });

  test('[INV18] [LEDGER3] one byte of its record changed in the database: the page and the command name that record', async () => {
    const verdict = watcher.page.locator('#content h2').first();
    const readVerdict = async (): Promise<string> => {
      await watcher.page.goto(`${product.origin}/projects/k-park/ledger?lang=en`);
      await verdict.filter({ hasNotText: /Checking|begins/ }).waitFor();
      return verdict.innerText();
    };
    expect(await readVerdict()).toBe('Every record holds');
    expect((await verifyExport(product, 'k-park')).code).toBe(0);
    const { body } = await product.visit('/api/projects/k-park/ledger?limit=1000');
    const records = (body.items as { line: string }[]).map(({ line }) => JSON.parse(line) as LedgerRecord);
    const victim = records.find((record) => record.kind === 'progress-entry' && record.body['item'] === item);
    if (!victim) throw new Error('the post was not sealed');

    changeOneByte(join(product.dataDir, 'server', 'sitecast.db'), victim.n);
    expect(await readVerdict()).toBe(`Record ${victim.n} does not hold`);
    await watcher.page.locator(`#record-${victim.n}`).getByText('does not hold').first().waitFor();
    const said = await verifyExport(product, 'k-park');
    expect(said.code).toBe(1);
    expect(said.out).toContain(`Record ${victim.n} does not hold`);
  });
});

/** As whoever has the machine in hand can do it, while the product runs: the guard taken away, four of ten made five. */
function changeOneByte(file: string, n: number): void {
  const database = new DatabaseSync(file);
  try {
    database.exec('pragma busy_timeout = 20000');
    expect(() => database.exec('update ledger_record set line = line')).toThrow();
    for (const { name } of database
      .prepare(`select name from sqlite_schema where type = 'trigger' and tbl_name = 'ledger_record'`)
      .all()) {
      database.exec(`drop trigger "${String(name)}"`);
    }
    const changed = database
      .prepare(`update ledger_record set line = replace(line, ?, ?) where project = 'k-park' and n = ?`)
      .run('"percentBp":4000', '"percentBp":5000', n);
    expect(changed.changes).toBe(1);
  } finally {
    database.close();
  }
}
