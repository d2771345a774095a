/**
 * `pnpm pictures`: takes the README's pictures from the running product, with the demo's cameras really playing.
 * They are committed beside this script, small: WebP at the size they are shown.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { openBrowser, waitForMovingPicture } from '../support/browser.ts';
import { startProduct, type Product } from '../support/product.ts';
import { until } from '../support/until.ts';

interface Picture {
  name: string;
  path: string;
  size: { width: number; height: number };
  scheme: 'light' | 'dark';
  /** Pixels of the committed picture's width. */
  width: number;
  scrollTo?: string;
}

const pictures: readonly Picture[] = [
  { name: 'programme', path: '/?lang=en', size: { width: 1_440, height: 1_180 }, scheme: 'light', width: 1_200 },
  {
    name: 'project',
    path: '/projects/k-park?lang=en',
    size: { width: 1_440, height: 1_180 },
    scheme: 'dark',
    width: 1_200,
  },
  {
    name: 'curve',
    path: '/projects/k-park?lang=en',
    size: { width: 1_440, height: 760 },
    scheme: 'light',
    width: 1_200,
    scrollTo: 'h2:has-text("Planned, actual")',
  },
  {
    name: 'phone-kk',
    path: '/projects/k-park?lang=kk',
    size: { width: 390, height: 844 },
    scheme: 'light',
    width: 390,
  },
  { name: 'phone-ko', path: '/projects/k-park?lang=ko', size: { width: 390, height: 844 }, scheme: 'dark', width: 390 },
  {
    name: 'wall',
    path: '/wall?project=k-park&lang=en',
    size: { width: 1_920, height: 1_080 },
    scheme: 'dark',
    width: 1_200,
  },
];

async function takePicture(browser: Browser, product: Product, picture: Picture): Promise<void> {
  const context = await browser.newContext({ viewport: picture.size, colorScheme: picture.scheme });
  const page = await context.newPage();
  await page.goto(product.origin + picture.path);
  await waitForMovingPicture(page, 60_000);
  // The controls step back from a picture that nobody touches; a wall has none.
  const controls = page.locator('.player .bar').first();
  if ((await controls.count()) > 0) await page.locator('.player .bar.quiet').first().waitFor();
  if (picture.scrollTo)
    await page
      .locator(picture.scrollTo)
      .first()
      .evaluate((heading) => heading.scrollIntoView({ block: 'start' }));
  const shot = await page.screenshot({ timeout: 60_000 });
  const small = await sharp(shot).resize({ width: picture.width }).webp({ quality: 72 }).toBuffer();
  await writeFile(join(import.meta.dirname, `${picture.name}.webp`), small);
  console.log(`${picture.name}.webp  ${(small.byteLength / 1_000).toFixed(0)} kB`);
  await context.close();
}

await mkdir(import.meta.dirname, { recursive: true });
const product = await startProduct({ demo: true });
const browser = await openBrowser();
try {
  await until(
    'a live camera',
    async () => {
      const { body } = await product.visit('/api/cameras');
      return body.items.some((camera: { health: { state: string } }) => camera.health.state === 'live');
    },
    60_000,
  );
  for (const picture of pictures) await takePicture(browser, product, picture);
} finally {
  await browser.close();
  await product.close();
}
