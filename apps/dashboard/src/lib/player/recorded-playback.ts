import Hls from 'hls.js/light';
import workerPath from 'hls.js/dist/hls.worker.js?url';

export interface RecordedPlaybackOptions {
  video: HTMLVideoElement;
  url: string;
  /** The instant to begin at, epoch ms. */
  startMs: number;
  onTime: (atMs: number) => void;
  onFault: () => void;
}

export interface RecordedPlayback {
  /** Shows an instant of the same stretch; false: it is not in it. */
  seek(atMs: number): boolean;
  close(): void;
}

/** A stretch of programme time on the video's own clock; footage with gaps has several. */
interface Piece {
  videoS: number;
  atMs: number;
  durationS: number;
}

/** Plays a finished playlist of recorded footage from an instant on, by the recorder's clock. */
export function openRecordedPlayback(options: RecordedPlaybackOptions): RecordedPlayback {
  const { video, url, startMs, onTime, onFault } = options;
  let pieces: Piece[] = [];

  const seek = (atMs: number): boolean => {
    // In a gap: the first picture after it.
    const piece = pieces.find((one) => atMs < one.atMs + one.durationS * 1_000);
    if (!piece) return false;
    video.currentTime = piece.videoS + Math.max(0, (atMs - piece.atMs) / 1_000) + 0.001;
    return true;
  };
  const tell = (): void => {
    const piece = pieces.findLast((one) => one.videoS <= video.currentTime + 0.01);
    if (piece) onTime(piece.atMs + (video.currentTime - piece.videoS) * 1_000);
  };
  const begin = (): void => {
    seek(startMs);
    void video.play().catch(() => undefined);
  };
  video.addEventListener('timeupdate', tell);

  if (!Hls.isSupported()) {
    // The browser's own player tells the date of its first picture, and nothing of gaps.
    const onLoaded = (): void => {
      const first = 'getStartDate' in video ? (video.getStartDate as () => Date)().getTime() : startMs;
      pieces = [{ videoS: 0, atMs: Number.isNaN(first) ? startMs : first, durationS: video.duration }];
      begin();
    };
    video.addEventListener('loadedmetadata', onLoaded, { once: true });
    video.addEventListener('error', onFault);
    video.src = url;
    return {
      seek,
      close() {
        video.removeEventListener('timeupdate', tell);
        video.removeEventListener('error', onFault);
        video.removeAttribute('src');
        video.load();
      },
    };
  }

  const hls = new Hls({
    workerPath,
    backBufferLength: 30,
    maxBufferLength: 30,
    maxBufferSize: 30_000_000,
    autoStartLoad: false,
  });
  hls.on(Hls.Events.LEVEL_LOADED, (_, { details }) => {
    pieces = details.fragments.flatMap(({ start, duration, programDateTime }) =>
      programDateTime === null ? [] : [{ videoS: start, atMs: programDateTime, durationS: duration }],
    );
    const piece = pieces.find((one) => startMs < one.atMs + one.durationS * 1_000) ?? pieces.at(-1);
    const offsetS = piece ? piece.videoS + Math.max(0, (startMs - piece.atMs) / 1_000) : 0;
    hls.startLoad(offsetS);
    video.addEventListener('loadedmetadata', begin, { once: true });
  });
  hls.on(Hls.Events.ERROR, (_, { fatal }) => {
    if (fatal) onFault();
  });
  hls.loadSource(url);
  hls.attachMedia(video);
  hls.on(Hls.Events.MANIFEST_PARSED, () => hls.startLoad());
  return {
    seek,
    close() {
      video.removeEventListener('timeupdate', tell);
      hls.destroy();
    },
  };
}
