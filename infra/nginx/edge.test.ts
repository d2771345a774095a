import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { runCommand } from '../run/command.ts';
import { nginxPath, startLocalEdge, type LocalEdge } from './local-edge.ts';

/** An origin that stamps each playlist with the time it was made, and takes its time as a busy one does. */
const originTakesMs = 100;
const maxAgeMs = 2_500;
/** What the recorder says of every camera. */
const gate = { isOpen: true, epoch: 'first' };
const seen: { url: string; cookie: string | undefined }[] = [];
/** Requests for a part that is not there yet: it comes when two of them are held. */
const held: (() => void)[] = [];

function answerAsRecorder(request: IncomingMessage, response: ServerResponse): void {
  const url = request.url ?? '';
  seen.push({ url, cookie: request.headers.cookie });
  setTimeout(() => {
    if (url.endsWith('/gate')) {
      response.writeHead(gate.isOpen ? 204 : 403, { 'x-sitecast-epoch': gate.epoch }).end();
    } else if (url.endsWith('.m4s')) {
      response.setHeader('cache-control', 'public, max-age=31536000, immutable').end('segment');
    } else if (url.includes('_HLS_part')) {
      held.push(() => response.setHeader('cache-control', 'public, max-age=60').end('with the part'));
      if (held.length >= 2) for (const answer of held.splice(0)) answer();
    } else if (url.includes('missing')) {
      response.writeHead(404, { 'cache-control': 'no-store' }).end();
    } else {
      response
        .setHeader('cache-control', 'public, max-age=1, stale-while-revalidate=2')
        .setHeader('content-type', 'application/vnd.apple.mpegurl')
        .end(String(Date.now()));
    }
  }, originTakesMs);
}

function answerAsServer(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  response
    .setHeader('content-type', 'application/json')
    .end(
      JSON.stringify({ url: request.url, host: request.headers.host, forwarded: request.headers['x-forwarded-for'] }),
    );
}

let folder: string;
let nginx: LocalEdge;
/** Another one before the same recorder, as in another town. */
let farNginx: LocalEdge;
let recorder: Server;
let server: Server;
let edge: string;

async function listen(handler: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  const listening = createServer(handler).listen(0, '127.0.0.1');
  await once(listening, 'listening');
  return listening;
}

const portOf = (of: Server): number => (of.address() as { port: number }).port;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sitecast-edge-'));
  [recorder, server] = await Promise.all([listen(answerAsRecorder), listen(answerAsServer)]);
  nginx = await startLocalEdge({ folder, serverPort: portOf(server), recorderPort: portOf(recorder) });
  edge = nginx.origin;
  await mkdir(join(folder, 'far'));
  farNginx = await startLocalEdge({
    folder: join(folder, 'far'),
    ...{ serverPort: portOf(server), recorderPort: portOf(recorder) },
  });
});

afterAll(async () => {
  await nginx?.close();
  await farNginx?.close();
  recorder?.close();
  server?.close();
  await rm(folder, { recursive: true, force: true });
});

/** How old a playlist was when it was asked for, in ms: what a busy machine adds on the way is not the edge's. */
const readAge = async (path: string): Promise<number> => {
  const askedAt = Date.now();
  return askedAt - Number(await (await fetch(edge + path)).text());
};
const countFetches = (path: string): number => seen.filter(({ url }) => url === path).length;

