import type { Playback, PlaybackOptions } from './playback.ts';

/** WebKit tells programme time through the date of the media time line's zero. */
interface DatedVideo extends HTMLVideoElement {
  getStartDate?: () => Date;
}

/** The browser's own HLS player, on Safari without media source extensions. */
export function openNativePlayback({ video, url, onFatal }: PlaybackOptions): Playback {
  const dated: DatedVideo = video;
  const onError = (): void => onFatal(video.error?.code === MediaError.MEDIA_ERR_NETWORK ? 'network' : 'media');
  video.addEventListener('error', onError);
  const play = (): void => void video.play().catch(() => undefined);
  const load = (): void => {
    video.src = url;
    play();
  };
  load();

  const toLiveEdge = (): void => {
    const { seekable } = video;
    if (seekable.length > 0) video.currentTime = Math.max(0, seekable.end(seekable.length - 1) - 3);
    play();
  };

  return {
    readProgramTimeMs() {
      const startMs = dated.getStartDate?.().getTime() ?? Number.NaN;
      return Number.isNaN(startMs) ? null : startMs + video.currentTime * 1_000;
    },
    readNewsAtMs: () => null,
    reload: load,
    recover: load,
    toLiveEdge,
    suspend: () => video.pause(),
    resume: toLiveEdge,
    close() {
      video.removeEventListener('error', onError);
      video.removeAttribute('src');
      video.load();
    },
  };
}
