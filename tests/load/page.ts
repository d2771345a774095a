/**
 * What the first page costs: the JavaScript a visitor's browser fetches before the player is asked for (compressed, as
 * it came over the wire), and Lighthouse's four categories on the public pages.
 */
import lighthouse from 'lighthouse';
import { chromium } from 'playwright-core';
import { findChromium } from '../support/browser.ts';
import { startProduct } from '../support/product.ts';
import { type Figure } from './statistics.ts';
import { createServer } from 'node:net';
import { once } from 'node:events';

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const;

export async function measurePage(): Promise<Figure[]> {
  const product = await startProduct({ demo: true });
  const port = await findFreePort();
  const browser = await chromium.launch({
    executablePath: findChromium(),
  });
  try {
    const figures: Figure[] = [];
    // As much as is asked for before the player: a page that never shows its video.
    const page = await browser.newPage();
    await page.addInitScript(() => {
      Object.assign(window, {
        IntersectionObserver: class {
          observe() {}
          unobserve() {}
          disconnect() {}
        },
      });
    });
    await page.goto(`${product.origin}/?lang=en`, { waitUntil: 'load' });
    const bytes = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .filter((entry): entry is PerformanceResourceTiming => entry instanceof PerformanceResourceTiming)
        .filter((entry) => entry.name.endsWith('.js'))
        .map((entry) => ({ name: new URL(entry.name).pathname, bytes: entry.encodedBodySize })),
    );
    await page.close();
    const total = bytes.reduce((sum, one) => sum + one.bytes, 0);
    figures.push({
      name: 'first page, JavaScript over the wire before the player',
      value: total / 1_000,
      unit: 'kB',
      asked: '≤ 60',
      met: total <= 60_000,
      yardstick: `${bytes.length} files`,
    });
    for (const path of ['/', '/projects/k-park']) {
      const result = await lighthouse(`${product.origin}${path}`, {
        port,
        output: 'json',
        logLevel: 'error',
        onlyCategories: [...categories],
      });
      for (const category of categories) {
        const score = (result?.lhr.categories[category]?.score ?? Number.NaN) * 100;
        const missed = Object.values(result?.lhr.audits ?? {})
          .filter(
            (audit) =>
              audit.score !== null &&
              audit.score < 0.9 &&
              result?.lhr.categories[category]?.auditRefs.some((ref) => ref.id === audit.id && ref.weight > 0),
          )
          .map((audit) => `${audit.id} ${audit.displayValue ?? ''}`.trim());
        figures.push({
          name: `Lighthouse ${category} of ${path}`,
          value: score,
          unit: '',
          asked: '≥ 95',
          met: score >= 95,
          ...(missed.length > 0 && { yardstick: missed.join('; ') }),
        });
      }
    }
    return figures;
  } finally {
    await browser.close();
    await product.close();
  }
}
