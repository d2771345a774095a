import type { HlsConfig } from 'hls.js';
import Hls from 'hls.js/light';
// Our own copy of the worker: the policy allows no blob: workers.
import workerPath from 'hls.js/dist/hls.worker.js?url';
import { FragmentLoader } from './fragment-loader.ts';
import type { FatalKind } from './recovery.ts';

/** Whether hls.js can play here; Safari on older iPhones has its own player instead. */
export const canPlayHls = (): boolean => Hls.isSupported();

/** An hls.js with what is the same for live and recorded playlists, on pages left open for weeks. */
export function createHls(
  config: Partial<HlsConfig>,
  onFatal: (kind: FatalKind, status: number | undefined) => void,
): Hls {
  const hls = new Hls({
    workerPath,
    fLoader: FragmentLoader,
    // The default keeps everything played until the tab dies.
    backBufferLength: 30,
    maxBufferLength: 10,
    maxBufferSize: 16_000_000,
    // Where there are renditions, the camera's own picture is tried first: the others are made for those who need them.
    abrEwmaDefaultEstimateMax: 12_000_000,
    ...config,
  });
  hls.on(Hls.Events.ERROR, (_, { fatal, type, response }) => {
    if (!fatal) return;
    if (type === Hls.ErrorTypes.NETWORK_ERROR) onFatal('network', response?.code);
    else onFatal(type === Hls.ErrorTypes.MEDIA_ERROR ? 'media' : 'other', undefined);
  });
  return hls;
}

/** Goes on loading. A list whose loading was stopped before it came is asked for anew: hls.js waits for it for ever. */
export function goOnLoading(hls: Hls, source: string): void {
  if (hls.levels.length === 0) hls.loadSource(source);
  else hls.startLoad(-1);
}

/** Position of an instant on the player's own time line, in seconds; null where no listed segment shows it. */
export function findPosition(hls: Hls, atMs: number): number | null {
  for (const { programDateTime, duration, start } of hls.latestLevelDetails?.fragments ?? []) {
    if (programDateTime === null) continue;
    const sinceS = (atMs - programDateTime) / 1_000;
    if (sinceS >= 0 && sinceS < duration) return start + sinceS;
  }
  return null;
}
