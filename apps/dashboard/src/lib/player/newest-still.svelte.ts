import type { CameraView } from '@sitecast/contract';
import { pickStill } from '#lib/ui/still-sizes.ts';
import { readShownStill, readStill, type Still } from './read-still.ts';

const rereadMs = 60_000;

export interface NewestStillOptions {
  camera: () => CameraView;
  /** Whether a still is what there is to see. */
  isNeeded: () => boolean;
  /** How wide it is shown, in pixels of the screen. */
  readWidthPx: () => Promise<number>;
}

/** While a still is what there is to see, it is the newest one, and it says its own time (LIVE5). Made by a component. */
export function createNewestStill({ camera, isNeeded, readWidthPx }: NewestStillOptions) {
  let still = $state.raw<Still | null>(null);
  let isBroken = $state(false);

  $effect(() => {
    const { stillUrl, health } = camera();
    // Of a site asleep: the last picture in daylight from before it fell asleep, not its lamps.
    const url = stillUrl && health.state === 'asleep' ? `${stillUrl}?before=${health.since}&light=day` : stillUrl;
    if (!isNeeded() || url === null) return;
    const ending = new AbortController();
    const read = async (bring: typeof readStill): Promise<void> => {
      if (document.visibilityState === 'hidden') return;
      const widthPx = await readWidthPx();
      if (ending.signal.aborted) return;
      const next = await bring(pickStill(url, widthPx), ending.signal);
      if (ending.signal.aborted) next?.close();
      else if (next) {
        still?.close();
        still = next;
        isBroken = false;
      }
    };
    void read(readShownStill);
    const timer = setInterval(() => void read(readStill), rereadMs);
    return () => {
      ending.abort();
      clearInterval(timer);
    };
  });

  return {
    /** Where the picture is; null before the first one was read. */
    get url() {
      return still?.url ?? null;
    },
    /** When it was taken, epoch ms; null where nothing says so. */
    get atMs() {
      return still?.atMs ?? null;
    },
    /** The picture did not come. */
    get isBroken() {
      return isBroken;
    },
    noteBroken() {
      isBroken = true;
    },
    close() {
      still?.close();
    },
  };
}
