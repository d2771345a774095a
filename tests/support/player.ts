import type { Page } from 'playwright-core';
import { until } from './until.ts';

/** Waits until a page's player says a word of its badge: `live`, `recorded`, `stalled` … */
export async function waitForWord(page: Page, word: string): Promise<void> {
  await page.locator(`.player[data-word="${word}"]`).waitFor({ timeout: 60_000 });
}

/** Waits until the page's first video shows another instant than now: also where the player was put in another's place. */
export async function waitForFrames(page: Page): Promise<void> {
  const read = () => page.evaluate(() => document.querySelector('video')!.currentTime);
  const before = await read();
  await until('a picture that moves', async () => Math.abs((await read()) - before) > 0.3, 60_000);
}
