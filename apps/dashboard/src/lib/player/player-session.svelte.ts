import type { CameraView } from '@sitecast/contract';
import { toBadge, type Badge, type BadgeFacts } from './badge.ts';
import { watchFrames } from './frame-watch.ts';
import { clearPicture, keepPicture } from './kept-picture.ts';
import { openPlayback, type Playback } from './playback.ts';
import { createRecovery, type RecoveryAction } from './recovery.ts';

export interface SessionOptions {
  camera: () => CameraView;
  /** Server time minus `Date.now()`, null while it is not known. */
  clockOffsetMs: () => number | null;
}

const tickMs = 500;
/** A player nobody saw for this long gives its memory back. */
const keepMs = 60_000;
/** Three segments without a new one in the playlist. */
const starvedAfterMs = 6_000;

/**
 * One camera on one video element. Facts come in (frames, clocks, the recorder's word), requests go out; nothing is
 * shown as true before the video says so.
 */
export function createPlayerSession({ camera, clockOffsetMs }: SessionOptions) {
  const nowMs = (): number => performance.now();
  const recovery = createRecovery({ nowMs, random: Math.random });
  let video: HTMLVideoElement | null = null;
  let canvas: HTMLCanvasElement | null = null;
  let playback: Playback | null = null;
  let playingUrl: string | null = null;
  /** Counts the players opened and closed, so that one that arrives late is known to be late. */
  let turn = 0;
  let frameAtMs: number | null = null;
  let restingSinceMs: number | null = null;
  let programTimeMs: number | null = null;
  let inSight = false;

  let isWanted = $state(false);
  let isHeldByViewer = $state(false);
  let hasFrame = $state(false);
  let pictureAtMs = $state<number | null>(null);
  let keptAtMs = $state<number | null>(null);
  let badge = $state.raw<Badge>(toBadge(readFacts()));

  function readFacts(): BadgeFacts {
    const { health, delayS } = camera();
    const offsetMs = clockOffsetMs();
    return {
      mode: isWanted ? 'live' : 'still',
      health,
      programTimeMs,
      serverNowMs: offsetMs === null ? null : Date.now() + offsetMs,
      frameAgeMs: frameAtMs === null ? null : nowMs() - frameAtMs,
      playlistAgeMs: readNewsAgeMs(),
      delayS,
      paused: isHeldByViewer,
      seeking: video?.seeking ?? false,
    };
  }

  function readNewsAgeMs(): number | null {
    const newsAtMs = playback?.readNewsAtMs() ?? null;
    return newsAtMs === null ? null : nowMs() - newsAtMs;
  }

  const isOff = (): boolean => {
    const { health, playlistUrl } = camera();
    return playlistUrl === null || health.state === 'offline' || health.state === 'held';
  };
  const isWatched = (): boolean =>
    isWanted && inSight && !isHeldByViewer && !isOff() && document.visibilityState === 'visible';

  const close = (): void => {
    turn += 1;
    if (video && canvas && hasFrame && keepPicture(video, canvas)) keptAtMs = programTimeMs;
    playback?.close();
    playback = null;
    playingUrl = null;
    restingSinceMs = null;
    frameAtMs = null;
    programTimeMs = null;
    hasFrame = false;
  };
  const open = async (): Promise<void> => {
    close();
    const url = camera().playlistUrl;
    if (!video || url === null) return;
    const mine = turn;
    playingUrl = url;
    try {
      const opened = await openPlayback({ video, url, nowMs, onFatal: (kind) => recovery.noteFatal(kind) });
      if (mine === turn) playback = opened;
      else opened.close();
    } catch {
      // The player's own code did not load: as with any lost network, again and again, ever more rarely.
      if (mine === turn) recovery.noteFatal('other');
    }
  };

  /** Nothing of a held camera stays on the screen, neither moving nor still. */
  const forget = (): void => {
    if (playingUrl !== null) close();
    if (canvas && keptAtMs !== null) clearPicture(canvas);
    keptAtMs = null;
  };

  /** Brings what runs in line with what should run: costs nothing while nobody looks or the camera is off. */
  const settle = (): void => {
    if (playingUrl !== null && camera().playlistUrl !== playingUrl) close();
    if (camera().health.state === 'held') forget();
    if (isWatched()) {
      if (playingUrl === null) void open();
      else if (restingSinceMs !== null) {
        restingSinceMs = null;
        playback?.resume();
      }
    } else if (playback && restingSinceMs === null) {
      restingSinceMs = nowMs();
      playback.suspend();
    } else if (restingSinceMs !== null && !isHeldByViewer && nowMs() - restingSinceMs > keepMs) {
      close();
    }
  };

  const act = (action: RecoveryAction): void => {
    if (action === 'none') return;
    if (action === 'rebuild' || !playback) void open();
    else if (action === 'reload') playback.reload();
    else if (action === 'recover') playback.recover();
    else void video?.play().catch(() => undefined);
  };

  const onFrame = (): void => {
    // A frame that stood in the pipe when the player was closed is nobody's frame.
    if (!playback) return;
    frameAtMs = nowMs();
    programTimeMs = playback.readProgramTimeMs();
    recovery.noteFrame();
    if (hasFrame) return;
    hasFrame = true;
    tell();
  };

  const tell = (): void => {
    const next = toBadge(readFacts());
    const isSame = next.word === badge.word && toSecond(next.sinceMs) === toSecond(badge.sinceMs);
    if (!isSame || toSecond(next.lagMs) !== toSecond(badge.lagMs)) badge = next;
    if (toSecond(programTimeMs) !== toSecond(pictureAtMs)) pictureAtMs = programTimeMs;
  };
  const tick = (): void => {
    settle();
    const starved = (readNewsAgeMs() ?? 0) > starvedAfterMs;
    act(recovery.tick({ watched: isWatched(), paused: video?.paused ?? true, starved }));
    tell();
  };

  return {
    get badge() {
      return badge;
    },
    /** Whether the video shows a frame; else the still is what there is to see. */
    get hasFrame() {
      return hasFrame;
    },
    /** Programme time of the frame on the screen, epoch ms. */
    get pictureAtMs() {
      return pictureAtMs;
    },
    /** Programme time of the picture on the canvas: the last one of a player that was closed. */
    get keptAtMs() {
      return keptAtMs;
    },
    get isWanted() {
      return isWanted;
    },
    get isPaused() {
      return isHeldByViewer;
    },
    want() {
      isWanted = true;
      isHeldByViewer = false;
      tick();
    },
    pause() {
      isHeldByViewer = true;
      tick();
    },
    toLive() {
      isHeldByViewer = false;
      tick();
      playback?.toLiveEdge();
    },
    /** The canvas that keeps the last picture while a new player is on its way. */
    attachCanvas(element: HTMLCanvasElement): () => void {
      canvas = element;
      return () => (canvas = null);
    },
    /** Takes the element into service until the returned function is called. */
    attach(element: HTMLVideoElement): () => void {
      video = element;
      video.muted = true;
      const stopFrames = watchFrames(element, onFrame);
      const sight = new IntersectionObserver(([entry]) => {
        inSight = entry?.isIntersecting ?? false;
        tick();
      });
      sight.observe(element);
      const timer = setInterval(tick, tickMs);
      document.addEventListener('visibilitychange', tick);
      return () => {
        clearInterval(timer);
        sight.disconnect();
        stopFrames();
        document.removeEventListener('visibilitychange', tick);
        close();
        video = null;
      };
    },
  };
}

const toSecond = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 1_000));
