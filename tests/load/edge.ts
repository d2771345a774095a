/**
 * The shipped nginx edge in front of a recorder: requests per second of what it keeps beside a plain nginx with the same
 * bytes in files on the same core in the same run, and how often the recorder is asked for one object while many watch.
 */
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request as ask, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mediaPaths } from '@sitecast/contract';
import { startLocalEdge } from '../../infra/nginx/local-edge.ts';
import { startRecorder } from '../support/recorder.ts';
import { until } from '../support/until.ts';
import { makeClip } from './clip.ts';
import { startPlainNginx } from './plain-nginx.ts';
import { addRound, describeRounds, type SideBySide } from './side-by-side.ts';
import { median, type Figure } from './statistics.ts';
import { measureRate } from './wrk.ts';

const edgeCore = 0;
const loadCore = 1;
const viewers = 100;
const rounds = 15;
const seconds = 1;

/** Hands every request on to the recorder and counts it. */
async function startCounter(origin: string): Promise<{ port: number; seen: Map<string, number>; close(): void }> {
  const seen = new Map<string, number>();
  const server: Server = createServer((incoming, answer) => {
    const path = incoming.url ?? '/';
    seen.set(path, (seen.get(path) ?? 0) + 1);
    const onward = ask(origin + path, { method: incoming.method, headers: incoming.headers }, (from) => {
      answer.writeHead(from.statusCode ?? 502, from.headers);
      from.pipe(answer);
    });
    onward.once('error', () => answer.destroy());
    incoming.pipe(onward);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as { port: number }).port, seen, close: () => server.close() };
}

export async function measureEdge(): Promise<Figure[]> {
  const dir = await mkdtemp(join(tmpdir(), 'sitecast-edge-bench-'));
  await Promise.all(['edge', 'plain'].map((name) => mkdir(join(dir, name))));
  const recorder = await startRecorder();
  const clip = await makeClip(join(recorder.dataDir, 'recorder', 'import'), 'edge.mp4');
  const counter = await startCounter(recorder.origin);
  const edge = await startLocalEdge({
    folder: join(dir, 'edge'),
    serverPort: counter.port,
    recorderPort: counter.port,
    core: edgeCore,
  });
  const plain = await startPlainNginx(join(dir, 'plain'), edgeCore);
  try {
    await recorder.addCamera('edge', { source: { kind: 'file', path: clip }, published: true, retentionDays: 1 });
    const playlistPath = mediaPaths.live('edge');
    const readNewest = async (): Promise<string | null> => {
      const answer = await fetch(edge.origin + playlistPath);
      const lines = answer.ok ? (await answer.text()).split('\n').filter((line) => line.endsWith('.m4s')) : [];
      return lines.length >= 4 ? new URL(lines.at(-1)!, edge.origin + playlistPath).href : null;
    };
    await until('four segments', readNewest, 60_000);

    const sides: SideBySide = { rates: [], ratios: [] };
    for (let round = 0; round < rounds; round += 1) {
      const url = await until('a segment', readNewest);
      await writeFile(join(dir, 'plain', 'segment.m4s'), new Uint8Array(await (await fetch(url)).arrayBuffer()));
      const load = { core: loadCore, connections: 32, seconds };
      await addRound(
        sides,
        () => measureRate(url, load),
        () => measureRate(`${plain.origin}/segment.m4s`, load),
      );
    }

    // A hundred viewers at once, on every object of ten seconds.
    counter.seen.clear();
    const isOver = Date.now() + 10_000;
    const follow = async (): Promise<void> => {
      const had = new Set<string>();
      while (Date.now() < isOver) {
        const text = await (await fetch(edge.origin + playlistPath)).text();
        const wanted = text.split('\n').filter((line) => line.endsWith('.m4s') && !had.has(line));
        for (const line of wanted.slice(had.size === 0 ? -3 : 0)) {
          had.add(line);
          await (await fetch(new URL(line, edge.origin + playlistPath))).arrayBuffer();
        }
        await new Promise((next) => setTimeout(next, 1_000));
      }
    };
    await Promise.all(Array.from({ length: viewers }, follow));
    const objects = [...counter.seen].filter(([path]) => path.endsWith('.m4s')).map(([, times]) => times);
    const worst = objects.length === 0 ? Number.NaN : Math.max(...objects);
    const ratio = median(sides.ratios);
    return [
      {
        name: 'live segments through the shipped edge against plain nginx on the same core and bytes',
        value: ratio,
        unit: '×',
        asked: '≥ 0.95',
        met: ratio >= 0.95,
        yardstick: describeRounds(sides),
      },
      {
        name: `most fetches of one object from the recorder while ${viewers} watch`,
        value: worst,
        unit: 'fetches',
        asked: '≤ 2',
        met: worst <= 2,
        yardstick: `${objects.length} objects, ${viewers * objects.length} requests at the edge`,
      },
    ];
  } finally {
    await Promise.all([edge.close(), plain.close()]);
    counter.close();
    await recorder.close();
    await rm(dir, { recursive: true, force: true });
  }
}
