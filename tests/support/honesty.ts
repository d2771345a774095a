import type { Page } from 'playwright-core';

/** A moment at which the page said LIVE though its picture stood still. */
export interface Lie {
  stillForMs: number;
  badge: string;
}

/** A picture may be called live at most so long after its last new frame: the page's own limit and a second for the paint. */
const liveAtMostMs = 4_000;

/** From now on looks at the first player ten times a second, as a doubting visitor would (LIVE2). */
export async function watchHonesty(page: Page): Promise<void> {
  await page.evaluate((limitMs) => {
    const lies: { stillForMs: number; badge: string }[] = [];
    let frames = -1;
    let movedAt = performance.now();
    setInterval(() => {
      const video = document.querySelector('video');
      const count = video?.getVideoPlaybackQuality().totalVideoFrames ?? -1;
      if (count !== frames) movedAt = performance.now();
      frames = count;
      const stillForMs = performance.now() - movedAt;
      const player = document.querySelector<HTMLElement>('.player');
      if (player?.dataset['word'] === 'live' && stillForMs > limitMs) {
        lies.push({ stillForMs, badge: player.querySelector('.head .text')?.textContent ?? '' });
      }
    }, 100);
    Object.assign(window, { lies });
  }, liveAtMostMs);
}

/** What it has caught since. */
export async function readLies(page: Page): Promise<Lie[]> {
  return page.evaluate(() => (window as unknown as { lies: Lie[] }).lies);
}
