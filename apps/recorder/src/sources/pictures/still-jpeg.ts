import { setTimeout as wait } from 'node:timers/promises';
import { createGuardedGet, PullError } from '../guarded-get.ts';
import type { SourceGuard } from '../guard.ts';
import type { OpenedSource } from '../opened-source.ts';
import { mostPictureBytes } from './jpeg-size.ts';
import { openPictureOutlet } from './picture-outlet.ts';

/** Frames between two pictures are the picture again: so many that a player has something to play. */
const framesPerSecond = 5;
/** A picture is shown so long at most: with what a player is behind, less than the 15 s that may be called live. */
const defaultLimits = { silenceMs: 6_000, staleMs: 10_000 };

/** Opens a camera that answers with one JPEG, asked for it every `everyS` seconds, over the guard; no redirect is followed. */
export async function openStillJpeg(options: {
  url: string;
  everyS: number;
  guard: SourceGuard;
  limits?: Partial<typeof defaultLimits>;
}): Promise<OpenedSource> {
  const { url, everyS } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const get = createGuardedGet({ ...options, kind: 'jpeg', origin: url, silenceMs: limits.silenceMs });
  const outlet = await openPictureOutlet({
    framesPerSecond,
    staleMs: limits.staleMs,
    begin(taker) {
      const stop = new AbortController();
      /** Whether a picture came from this camera: then one that is missing may be a slip of its network. */
      let hasCome = false;
      const ask = async (): Promise<void> => {
        try {
          const bytes = await get.read(url, mostPictureBytes, /^image\/jpe?g\b/i);
          if (stop.signal.aborted) return;
          taker.take(bytes);
          hasCome = true;
        } catch (error) {
          const fault = error instanceof PullError ? error.fault : 'ended';
          const mayPass = fault === 'unreachable' || fault === 'silent' || fault === 'ended';
          // The outlet gives up when the last picture is too old to be shown.
          if (!hasCome || !mayPass) taker.fail(fault);
        }
      };
      const poll = async (): Promise<void> => {
        while (!stop.signal.aborted) {
          const dueMs = performance.now() + everyS * 1_000;
          await ask();
          await wait(Math.max(0, dueMs - performance.now()), undefined, { signal: stop.signal }).catch(() => undefined);
        }
      };
      void poll();
      return () => stop.abort();
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
