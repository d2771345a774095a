/**
 * What the first page costs: the JavaScript a visitor's browser fetches before the player is asked for (compressed, as
 * it came over the wire), and Lighthouse's four categories on the public pages.
 */
import lighthouse from 'lighthouse';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findChromium, openBrowser } from '../support/browser.ts';
import { startProduct } from '../support/product.ts';
import { type Figure } from './statistics.ts';

/** A Chromium that Lighthouse reaches over its debugging port. */
async function startLighthouseBrowser(): Promise<{ port: number; close(): Promise<void> }> {
  const profile = await mkdtemp(join(tmpdir(), 'sitecast-lighthouse-'));
  const browser: ChildProcess = spawn(
    findChromium(),
    [
      ...['--headless=new', '--no-sandbox', '--disable-background-networking', '--no-first-run'],
      ...['--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const port = await new Promise<number>((found, fail) => {
    createInterface({ input: browser.stderr! }).on('line', (line) => {
      const listening = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(line)?.[1];
      if (listening) found(Number(listening));
    });
    browser.once('exit', (code) => fail(new Error(`Chromium ended with ${code}`)));
  });
  return {
    port,
    async close() {
      const ended = once(browser, 'exit');
      browser.kill('SIGTERM');
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const;

export async function measurePage(): Promise<Figure[]> {
  const product = await startProduct({ demo: true });
  const browser = await openBrowser();
  const lighthouseBrowser = await startLighthouseBrowser();
  const { port } = lighthouseBrowser;
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
    // When the page stands, it asks for the player and for what is live; what it asked for until then counts.
    const bytes = await page.evaluate(() => {
      const [visit] = performance.getEntriesByType('navigation');
      const standsAt = visit instanceof PerformanceNavigationTiming ? visit.loadEventStart : Number.POSITIVE_INFINITY;
      return performance
        .getEntriesByType('resource')
        .filter((entry): entry is PerformanceResourceTiming => entry instanceof PerformanceResourceTiming)
        .filter((entry) => entry.name.endsWith('.js'))
        .filter((entry) => entry.startTime < standsAt)
        .map((entry) => ({ name: new URL(entry.name).pathname, bytes: entry.encodedBodySize }));
    });
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
    await lighthouseBrowser.close();
    await browser.close();
    await product.close();
  }
}
