import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';

/** A page of somebody else with somebody else's player: video.js, which reads, joins and decodes playlists by its own code. */
export interface ForeignPlayer {
  readonly page: Page;
  /** What it complained of: errors and warnings of the player and of the browser. */
  readonly complaints: string[];
  read(): Promise<{ currentTime: number; frames: number; durationS: number; isEnded: boolean; isParted: boolean }>;
  close(): Promise<void>;
}

const require = createRequire(import.meta.url);
const html = `<!doctype html><html lang="en"><title>A foreign player</title>
<video id="player" class="video-js" width="640" height="360" muted playsinline></video>
<script src="video.js"></script>`;

/** Opens an address of a playlist in it. What the player calls a complaint is one: nothing is left out. */
export async function openForeignPlayer(browser: Browser, url: string): Promise<ForeignPlayer> {
  const script = await readFile(require.resolve('video.js/dist/video.min.js'));
  const server = createServer((request, response) => {
    if (request.url === '/video.js') response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    else if (request.url === '/') response.writeHead(200, { 'content-type': 'text/html' }).end(html);
    else response.writeHead(204).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.evaluate((src) => {
    const { videojs } = window as unknown as { videojs: (id: string, options: object) => VideoJs };
    const player = videojs('player', { autoplay: 'muted', liveui: true, html5: { vhs: { overrideNative: true } } });
    player.on('error', () =>
      window.reportError(new Error(`the player gave up: ${player.error()?.message ?? 'without a word'}`)),
    );
    player.src({ src, type: 'application/vnd.apple.mpegurl' });
    Object.assign(window, { player });
  }, url);

  return {
    page,
    complaints,
    read: () =>
      page.evaluate(() => {
        const video = document.querySelector('video');
        const { player } = window as unknown as { player: VideoJs };
        return {
          currentTime: video?.currentTime ?? 0,
          frames: video?.getVideoPlaybackQuality().totalVideoFrames ?? 0,
          durationS: player.duration(),
          isEnded: player.ended(),
          isParted: performance.getEntriesByType('resource').some(({ name }) => /\/\d+\.\d+\.m4s$/.test(name)),
        };
      }),
    async close() {
      await page.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** As much of video.js as is used. */
interface VideoJs {
  on(event: string, listener: () => void): void;
  src(source: { src: string; type: string }): void;
  error(): { message: string } | null;
  duration(): number;
  ended(): boolean;
}
