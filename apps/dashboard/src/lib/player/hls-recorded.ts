import { createHls, findPosition, goOnLoading } from './hls-engine.ts';
import type { Playback, RecordedOptions } from './playback.ts';
import { createPlaylistLoader } from './playlist-loader.ts';

const dateLine = /^#EXT-X-PROGRAM-DATE-TIME:(\S+)/m;

/** A finished playlist of the past in hls.js, from the instant that was asked for or the next that was recorded. */
export function openHlsRecorded({ video, url, atMs, onFatal, onEnd, onMissing }: RecordedOptions): Playback {
  let wantedMs = atMs;
  let isSuspended = false;
  const hls = createHls(
    {
      maxBufferLength: 20,
      pLoader: createPlaylistLoader((playlist) => {
        // The list begins with the segment that shows the instant; where in it, its date says.
        const listedMs = Date.parse(dateLine.exec(playlist)?.[1] ?? '');
        hls.config.startPosition = Math.max(0, (wantedMs - listedMs) / 1_000) || 0;
        return playlist;
      }),
    },
    (kind, status) => {
      if (hls.levels.length === 0 && (status === 404 || status === 403)) onMissing(status);
      else onFatal(kind);
    },
  );
  const play = (): void => void video.play().catch(() => undefined);
  const end = (): void => {
    const last = hls.latestLevelDetails?.fragments.at(-1);
    const lastMs = last?.programDateTime ?? null;
    // The millisecond more is in the next segment whatever was rounded.
    onEnd(last && lastMs !== null ? Math.ceil(lastMs + last.duration * 1_000) + 1 : null);
  };
  video.addEventListener('ended', end);
  hls.loadSource(url);
  hls.attachMedia(video);

  return {
    readProgramTimeMs: () => hls.playingDate?.getTime() ?? null,
    readNewsAtMs: () => null,
    seekTo(instantMs) {
      const position = findPosition(hls, instantMs);
      if (position === null) return false;
      // What was held loads nothing; it goes on from here, not from the edge.
      if (isSuspended) hls.startLoad(position);
      isSuspended = false;
      video.currentTime = position;
      play();
      return true;
    },
    reload() {
      wantedMs = hls.playingDate?.getTime() ?? wantedMs;
      hls.loadSource(url);
      play();
    },
    recover() {
      hls.recoverMediaError();
      play();
    },
    toLiveEdge: () => undefined,
    suspend() {
      isSuspended = true;
      hls.stopLoad();
      video.pause();
    },
    resume() {
      isSuspended = false;
      goOnLoading(hls, url);
      play();
    },
    close() {
      video.removeEventListener('ended', end);
      hls.destroy();
    },
  };
}
