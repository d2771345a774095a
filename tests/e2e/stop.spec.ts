import { rm } from 'node:fs/promises';
import type { MilestoneView, ProjectView } from '@sitecast/contract';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, waitForMovingPicture } from '../support/browser.ts';
import { openItem, setUpAdministrator, signIn, toItem } from '../support/sign-in.ts';
import { readProcesses, readTree } from '../support/process-tree.ts';
import { startProduct, type Product } from '../support/product.ts';
import { until } from '../support/until.ts';
import { openVisitor } from '../support/visitor.ts';

let product: Product;
let browser: Browser;

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct({ demo: true, past: 'off' }), openBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await product?.close();
});

const serverOf = async (of: Product) => {
  const server = (await readTree(of.starter.pid!)).find((each) => each.commandLine.includes('apps/server/src/main.ts'));
  return server?.pid ?? null;
};
const readItem = async (code: string): Promise<MilestoneView> => {
  const project: ProjectView = (await product.visit('/api/projects/k-park')).body;
  return project.milestones.find((item) => item.code === code)!;
};

describe('a server that dies and a product that is stopped', () => {
  test('[IDEM4] loses no acknowledged post over kill -9, takes the one in flight once, and its pages recover by themselves', async () => {
    const watcher = await openVisitor(browser);
    await watcher.page.goto(`${product.origin}/projects/k-park`);
    await waitForMovingPicture(watcher.page);
    await watcher.page.evaluate(() => Object.assign(window, { isFirstLoad: true }));
    const manager = await setUpAdministrator(browser, product);
    await openItem(manager.page, product, 'k-park', 'M06');
    const item = toItem(manager.page, 'M06');
    const posted = item.getByText('Posted. It is on every open page now.');
    await item.getByLabel(/^Done so far/).fill('5');
    await item.getByRole('button', { name: 'Post', exact: true }).click();
    await posted.waitFor();
    const kept = await readItem('M06');
    expect(kept.done).toBe(5);

    const before = await serverOf(product);
    await item.getByLabel(/^Done so far/).fill('6');
    const inFlight = manager.page.waitForRequest('**/api/projects/k-park/progress');
    await item.getByRole('button', { name: 'Post', exact: true }).click();
    await inFlight;
    process.kill(before!, 'SIGKILL');
    await until(
      'another server',
      async () => {
        const now = await serverOf(product);
        return now !== null && now !== before && (await product.visit('/readyz')).status === 200;
      },
      60_000,
    );

    // Whether the first try was written before the end or not: the form's own retry has one effect.
    await posted.waitFor({ timeout: 60_000 });
    expect(await readItem('M06')).toMatchObject({ done: 6, version: kept.version + 1 });
    const { percentBp } = (await product.visit('/api/projects/k-park')).body.progress;
    const number = watcher.page.locator('.standing .number');
    await number.filter({ hasText: String(percentBp / 100) }).waitFor({ timeout: 60_000 });
    await waitForMovingPicture(watcher.page);
    await watcher.page.locator('.player[data-word="live"]').waitFor({ timeout: 60_000 });
    expect(await watcher.page.evaluate(() => 'isFirstLoad' in window)).toBe(true);
    await Promise.all([watcher.close(), manager.close()]);
  });

  test('[ENV5] leaves nothing of its own running after Ctrl-C, and starts again on what it kept', async () => {
    const tree = await readTree(product.starter.pid!);
    for (const part of ['apps/server', 'apps/recorder', 'packages/simulator', 'ffmpeg']) {
      expect(
        tree.some((each) => each.commandLine.includes(part)),
        `${part} in the tree`,
      ).toBe(true);
    }
    expect(await product.close({ keepData: true })).toBe(0);
    const left = await readProcesses();
    expect(
      left.filter((each) => tree.some((was) => was.pid === each.pid && was.commandLine === each.commandLine)),
    ).toEqual([]);
    expect(left.filter((each) => each.commandLine.includes(product.dataDir))).toEqual([]);

    const { dataDir } = product;
    product = await startProduct({ demo: true, past: 'off', dataDir });
    process.stdout.write(`second start: ${Math.round(product.readyMs)} ms\n`);
    expect(await readItem('M06')).toMatchObject({ done: 6 });
    const person = await openVisitor(browser);
    await signIn(person.page, product);
    await person.close();
    await product.close();
    await rm(dataDir, { recursive: true, force: true });
  });
});
