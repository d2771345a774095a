import type { FatalKind } from './recovery.ts';

export interface PlaybackOptions {
  video: HTMLVideoElement;
  url: string;
  /** A monotonic clock in ms. */
  nowMs: () => number;
  onFatal: (kind: FatalKind) => void;
}

/** A live playlist on a video element. What it knows is read, what it should do is asked; it decides nothing. */
export interface Playback {
  /** Programme time of the picture, epoch ms by the recorder's clock; null where the stream does not say it. */
  readProgramTimeMs(): number | null;
  /** When the playlist last brought a new segment, by the monotonic clock; null where it cannot be known. */
  readNewsAtMs(): number | null;
  reload(): void;
  recover(): void;
  toLiveEdge(): void;
  /** Loads nothing more and holds the picture. */
  suspend(): void;
  resume(): void;
  close(): void;
}

/** Opens the playlist with hls.js, or with the browser's own player where there are no media source extensions. */
export async function openPlayback(options: PlaybackOptions): Promise<Playback> {
  const { openHlsPlayback, canPlayHls } = await import('./hls-playback.ts');
  if (canPlayHls()) return openHlsPlayback(options);
  const { openNativePlayback } = await import('./native-playback.ts');
  return openNativePlayback(options);
}
