/**
 * A post reaches N connected pages: milliseconds from the POST being sent to each page having the event, beside a
 * plain WebSocket server that sends the same bytes to as many pages in the same run. Memory per idle socket beside it.
 */
import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createInterface, type Interface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import { spawnPinned, measurePssBytes, listTree } from './processes.ts';
import { type Figure, quantile } from './statistics.ts';
import { startProduct } from '../support/product.ts';
import { readFileSync } from 'node:fs';

const client = new URL('./fan-out-client.ts', import.meta.url).pathname;

interface Pages {
  take(): Promise<number[]>;
  close(): void;
}

async function openPages(kind: 'sitecast' | 'plain', url: string, count: number): Promise<Pages> {
  const child: ChildProcess = spawnPinned(1, process.execPath, [client, kind, url, String(count), 'k-park']);
  const lines: Interface = createInterface({ input: child.stdout! });
  const next = async (): Promise<ReturnType<typeof JSON.parse>> => JSON.parse(String((await once(lines, 'line'))[0]));
  const opened: { open: number } = await next();
  if (opened.open !== count) throw new Error(`only ${opened.open} of ${count} pages opened`);
  return {
    async take() {
      const answer = next();
      child.stdin!.write('take\n');
      return ((await answer) as { arrivals: number[] }).arrivals;
    },
    close: () => child.kill(),
  };
}

/** The server program among the children of the start command. */
function findServer(starter: number): number {
  const found = listTree(starter).find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('apps/server/'));
  if (!found) throw new Error('the server program is not running');
  return found;
}

async function collect(pages: Pages, sentAt: number, expected: number): Promise<number[]> {
  const latencies: number[] = [];
  for (let tries = 0; tries < 50 && latencies.length < expected; tries += 1) {
    await pause(100);
    latencies.push(...(await pages.take()).map((at) => at - sentAt));
  }
  return latencies;
}

const now = () => performance.timeOrigin + performance.now();

/** Measures both; `posts` posts are made, one after another. */
export async function measureFanOut(count = 1_000, posts = 20): Promise<Figure[]> {
  const product = await startProduct({ demo: true });
  const plain = new WebSocketServer({ server: createServer().listen(0, '127.0.0.1') });
  try {
    const server = findServer(product.starter.pid!);
    const idleBefore = measurePssBytes(server);
    const pages = await openPages('sitecast', product.origin, count);
    await pause(2_000);
    const perSocket = (measurePssBytes(server) - idleBefore) / count;
    const latencies: number[] = [];
    let lost = 0;
    for (let post = 0; post < posts; post += 1) {
      await pages.take();
      const sentAt = now();
      const answer = await product.api('POST', '/api/projects/k-park/notices', {
        kind: 'news',
        text: { en: `Load test notice ${post}` },
      });
      if (answer.status !== 201) throw new Error(`post refused: ${answer.status} ${JSON.stringify(answer.body)}`);
      const had = await collect(pages, sentAt, count);
      lost += count - Math.min(count, had.length);
      latencies.push(...had);
    }
    pages.close();

    const address = plain.options.server!.address();
    if (address === null || typeof address === 'string') throw new Error('no address');
    const plainPages = await openPages('plain', `ws://127.0.0.1:${address.port}`, count);
    const plainLatencies: number[] = [];
    const frame = JSON.stringify({ text: 'x'.repeat(310) });
    for (let post = 0; post < posts; post += 1) {
      await plainPages.take();
      const sentAt = now();
      for (const socket of plain.clients) socket.send(frame);
      plainLatencies.push(...(await collect(plainPages, sentAt, count)));
    }
    plainPages.close();
    const p99 = quantile(latencies, 0.99);
    const plainP99 = quantile(plainLatencies, 0.99);
    return [
      {
        name: `post to ${count} pages, p99 (events lost: ${lost})`,
        value: p99,
        unit: 'ms',
        asked: '≤ 250',
        met: p99 <= 250 && lost === 0,
        yardstick: `plain ws broadcast alone p99 ${plainP99.toFixed(0)} ms, ratio ${(p99 / plainP99).toFixed(2)}; p50 ${quantile(latencies, 0.5).toFixed(0)} ms`,
      },
      {
        name: 'server memory per idle socket (PSS)',
        value: perSocket / 1_000,
        unit: 'kB',
        asked: '≤ 40',
        met: perSocket <= 40_000,
        yardstick: 'bare Socket.IO 23–30 kB',
      },
    ];
  } finally {
    plain.close();
    plain.options.server!.close();
    await product.close();
  }
}
