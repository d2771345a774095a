import type { CameraView } from '@sitecast/contract';
import { toBadge, type Badge, type BadgeFacts } from './badge.ts';
import { watchFrames } from './frame-watch.ts';
import { clearPicture, keepPicture } from './kept-picture.ts';
import { isRendition, type DialStep } from './dial.ts';
import { openPlayback, openRecorded, openSteps, type Playback } from './playback.ts';
import { createRecovery, type FatalKind, type RecoveryAction } from './recovery.ts';
import {
  planCourse,
  planNext,
  planResume,
  planSearch,
  publicWindowMs,
  toFootageBase,
  toLowLatencyUrl,
  toReplayUrl,
  type Course,
} from './rewind.ts';

export interface SessionOptions {
  camera: () => CameraView;
  /** Server time minus `Date.now()`, null while it is not known. */
  clockOffsetMs: () => number | null;
  /** One player on a page that is looked at alone may ask for parts. */
  wantsLowLatency: () => boolean;
  /** What of the stream is wanted: video, single pictures, or nothing of it. */
  step: () => DialStep;
  /** Answers where this visitor finds older footage than the public may see; null: nowhere. */
  findPass: () => ((fromMs: number, toMs: number) => Promise<string | null>) | null;
}

const tickMs = 500;
/** A player nobody saw for this long gives its memory back. */
const keepMs = 60_000;
/** Three segments without a new one in the playlist. */
const starvedAfterMs = 6_000;
/** The live playlist no longer lists what is older. */
const nearGivenUpMs = 40_000;

/**
 * One camera on one video element. Facts come in (frames, clocks, the recorder's word), requests go out; nothing is
 * shown as true before the video says so.
 */
