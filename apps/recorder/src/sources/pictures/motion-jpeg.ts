import type { IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { createGuardedGet, PullError } from '../guarded-get.ts';
import type { SourceGuard } from '../guard.ts';
import type { OpenedSource } from '../opened-source.ts';
import { createPartReader, readBoundary } from './part-reader.ts';
import { openPictureOutlet, type PictureTaker } from './picture-outlet.ts';

const defaultLimits = { silenceMs: 6_000, bytesPerSecond: 8 << 20 };
/** Enough to see a crane move; a site camera's MJPEG is for watching, H.264 is for recording. */
const framesPerSecond = 10;

/** Reads to the end, which is a fault, and no faster than allowed: what sends 1,000 pictures a second is made to wait. */
async function readParts(
  answer: IncomingMessage,
  limits: typeof defaultLimits,
  taker: PictureTaker,
  now: () => number,
): Promise<void> {
  const boundary = readBoundary(answer.headers['content-type'] ?? '');
  if (boundary === null) throw new PullError('no-video');
  const reader = createPartReader(boundary, (body) => taker.take(body));
  let beganAtMs = now();
  let readBytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    reader.push(chunk);
    readBytes += chunk.length;
    const dueMs = beganAtMs + (readBytes / limits.bytesPerSecond) * 1_000;
    if (dueMs > now() + 50) await wait(dueMs - now());
    if (now() - beganAtMs < 1_000) continue;
    beganAtMs = now();
    readBytes = 0;
  }
}

/**
 * Opens a camera that answers with JPEGs without end (`multipart/x-mixed-replace`). Each connection goes through the
 * guard; no redirect is followed.
 */
export async function openMotionJpeg(options: {
  url: string;
  guard: SourceGuard;
  limits?: Partial<typeof defaultLimits>;
}): Promise<OpenedSource> {
  const limits = { ...defaultLimits, ...options.limits };
  const now = (): number => performance.now();
  // The outlet notices silence first, and names it.
  const silenceMs = limits.silenceMs * 2;
  const get = createGuardedGet({ ...options, kind: 'mjpeg', origin: options.url, silenceMs });
  const outlet = await openPictureOutlet({
    framesPerSecond,
    staleMs: limits.silenceMs,
    begin(taker) {
      let isOver = false;
      let answer: IncomingMessage | null = null;
      const read = async (): Promise<void> => {
        try {
          answer = await get.open(options.url, null);
          if (isOver) return void answer.destroy();
          await readParts(answer, limits, taker, now);
          taker.fail('ended');
        } catch (error) {
          taker.fail(error instanceof PullError ? error.fault : 'ended');
        } finally {
          answer?.destroy();
        }
      };
      void read();
      return () => {
        isOver = true;
        answer?.destroy();
      };
    },
  });
  return {
    ...outlet,
    get fault() {
      return outlet.fault;
    },
    async close() {
      get.close();
      await outlet.close();
    },
  };
}
