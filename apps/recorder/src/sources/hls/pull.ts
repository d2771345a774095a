import { createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import { PassThrough, type Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { listenOnLoopback } from '../loopback.ts';
import { createGuardedGet, PullError } from '../guarded-get.ts';
import type { SourceGuard } from '../guard.ts';
import { createFaultSignal, type OpenedSource } from '../opened-source.ts';

import { createMediaCheck } from './media-check.ts';
import { rewritePlaylist, type Playlist, type Resource } from './playlist.ts';

const defaultLimits = { silenceMs: 8_000, segmentMs: 30_000, staleMs: 15_000 };
const playlistBytes = 1 << 20;
const segmentBytes = 64 << 20;
const keyBytes = 16;
type MediaPlaylist = Extract<Playlist, { kind: 'media' }>;

/** A name that says nothing of the address and is the same each time the playlist is read. */
function nameResource(resource: Resource): string {
  const { url, range } = resource;
  return createHash('sha256')
    .update(`${url} ${range?.offset ?? ''} ${range?.length ?? ''}`)
    .digest('hex')
    .slice(0, 32);
}

/**
 * Pulls an HLS source in Node and offers ffmpeg one media playlist on loopback. ffmpeg follows redirects and nested
 * playlists wherever they lead; here each address goes through the guard, and what is not media never reaches it.
 */
export async function openHlsPull(options: {
  url: string;
  guard: SourceGuard;
  limits?: Partial<typeof defaultLimits>;
  now?: () => number;
}): Promise<OpenedSource> {
  const limits = { ...defaultLimits, ...options.limits };
  const now = options.now ?? (() => performance.now());
  const signal = createFaultSignal();
  const get = createGuardedGet({ guard: options.guard, kind: 'hls', origin: options.url, silenceMs: limits.silenceMs });
  const path = `/${randomBytes(24).toString('base64url')}/`;
  let variant: string | null = null;
  let resources = new Map<string, Resource>();
  let olderResources = new Map<string, Resource>();
  let newest = '';
  let newestAtMs = now();

  async function readPlaylist(url: string): Promise<Playlist> {
    const bytes = await get.read(url, playlistBytes);
    return rewritePlaylist(bytes.toString('utf8'), url, nameResource);
  }

  /** The media playlist; a master is looked into once, so that playlists cannot lead round in a circle. */
  async function findMedia(): Promise<MediaPlaylist> {
    const first = await readPlaylist(variant ?? options.url);
    const found = first.kind === 'master' ? await readPlaylist(first.variant) : first;
    if (found.kind === 'refused') throw new PullError(found.fault);
    if (found.kind === 'master') throw new PullError('no-video');
    if (first.kind === 'master') ({ variant } = first);
    return found;
  }

  async function answerPlaylist(response: ServerResponse): Promise<void> {
    const playlist = await findMedia();
    if (playlist.newest !== newest) {
      ({ newest } = playlist);
      newestAtMs = now();
      signal.clear();
    }
    if (now() - newestAtMs > Math.max(limits.staleMs, 3 * playlist.targetMs)) throw new PullError('silent');
    olderResources = resources;
    ({ resources } = playlist);
    response.writeHead(200, { 'content-type': 'application/vnd.apple.mpegurl' }).end(playlist.text);
  }

  async function openDecryption(resource: Resource): Promise<Duplex> {
    if (!resource.key) return new PassThrough();
    const key = await get.read(resource.key.url, keyBytes);
    if (key.length !== keyBytes) throw new PullError('refused');
    return createDecipheriv('aes-128-cbc', key, resource.key.vector);
  }

  async function answerResource(name: string, response: ServerResponse): Promise<void> {
    const resource = resources.get(name) ?? olderResources.get(name);
    if (!resource) throw new PullError('not-found');
    const decryption = await openDecryption(resource);
    const media = await get.open(resource.url, resource.range);
    response.writeHead(200, { 'content-type': 'application/octet-stream' });
    await pipeline(media, decryption, createMediaCheck(segmentBytes), response, {
      signal: AbortSignal.timeout(limits.segmentMs),
    });
  }

  async function answer(name: string, response: ServerResponse): Promise<void> {
    try {
      if (name === 'live.m3u8') await answerPlaylist(response);
      else await answerResource(name, response);
    } catch (error) {
      // The variant may have moved: look at the master again.
      variant = null;
      const isOurs = error instanceof PullError;
      // A reader that went away is not the source's fault.
      if (isOurs || !response.destroyed) signal.raise(isOurs ? error.fault : 'ended');
      if (response.headersSent) response.destroy();
      else response.writeHead(502).end();
    }
  }

  const server = createServer((request, response) => {
    const { url = '' } = request;
    if (request.method !== 'GET' || !url.startsWith(path)) return void response.writeHead(404).end();
    void answer(url.slice(path.length), response);
  });
  server.maxConnections = 8;
  const port = await listenOnLoopback(server);
  const whitelist = ['-protocol_whitelist', 'http,tcp'];

  return {
    inputArgs: [
      // At its own speed: segments come in bursts, and a burst is neither a stall nor the future.
      ...['-re', '-f', 'hls', '-live_start_index', '-3', ...whitelist, '-rw_timeout', '20000000'],
      ...['-i', `http://127.0.0.1:${port}${path}live.m3u8`],
    ],
    get fault() {
      return signal.current;
    },
    onFault: signal.listen,
    async close() {
      get.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
