import { join } from 'node:path';
import type { MediaSegment } from '@sitecast/hls';
import { createBackOff } from '../platform/back-off.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/log.ts';
import type { FootageReader } from '../storage/footage/footage-reader.ts';
import type { StillArchive } from '../storage/still/still-archive.ts';
import { runBackFill, type Debtor } from './back-fill.ts';
import { createKeyReader } from './camera-key.ts';
import { createCursor, type Cursor } from './cursor.ts';
import { createDebt } from './debt.ts';
import { createLineRate } from './line-rate.ts';
import { createLiveLane } from './live-lane.ts';
import { createOwedTeller } from './owed-teller.ts';
import { createSender } from './sender.ts';
import { createTokenBucket } from './token-bucket.ts';

/** Sends what this recorder records on to a central one (EDGE4). */
export interface Uplink {
  /** Opens what is known of each camera and begins to pay what is owed. */
  start(): Promise<void>;
  /** A segment of a camera is on disk. Never waits and never throws. */
  forward(camera: string, segment: MediaSegment): void;
  close(): Promise<void>;
}

export interface UplinkDeps {
  /** Of the central recorder. */
  origin: string;
  /** Most for what is owed; what is new goes as it comes. */
  bitsPerSecond: number;
  /** Where the cursors are kept. */
  folder: string;
  secrets: string;
  cameras: () => readonly { id: string; footage: FootageReader; stills: StillArchive }[];
  clock: Clock;
  random: () => number;
  log: Logger;
}

const saveMs = 2_000;

interface Line extends Debtor {
  cursor: Cursor;
  footage: FootageReader;
}

export function createUplink(deps: UplinkDeps): Uplink {
  const { clock, log } = deps;
  const stop = new AbortController();
  const lines = new Map<string, Line>();
  const nowMs = () => clock.nowMs();
  let lastStatus: number | null = 204;
  const rate = createLineRate(() => performance.now());
  const told = ({ path, status }: { path: string; status: number | null }): void => {
    // A line that is down for hours is one line in the log.
    if (status !== lastStatus && !stop.signal.aborted)
      log.warn({ path, status }, 'the centre did not take what was sent');
    lastStatus = status;
  };
  const send = createSender(deps.origin, stop.signal, told, rate);
  const teller = createOwedTeller({ send, nowMs, tickMs: () => performance.now() });
  let telling: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let paying: Promise<void> = Promise.resolve();

  const saveAll = async (): Promise<void> => {
    for (const [camera, { cursor }] of lines) {
      await cursor.save().catch((error: unknown) => log.error({ err: error, camera }, 'the uplink is not put by'));
    }
  };

  /** Cameras come and go while the recorder runs. */
  const follow = async (): Promise<void> => {
    const cameras = deps.cameras();
    for (const { id, footage, stills } of cameras) {
      const known = lines.get(id);
      if (known && known.footage === footage) continue;
      const cursor = known?.cursor ?? createCursor(join(deps.folder, `${id}.json`));
      if (!known) await cursor.open(nowMs());
      const readKey = createKeyReader(deps.secrets, id, nowMs);
      const laneBackOff = createBackOff(deps.random);
      const lane = createLiveLane({ camera: id, cursor, send, readKey, backOff: laneBackOff, rate, nowMs });
      const debt = createDebt(id, cursor, { footage, stills });
      const backOff = createBackOff(deps.random);
      lines.set(id, { cursor, footage, readKey, lane, debt, backOff, pausedUntilMs: 0 });
    }
    for (const id of lines.keys()) if (!cameras.some((camera) => camera.id === id)) lines.delete(id);
  };

  const tick = async (): Promise<void> => {
    await follow();
    await saveAll();
    // Not waited for: on a line that is down it takes some seconds.
    telling ??= teller
      .tell([...lines].map(([camera, { debt, readKey }]) => ({ camera, debt, readKey })))
      .catch((error: unknown) => log.error({ err: error }, 'the centre could not be told what is owed'))
      .finally(() => (telling = null));
  };

  return {
    async start() {
      if (new URL(deps.origin).protocol === 'http:') log.warn('the uplink is not encrypted: use it inside a VPN only');
      await follow();
      timer = setInterval(() => {
        tick().catch((error: unknown) => log.error({ err: error }, 'the uplink could not look after its cameras'));
      }, saveMs);
      paying = runBackFill({
        debtors: () => [...lines.values()],
        send,
        bucket: createTokenBucket(deps.bitsPerSecond / 8, () => performance.now()),
        tickMs: () => performance.now(),
        nowMs,
        stop: stop.signal,
      });
    },
    forward: (camera, segment) => lines.get(camera)?.lane.offer(segment),
    async close() {
      stop.abort();
      if (timer) clearInterval(timer);
      await Promise.all([paying, telling]);
      await Promise.all([...lines.values()].map(({ lane }) => lane.idle()));
      await saveAll();
    },
  };
}
