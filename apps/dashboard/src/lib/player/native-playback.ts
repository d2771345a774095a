import type { FatalKind } from './recovery.ts';
import type { Playback, PlaybackOptions, RecordedOptions } from './playback.ts';

/** WebKit tells programme time through the date of the media time line's zero. */
interface DatedVideo extends HTMLVideoElement {
  getStartDate?: () => Date;
}

/** The browser's own HLS player, on Safari without media source extensions. It knows parts and renditions itself. */
export function openNativePlayback({ video, url, lowLatencyUrl, adaptiveUrl, onFatal }: PlaybackOptions): Playback {
  const native = openNative({ video, url: adaptiveUrl ?? lowLatencyUrl ?? url, onFatal });
  const toLiveEdge = (): void => {
    const { seekable } = video;
    if (seekable.length > 0) video.currentTime = Math.max(0, seekable.end(seekable.length - 1) - 3);
    native.play();
  };
  return { ...native.playback, toLiveEdge, resume: toLiveEdge };
}

/** The same with a finished playlist of the past. */
export function openNativeRecorded({ video, url, atMs, onFatal, onEnd, onMissing }: RecordedOptions): Playback {
  /** The browser says that it failed and not why: whether there is nothing is asked once more. */
  const ending = new AbortController();
  const judge = async (kind: FatalKind): Promise<void> => {
    const answer = await fetch(url, { method: 'HEAD', signal: ending.signal }).catch(() => null);
    if (ending.signal.aborted) return;
    if (answer?.status === 403 || answer?.status === 404) onMissing(answer.status);
    else onFatal(kind);
  };
  const native = openNative({ video, url, onFatal: (kind) => void judge(kind) });
  // The list begins with the segment that shows the instant, or with the next that was recorded.
  const onLoaded = (): void => void native.playback.seekTo(atMs);
  video.addEventListener('loadedmetadata', onLoaded);
  const end = (): void => {
    const lastMs = native.playback.readProgramTimeMs();
    onEnd(lastMs === null ? null : Math.ceil(lastMs) + 1);
  };
  video.addEventListener('ended', end);
  return {
    ...native.playback,
    resume: native.play,
    close() {
      ending.abort();
      video.removeEventListener('loadedmetadata', onLoaded);
      video.removeEventListener('ended', end);
      native.playback.close();
    },
  };
}

function openNative({ video, url, onFatal }: Pick<PlaybackOptions, 'video' | 'url' | 'onFatal'>) {
  const dated: DatedVideo = video;
  const onError = (): void => onFatal(video.error?.code === MediaError.MEDIA_ERR_NETWORK ? 'network' : 'media');
  video.addEventListener('error', onError);
  const play = (): void => void video.play().catch(() => undefined);
  const load = (): void => {
    video.src = url;
    play();
  };
  const readStartMs = (): number => dated.getStartDate?.().getTime() ?? Number.NaN;
  load();

  const playback: Playback = {
    readProgramTimeMs() {
      const startMs = readStartMs();
      return Number.isNaN(startMs) ? null : startMs + video.currentTime * 1_000;
    },
    readNewsAtMs: () => null,
    seekTo(atMs) {
      const position = (atMs - readStartMs()) / 1_000;
      const { seekable } = video;
      const last = seekable.length - 1;
      if (last < 0 || !(position >= seekable.start(0) && position <= seekable.end(last))) return false;
      video.currentTime = position;
      play();
      return true;
    },
    reload: load,
    recover: load,
    toLiveEdge: play,
    suspend: () => video.pause(),
    resume: play,
    close() {
      video.removeEventListener('error', onError);
      video.removeAttribute('src');
      video.load();
    },
  };
  return { playback, play };
}
