import type { FatalKind } from './recovery.ts';
import { secondsOffer } from './seconds-offer.svelte.ts';

interface Target {
  video: HTMLVideoElement;
  url: string;
  /** A monotonic clock in ms. */
  nowMs: () => number;
  onFatal: (kind: FatalKind) => void;
}

export interface PlaybackOptions extends Target {
  /** The same stream with parts; null: only whole segments are wanted. */
  lowLatencyUrl: string | null;
  /** The same stream and smaller renditions, to choose among by the line; null: there are none. */
  adaptiveUrl: string | null;
  /** Nothing higher than so many lines of it is wanted; null: as the line allows. */
  mostHeight: number | null;
  /** The server's time, epoch ms; null while it is not known. */
  serverNowMs: () => number | null;
  /** It is made for who asks, so it is listed later than the camera's own; left out: it is the camera's own. */
  isMade?: boolean;
}

export interface RecordedOptions extends Target {
  /** The instant to begin at, epoch ms. */
  atMs: number;
  /** The list was played to its end; `endMs`: the first instant behind it, where the list says so. */
  onEnd: (endMs: number | null) => void;
  /** There is no list: nothing was recorded then (404), or this visitor may not see it (403). */
  onMissing: (status: 403 | 404) => void;
}

/** A playlist on a video element. What it knows is read, what it should do is asked; it decides nothing. */
export interface Playback {
  /** Programme time of the picture, epoch ms by the recorder's clock; null where the stream does not say it. */
  readProgramTimeMs(): number | null;
  /** When the playlist last brought a new segment, by the monotonic clock; null where it cannot be known. */
  readNewsAtMs(): number | null;
  /** Shows the picture of an instant; false where the playlist does not hold it. */
  seekTo(atMs: number): boolean;
  reload(): void;
  recover(): void;
  toLiveEdge(): void;
  /** Loads nothing more and holds the picture. */
  suspend(): void;
  /** Goes on: at the live edge, or where a recorded one stood. */
  resume(): void;
  close(): void;
}

/** Opens a live playlist with hls.js, or with the browser's own player where there are no media source extensions. */
export async function openPlayback(options: PlaybackOptions): Promise<Playback> {
  const { canPlayHls } = await import('./hls-engine.ts');
  if (canPlayHls()) return (await import('./hls-playback.ts')).openHlsPlayback(options);
  return (await import('./native-playback.ts')).openNativePlayback(options);
}

/**
 * Opens a live playlist as single pictures: one a second, made by the recorder; where it has no room for that, one of each
 * segment, picked here.
 */
export async function openSteps(options: PlaybackOptions): Promise<Playback> {
  const url = toSecondsUrl(options.url);
  // It is made from now on: its answer comes with its first pictures.
  const answer = await fetch(url, { cache: 'no-store' }).catch(() => null);
  secondsOffer.isGiven = answer?.ok === true;
  if (secondsOffer.isGiven)
    return openPlayback({ ...options, url, lowLatencyUrl: null, adaptiveUrl: null, isMade: true });
  return (await import('./step-playback.ts')).openStepPlayback(options);
}

/** The same camera as a picture a second (LADDER6). */
const toSecondsUrl = (playlistUrl: string): string => playlistUrl.replace(/live\.m3u8$/, 'live-1fps.m3u8');

/** Opens a finished playlist of the past. */
export async function openRecorded(options: RecordedOptions): Promise<Playback> {
  const { canPlayHls } = await import('./hls-engine.ts');
  if (canPlayHls()) return (await import('./hls-recorded.ts')).openHlsRecorded(options);
  return (await import('./native-playback.ts')).openNativeRecorded(options);
}
