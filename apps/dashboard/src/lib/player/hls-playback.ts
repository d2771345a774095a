import type { PlaylistLoaderConstructor } from 'hls.js';
import Hls from 'hls.js/light';
// Our own copy of the worker: the policy allows no blob: workers.
import workerPath from 'hls.js/dist/hls.worker.js?url';
import { createDiscontinuityBase } from './discontinuity-base.ts';
import type { Playback, PlaybackOptions } from './playback.ts';

type LoaderLoad = InstanceType<typeof Hls.DefaultConfig.loader>['load'];

/** Whether hls.js can play here; Safari on older iPhones has its own player instead. */
export const canPlayHls = (): boolean => Hls.isSupported();

/** The door to hls.js, with the settings measured for 2 s segments (3–4 s glass to glass) and pages left open for weeks. */
export function openHlsPlayback({ video, url, nowMs, onFatal }: PlaybackOptions): Playback {
  const hls = new Hls({
    workerPath,
    liveSyncDuration: 3,
    liveMaxLatencyDuration: 12,
    maxLiveSyncPlaybackRate: 1.2,
    liveDurationInfinity: true,
    // The default keeps everything played until the tab dies.
    backBufferLength: 15,
    maxBufferLength: 10,
    maxBufferSize: 16_000_000,
    startPosition: -1,
    pLoader: createPlaylistLoader(),
  });
  let newsAtMs: number | null = null;
  let newestSn = -1;

  hls.on(Hls.Events.LEVEL_UPDATED, (_, { details }) => {
    if (details.endSN === newestSn) return;
    newestSn = details.endSN;
    newsAtMs = nowMs();
  });
  hls.on(Hls.Events.ERROR, (_, { fatal, type }) => {
    if (!fatal) return;
    if (type === Hls.ErrorTypes.NETWORK_ERROR) onFatal('network');
    else onFatal(type === Hls.ErrorTypes.MEDIA_ERROR ? 'media' : 'other');
  });
  hls.loadSource(url);
  hls.attachMedia(video);

  const play = (): void => void video.play().catch(() => undefined);
  const toLiveEdge = (): void => {
    const edge = hls.liveSyncPosition;
    if (edge !== null) video.currentTime = edge;
  };

  return {
    readProgramTimeMs: () => hls.playingDate?.getTime() ?? null,
    readNewsAtMs: () => newsAtMs,
    reload() {
      // Where not even the playlist came, there is nothing to go on with.
      if (hls.levels.length === 0) hls.loadSource(url);
      else hls.startLoad();
      play();
    },
    recover() {
      hls.recoverMediaError();
      play();
    },
    toLiveEdge() {
      toLiveEdge();
      play();
    },
    suspend() {
      hls.stopLoad();
      video.pause();
    },
    resume() {
      hls.startLoad(-1);
      toLiveEdge();
      play();
    },
    close: () => hls.destroy(),
  };
}

/** hls.js's own loader, with the discontinuities of each playlist counted from a small number. */
function createPlaylistLoader(): PlaylistLoaderConstructor {
  const rebase = createDiscontinuityBase();
  const PlaylistLoader = class extends Hls.DefaultConfig.loader {
    override load(...[context, config, callbacks]: Parameters<LoaderLoad>): void {
      super.load(context, config, {
        ...callbacks,
        onSuccess(response, ...rest) {
          if (typeof response.data === 'string') response.data = rebase(response.data);
          callbacks.onSuccess(response, ...rest);
        },
      });
    }
  };
  // The library types its own general loader more widely than the places it is used in.
  return PlaylistLoader as PlaylistLoaderConstructor;
}
