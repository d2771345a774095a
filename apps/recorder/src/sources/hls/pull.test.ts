import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createRawServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readFrames } from '../../../../../tests/support/read-frames.ts';
import { until } from '../../../../../tests/support/until.ts';
import { createSourceGuard } from '../guard.ts';
import { openHlsPull } from './pull.ts';

const guard = createSourceGuard({ hosts: '127.0.0.1' });
const closers: (() => Promise<unknown>)[] = [];
let folder = '';
const packagers: (() => Promise<unknown>)[] = [];

/** ffmpeg's own HLS muxer as the foreign source: live, in the form asked for. */
async function startPackager(name: string, options: readonly string[]): Promise<void> {
  const picture = ['-re', '-f', 'lavfi', '-i', 'testsrc2=s=320x180:r=25', '-c:v', 'libx264', '-preset', 'ultrafast'];
  const form = ['-g', '25', '-f', 'hls', '-hls_time', '1', '-hls_list_size', '6', ...options];
  const argv = ['-nostdin', '-v', 'quiet', ...picture, ...form, join(folder, `${name}.m3u8`)];
  const child = spawn('ffmpeg', argv, { stdio: 'ignore', cwd: folder });
  const exited = once(child, 'exit');
  packagers.push(async () => {
    child.kill('SIGKILL');
    await exited;
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sitecast-hls-'));
  await writeFile(join(folder, 'secret.key'), randomBytes(16));
  await writeFile(join(folder, 'key.info'), `secret.key\n${join(folder, 'secret.key')}\n`);
  const named = (name: string): string[] => ['-hls_segment_filename', join(folder, `${name}-%d.seg.ts`)];
  await startPackager('plain', named('plain'));
  await startPackager('sealed', [...named('sealed'), '-hls_key_info_file', join(folder, 'key.info')]);
  await startPackager('fragmented', ['-hls_segment_type', 'fmp4', '-hls_fmp4_init_filename', 'fragmented-init.mp4']);
  const names = ['plain', 'sealed', 'fragmented'];
  await until('three segments of each', async () => {
    const texts = await Promise.all(names.map((name) => readFile(join(folder, `${name}.m3u8`), 'utf8')));
    return texts.every((text) => (text.match(/#EXTINF/g)?.length ?? 0) >= 3);
  });
});
afterAll(async () => {
  for (const stop of packagers) await stop();
  await rm(folder, { recursive: true, force: true });
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

type Handler = (request: IncomingMessage, response: ServerResponse) => boolean;

async function serveFolder(
  before: Handler = () => false,
): Promise<{ origin: string; seen: string[]; logins: string[] }> {
  const seen: string[] = [];
  const logins: string[] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    seen.push(path);
    if (request.headers.authorization !== undefined) logins.push(request.headers.authorization);
    if (before(request, response)) return;
    readFile(join(folder, path)).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  closers.push(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, logins };
}

async function open(url: string, limits: Parameters<typeof openHlsPull>[0]['limits'] = {}) {
  const source = await openHlsPull({ url, guard, limits });
  closers.push(() => source.close());
  return source;
}

const redirectTo =
  (path: string, location: string): Handler =>
  (request, response) => {
    if (request.url !== path) return false;
    response.writeHead(302, { location }).end();
    return true;
  };

const answerWith =
  (path: string, body: string | Buffer): Handler =>
  (request, response) => {
    if (request.url !== path) return false;
    response.end(body);
    return true;
  };

describe('the HLS pull', () => {
  it.each(['plain', 'sealed', 'fragmented'])('carries a live %s stream', async (name) => {
    const { origin } = await serveFolder();
    const source = await open(`${origin}/${name}.m3u8`);
    const read = await readFrames(source.inputArgs, { wanted: 100 });
    expect(read.frames).toBeGreaterThanOrEqual(100);
    expect(source.fault).toBeNull();
    expect(read.log).not.toContain(origin);
  });

  it('takes the largest H.264 variant of a master playlist', async () => {
    const variants = [
      '#EXT-X-STREAM-INF:BANDWIDTH=9000000,CODECS="hvc1.1.6.L93.B0"\nhevc.m3u8',
      '#EXT-X-STREAM-INF:BANDWIDTH=100000,CODECS="avc1.42c00d"\nsmall.m3u8',
      '#EXT-X-STREAM-INF:BANDWIDTH=800000,CODECS="avc1.42c00d"\nplain.m3u8',
    ];
    const { origin, seen } = await serveFolder(answerWith('/master.m3u8', `#EXTM3U\n${variants.join('\n')}\n`));
    const source = await open(`${origin}/master.m3u8`);
    expect((await readFrames(source.inputArgs, { wanted: 25 })).frames).toBeGreaterThanOrEqual(25);
    expect(seen).not.toContain('/small.m3u8');
    expect(seen).not.toContain('/hevc.m3u8');
  });

  it('[CTRL2] sends the password to its own host alone, and never to ffmpeg', async () => {
    const other = await serveFolder();
    const home = await serveFolder((request, response) => {
      if (request.headers.authorization !== `Basic ${btoa('u:canary-pw')}`) {
        response.writeHead(401).end();
        return true;
      }
      if (request.url !== '/split.m3u8') return false;
      void readFile(join(folder, 'plain.m3u8'), 'utf8').then((text) => {
        response.end(text.replaceAll(/^plain/gm, `${other.origin}/plain`));
      });
      return true;
    });
    const source = await open(`${home.origin.replace('://', '://u:canary-pw@')}/split.m3u8`);
    const read = await readFrames(source.inputArgs, { wanted: 25 });
    expect(read.frames).toBeGreaterThanOrEqual(25);
    expect(other.seen.some((path) => path.endsWith('.ts'))).toBe(true);
    expect(other.logins).toEqual([]);
    expect(read.log + read.commandLine).not.toMatch(/canary-pw|dTpjYW5hcnktcHc/);
    const locked = await open(`${home.origin}/plain.m3u8`);
    await readFrames(locked.inputArgs, { wanted: 1 });
    expect(locked.fault).toBe('wrong-password');
  });
});

describe('the HLS pull against hostile sources', () => {
  it('[CTRL4] follows no redirect', async () => {
    const target = await serveFolder();
    const { origin } = await serveFolder(redirectTo('/plain.m3u8', `${target.origin}/plain.m3u8`));
    const source = await open(`${origin}/plain.m3u8`);
    expect((await readFrames(source.inputArgs, { wanted: 1 })).frames).toBe(0);
    expect(source.fault).toBe('redirected');
    expect(target.seen).toEqual([]);
  });

  it.each(['http://169.254.169.254/latest', 'http://10.0.0.1/a.ts', 'file:///etc/passwd', 'rtsp://127.0.0.1/x'])(
    '[CTRL4] asks the guard for each address of a playlist: %s',
    async (address) => {
      const text = `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:1\n#EXTINF:1,\n${address}\n#EXTINF:1,\n${address}\n`;
      const { origin } = await serveFolder(answerWith('/bad.m3u8', text));
      const source = await open(`${origin}/bad.m3u8`);
      const read = readFrames(source.inputArgs, { wanted: 1, limitMs: 1_500 });
      await until('the refusal', () => source.fault === 'refused');
      expect((await read).frames).toBe(0);
    },
  );

  it.each([
    ['a segment', (at: string) => `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${at}/a.ts\n#EXTINF:1,\n${at}/b.ts\n`],
    [
      'a map',
      (at: string) => `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MAP:URI="${at}/i.mp4"\n#EXTINF:1,\nplain-0.seg.ts\n`,
    ],
    [
      'a key',
      (at: string) =>
        `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-KEY:METHOD=AES-128,URI="${at}/k"\n#EXTINF:1,\nplain-0.seg.ts\n`,
    ],
    ['a variant', (at: string) => `#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n${at}/v.m3u8\n`],
  ])('[CTRL4] sends no packet to another host that a playlist names as %s', async (_what, write) => {
    let reached = 0;
    const canary = createRawServer((socket) => {
      reached += 1;
      socket.destroy();
    });
    // Not listed: 127.0.0.1 is.
    await new Promise<void>((ready) => canary.listen(0, '127.0.0.2', ready));
    closers.push(async () => new Promise((done) => canary.close(done)));
    const text = write(`http://127.0.0.2:${(canary.address() as AddressInfo).port}`);
    const { origin } = await serveFolder(answerWith('/bad.m3u8', text));
    const source = await open(`${origin}/bad.m3u8`);
    const read = readFrames(source.inputArgs, { wanted: 1, limitMs: 1_500 });
    await until('the refusal', () => source.fault === 'refused');
    expect((await read).frames).toBe(0);
    expect(reached).toBe(0);
  });

  it('[CTRL4] hands ffmpeg no playlist in the place of a segment', async () => {
    const target = await serveFolder();
    const nested = `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${target.origin}/plain-0.seg.ts\n#EXT-X-ENDLIST\n`;
    const text = '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:1\n#EXTINF:1,\nnested.ts\n';
    const { origin } = await serveFolder(
      (request, response) =>
        answerWith('/outer.m3u8', text)(request, response) || answerWith('/nested.ts', nested)(request, response),
    );
    const source = await open(`${origin}/outer.m3u8`);
    const read = readFrames(source.inputArgs, { wanted: 1, limitMs: 1_500 });
    await until('the trick to be named', () => source.fault === 'no-video');
    expect((await read).frames).toBe(0);
    expect(target.seen).toEqual([]);
  });

  it.each([
    ['a master that names itself', '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nlist.m3u8\n', 'no-video'],
    ['something else', '<html></html>', 'no-video'],
    ['a finished stream', '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\na.ts\n#EXT-X-ENDLIST\n', 'ended'],
    ['a playlist without end', Buffer.alloc(2_000_000, '#EXTM3U\n'), 'refused'],
    ['SAMPLE-AES', '#EXTM3U\n#EXT-X-KEY:METHOD=SAMPLE-AES,URI="k"\n#EXTINF:1,\na.ts\n', 'codec-unsupported'],
  ])('names %s', async (_name, body, fault) => {
    const { origin, seen } = await serveFolder(answerWith('/list.m3u8', body));
    const source = await open(`${origin}/list.m3u8`);
    expect((await readFrames(source.inputArgs, { wanted: 1 })).frames).toBe(0);
    expect(source.fault).toBe(fault);
    expect(seen.length).toBeLessThan(12);
  });

  it('ends a host that sends headers without an end', async () => {
    const flooding = createRawServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.write('HTTP/1.1 200 OK\r\n');
      const flood = (): void => {
        while (!socket.destroyed && socket.write('x-more: 0123456789\r\n'.repeat(500)));
        if (!socket.destroyed) socket.once('drain', flood);
      };
      flood();
    });
    await new Promise<void>((ready) => flooding.listen(0, '127.0.0.1', ready));
    closers.push(async () => new Promise((done) => flooding.close(done)));
    const source = await open(`http://127.0.0.1:${(flooding.address() as AddressInfo).port}/list.m3u8`);
    expect((await readFrames(source.inputArgs, { wanted: 1 })).frames).toBe(0);
    expect(source.fault).toBe('no-video');
  });

  it('gives up a host that accepts and says nothing, and a playlist that no longer moves', async () => {
    const mute = await serveFolder(() => true);
    const source = await open(`${mute.origin}/plain.m3u8`, { silenceMs: 300 });
    await readFrames(source.inputArgs, { wanted: 1 });
    expect(source.fault).toBe('silent');
    const still = await readFile(join(folder, 'plain.m3u8'), 'utf8');
    const { origin } = await serveFolder(answerWith('/still.m3u8', still));
    const stuck = await open(`${origin}/still.m3u8`, { staleMs: 500 });
    const reading = readFrames(stuck.inputArgs, { wanted: 10_000, limitMs: 12_000 });
    await until('the standstill to be named', () => stuck.fault === 'silent');
    await stuck.close();
    await reading;
  });
});