describe('the edge', () => {
  test('is a file that nginx accepts', async () => {
    const { code, output } = await runCommand(nginxPath, ['-t', '-c', nginx.configFile, '-p', folder]);
    expect(output).not.toMatch(/\[(?:warn|emerg)\]/);
    expect(code).toBe(0);
  });

  test('[MEDIA3] asks the recorder once for many viewers who come at the same moment', async () => {
    const path = '/media/herd/live.m3u8';
    const ages = await Promise.all(Array.from({ length: 200 }, () => readAge(path)));
    expect(countFetches(path)).toBe(1);
    expect(Math.max(...ages)).toBeLessThanOrEqual(maxAgeMs);
  });

  test('[MEDIA3] never shows a playlist older than 2.5 s, whoever watches, and spares the recorder', async () => {
    const path = '/media/steady/live.m3u8';
    const ages: number[] = [];
    const startedAt = Date.now();
    const until = startedAt + 5_000;
    await Promise.all(
      Array.from({ length: 50 }, async (_, viewer) => {
        await pause(viewer * 10);
        while (Date.now() < until) {
          ages.push(await readAge(path));
          await pause(100);
        }
      }),
    );
    expect(ages.length).toBeGreaterThan(100);
    expect(Math.max(...ages)).toBeLessThanOrEqual(maxAgeMs);
    // One a second, and one each for the beginning and the end.
    expect(countFetches(path)).toBeLessThanOrEqual((Date.now() - startedAt) / 1_000 + 3);
  });

  test('[MEDIA3] shows a fresh playlist to the first viewer after a silence', async () => {
    const path = '/media/silent/live.m3u8';
    await readAge(path);
    // Nothing happens in a silence, so there is no event to wait for: the clock must pass the header's bound.
    await pause(4_000);
    expect(await readAge(path)).toBeLessThanOrEqual(maxAgeMs);
  });

  test('[EDGE1] carries what a site sends to the recorder, each time', async () => {
    const path = '/uplink/park/segments/0123456789abcdef/1-2000.mp4';
    for (let times = 0; times < 2; times += 1) {
      const answer = await fetch(edge + path, { method: 'PUT', body: new Uint8Array(2_000_000) });
      expect(answer.status).toBe(200);
    }
    expect(countFetches(path)).toBe(2);
  });

  test('[WHIP1] carries the offers of cameras that push to the recorder, each time', async () => {
    for (const [method, path] of [
      ['POST', '/whip/park'],
      ['POST', '/whip/park'],
      ['DELETE', '/whip/park/one'],
    ] as const) {
      const body = method === 'POST' ? 'v=0' : null;
      const answer = await fetch(edge + path, { method, body, headers: { 'content-type': 'application/sdp' } });
      expect(answer.status).toBe(200);
    }
    expect([countFetches('/whip/park'), countFetches('/whip/park/one')]).toEqual([2, 1]);
  });

  test('[MEDIA2] fetches a segment once, and a missing one every time', async () => {
    for (let viewer = 0; viewer < 5; viewer += 1) await fetch(`${edge}/media/park/day/seg-1.m4s`);
    for (let viewer = 0; viewer < 2; viewer += 1)
      expect((await fetch(`${edge}/media/park/missing.mp4`)).status).toBe(404);
    expect(countFetches('/media/park/day/seg-1.m4s')).toBe(1);
    expect(countFetches('/media/park/missing.mp4')).toBe(2);
  });

  test('[MEDIA2] fetches a segment once that many want in the moment it is there', async () => {
    const path = '/media/rush/day/seg-1.m4s';
    const answers = await Promise.all(Array.from({ length: 100 }, async () => (await fetch(edge + path)).text()));
    expect(new Set(answers)).toEqual(new Set(['segment']));
    expect(countFetches(path)).toBe(1);
  });

  test('[MEDIA8] has each request for the next part held by the recorder, none behind another', async () => {
    const path = '/media/parts/low-latency.m3u8?_HLS_msn=7&_HLS_part=1';
    const ask = async () => (await fetch(edge + path)).text();
    expect(await Promise.all([ask(), ask()])).toEqual(['with the part', 'with the part']);
    // Who comes after them finds it.
    expect(await ask()).toBe('with the part');
    expect(countFetches(path)).toBe(2);
  });

  test('[PRIV4] [PRIV6] every edge is dark within 2 s of the curtain, for what it keeps as well, and forgets it', async () => {
    const paths = ['/media/curtain/day/seg-1.m4s', '/media/curtain/live.m3u8', '/media/curtain/stills/latest.jpg'];
    const ask = (of: string) => Promise.all(paths.map(async (path) => (await fetch(of + path)).status));
    const waitFor = async (of: string, status: number): Promise<number> => {
      const startedAt = performance.now();
      const wanted = paths.map(() => status);
      await vi.waitFor(async () => expect(await ask(of)).toEqual(wanted), { timeout: 60_000, interval: 20 });
      return Math.round(performance.now() - startedAt);
    };
    const edges = [edge, farNginx.origin];
    for (const of of edges) expect(await ask(of)).toEqual([200, 200, 200]);
    gate.isOpen = false;
    try {
      const dark = await Promise.all(edges.map((of) => waitFor(of, 404)));
      process.stdout.write(`edges dark after ${dark.join(' and ')} ms\n`);
    } finally {
      Object.assign(gate, { isOpen: true, epoch: 'second' });
    }
    await Promise.all(edges.map((of) => waitFor(of, 200)));
    // Under another epoch it is another object: what was kept before is not found again.
    expect(countFetches('/media/curtain/day/seg-1.m4s')).toBe(2 * edges.length);
  });

  test('[PRIV6] asks the gate a few times a second whatever the viewers', async () => {
    const startedAt = Date.now();
    await Promise.all(Array.from({ length: 300 }, () => fetch(`${edge}/media/many/day/seg-1.m4s`)));
    const halves = Math.ceil((Date.now() - startedAt) / 500) + 1;
    expect(countFetches('/media/many/gate')).toBeLessThanOrEqual(halves);
  });

  test('hands on a file as large as the largest the server takes', async () => {
    const body = Buffer.alloc(48 * 1_048_576 + 65_536);
    expect((await fetch(`${edge}/api/projects/k-park/imports`, { method: 'POST', body })).status).toBe(200);
  });

  test("hands no cookie to the recorder, whose answers are everybody's", async () => {
    await fetch(`${edge}/media/cookie/live.m3u8`, { headers: { cookie: 'session=secret' } });
    expect(seen.find(({ url }) => url === '/media/cookie/live.m3u8')?.cookie).toBeUndefined();
  });

  test('keeps replays of different times apart', async () => {
    await Promise.all(['?from=a&to=b', '?from=a&to=c'].map((query) => fetch(`${edge}/media/park/replay.m3u8${query}`)));
    expect(
      seen
        .filter(({ url }) => url.startsWith('/media/park/replay.m3u8'))
        .map(({ url }) => url)
        .toSorted(),
    ).toEqual(['/media/park/replay.m3u8?from=a&to=b', '/media/park/replay.m3u8?from=a&to=c']);
  });

  test.each(['/projects/k-park', '/socket.io/?transport=polling'])(
    "gives %s to the server, with the visitor's host and address",
    async (url) => {
      const answer = (await (await fetch(edge + url)).json()) as Record<'url' | 'host' | 'forwarded', string>;
      expect(answer).toEqual({ url, host: edge.slice('http://'.length), forwarded: '127.0.0.1' });
    },
  );

  test("does not show the metrics or the recorder's control door to the world", async () => {
    expect((await fetch(`${edge}/metrics`)).status).toBe(404);
    await fetch(`${edge}/control/cameras`);
    expect(seen.filter(({ url }) => url.startsWith('/control'))).toEqual([]);
  });
});