export function createPlayerSession({ camera, clockOffsetMs, wantsLowLatency, step, findPass }: SessionOptions) {
  const nowMs = (): number => performance.now();
  const recovery = createRecovery({ nowMs, random: Math.random });
  let video: HTMLVideoElement | null = null;
  let canvas: HTMLCanvasElement | null = null;
  let playback: Playback | null = null;
  let playingUrl: string | null = null;
  let playingStep: DialStep = 'full';
  /** Counts the players opened and closed, so that one that arrives late is known to be late. */
  let turn = 0;
  let frameAtMs: number | null = null;
  let restingSinceMs: number | null = null;
  let programTimeMs: number | null = null;
  let inSight = false;
  /** What the picture comes from: the live edge, somewhere behind it, or a stretch of the past. */
  let course: Course = { kind: 'live' };
  /** Where in the live playlist the viewer wants to be, until it has got there. */
  let nearMs: number | null = null;

  let isWanted = $state(false);
  let isHeldByViewer = $state(false);
  let hasFrame = $state(false);
  let pictureAtMs = $state<number | null>(null);
  let keptAtMs = $state<number | null>(null);
  /** The instant that was asked for, until its picture is there. */
  let seekingToMs = $state<number | null>(null);
  let isRecorded = $state(false);
  /** The visitor went to somewhere behind the live edge. */
  let isBehind = $state(false);
  /** What the page says about the footage that was asked for. */
  let refusal = $state<'too-old' | 'none' | null>(null);
  /** The server's time, by the second: the right end of the time that can be seen. */
  let edgeAtMs = $state<number | null>(null);
  let badge = $state.raw<Badge>(toBadge(readFacts()));

  function readFacts(): BadgeFacts {
    const { health, delayS } = camera();
    return {
      mode: !isMoving() ? 'still' : course.kind === 'recorded' ? 'recorded' : 'live',
      health,
      programTimeMs,
      serverNowMs: readServerNowMs(),
      frameAgeMs: frameAtMs === null ? null : nowMs() - frameAtMs,
      playlistAgeMs: readNewsAgeMs(),
      delayS,
      paused: isHeldByViewer,
      seeking: video?.seeking ?? false,
    };
  }

  function isMoving(): boolean {
    return isWanted && step() !== 'stills' && step() !== 'off';
  }

  function readServerNowMs(): number | null {
    const offsetMs = clockOffsetMs();
    return offsetMs === null ? null : Date.now() + offsetMs;
  }

  /** The newest instant this audience may see. */
  function readEdgeMs(): number | null {
    const serverNowMs = readServerNowMs();
    return serverNowMs === null ? null : serverNowMs - camera().delayS * 1_000;
  }

  function readNewsAgeMs(): number | null {
    const newsAtMs = playback?.readNewsAtMs() ?? null;
    return newsAtMs === null ? null : nowMs() - newsAtMs;
  }

  const windowMs = (): number => (findPass() === null ? publicWindowMs : Number.POSITIVE_INFINITY);
  const isOff = (): boolean => {
    const { health, playlistUrl } = camera();
    if (playlistUrl === null || health.state === 'held') return true;
    // A camera that is off has a past all the same.
    return (health.state === 'offline' || health.state === 'asleep') && course.kind !== 'recorded';
  };
  const isWatched = (): boolean =>
    isMoving() && inSight && !isHeldByViewer && !isOff() && document.visibilityState === 'visible';

  const close = (): void => {
    turn += 1;
    if (video && canvas && hasFrame && keepPicture(video, canvas)) keptAtMs = programTimeMs;
    // A player that is rebuilt goes on where it stood.
    if (course.kind === 'recorded' && programTimeMs !== null && seekingToMs === null) {
      course = { ...course, atMs: programTimeMs, toMs: Math.max(course.toMs, programTimeMs + 1_000) };
    }
    playback?.close();
    playback = null;
    playingUrl = null;
    restingSinceMs = null;
    frameAtMs = null;
    programTimeMs = null;
    hasFrame = false;
  };
  const openCourse = async (url: string): Promise<Playback> => {
    const mine = turn;
    const base = { video: video!, nowMs, onFatal: (kind: FatalKind) => recovery.noteFatal(kind) };
    if (course.kind !== 'recorded') {
      const { playlistUrl, adaptiveUrl, delayS } = camera();
      const mostHeight = isRendition(playingStep) ? Number.parseInt(playingStep, 10) : null;
      const lowLatencyUrl = wantsLowLatency() && mostHeight === null ? toLowLatencyUrl(playlistUrl, delayS) : null;
      const openLive = playingStep === 'steps' ? openSteps : openPlayback;
      return openLive({ ...base, url, lowLatencyUrl, adaptiveUrl, mostHeight, serverNowMs: readServerNowMs });
    }
    const { atMs, toMs } = course;
    const granted = await findBase(atMs, toMs);
    return openRecorded({
      ...base,
      url: toReplayUrl(granted ?? toFootageBase(url) ?? '', atMs, toMs),
      atMs,
      onEnd: (endMs) => mine === turn && goOn(endMs ?? toMs),
      onMissing: (status) => mine === turn && missed(status, toMs),
    });
  };
  /** Where older footage is, for whom it was granted. */
  const findBase = async (fromMs: number, toMs: number): Promise<string | null> => {
    const isPublic = fromMs > (readEdgeMs() ?? 0) - publicWindowMs;
    return isPublic ? null : ((await findPass()?.(fromMs, toMs).catch(() => null)) ?? null);
  };
  const open = async (): Promise<void> => {
    close();
    const url = camera().playlistUrl;
    if (!video || url === null) return;
    const mine = turn;
    playingUrl = url;
    playingStep = step();
    try {
      const opened = await openCourse(url);
      if (mine === turn) playback = opened;
      else opened.close();
    } catch {
      // The player's own code did not load: as with any lost network, again and again, ever more rarely.
      if (mine === turn) recovery.noteFatal('other');
    }
  };

  /** Takes another way; what plays already is kept where it leads there too. */
  const follow = (next: Course): void => {
    seekingToMs = next.kind === 'live' ? null : next.atMs;
    const wasRecorded = course.kind === 'recorded';
    course = next;
    isRecorded = next.kind === 'recorded';
    isBehind = next.kind !== 'live';
    nearMs = next.kind === 'near' ? next.atMs : null;
    refusal = null;
    isHeldByViewer = false;
    restingSinceMs = null;
    if (next.kind === 'recorded') {
      if (!(wasRecorded && playback?.seekTo(next.atMs))) void open();
    } else if (wasRecorded || !playback) void open();
    else if (next.kind === 'live') playback.resume();
    tick();
  };
  /** What comes behind a list that was played to its end: never the last segment of that list once more. */
  const goOn = (endMs: number): void => {
    close();
    follow(planNext(endMs, readEdgeMs() ?? endMs));
  };
  const missed = (status: 403 | 404, emptyToMs: number): void => {
    const edgeMs = readEdgeMs();
    if (status === 404 && edgeMs !== null) {
      follow(planSearch(emptyToMs, edgeMs));
      return;
    }
    follow({ kind: 'live' });
    refusal = 'too-old';
  };
  /** A live playlist that was just opened may not hold the wanted instant yet. */
  const reachNear = (): void => {
    if (nearMs === null || !playback) return;
    const ageMs = (readEdgeMs() ?? nearMs) - nearMs;
    if (playback.seekTo(nearMs) || ageMs > nearGivenUpMs) nearMs = null;
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
    // The past is video at every step that moves.
    if (playingUrl !== null && (!isMoving() || (course.kind !== 'recorded' && step() !== playingStep))) close();
    if (camera().health.state === 'held') forget();
    if (isWatched()) {
      if (playingUrl === null) void open();
      else if (restingSinceMs !== null) {
        restingSinceMs = null;
        // Nobody asked for the past: what was out of sight goes on live.
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
    if (seekingToMs !== null && nearMs === null && !video?.seeking) seekingToMs = null;
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
    const edgeMs = readEdgeMs();
    if (toSecond(edgeMs) !== toSecond(edgeAtMs)) edgeAtMs = edgeMs;
  };
  const tick = (): void => {
    settle();
    reachNear();
    // What the recorder calls live has news: a player without any has stopped asking, and waits for nothing.
    const starved = (readNewsAgeMs() ?? 0) > starvedAfterMs && camera().health.state !== 'live';
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
    /** Whether the visitor wants a picture that moves, and the dial gives one. */
    get isMoving() {
      return isMoving();
    },
    /** Whether a live picture that is watched does not move, whatever the reason. */
    get isStanding() {
      const isDue = isWatched() && course.kind !== 'recorded' && camera().health.state === 'live';
      return isDue && (badge.word === 'connecting' || badge.word === 'stalled');
    },
    /** Whether what plays is footage of the past rather than the live playlist. */
    get isRecorded() {
      return isRecorded;
    },
    /** Whether the live edge is what the visitor wants to see. */
    get isFollowing() {
      return !isBehind && !isHeldByViewer;
    },
    get seekingToMs() {
      return seekingToMs;
    },
    get refusal() {
      return refusal;
    },
    get edgeAtMs() {
      return edgeAtMs;
    },
    /** How far back this visitor may look, in ms. */
    get windowMs() {
      return windowMs();
    },
    get isPaused() {
      return isHeldByViewer;
    },
    /** Plays from the live edge; after a pause from where it stood. */
    want() {
      const heldAtMs = isHeldByViewer ? programTimeMs : null;
      const edgeMs = readEdgeMs();
      isWanted = true;
      if (heldAtMs !== null && edgeMs !== null) follow(planResume(heldAtMs, edgeMs, windowMs()));
      else {
        isHeldByViewer = false;
        tick();
      }
    },
    pause() {
      isHeldByViewer = true;
      tick();
    },
    toLive() {
      follow({ kind: 'live' });
      playback?.toLiveEdge();
    },
    /** Shows an instant of the past, as far back as this visitor may look. */
    seekTo(atMs: number) {
      const edgeMs = readEdgeMs();
      isWanted = true;
      if (edgeMs !== null) follow(planCourse(atMs, edgeMs, windowMs()));
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

export type PlayerSession = ReturnType<typeof createPlayerSession>;

const toSecond = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 1_000));
