/**
 * What the first page costs: the JavaScript a visitor's browser fetches before the player is asked for (compressed, as
 * it came over the wire), and Lighthouse's four categories on the public pages.
 */
import lighthouse, { type Result } from 'lighthouse';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser } from 'playwright-core';
import { findChromium, openBrowser } from '../support/browser.ts';
import { startProduct } from '../support/product.ts';
import { median, type Figure } from './statistics.ts';

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

/** What a visit to the first page asks for before it stands and asks for its player, and all but the player. */
async function weighScripts(browser: Browser, origin: string): Promise<Figure[]> {
  const page = await browser.newPage();
  // A page that never shows its video never asks for the player.
  await page.addInitScript(() => {
    Object.assign(window, {
      IntersectionObserver: class {
        observe() {}
        unobserve() {}
        disconnect() {}
      },
    });
  });
  // A script is listed when it has come whole, which the load event does not wait for.
  await page.goto(`${origin}/?lang=en`, { waitUntil: 'networkidle' });
  const scripts = await page.evaluate(() => {
    const [visit] = performance.getEntriesByType('navigation');
    const standsAt = visit instanceof PerformanceNavigationTiming ? visit.loadEventStart : Number.POSITIVE_INFINITY;
    return performance
      .getEntriesByType('resource')
      .filter((entry): entry is PerformanceResourceTiming => entry instanceof PerformanceResourceTiming)
      .filter((entry) => entry.name.endsWith('.js'))
      .map((entry) => ({ isFirst: entry.startTime < standsAt, bytes: entry.encodedBodySize }));
  });
  await page.close();
  const first = scripts.filter((script) => script.isFirst);
  const weigh = (some: typeof scripts): number => some.reduce((sum, { bytes }) => sum + bytes, 0) / 1_000;
  return [
    {
      name: 'first page, JavaScript over the wire before the player',
      value: weigh(first),
      unit: 'kB',
      asked: '≤ 60',
      met: first.length > 0 && weigh(first) <= 60,
      yardstick: `${first.length} files; ${weigh(scripts).toFixed(1)} kB with what comes when the page stands, but the player`,
    },
  ];
}

const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const;

const visits = 3;

/** Lighthouse's scores of one page: the middle one of several visits, as its makers advise, with all of them beside it. */
async function judge(address: string, path: string, port: number): Promise<Figure[]> {
  const reports: Result[] = [];
  for (let visit = 0; visit < visits; visit += 1) {
    const onlyCategories = [...categories];
    const report = (await lighthouse(address, { port, logLevel: 'error', onlyCategories }))?.lhr;
    if (!report) throw new Error(`Lighthouse did not judge ${address}`);
    reports.push(report);
  }
  return categories.map((category): Figure => {
    const scores = reports.map((report) => (report.categories[category]?.score ?? Number.NaN) * 100);
    const score = median(scores);
    const notes = reports.map((report) => toMissed(report, category)).filter((note) => note !== '');
    return {
      name: `Lighthouse ${category} of ${path}`,
      value: score,
      unit: '',
      asked: '≥ 95',
      met: score >= 95,
      yardstick: [`visits ${scores.map((one) => one.toFixed(0)).join(', ')}`, ...notes].join('; '),
    };
  });
}

/** What took points from a category. */
function toMissed(report: Result, category: string): string {
  const weighed = (id: string) =>
    report.categories[category]?.auditRefs.some((audit) => audit.id === id && audit.weight > 0);
  return Object.values(report.audits)
    .filter((audit) => audit.score !== null && audit.score < 0.9 && weighed(audit.id))
    .map((audit) => `${audit.id} ${audit.displayValue ?? ''}`.trim())
    .join(', ');
}

export async function measurePage(): Promise<Figure[]> {
  const product = await startProduct({ demo: true });
  const browser = await openBrowser();
  const lighthouseBrowser = await startLighthouseBrowser();
  const { port } = lighthouseBrowser;
  try {
    const figures: Figure[] = [];
    figures.push(...(await weighScripts(browser, product.origin)));
    for (const path of ['/', '/projects/k-park'])
      figures.push(...(await judge(`${product.origin}${path}`, path, port)));
    return figures;
  } finally {
    await lighthouseBrowser.close();
    await browser.close();
    await product.close();
  }
}
