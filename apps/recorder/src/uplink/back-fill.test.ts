import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { MediaSegment } from '@sitecast/hls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../../../../tests/support/until.ts';
import { makeDataFolder, removeDataFolder } from '../../tests/recorder-process.ts';
import { createBackOff } from '../platform/back-off.ts';
import { createFootageReader } from '../storage/footage/footage-reader.ts';
import { createFootageWriter } from '../storage/footage/footage-writer.ts';
import { createStillArchive } from '../storage/still/still-archive.ts';
import { runBackFill, type Debtor } from './back-fill.ts';
import { createCursor } from './cursor.ts';
import { createDebt } from './debt.ts';
import { createLineRate } from './line-rate.ts';
import { createLiveLane } from './live-lane.ts';
import { createSender } from './sender.ts';
import { createTokenBucket } from './token-bucket.ts';
import { plainInit } from '../../tests/plain-init.ts';

const run = 'a'.repeat(16);
const lengthBytes = 40_000;
/** A fifth of a second for each segment, and four new ones a second: the line never rests. */
const lineBytesPerMs = 200;
const longAgoMs = Date.UTC(2026, 10, 23, 5);

const makeSegment = (startMs: number): MediaSegment => ({
  ...{ run, init: plainInit, startMs, durationMs: 2_000, lengthBytes, bytes: new Uint8Array(lengthBytes) },
  ...{ isRecorded: true, parts: [], frames: 50, independent: true },
});

let folder: string;
let centre: Server;
const arrived: string[] = [];

beforeAll(async () => {
  folder = await makeDataFolder();
  let freeAtMs = 0;
  centre = createServer((request, response) => {
    let size = 0;
    request.on('data', (chunk: Buffer) => (size += chunk.byteLength));
    request.on('end', () => {
      // One line for all: what comes meanwhile stands behind.
      freeAtMs = Math.max(freeAtMs, performance.now()) + size / lineBytesPerMs;
      void wait(freeAtMs - performance.now()).then(() => {
        arrived.push(request.url ?? '');
        response.writeHead(204).end();
      });
    });
  });
  centre.listen({ host: '127.0.0.1', port: 0 });
  await once(centre, 'listening');
});
afterAll(async () => {
  centre.closeAllConnections();
  await new Promise<void>((resolve) => centre.close(() => resolve()));
  await removeDataFolder(folder);
});

it('[EDGE4] gives what is owed its turn on a line that is full of what is new: stills first, then footage in order', async () => {
  const writer = createFootageWriter(join(folder, 'media'));
  const owed = [0, 1, 2, 3].map((index) => longAgoMs + index * 2_000);
  for (const startMs of owed) await writer.append(makeSegment(startMs), 'b'.repeat(16));
  await writer.close();
  const stills = createStillArchive(join(folder, 'stills'));
  await stills.start();
  for (const index of [0, 1, 2]) await stills.keep(longAgoMs + index * 60_000, Buffer.alloc(2_000));

  const cursor = createCursor(join(folder, 'gate-1.json'));
  await cursor.open(longAgoMs + 60_000);
  const debt = createDebt('gate-1', cursor, { footage: createFootageReader(join(folder, 'media')), stills });
  expect(await debt.measure(Date.now())).toEqual({
    footage: [{ fromMs: longAgoMs, toMs: longAgoMs + 8_000 }],
    stills: 3,
    lengthBytes: 4 * lengthBytes,
  });

  const stop = new AbortController();
  const tickMs = () => performance.now();
  const rate = createLineRate(tickMs);
  const origin = `http://127.0.0.1:${(centre.address() as AddressInfo).port}`;
  const send = createSender(origin, stop.signal, () => undefined, rate);
  const readKey = () => Promise.resolve('key-of-the-gate-camera');
  const backOff = createBackOff(() => 0);
  const lane = createLiveLane({ camera: 'gate-1', cursor, send, readKey, backOff, rate, nowMs: () => Date.now() });
  const debtor: Debtor = { debt, lane, readKey, backOff, pausedUntilMs: 0 };
  let isOver = false;
  const filming = (async () => {
    while (!isOver) {
      lane.offer(makeSegment(Date.now() - 2_000));
      await wait(50);
    }
  })();
  await until('the line is full', () => arrived.length > 2);
  const paying = runBackFill({
    debtors: () => [debtor],
    send,
    bucket: createTokenBucket(10_000_000, tickMs),
    tickMs,
    nowMs: () => Date.now(),
    stop: stop.signal,
    patience: { stillMs: 20, footageMs: 400 },
  });
  const isOwed = (path: string) => path.includes('/stills/') || owed.some((startMs) => path.includes(`/${startMs}-`));
  await until('all that is owed is there', () => arrived.filter(isOwed).length >= 7);
  const paid = arrived.filter(isOwed);
  const toStart = (path: string) => Number(/\/(\d+)-/.exec(path)?.[1]);
  expect(paid.slice(0, 3).every((path) => path.includes('/stills/'))).toBe(true);
  expect(paid.slice(3).map(toStart)).toEqual(owed);
  // What is new went on meanwhile.
  const firstOwed = arrived.findIndex(isOwed);
  expect(arrived.slice(firstOwed).filter((path) => !isOwed(path)).length).toBeGreaterThan(3);
  isOver = true;
  await filming;
  stop.abort();
  await Promise.all([paying, lane.idle()]);
});
