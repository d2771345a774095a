import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';

const candidates = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** The machine's Chromium; fails by name where there is none. */
export function findChromium(): string {
  const found = candidates.find((path) => path !== undefined && existsSync(path));
  if (!found) throw new Error('Chromium is missing: install it (apt-get install chromium) or set CHROMIUM_PATH');
  return found;
}

/** A headless Chromium that plays muted video by itself and talks to nobody but us. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
      '--disable-dev-shm-usage',
    ],
  });
}

/** What the page's first video did: its clock and the frames it decoded. */
export async function readVideo(page: Page): Promise<{ currentTime: number; frames: number; paused: boolean } | null> {
  return page.evaluate(() => {
    const video = document.querySelector('video');
    if (!video) return null;
    return {
      currentTime: video.currentTime,
      frames: video.getVideoPlaybackQuality().totalVideoFrames,
      paused: video.paused,
    };
  });
}

/** Wait until the page's first video really moves: its clock runs on and it decodes new frames. */
export async function waitForMovingPicture(page: Page, timeoutMs = 90_000): Promise<void> {
  await page.waitForFunction(
    () => {
      const video = document.querySelector('video');
      if (!video || video.readyState < 2) return false;
      const now = { video, time: video.currentTime, frames: video.getVideoPlaybackQuality().totalVideoFrames };
      const marked = (window as unknown as { firstSeen?: typeof now }).firstSeen;
      // A player that took the place of the first counts from its own beginning.
      if (!marked || marked.video !== video || now.time < marked.time || now.frames < marked.frames) {
        (window as unknown as { firstSeen: typeof now }).firstSeen = now;
        return false;
      }
      return now.time > marked.time + 0.5 && now.frames > marked.frames + 5;
    },
    undefined,
    { timeout: timeoutMs, polling: 100 },
  );
  await page.evaluate(() => {
    delete (window as unknown as { firstSeen?: unknown }).firstSeen;
  });
}
